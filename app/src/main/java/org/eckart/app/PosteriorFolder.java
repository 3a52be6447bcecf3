package org.eckart.app;

import java.util.List;
import java.util.Locale;
import org.eckart.bayes.nuclear.NuclearEvidence;
import org.eckart.bayes.nuclear.NuclearPosterior;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.LabelledMatrix;
import org.eckart.data.array.Npy;
import org.eckart.data.image.GreyImage;
import org.eckart.data.image.GreyImage.Depth;
import org.eckart.data.table.Predictions;
import org.eckart.data.table.TableWriter;
import org.eckart.linalg.Matrix;
import org.jspecify.annotations.Nullable;

/** What a posterior leaves on disk. */
final class PosteriorFolder {
  private final Session session;
  private final PosteriorTask task;
  private final OutputFolder folder;

  PosteriorFolder(Session session, PosteriorTask task, OutputFolder folder) {
    this.session = session;
    this.task = task;
    this.folder = folder;
  }

  void write(
      PosteriorInput input,
      Matrix mean,
      NuclearPosterior found,
      @Nullable PosteriorTruth truth,
      List<NuclearEvidence> evidence)
      throws Exception {
    Matrix lower = input.restored(found.quantile((1 - task.level()) / 2));
    Matrix upper = input.restored(found.quantile((1 + task.level()) / 2));
    save("mean", mean);
    save("lower", lower);
    save("upper", upper);
    save("sd", found.sd());
    Matrix width = upper.minus(lower);
    if (PosteriorTask.isImage(task.matrix())) {
      pictures(input.given(), mean, width);
    }
    if (task.table() != null) {
      entries(input.seen(), mean, lower, upper);
    }
    DrawsFile.write(
        folder.resolve("draws.safetensors"),
        found.draws(),
        mean.rows(),
        mean.columns(),
        input.centred());
    session.envelope().output("draws", folder.published("draws.safetensors"));
    ModelFolder writing = new ModelFolder(session, folder);
    writing.page(new PosteriorPage(session, task).of(input, mean, width, found, truth, evidence));
    writing.publish();
  }

  private void save(String name, Matrix values) {
    Npy.write(folder.resolve(name + ".npy"), DenseArray.of(values));
    session.envelope().output(name, folder.published(name + ".npy"));
  }

  /** Every cell of a table's matrix under its labels. */
  private void entries(LabelledMatrix labelled, Matrix mean, Matrix lower, Matrix upper) {
    int[] row = new int[mean.array().length];
    int[] column = new int[row.length];
    for (int k = 0; k < row.length; k++) {
      row[k] = k / mean.columns();
      column[k] = k % mean.columns();
    }
    TableWriter.write(
        folder.resolve("completed.csv"),
        new Predictions(
            labelled.rows(),
            labelled.columns(),
            row,
            column,
            mean.array(),
            lower.array(),
            upper.array()));
    session.envelope().output("completed", folder.published("completed.csv"));
  }

  /** As deep as the picture that came in; of whole numbers the widest interval is white. */
  private void pictures(Matrix given, Matrix mean, Matrix width) {
    boolean png = task.matrix().toLowerCase(Locale.ROOT).endsWith(".png");
    Depth depth = PictureForm.of(task.matrix()).depth();
    double white = depth == Depth.FLOAT ? brightest(given) : depth == Depth.BITS_16 ? 65535 : 255;
    double widest = width.largestMagnitude();
    Matrix shown = depth != Depth.FLOAT && widest > 0 ? width.scaled(white / widest) : width;
    picture("meanImage", png ? "mean.png" : "mean.tif", mean, depth);
    picture("widthImage", png ? "width.png" : "width.tif", shown, depth);
    session.envelope().result().put("widest", widest);
  }

  /** White in the picture: 255, or 65535 where there are brighter pixels than 255. */
  static double brightest(Matrix given) {
    for (double one : given.array()) {
      if (one > 255) {
        return 65535;
      }
    }
    return 255;
  }

  private void picture(String name, String file, Matrix pixels, Depth depth) {
    GreyImage.write(folder.resolve(file), pixels, depth);
    session.envelope().output(name, folder.published(file));
  }
}
