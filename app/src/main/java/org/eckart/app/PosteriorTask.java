package org.eckart.app;

import org.eckart.bayes.nuclear.Engine;
import org.eckart.bayes.nuclear.Penalty;
import org.eckart.data.array.MatrixOptions;
import org.eckart.data.table.TableOptions;
import org.eckart.recovery.denoising.Centering;
import org.jspecify.annotations.Nullable;

/**
 * What {@code eckart posterior} was asked for.
 *
 * @param matrix the file, or the table
 * @param reading how a file is read as a matrix
 * @param table how it is read as a table of entries; null if it is a matrix
 * @param channel of a colour image, or null
 * @param observed file that is 0 where the matrix was not observed, or null
 * @param truth file of the matrix without noise, or null
 * @param center means taken out first
 * @param noise a number, {@code auto} or {@code learn}
 * @param level of intervals
 * @param evidence λ at which the evidence is wanted, increasing
 */
record PosteriorTask(
    String matrix,
    MatrixOptions reading,
    @Nullable TableOptions table,
    @Nullable Integer channel,
    @Nullable String observed,
    @Nullable String truth,
    Centering center,
    Engine engine,
    Penalty penalty,
    String noise,
    double level,
    double[] evidence,
    ChainOptions chains) {
  boolean learnsNoise() {
    return noise.equals("learn");
  }

  /** The number given, or null. */
  @Nullable Double noiseLevel() {
    return noise.equals("auto") || learnsNoise()
        ? null
        : PosteriorCommand.number("--noise", noise, "a number above 0, auto or learn");
  }

  static boolean isImage(String file) {
    return PictureForm.isPicture(file);
  }
}
