package org.eckart.bayes.nuclear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.bayes.chain.DrawSink;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;

/**
 * What is seen of a draw: scalars by name, and the entries in the data's shape and units.
 *
 * <p>Under complete data of equal noise the posterior does not change when signs are flipped in the
 * data's own singular directions, X → U_Y S U_Yᵀ X V_Y S V_Yᵀ; one random flip of each draw makes
 * entries nearly independent from draw to draw, and is free.
 */
final class DrawShow {
  static final String NUCLEAR_NORM = "nuclearNorm";
  static final String LARGEST = "largestValue";
  static final String RESIDUAL = "residual";
  static final String ENERGY = "energy";
  static final String STEIN = "stein";
  static final String EFFECTIVE_RANK = "effectiveRank";
  static final String PARTICIPATION = "participation";
  static final String STABLE_RANK = "stableRank";
  static final String ABOVE_NOISE = "aboveNoise";
  static final String LAMBDA = "lambda";
  static final String NOISE = "noise";

  /** Coordinates traced: all up to here, of more so many evenly spaced. */
  static final int MOST_COORDINATES = 300;

  private final NuclearProblem problem;
  private final boolean lambda;
  private final boolean noise;
  private final boolean flips;
  private final int[] coordinates;
  private final double[] scalars;
  private final double[] entries;

  DrawShow(NuclearProblem problem, NuclearOptions options, boolean flips) {
    this.problem = problem;
    this.lambda = options.penalty() instanceof Penalty.Learned;
    this.noise = options.learnNoise();
    this.flips = flips && problem.isIsotropic();
    this.coordinates = coordinates(problem);
    this.scalars = new double[names(problem, options).size()];
    this.entries = new double[problem.y().array().length];
  }

  static List<String> names(NuclearProblem problem, NuclearOptions options) {
    List<String> names =
        new ArrayList<>(
            List.of(
                NUCLEAR_NORM,
                LARGEST,
                RESIDUAL,
                ENERGY,
                STEIN,
                EFFECTIVE_RANK,
                PARTICIPATION,
                STABLE_RANK,
                ABOVE_NOISE));
    if (options.penalty() instanceof Penalty.Learned) {
      names.add(LAMBDA);
    }
    if (options.learnNoise()) {
      names.add(NOISE);
    }
    for (int k : coordinates(problem)) {
      names.add(coordinate(problem, k));
    }
    return names;
  }

  /**
   * The name of coordinate k, from 0: {@code g1} is (U_Yᵀ X V_Y)₁₁ for complete data of equal
   * noise, {@code s1} the largest singular value otherwise.
   */
  static String coordinate(NuclearProblem problem, int k) {
    return (problem.isIsotropic() ? "g" : "s") + (k + 1);
  }

  static int[] coordinates(NuclearProblem problem) {
    int n = problem.y().rows();
    int[] shown = new int[Math.min(n, MOST_COORDINATES)];
    Arrays.setAll(shown, k -> (int) ((long) k * n / shown.length));
    return shown;
  }

  void show(
      Walk walk,
      double rate,
      double penalty,
      double noiseRatio,
      RandomStream random,
      DrawSink sink) {
    Matrix x = walk.x();
    double[] s = walk.singularValues();
    double unit = problem.noise();
    double norm = 0;
    double square = 0;
    double largest = 0;
    int above = 0;
    double edge = noiseRatio * (Math.sqrt(problem.y().rows()) + Math.sqrt(problem.y().columns()));
    for (double one : s) {
      norm += one;
      square += one * one;
      largest = Math.max(largest, one);
      above += one > edge ? 1 : 0;
    }
    double entropy = 0;
    for (double one : s) {
      double share = one / norm;
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    double residual = Energies.residual(problem, x);
    double weight = 1 / (noiseRatio * noiseRatio);
    int at = 0;
    scalars[at++] = unit * norm;
    scalars[at++] = unit * largest;
    scalars[at++] = unit * unit * residual;
    scalars[at++] = rate * norm + 0.5 * weight * residual;
    scalars[at++] = rate * norm + weight * pull(x) - x.array().length;
    scalars[at++] = Math.exp(entropy);
    scalars[at++] = norm * norm / square;
    scalars[at++] = square / (largest * largest);
    scalars[at++] = above;
    if (lambda) {
      scalars[at++] = penalty;
    }
    if (noise) {
      scalars[at++] = unit * noiseRatio;
    }
    if (!problem.isIsotropic()) {
      Arrays.sort(s);
      for (int k : coordinates) {
        scalars[at++] = unit * s[s.length - 1 - k];
      }
      problem.restore(x.array(), entries);
    } else {
      problem.restore(turned(x, unit, at, random).array(), entries);
    }
    sink.draw(scalars, entries);
  }

  /** ⟨X, P∘(X − Y)⟩. */
  private double pull(Matrix x) {
    double[] a = x.array();
    double[] y = problem.y().array();
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += problem.precision(k) * a[k] * (a[k] - y[k]);
    }
    return sum;
  }

  /**
   * Writes the coordinates down from {@code at} on, and gives X with its signs flipped if wanted.
   */
  private Matrix turned(Matrix x, double unit, int at, RandomStream random) {
    Svd data = problem.spectrum();
    int n = x.rows();
    int m = x.columns();
    Matrix left = data.u().transposeTimes(x); // n × m
    Matrix core = left.times(data.v()); // n × n
    int place = at;
    for (int k : coordinates) {
      scalars[place++] = unit * core.get(k, k);
    }
    if (!flips) {
      return x;
    }
    double[] sign = new double[n];
    for (int k = 0; k < n; k++) {
      sign[k] = (random.nextLong() & 1) == 0 ? 1 : -1;
    }
    double rest = m > n && (random.nextLong() & 1) == 0 ? -1 : 1; // of what lies outside V_Y
    double[] c = core.array();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        c[i * n + j] *= sign[j] - rest;
      }
    }
    Matrix flipped = core.timesTranspose(data.v()).plus(left.scaled(rest));
    double[] f = flipped.array();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        f[i * m + j] *= sign[i];
      }
    }
    return data.u().times(flipped);
  }
}
