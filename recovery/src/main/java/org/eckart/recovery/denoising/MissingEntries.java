package org.eckart.recovery.denoising;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * Denoising of a matrix whose entries were observed at random, each with the probability π.
 *
 * <p>With zeros in place of what is missing, the signal is π times itself and the noise has
 * variance π σ² and what the mask adds of the signal; the level is therefore always estimated,
 * never taken from outside. The filled matrix is denoised as usual and divided by π. Where rows or
 * columns are observed at rates that differ by more than a factor of 2, entry (i, j) is first
 * divided by the root of its own rate and the result again.
 *
 * <p>A component of strength x is seen if √π x is above the threshold. If it is far above,
 * iterative completion ({@link org.eckart.recovery.softimpute}) is more exact.
 */
final class MissingEntries {
  private static final double LARGEST_SPREAD = 2;

  private final Matrix filled;
  private final double[] rowRate;
  private final double[] columnRate;
  private final double rate;

  private MissingEntries(Matrix filled, double[] rowRate, double[] columnRate, double rate) {
    this.filled = filled;
    this.rowRate = rowRate;
    this.columnRate = columnRate;
    this.rate = rate;
  }

  static MissingEntries of(Matrix y) {
    int m = y.rows();
    int n = y.columns();
    double[] rows = new double[m];
    double[] columns = new double[n];
    Matrix filled = Matrix.zeros(m, n);
    long count = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double value = y.get(i, j);
        if (!Double.isNaN(value)) {
          filled.set(i, j, value);
          rows[i]++;
          columns[j]++;
          count++;
        }
      }
    }
    if (count == 0) {
      throw InputException.of(
          "empty", "", "No entry of the %d × %d matrix is observed, so nothing can be said", m, n);
    }
    Entries.refuseNotFinite(filled, 0, 0);
    for (int i = 0; i < m; i++) {
      rows[i] /= n;
    }
    for (int j = 0; j < n; j++) {
      columns[j] /= m;
    }
    return new MissingEntries(filled, rows, columns, (double) count / m / n);
  }

  DenoisedMatrix denoised(DenoisingOptions options, Parallel parallel) {
    DenoisingOptions estimated =
        rate < 1 && options.noise() instanceof Noise.Known
            ? options.withNoise(Noise.white())
            : options;
    List<String> warnings = new ArrayList<>();
    if (estimated != options) {
      warnings.add(
          "The noise level given is not used where entries are missing: the mask adds to it, so it"
              + " is estimated");
    }
    boolean whiten = Math.max(spread(rowRate), spread(columnRate)) > LARGEST_SPREAD;
    Matrix given = whiten ? whitened() : filled;
    DenoisedMatrix found = new Denoising(estimated, parallel).of(given);
    if (whiten) {
      warnings.add(
          "Rows or columns are observed at rates that differ by more than a factor of 2; each entry"
              + " was weighted by the root of its own, and singular values, edge and components are"
              + " of the weighted matrix");
      if (estimated.loss() != StandardLoss.FROBENIUS) {
        warnings.add(
            "What the weights make of the %s loss is not known; the expected error of an entry is"
                .formatted(estimated.loss().word()));
      }
    }
    warnings.addAll(found.warnings());
    return whiten
        ? unwhitened(found, estimated.loss(), warnings)
        : scaled(found, estimated.loss(), warnings);
  }

  /** Divided by π; the level of an entry is √π times what it was. */
  private DenoisedMatrix scaled(DenoisedMatrix found, Loss loss, List<String> warnings) {
    double factor = 1 / rate;
    List<Component> components =
        found.components().stream()
            .map(c ->
                new Component(
                    c.value() * factor,
                    c.strength() * factor,
                    c.shrunk() * factor,
                    c.leftCosine(),
                    c.rightCosine(),
                    c.loss() * loss.scaled(factor)))
            .toList();
    NoiseEdge edge = found.edge();
    return new DenoisedMatrix(
        new Svd(found.factors().u(), times(found.factors().s(), factor), found.factors().v()),
        components,
        found.noiseLevel() / Math.sqrt(rate),
        found.predictedLoss() * loss.scaled(factor),
        found.losses().scaled(factor),
        found.predictedRmse() * factor,
        new NoiseEdge(
            edge.edge() * factor,
            edge.test() * factor,
            edge.hardThreshold() * factor,
            edge.detectability() * factor),
        times(found.values(), factor),
        found.whole(),
        found.screeNot(),
        found.fit(),
        found.unchanged() && rate == 1,
        warnings);
  }

  /** Divided by the roots of the rates, which made the level of an entry what it was. */
  private DenoisedMatrix unwhitened(DenoisedMatrix found, Loss loss, List<String> warnings) {
    double[] left = inverseRoots(rowRate, 1);
    double[] right = inverseRoots(columnRate, rate);
    double rms = new WeightedError(found).rms(left, right);
    double squares = rms * rms * left.length * right.length;
    return new DenoisedMatrix(
        Triplets.ofProduct(
            scaledRows(found.factors().u().columnsScaled(found.factors().s()), left),
            scaledRows(found.factors().v(), right)),
        found.components(),
        found.noiseLevel(),
        loss == StandardLoss.FROBENIUS ? squares : Double.NaN,
        new PredictedLosses(squares, Double.NaN, Double.NaN),
        rms,
        found.edge(),
        found.values(),
        found.whole(),
        found.screeNot(),
        found.fit(),
        false,
        warnings);
  }

  private static Vector times(Vector values, double factor) {
    return Vector.wrap(Matrix.wrap(1, values.size(), values.toArray()).scaled(factor).array());
  }

  /** √(rᵢ cⱼ / π), the root of an entry's own rate; 0 where nothing was observed. */
  private Matrix whitened() {
    Matrix w = Matrix.zeros(filled.rows(), filled.columns());
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        double own = Math.sqrt(rowRate[i] * columnRate[j] / rate);
        w.set(i, j, own == 0 ? 0 : filled.get(i, j) / own);
      }
    }
    return w;
  }

  /** 1/√(rate/by); 0 where nothing was observed. */
  private static double[] inverseRoots(double[] rates, double by) {
    return Arrays.stream(rates).map(rate -> rate == 0 ? 0 : Math.sqrt(by / rate)).toArray();
  }

  private static Matrix scaledRows(Matrix factor, double[] by) {
    Matrix scaled = factor.copy();
    for (int i = 0; i < factor.rows(); i++) {
      for (int k = 0; k < factor.columns(); k++) {
        scaled.set(i, k, by[i] * factor.get(i, k));
      }
    }
    return scaled;
  }

  /** Largest over smallest rate among those with any entry. */
  private static double spread(double[] rates) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double r : rates) {
      least = r > 0 ? Math.min(least, r) : least;
      most = Math.max(most, r);
    }
    return most / least;
  }
}
