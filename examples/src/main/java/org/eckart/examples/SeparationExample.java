package org.eckart.examples;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.eckart.core.run.Run;
import org.eckart.data.image.GreyImage;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.robustpca.RobustPcaProblem;
import org.eckart.recovery.robustpca.Separation;
import org.eckart.recovery.robustpca.StagedOptions;
import org.eckart.recovery.robustpca.StagedRobustPca;

/** Takes a video apart into its background and what moves, and compares with the truth. */
public final class SeparationExample {
  private static final int[] SHOWN = {20, 50, 80, 110};

  private SeparationExample() {}

  /** Prints what was found; with a path ending in .png, also draws four frames and their parts. */
  public static void main(String[] arguments) {
    CameraVideo video = CameraVideo.of(1);

    // @start region=separate
    try (Parallel parallel = Parallel.ofAllCores()) {
      RobustPcaProblem problem = RobustPcaProblem.of(video.frames(), parallel);
      Separation found =
          Run.of(new StagedRobustPca(StagedOptions.defaults())).start(problem).estimate();
      System.out.printf(
          Locale.ROOT,
          "rank %d, %.2f %% outliers, noise %.2f, %d steps%n",
          found.rank(),
          100.0 * found.corrupted() / found.observed(),
          found.noiseLevel(),
          found.steps());
      // @end region=separate
      Matrix background = Matrix.zeros(CameraVideo.FRAMES, video.frames().columns());
      found.lowRank(background.array(), parallel);
      System.out.printf(
          Locale.ROOT,
          "background: root mean square error %.2f grey levels%n",
          rootMeanSquare(background.minus(video.background())));
      Matrix outliers = Matrix.zeros(CameraVideo.FRAMES, video.frames().columns());
      found.outliers(video.frames(), outliers.array(), parallel);
      int things = 0;
      int detected = 0;
      int wrong = 0;
      for (int t = 0; t < CameraVideo.FRAMES; t++) {
        for (int pixel = 0; pixel < outliers.columns(); pixel++) {
          boolean moving = CameraVideo.isForeground(t, pixel);
          boolean flagged = outliers.get(t, pixel) != 0;
          things += moving ? 1 : 0;
          detected += moving && flagged ? 1 : 0;
          wrong += !moving && flagged ? 1 : 0;
        }
      }
      System.out.printf(
          Locale.ROOT,
          "moving pixels: %.2f %% of %d found, %d others flagged%n",
          100.0 * detected / things, things, wrong);
      if (arguments.length > 0) {
        draw(Path.of(arguments[0]), video.frames(), background, outliers);
      }
    }
  }

  private static double rootMeanSquare(Matrix a) {
    return a.frobeniusNorm() / Math.sqrt(a.array().length);
  }

  /** Rows of the picture: as measured, background, what moves. */
  private static void draw(Path file, Matrix frames, Matrix background, Matrix outliers) {
    int width = CameraVideo.WIDTH;
    int height = CameraVideo.HEIGHT;
    int gap = 4;
    Matrix picture =
        Matrix.zeros(3 * height + 2 * gap, SHOWN.length * width + (SHOWN.length - 1) * gap);
    Arrays.fill(picture.array(), 255);
    for (int k = 0; k < SHOWN.length; k++) {
      for (int pixel = 0; pixel < width * height; pixel++) {
        int x = k * (width + gap) + pixel % width;
        int y = pixel / width;
        picture.set(y, x, frames.get(SHOWN[k], pixel));
        picture.set(height + gap + y, x, background.get(SHOWN[k], pixel));
        picture.set(2 * (height + gap) + y, x, 128 + outliers.get(SHOWN[k], pixel) / 2);
      }
    }
    GreyImage.write(file, picture, GreyImage.Depth.BITS_8);
  }
}
