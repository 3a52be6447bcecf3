package org.eckart.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.TruncatedSvd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.denoising.DenoisedMatrix;
import org.eckart.recovery.denoising.Denoising;
import org.eckart.recovery.denoising.DenoisingOptions;
import org.eckart.recovery.denoising.DenoisingOptions.Rule;

/**
 * Denoising beside what is commonly done instead: the best hard threshold, and truncation at the
 * rank that an oracle knows to be best, on matrices of known truth and on photographs; and its time
 * beside that of one truncated SVD.
 */
final class DenoiseBenchmark {
  private static final double[] STRENGTHS = {3, 2, 1.3, 0.6};
  private static final int REPETITIONS = 5;
  private static final int RANK = 10;

  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;

  DenoiseBenchmark(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
  }

  Map<String, Object> run() {
    int shrink = options.quick() ? 8 : 1;
    Map<String, Object> input = new LinkedHashMap<>();
    try (Parallel parallel = Parallel.of(options.threads())) {
      losses(400 / shrink, 800 / shrink, options.quick() ? 3 : 20, parallel);
      time(10_000 / shrink, 2_000 / shrink, parallel);
      if (!options.quick()) {
        new PictureTrial(options.seed(), sheet, progress, parallel).run();
      }
      input.put("strengths", STRENGTHS);
      input.put("rank", RANK);
    }
    return input;
  }

  /** Squared Frobenius loss in units of the noise variance and the number of columns. */
  private void losses(int rows, int columns, int draws, Parallel parallel) {
    double[] shrunk = new double[draws];
    double[] hard = new double[draws];
    double[] oracle = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      progress.accept("losses: draw %d of %d".formatted(draw + 1, draws));
      RandomStream random = RandomStream.of(options.seed(), "denoise losses").split(draw);
      Matrix signal = signal(rows, columns, STRENGTHS, random);
      Matrix noisy = signal.plus(random.gaussian(rows, columns));
      DenoisingOptions defaults = DenoisingOptions.defaults();
      shrunk[draw] = loss(new Denoising(defaults, parallel).of(noisy).matrix(), signal);
      hard[draw] =
          loss(new Denoising(defaults.withRule(Rule.RANK), parallel).of(noisy).matrix(), signal);
      Svd svd = Svd.of(noisy);
      oracle[draw] = Double.POSITIVE_INFINITY;
      for (int rank = 0; rank <= 2 * STRENGTHS.length; rank++) {
        oracle[draw] = Math.min(oracle[draw], loss(svd.truncated(rank).product(), signal));
      }
    }
    String task = "%d × %d, strengths 3, 2, 1.3 and 0.6".formatted(rows, columns);
    sheet.add(task, Sheet.ECKART, "squared loss", "σ²n", shrunk);
    sheet.add(task, "best hard threshold", "squared loss", "σ²n", hard);
    sheet.add(task, "truncated SVD, oracle rank", "squared loss", "σ²n", oracle);
  }

  private void time(int rows, int columns, Parallel parallel) {
    RandomStream random = RandomStream.of(options.seed(), "denoise time");
    double[] strengths = new double[RANK];
    for (int k = 0; k < RANK; k++) {
      strengths[k] = (8 - 0.5 * k) * Math.max(1, Math.sqrt((double) rows / columns));
    }
    Matrix noisy = signal(rows, columns, strengths, random).plus(random.gaussian(rows, columns));
    List<Double> own = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    for (int k = -1; k < REPETITIONS; k++) { // −1 is thrown away: compilation, page faults
      progress.accept("time: repetition %d of %d".formatted(k + 1, REPETITIONS));
      long start = System.nanoTime();
      TruncatedSvd svd = TruncatedSvd.lanczos(noisy, LanczosOptions.rank(RANK), parallel);
      double norm = norm(noisy, parallel);
      double other = (System.nanoTime() - start) * 1e-9;
      start = System.nanoTime();
      DenoisedMatrix found = new Denoising(DenoisingOptions.defaults(), parallel).of(noisy);
      double ours = (System.nanoTime() - start) * 1e-9;
      double last = svd.triplets().s().get(RANK - 1);
      if (found.rank() != RANK
          || Math.abs(found.components().get(RANK - 1).value() - last) > 1e-8 * norm) {
        throw new IllegalStateException(
            "the two disagree: %d components, the last %s, and %s"
                .formatted(found.rank(), found.components().getLast().value(), last));
      }
      if (k >= 0) {
        own.add(ours);
        plain.add(other);
      }
    }
    String task = "%d × %d, %d components".formatted(rows, columns, RANK);
    sheet.seconds(task, Sheet.ECKART, "denoising", doubles(own));
    sheet.seconds(task, "one truncated SVD and the norm", "denoising", doubles(plain));
  }

  /** The peer's pass for the norm, on all threads too. */
  private static double norm(Matrix matrix, Parallel parallel) {
    double[] a = matrix.array();
    int block = 1 << 16;
    return Math.sqrt(
        parallel.sum(
            Math.ceilDiv(a.length, block),
            b -> {
              double sum = 0;
              for (int k = b * block; k < Math.min(a.length, (b + 1) * block); k++) {
                sum += a[k] * a[k];
              }
              return sum;
            }));
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double loss(Matrix estimate, Matrix signal) {
    double norm = estimate.minus(signal).frobeniusNorm();
    return norm * norm / signal.columns();
  }

  private static Matrix signal(int rows, int columns, double[] strengths, RandomStream random) {
    int r = strengths.length;
    double[] s = new double[r];
    for (int k = 0; k < r; k++) {
      s[k] = strengths[k] * Math.sqrt(columns);
    }
    return Qr.orthonormal(random.gaussian(rows, r))
        .columnsScaled(Vector.wrap(s))
        .timesTranspose(Qr.orthonormal(random.gaussian(columns, r)));
  }
}
