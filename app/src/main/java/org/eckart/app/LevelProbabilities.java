package org.eckart.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.eckart.core.observe.Labels;
import org.eckart.data.table.Pairs;
import org.eckart.data.table.Probabilities;
import org.eckart.data.table.TableWriter;
import org.eckart.linalg.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * The probability of each level, for the entries of a judgement: what is written of them, and
 * whether they are right.
 *
 * @param levels rising
 * @param probability entries × levels, row by row
 */
record LevelProbabilities(double[] levels, double[] probability) {
  /** A probability below this counts as this, so that one surprise does not cost infinitely. */
  private static final double LEAST = 1e-6;

  private static final int BLOCK = 1024;
  private static final int BINS = 10;

  /** Of the same entries, in their order; null where the model has no levels. */
  static @Nullable LevelProbabilities of(Completed model, Judgement judged, Parallel parallel) {
    double[] levels = model.levels();
    if (levels.length == 0) {
      return null;
    }
    double[] probability = new double[Math.multiplyExact(judged.count(), levels.length)];
    parallel.forEachBlock(
        Math.ceilDiv(judged.count(), BLOCK),
        block -> {
          for (int k = block * BLOCK; k < Math.min(judged.count(), (block + 1) * BLOCK); k++) {
            double[] one = model.probabilities(judged.row()[k], judged.column()[k]);
            System.arraycopy(one, 0, probability, k * levels.length, levels.length);
          }
        });
    return new LevelProbabilities(levels, probability);
  }

  /** Those of entry k. */
  double[] of(int k) {
    return Arrays.copyOfRange(probability, k * levels.length, (k + 1) * levels.length);
  }

  /**
   * Writes a line for each entry under the labels that its table had.
   *
   * @param pairs where unknown labels stand; null if all are the model's
   */
  void write(Path file, Judgement judged, Completed model, @Nullable Pairs pairs) {
    Labels rows = pairs == null ? model.rowLabels() : pairs.rowIds();
    Labels columns = pairs == null ? model.columnLabels() : pairs.columnIds();
    TableWriter.write(
        file,
        new Probabilities(
            rows,
            columns,
            pairs == null ? judged.row() : pairs.row(),
            pairs == null ? judged.column() : pairs.column(),
            levels,
            probability));
  }

  /**
   * Mean negative log probability of the values seen; of one that is no level, the least counts.
   */
  double logLoss(double[] value) {
    double sum = 0;
    int known = 0;
    for (int k = 0; k < value.length; k++) {
      if (!Double.isNaN(value[k])) {
        int level = Arrays.binarySearch(levels, value[k]);
        double p = level < 0 ? 0 : probability[k * levels.length + level];
        sum -= Math.log(Math.max(p, LEAST));
        known++;
      }
    }
    return sum / known;
  }

  /** The same for whoever gives every entry the levels' shares of the training values. */
  double marginalLogLoss(double[] value, double[] training) {
    double[] share = new double[levels.length];
    for (double one : training) {
      int level = Arrays.binarySearch(levels, one);
      if (level >= 0) {
        share[level] += 1.0 / training.length;
      }
    }
    double[] same = new double[value.length * levels.length];
    Arrays.setAll(same, at -> share[at % levels.length]);
    return new LevelProbabilities(levels, same).logLoss(value);
  }

  /**
   * Cases of about the same predicted probability: of a value at or above a level, each entry with
   * each level but the lowest being a case.
   *
   * @param predicted mean probability
   * @param happened how often it came so
   * @param cases how many
   */
  record Bin(double predicted, double happened, int cases) {}

  /** In tenths of the probability, those with cases. */
  Bin[] bins(double[] value) {
    double[] predicted = new double[BINS];
    double[] happened = new double[BINS];
    int[] cases = new int[BINS];
    for (int k = 0; k < value.length; k++) {
      double atLeast = 1;
      for (int l = 1; l < levels.length && !Double.isNaN(value[k]); l++) {
        atLeast = Math.clamp(atLeast - probability[k * levels.length + l - 1], 0, 1);
        int bin = Math.min(BINS - 1, (int) (atLeast * BINS));
        predicted[bin] += atLeast;
        happened[bin] += value[k] >= levels[l] ? 1 : 0;
        cases[bin]++;
      }
    }
    return IntStream.range(0, BINS)
        .filter(b -> cases[b] > 0)
        .mapToObj(b -> new Bin(predicted[b] / cases[b], happened[b] / cases[b], cases[b]))
        .toArray(Bin[]::new);
  }

  /** Mean distance of what happened from what was predicted, over the cases of {@link #bins}. */
  double calibrationError(double[] value) {
    double sum = 0;
    double all = 0;
    for (Bin bin : bins(value)) {
      sum += bin.cases() * Math.abs(bin.happened() - bin.predicted());
      all += bin.cases();
    }
    return sum / all;
  }

  /**
   * Under keys of the envelope's result.
   *
   * @param training values, whose shares are the plainest prediction; null if not at hand
   */
  Map<String, @Nullable Object> calibration(double[] value, double @Nullable [] training) {
    Map<String, @Nullable Object> found = new LinkedHashMap<>();
    found.put("logLoss", logLoss(value));
    if (training != null) {
      found.put("marginalLogLoss", marginalLogLoss(value, training));
    }
    found.put("error", calibrationError(value));
    return found;
  }
}
