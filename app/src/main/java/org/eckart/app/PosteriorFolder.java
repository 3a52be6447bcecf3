package org.eckart.app;

import java.util.List;
import java.util.Locale;
import org.eckart.bayes.nuclear.NuclearEvidence;
import org.eckart.bayes.nuclear.NuclearPosterior;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.data.image.GreyImage;
import org.eckart.data.image.GreyImage.Depth;
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

  /** As deep as the picture that came in; in PNG the widest interval is white. */
  private void pictures(Matrix given, Matrix mean, Matrix width) {
    boolean png = task.matrix().toLowerCase(Locale.ROOT).endsWith(".png");
    double white = brightest(given);
    Depth depth = png ? white > 255 ? Depth.BITS_16 : Depth.BITS_8 : Depth.FLOAT;
    double widest = width.largestMagnitude();
    Matrix shown = png && widest > 0 ? width.scaled(white / widest) : width;
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
