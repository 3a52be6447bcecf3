package org.eckart.bayes.nuclear;

import org.eckart.bayes.variate.VonMises;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/**
 * Gibbs on the parts of X = U diag(s) Vᵀ (Segert &amp; Wycoff section 4.2, with exponents put
 * right): U given the rest, then V, is matrix von Mises–Fisher, drawn by rotations of all column
 * pairs and sign flips; s by slices between neighbours, or by the paper's Langevin step. For
 * complete data of equal noise.
 *
 * <p>The Langevin step shows what to look out for: the repulsion of neighbouring singular values
 * forces it to be tiny, so the spectrum does not move (3 effective draws of the nuclear norm in
 * 10,000) while the median entry looks well.
 */
final class SvdGibbsWalk implements Walk {
  private static final int FRESH = 100;

  private final NuclearProblem problem;
  private final SpectralFrame x;
  private final boolean langevin;
  private int sinceFresh;

  SvdGibbsWalk(NuclearProblem problem, SpectralFrame x, boolean langevin, int sinceFresh) {
    this.problem = problem;
    this.x = x;
    this.langevin = langevin;
    this.sinceFresh = sinceFresh;
  }

  static SvdGibbsWalk start(NuclearProblem problem, Matrix x, boolean langevin) {
    SpectralFrame frame = SpectralFrame.of(x, 1);
    frame.see(problem.y());
    return new SvdGibbsWalk(problem, frame, langevin, 0);
  }

  static SvdGibbsWalk at(NuclearProblem problem, NamedArrays place, boolean langevin) {
    Matrix y = problem.y();
    SpectralFrame frame = new SpectralFrame(y.rows(), y.columns());
    System.arraycopy(place.doubles("s"), 0, frame.s, 0, frame.n);
    SpectralFrame.spread(place.matrix("u"), frame.u);
    SpectralFrame.spread(place.matrix("v"), frame.v);
    SpectralFrame.spread(place.matrix("b"), frame.b);
    return new SvdGibbsWalk(problem, frame, langevin, place.ints("sinceFresh")[0]);
  }

  @Override
  public double targetAcceptance() {
    return langevin ? 0.574 : Double.NaN;
  }

  @Override
  public double move(double rate, double weight, double stepSize, RandomStream random) {
    drawLeft(weight, random);
    drawRight(weight, random);
    double accepted = Double.NaN;
    if (langevin) {
      accepted = langevinStep(rate, weight, stepSize, random);
    } else {
      slices(rate, weight, random);
    }
    if (++sinceFresh >= FRESH) {
      sinceFresh = 0;
      x.orthonormalise();
      x.see(problem.y());
    }
    return accepted;
  }

  /** One scan of U given V and s, of density ∝ exp tr(FᵀU) with F = Y V diag(s)/γ². */
  void drawLeft(double weight, RandomStream random) {
    for (int i = 0; i < x.n - 1; i++) {
      for (int j = i + 1; j < x.n; j++) {
        turnLeft(i, j, weight, random);
      }
    }
    for (int i = 0; i < x.n; i++) { // the other component of O(n)
      if (isTurnedRound(i, weight, random)) {
        negate(x.u[i]);
        negate(x.b[i]);
      }
    }
  }

  /** One scan of V given U and s: the same with F = Yᵀ U diag(s)/γ². */
  void drawRight(double weight, RandomStream random) {
    for (int i = 0; i < x.n - 1; i++) {
      for (int j = i + 1; j < x.n; j++) {
        turnRight(i, j, weight, random);
      }
    }
    if (x.m > x.n) {
      ColumnSweep.sweep(x, problem.y(), weight, random);
      return;
    }
    for (int i = 0; i < x.n; i++) {
      if (isTurnedRound(i, weight, random)) {
        negate(x.v[i]);
        for (double[] row : x.b) {
          row[i] = -row[i];
        }
      }
    }
  }

  private void turnLeft(int i, int j, double weight, RandomStream random) {
    double along = weight * (x.s[i] * x.b[i][i] + x.s[j] * x.b[j][j]);
    double across = weight * (x.s[i] * x.b[j][i] - x.s[j] * x.b[i][j]);
    double angle = angle(along, across, random);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    rotate(x.u[i], x.u[j], cos, sin);
    rotate(x.b[i], x.b[j], cos, sin);
  }

  private void turnRight(int i, int j, double weight, RandomStream random) {
    double along = weight * (x.s[i] * x.b[i][i] + x.s[j] * x.b[j][j]);
    double across = weight * (x.s[i] * x.b[i][j] - x.s[j] * x.b[j][i]);
    double angle = angle(along, across, random);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    rotate(x.v[i], x.v[j], cos, sin);
    for (double[] row : x.b) {
      double a = row[i];
      double b = row[j];
      row[i] = cos * a + sin * b;
      row[j] = cos * b - sin * a;
    }
  }

  /** Whether column i of U, or of V, changes its sign given all else. */
  private boolean isTurnedRound(int i, double weight, RandomStream random) {
    return random.nextUniform() * (1 + Math.exp(2 * weight * x.s[i] * x.b[i][i])) < 1;
  }

  private static double angle(double along, double across, RandomStream random) {
    double turn = Math.acos(VonMises.cosine(Math.hypot(along, across), random));
    return Math.atan2(across, along) + ((random.nextLong() & 1) == 0 ? turn : -turn);
  }

  private static void rotate(double[] a, double[] b, double cos, double sin) {
    for (int k = 0; k < a.length; k++) {
      double first = a[k];
      double second = b[k];
      a[k] = cos * first + sin * second;
      b[k] = cos * second - sin * first;
    }
  }

  private static void negate(double[] a) {
    for (int k = 0; k < a.length; k++) {
      a[k] = -a[k];
    }
  }

  /** log density of s[i] given the rest, up to a constant. */
  private double log(int i, double value, double rate, double weight) {
    double apart = value - x.b[i][i];
    double log = -rate * value - 0.5 * weight * apart * apart;
    log += (x.m - x.n) * Math.log(value);
    for (int l = 0; l < x.n; l++) {
      if (l != i) {
        log += Math.log(Math.abs((value - x.s[l]) * (value + x.s[l])));
      }
    }
    return log;
  }

  /** Each sᵢ by a slice between its neighbours, where its density is log-concave. */
  private void slices(double rate, double weight, RandomStream random) {
    double noise = 1 / Math.sqrt(weight);
    for (int i = 0; i < x.n; i++) {
      double now = x.s[i];
      double low = 0;
      double high = Double.POSITIVE_INFINITY;
      for (int l = 0; l < x.n; l++) {
        if (l != i && x.s[l] < now) {
          low = Math.max(low, x.s[l]);
        } else if (l != i) {
          high = Math.min(high, x.s[l]);
        }
      }
      if (Double.isInfinite(high)) {
        high = now + 12 * noise + Math.abs(x.b[i][i]);
      }
      double height = log(i, now, rate, weight) + Math.log(1 - random.nextUniform());
      while (high > low) {
        double next = low + (high - low) * random.nextUniform();
        if (next > 0 && log(i, next, rate, weight) > height) {
          x.s[i] = next;
          break;
        } else if (next < now) {
          low = next;
        } else {
          high = next;
        }
      }
    }
  }

  private double langevinStep(double rate, double weight, double step, RandomStream random) {
    double[] s = x.s.clone();
    double[] gradient = gradient(s, rate, weight);
    double[] next = new double[x.n];
    double forward = 0;
    for (int i = 0; i < x.n; i++) {
      double normal = random.nextGaussian();
      next[i] = s[i] + 0.5 * step * step * gradient[i] + step * normal;
      forward += 0.5 * normal * normal;
      if (next[i] <= 0) {
        random.nextUniform();
        return 0;
      }
    }
    double[] gradientThere = gradient(next, rate, weight);
    double backward = 0;
    for (int i = 0; i < x.n; i++) {
      double apart = (s[i] - next[i] - 0.5 * step * step * gradientThere[i]) / step;
      backward += 0.5 * apart * apart;
    }
    double log = log(next, rate, weight) - log(s, rate, weight) + forward - backward;
    double acceptance = Math.exp(Math.min(0, log));
    if (random.nextUniform() < acceptance) {
      System.arraycopy(next, 0, x.s, 0, x.n);
    }
    return Double.isNaN(acceptance) ? 0 : acceptance;
  }

  private double log(double[] s, double rate, double weight) {
    double log = 0;
    for (int i = 0; i < s.length; i++) {
      double apart = s[i] - x.b[i][i];
      log -= rate * s[i] + 0.5 * weight * apart * apart;
      log += (x.m - x.n) * Math.log(s[i]);
      for (int l = 0; l < i; l++) {
        log += Math.log(Math.abs((s[i] - s[l]) * (s[i] + s[l])));
      }
    }
    return log;
  }

  private double[] gradient(double[] s, double rate, double weight) {
    double[] gradient = new double[s.length];
    for (int i = 0; i < s.length; i++) {
      gradient[i] = -rate - weight * (s[i] - x.b[i][i]) + (x.m - x.n) / s[i];
      for (int l = 0; l < s.length; l++) {
        if (l != i) {
          gradient[i] += 1 / (s[i] - s[l]) + 1 / (s[i] + s[l]);
        }
      }
    }
    return gradient;
  }

  @Override
  public Matrix x() {
    return x.product();
  }

  @Override
  public double[] singularValues() {
    return x.s.clone();
  }

  @Override
  public double[] overlap() {
    return new double[] {x.inner(), x.square()};
  }

  @Override
  public void scale(double c) {
    for (int k = 0; k < x.n; k++) {
      x.s[k] *= c;
    }
  }

  @Override
  public NamedArrays place() {
    return NamedArrays.builder()
        .put("s", x.s.clone())
        .put("u", SpectralFrame.joined(x.u, x.n))
        .put("v", SpectralFrame.joined(x.v, x.m))
        .put("b", SpectralFrame.joined(x.b, x.n))
        .put("sinceFresh", new int[] {sinceFresh})
        .build();
  }
}
