package org.eckart.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eckart.core.InputException;
import org.eckart.data.image.GreyImage;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.recovery.denoising.DenoisedMatrix;
import org.eckart.recovery.denoising.Denoising;
import org.eckart.recovery.denoising.DenoisingOptions;
import org.eckart.recovery.denoising.image.PatchDenoising;
import org.eckart.recovery.denoising.image.PatchEstimate;
import org.eckart.recovery.denoising.image.PatchOptions;

/**
 * Photographs with normal noise, denoised as a whole and by patches, beside the truncated SVD of
 * the rank that is best for someone who has the picture without noise. The pictures are those of a
 * folder, the system property {@code eckart.bench.images} or {@code ../shared/data/images}.
 */
final class PictureTrial {
  private static final double PEAK = 255;
  private static final double[] LEVELS = {10, 25, 50};
  private static final String DECIBEL = "dB";
  private static final String RATIO = "peak signal to noise";

  private final long seed;
  private final Sheet sheet;
  private final Consumer<String> progress;
  private final Parallel parallel;

  PictureTrial(long seed, Sheet sheet, Consumer<String> progress, Parallel parallel) {
    this.seed = seed;
    this.sheet = sheet;
    this.progress = progress;
    this.parallel = parallel;
  }

  /** All .png files of the folder, in the order of their names, each at three levels of noise. */
  void run() {
    Path folder = Path.of(System.getProperty("eckart.bench.images", "../shared/data/images"));
    List<Path> pictures = pictures(folder);
    if (pictures.isEmpty()) {
      sheet.absent("pictures", "there is no .png file in " + folder);
    }
    for (Path picture : pictures) {
      Matrix truth = grey(picture);
      for (double level : LEVELS) {
        progress.accept("%s, noise %.0f".formatted(picture.getFileName(), level));
        compare("%s, noise %.0f of 255".formatted(picture.getFileName(), level), truth, level);
      }
    }
  }

  private static List<Path> pictures(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** In colour, the luminance of ITU-R BT.709. */
  private static Matrix grey(Path picture) {
    try {
      return GreyImage.read(picture);
    } catch (InputException colour) {
      return GreyImage.read(picture, 0)
          .scaled(0.2126)
          .plus(GreyImage.read(picture, 1).scaled(0.7152))
          .plus(GreyImage.read(picture, 2).scaled(0.0722));
    }
  }

  private void compare(String task, Matrix truth, double level) {
    RandomStream random = RandomStream.of(seed, task);
    Matrix noisy = truth.plus(random.gaussian(truth.rows(), truth.columns()).scaled(level));
    DenoisedMatrix whole = new Denoising(DenoisingOptions.defaults(), parallel).of(noisy);
    PatchEstimate patches = new PatchDenoising(PatchOptions.defaults(), parallel).of(noisy);
    sheet.add(task, "noisy", RATIO, DECIBEL, decibels(noisy, truth));
    oracle(task, noisy, truth);
    String own = Sheet.ECKART + " as a whole";
    sheet.add(task, own, RATIO, DECIBEL, decibels(whole.matrix(), truth));
    sheet.add(task, own, "rank", "", whole.rank());
    own = Sheet.ECKART + " by patches";
    sheet.add(task, own, RATIO, DECIBEL, decibels(patches.image(), truth));
    sheet.add(task, own, "level found", "", patches.noiseLevel());
  }

  /** ‖U_r S_r V_rᵀ − X‖² = ‖X‖² + Σ s² − 2 s uᵀXv over the triplets kept, so no rank is formed. */
  private void oracle(String task, Matrix noisy, Matrix truth) {
    Svd svd = Svd.of(noisy);
    Matrix image = truth.times(svd.v());
    double norm = truth.frobeniusNorm();
    double squares = norm * norm;
    double best = squares;
    int rank = 0;
    for (int k = 0; k < svd.rank(); k++) {
      double along = 0;
      for (int i = 0; i < truth.rows(); i++) {
        along += svd.u().get(i, k) * image.get(i, k);
      }
      double s = svd.s().get(k);
      squares += s * (s - 2 * along);
      if (squares < best) {
        best = squares;
        rank = k + 1;
      }
    }
    String peer = "truncated SVD, oracle rank";
    double error = Math.sqrt(best / truth.rows() / truth.columns());
    sheet.add(task, peer, RATIO, DECIBEL, 20 * Math.log10(PEAK / error));
    sheet.add(task, peer, "rank", "", rank);
  }

  private static double decibels(Matrix estimate, Matrix truth) {
    double error = estimate.minus(truth).frobeniusNorm() / Math.sqrt(truth.array().length);
    return 20 * Math.log10(PEAK / error);
  }
}
