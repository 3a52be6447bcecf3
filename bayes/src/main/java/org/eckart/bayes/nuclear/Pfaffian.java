package org.eckart.bayes.nuclear;

import static org.eckart.linalg.Check.check;

import java.math.BigInteger;

/**
 * I(n, m) = ∫_{s₁&gt;…&gt;sₙ&gt;0} Π sᵢ^{m−n} e^{−sᵢ} Π_{i&lt;j} (sᵢ² − sⱼ²) ds, exactly, as the
 * Pfaffian of de Bruijn's skew matrix; and E Σ sᵢ^q under that density.
 *
 * <p>With e_k = m − n + 2k the matrix is a(e_k, e_l) = a!b! (P(a, b) − P(b, a)), P(a, b) = Σ_{k≤b}
 * C(a+k, k) 2^{−(a+1+k)}; for odd n it is bordered by e_k!. Factorials and powers of two are taken
 * out of rows and columns, and what is left are integers, eliminated without fractions: O(n³)
 * products of numbers of some (n + m) n bits. Double precision would do to n = 10 only: it is off
 * by 1e-5 at 20 × 20.
 */
final class Pfaffian {
  private static final int LARGEST = 160;

  private final int n;
  private final int m;

  Pfaffian(int rows, int columns) {
    this.n = Math.min(rows, columns);
    this.m = Math.max(rows, columns);
    check(
        n <= LARGEST && (long) n * m <= 100_000,
        "The exact normaliser of a %d × %d matrix would take hours; it is there for up to %d rows"
            + " or columns and 100000 entries. Learning lambda does not need it",
        rows,
        columns,
        LARGEST);
  }

  private int exponent(int k) {
    return m - n + 2 * k;
  }

  /** log I(n, m). */
  double log() {
    double log = 0;
    for (int k = 0; k < n; k++) {
      log += logFactorial(exponent(k)) - (exponent(k) + 0.5) * Math.log(2);
    }
    if (n % 2 == 1) {
      log += 0.5 * Math.log(2);
    }
    return log + log(eliminated(matrix(0, false), null)[0].abs());
  }

  /** E Σ sᵢ^q for q ≥ 1. */
  double meanPowerSum(int q) {
    BigInteger[] found = eliminated(matrix(0, false), matrix(q, true));
    // found[1] is the derivative along 2^q A_q
    return ratio(found[1].abs(), found[0].abs().shiftLeft(q));
  }

  /**
   * The integers a(e_k, e_l) 2^{e_k+e_l+1}/(e_k! e_l!), and 2^{e_k} in the border; or, as a
   * direction, 2^q times what they change by when s is weighted by 1 + ε s^q.
   */
  private BigInteger[][] matrix(int q, boolean direction) {
    int size = n + n % 2;
    BigInteger[][] a = new BigInteger[size][size];
    for (int k = 0; k < size; k++) {
      a[k][k] = BigInteger.ZERO;
      for (int l = k + 1; l < size; l++) {
        BigInteger value;
        if (l == n) {
          value = BigInteger.ONE.shiftLeft(exponent(k));
          if (direction) {
            value = value.multiply(rising(exponent(k), q)).shiftLeft(q);
          }
        } else if (direction) {
          value =
              skew(exponent(k) + q, exponent(l))
                  .multiply(rising(exponent(k), q))
                  .add(skew(exponent(k), exponent(l) + q).multiply(rising(exponent(l), q)));
        } else {
          value = skew(exponent(k), exponent(l));
        }
        a[k][l] = value;
        a[l][k] = value.negate();
      }
    }
    return a;
  }

  /** (P(a, b) − P(b, a)) 2^{a+b+1}. */
  private static BigInteger skew(int a, int b) {
    // P(a, b) + P(b, a) = 1
    return partial(a, b).shiftLeft(1).subtract(BigInteger.ONE.shiftLeft(a + b + 1));
  }

  /** Σ_{k≤b} C(a+k, k) 2^{b−k} = P(a, b) 2^{a+b+1}. */
  private static BigInteger partial(int a, int b) {
    BigInteger sum = BigInteger.ZERO;
    BigInteger binomial = BigInteger.ONE;
    for (int k = 0; k <= b; k++) {
      sum = sum.shiftLeft(1).add(binomial);
      binomial =
          binomial.multiply(BigInteger.valueOf(a + k + 1L)).divide(BigInteger.valueOf(k + 1L));
    }
    return sum;
  }

  /** (e + q)!/e!. */
  private static BigInteger rising(int e, int q) {
    BigInteger product = BigInteger.ONE;
    for (int k = 1; k <= q; k++) {
      product = product.multiply(BigInteger.valueOf(e + (long) k));
    }
    return product;
  }

  /**
   * The Pfaffian of A, and its derivative along D: after step t entry (i, j) is the Pfaffian of the
   * first 2t rows with i and j, so that the division by the pivot before is exact. The leading
   * Pfaffians are integrals of positive functions, hence pivots are never 0. Products are of dual
   * numbers x + ε y.
   */
  private static BigInteger[] eliminated(
      BigInteger[][] a, BigInteger @org.jspecify.annotations.Nullable [][] d) {
    int size = a.length;
    BigInteger before = BigInteger.ONE;
    BigInteger beforeD = BigInteger.ZERO;
    for (int t = 0; t + 2 < size; t += 2) {
      BigInteger pivot = a[t][t + 1];
      BigInteger pivotD = d == null ? BigInteger.ZERO : d[t][t + 1];
      for (int i = t + 2; i < size; i++) {
        for (int j = i + 1; j < size; j++) {
          BigInteger x =
              pivot
                  .multiply(a[i][j])
                  .subtract(a[t][i].multiply(a[t + 1][j]))
                  .add(a[t][j].multiply(a[t + 1][i]))
                  .divide(before);
          if (d != null) {
            BigInteger y =
                pivotD
                    .multiply(a[i][j])
                    .add(pivot.multiply(d[i][j]))
                    .subtract(d[t][i].multiply(a[t + 1][j]))
                    .subtract(a[t][i].multiply(d[t + 1][j]))
                    .add(d[t][j].multiply(a[t + 1][i]))
                    .add(a[t][j].multiply(d[t + 1][i]));
            d[i][j] = y.subtract(x.multiply(beforeD)).divide(before);
          }
          a[i][j] = x;
        }
      }
      before = pivot;
      beforeD = pivotD;
    }
    return new BigInteger[] {
      a[size - 2][size - 1], d == null ? BigInteger.ZERO : d[size - 2][size - 1]
    };
  }

  static double logFactorial(int e) {
    return org.apache.commons.numbers.gamma.LogGamma.value(e + 1.0);
  }

  static double log(BigInteger value) {
    int shift = Math.max(0, value.bitLength() - 100);
    return Math.log(value.shiftRight(shift).doubleValue()) + shift * Math.log(2);
  }

  private static double ratio(BigInteger a, BigInteger b) {
    return new java.math.BigDecimal(a)
        .divide(new java.math.BigDecimal(b), new java.math.MathContext(30))
        .doubleValue();
  }
}
