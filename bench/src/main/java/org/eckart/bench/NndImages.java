package org.eckart.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.nuclear.Engine;
import org.eckart.bayes.nuclear.NuclearOptions;
import org.eckart.bayes.nuclear.NuclearPosterior;
import org.eckart.bayes.nuclear.NuclearProblem;
import org.eckart.bayes.nuclear.NuclearSampler;
import org.eckart.bayes.nuclear.Penalty;
import org.eckart.core.run.Run;
import org.eckart.data.image.GreyImage;
import org.eckart.data.image.IdxImages;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;

/**
 * What learning λ costs: Segert &amp; Wycoff's protocol on natural images and digits. Each is
 * brought to [0, 1] (natural ones to 60 × 60 first, their red channel), noise of 0.1 added, and for
 * completion half of the pixels taken away; the posterior mean with λ learned is held against those
 * at ten fixed λ, evenly spaced in the logarithm. 90 % intervals are counted too.
 *
 * <p>Images are {@code *.png} in the folder that the property {@code eckart.bench.images} names,
 * {@code ../shared/data/images} by default; digits where {@code eckart.bench.mnist} says.
 */
final class NndImages {
  private static final double NOISE = 0.1;
  private static final int SIDE = 60;
  private static final int DIGITS = 10;
  private static final int GRID = 10;
  private static final double LEAST = 0.5;
  private static final double MOST = 50;
  private static final String LEARNED = Sheet.ECKART + " λ learned";
  private static final String FIXED = Sheet.ECKART + " best fixed λ of ten";

  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;

  NndImages(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
  }

  void run(Map<String, Object> input) throws IOException {
    if (options.quick()) {
      return;
    }
    List<Matrix> natural = natural();
    List<Matrix> digits = digits();
    input.put("images", natural.size());
    input.put("digits", digits.size());
    try (Parallel team = Parallel.of(options.threads())) {
      if (!natural.isEmpty()) {
        protocol(natural.size() + " natural images, 60 × 60", natural, team);
      }
      if (!digits.isEmpty()) {
        protocol(digits.size() + " digits, 28 × 28", digits, team);
      }
    }
  }

  private List<Matrix> natural() throws IOException {
    Path folder = Path.of(System.getProperty("eckart.bench.images", "../shared/data/images"));
    List<Matrix> images = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      sheet.absent("natural images", "there is no folder " + folder);
      return images;
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.png")) {
      found.forEach(files::add);
    }
    files.sort(null);
    for (Path file : files) {
      images.add(unit(shrunk(GreyImage.read(file, 0))));
    }
    return images;
  }

  private List<Matrix> digits() {
    Path file =
        Path.of(
            System.getProperty(
                "eckart.bench.mnist", "../shared/data/mnist/t10k-images-idx3-ubyte.gz"));
    if (!Files.exists(file)) {
      sheet.absent("MNIST digits", "there is no file " + file);
      return List.of();
    }
    return IdxImages.read(file, 0, DIGITS).stream().map(NndImages::unit).toList();
  }

  /** Means over blocks of the largest square at the top left. */
  private static Matrix shrunk(Matrix image) {
    int side = Math.min(image.rows(), image.columns());
    Matrix small = Matrix.zeros(SIDE, SIDE);
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        double sum = 0;
        int count = 0;
        for (int p = i * side / SIDE; p < (i + 1) * side / SIDE; p++) {
          for (int q = j * side / SIDE; q < (j + 1) * side / SIDE; q++) {
            sum += image.get(p, q);
            count++;
          }
        }
        small.set(i, j, sum / count);
      }
    }
    return small;
  }

  private static Matrix unit(Matrix image) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double one : image.array()) {
      low = Math.min(low, one);
      high = Math.max(high, one);
    }
    Matrix unit = image.copy();
    for (int k = 0; k < unit.array().length; k++) {
      unit.array()[k] = (unit.array()[k] - low) / (high - low);
    }
    return unit;
  }

  private void protocol(String task, List<Matrix> images, Parallel team) {
    for (boolean holes : new boolean[] {false, true}) {
      String what = task + (holes ? ", half of the pixels missing" : ", denoising");
      progress.accept(what);
      double[][] error = new double[GRID + 1][images.size()]; // last: learned
      double[] lambda = new double[images.size()];
      double[] covered = new double[images.size()];
      int each = GRID + 1;
      team.forEachBlock(
          each * images.size(),
          block -> {
            int image = block / each;
            int k = block % each;
            Trial trial = trial(images.get(image), holes, k == GRID ? Double.NaN : fixed(k), image);
            error[k][image] = trial.error;
            if (k == GRID) {
              lambda[image] = trial.lambda;
              covered[image] = 100 * trial.covered;
            }
          });
      report(what, error, lambda, covered);
    }
  }

  private static double fixed(int k) {
    return LEAST * Math.pow(MOST / LEAST, k / (GRID - 1.0));
  }

  private void report(String what, double[][] error, double[] lambda, double[] covered) {
    int best = 0;
    for (int k = 1; k < GRID; k++) {
      best = mean(error[k]) < mean(error[best]) ? k : best;
    }
    int images = lambda.length;
    double[] own = new double[images]; // over the best fixed λ of each image
    for (int i = 0; i < images; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < GRID; k++) {
        least = Math.min(least, error[k][i]);
      }
      own[i] = error[GRID][i] / least;
    }
    sheet.add(what, LEARNED, "mean squared error", "", mean(error[GRID]));
    sheet.add(what, LEARNED, "over the best of ten", "", mean(error[GRID]) / mean(error[best]));
    sheet.add(what, LEARNED, "over each image's best", "", own);
    sheet.add(what, LEARNED, "lambda", "median", lambda);
    sheet.add(what, LEARNED, "truth in 90 % intervals", "%", covered);
    String fixed = FIXED + String.format(Locale.ROOT, " (%.3g)", fixed(best));
    sheet.add(what, fixed, "mean squared error", "", mean(error[best]));
  }

  private static double mean(double[] values) {
    return java.util.Arrays.stream(values).average().orElse(Double.NaN);
  }

  /**
   * One posterior mean.
   *
   * @param error its mean squared error over all pixels
   * @param lambda median, where learned
   * @param covered share of the true pixels within the 90 % intervals
   */
  private record Trial(double error, double lambda, double covered) {}

  /**
   * @param lambda NaN to learn it
   */
  private Trial trial(Matrix truth, boolean holes, double lambda, int image) {
    RandomStream random = RandomStream.of(options.seed(), "noisy image").split(image);
    Matrix seen = truth.plus(random.gaussian(truth.rows(), truth.columns()).scaled(NOISE));
    for (int k = 0; holes && k < seen.array().length; k++) {
      if (random.nextUniform() < 0.5) {
        seen.array()[k] = Double.NaN;
      }
    }
    NuclearProblem problem = NuclearProblem.of(seen, NOISE);
    Penalty penalty = Double.isNaN(lambda) ? Penalty.learned() : Penalty.of(lambda);
    Schedule schedule =
        (holes ? Schedule.of(400, 600) : Schedule.of(200, 300))
            .withChains(1)
            .withSeed(options.seed());
    NuclearSampler sampler =
        NuclearSampler.of(
            problem, NuclearOptions.of(Engine.SPECTRAL, penalty).withSchedule(schedule));
    try (Parallel alone = Parallel.of(1)) {
      Posterior draws = Run.of(new Chains<>(sampler, alone)).start(problem).estimate();
      NuclearPosterior found = NuclearPosterior.of(problem, sampler, draws, alone);
      double norm = found.mean().minus(truth).frobeniusNorm();
      Matrix lower = found.quantile(0.05);
      Matrix upper = found.quantile(0.95);
      double covered = 0;
      double[] x = truth.array();
      for (int k = 0; k < x.length; k++) {
        covered += lower.array()[k] <= x[k] && x[k] <= upper.array()[k] ? 1 : 0;
      }
      return new Trial(
          norm * norm / x.length,
          found.lambda().map(one -> one.median()).orElse(lambda),
          covered / x.length);
    }
  }
}
