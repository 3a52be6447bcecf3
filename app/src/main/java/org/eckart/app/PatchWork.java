package org.eckart.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eckart.core.InputException;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.MatrixOptions;
import org.eckart.data.array.MatrixReader;
import org.eckart.data.array.Npy;
import org.eckart.data.image.GreyImage;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.denoising.image.PatchDenoising;
import org.eckart.recovery.denoising.image.PatchEstimate;
import org.eckart.recovery.denoising.image.PatchOptions;
import org.jspecify.annotations.Nullable;

/** {@code eckart denoise --patches}, from the image to the report. */
final class PatchWork {
  /** Pixels along a side of what is tried to say how long the whole takes. */
  private static final int CORNER = 64;

  /** The image before and after, sums and weights of the patches that cover a pixel. */
  private static final long BYTES_A_PIXEL = 6 * 8;

  private final Session session;
  private final String source;
  private final Path target;
  private final @Nullable Integer channel;
  private final PatchOptions options;
  private final Parallel parallel;

  PatchWork(
      Session session,
      String source,
      Path target,
      @Nullable Integer channel,
      PatchOptions options,
      Parallel parallel) {
    this.session = session;
    this.source = source;
    this.target = target;
    this.channel = channel;
    this.options = options;
    this.parallel = parallel;
  }

  void run() throws Exception {
    Matrix y = session.timed("read", this::read);
    Map<String, @Nullable Object> input = session.envelope().input();
    input.put("source", source);
    input.put("rows", y.rows());
    input.put("columns", y.columns());
    Map<String, @Nullable Object> told = session.envelope().options();
    told.put("patchSize", options.patchSize());
    told.put("groupSize", options.groupSize());
    told.put("searchRadius", options.searchRadius());
    if (session.options().explain) {
      Plan plan = plan(y);
      plan.fill(session.envelope().result());
      session
          .console()
          .say(
              "Would denoise %d × %d pixels in %d passes of groups of %d patches, with %s"
                  .formatted(
                      y.rows(), y.columns(), options.passes(), options.groupSize(), plan.words()));
      return;
    }
    try (OutputFolder folder = OutputFolder.open(target, session.options().force)) {
      PatchEstimate found = session.timed("fit", () -> new PatchDenoising(options, parallel).of(y));
      if (found.noiseLevel() == 0) {
        session.warn("The image has no noise that could be found; it is returned as it is");
      }
      Map<String, @Nullable Object> result = session.envelope().result();
      result.put("rows", y.rows());
      result.put("columns", y.columns());
      result.put("rank", found.meanRank());
      result.put("sigma", found.noiseLevel());
      result.put("components", List.of());
      result.put("predictedLoss", null);
      result.put("groups", found.groups());
      session
          .console()
          .say(
              "%s, %d × %d pixels: noise of level %s removed from %d stacks of patches, of rank %.1f on"
                      .formatted(
                          session.console().strong(source),
                          y.rows(),
                          y.columns(),
                          CompletionSummary.number(found.noiseLevel()),
                          found.groups(),
                          found.meanRank())
                  + " average");
      session.timed(
          "write",
          () -> {
            Npy.write(folder.resolve("denoised.npy"), DenseArray.of(found.image()));
            session.envelope().output("denoised", folder.published("denoised.npy"));
            if (PictureForm.isPicture(source)) {
              DenoiseWork.writeImage(session, folder, source, found.image());
            }
            ModelFolder writing = new ModelFolder(session, folder);
            writing.page(new PatchPage(session, source).of(found, y));
            writing.publish();
            return folder;
          });
    }
  }

  /** By the time that a corner takes. */
  private Plan plan(Matrix y) {
    int side = Math.max(CORNER, 4 * options.patchSize());
    Matrix corner = y.rows(0, Math.min(side, y.rows())).columns(0, Math.min(side, y.columns()));
    long began = System.nanoTime();
    PatchEstimate ignored = new PatchDenoising(options, parallel).of(corner);
    double seconds = (System.nanoTime() - began) / 1e9;
    double times = (double) y.array().length / corner.array().length;
    return new Plan(BYTES_A_PIXEL * y.array().length, seconds * times / 2, seconds * times);
  }

  private Matrix read() {
    if (channel != null) {
      return GreyImage.read(Path.of(source), channel);
    }
    Matrix y = MatrixReader.read(source, MatrixOptions.defaults()).values();
    for (int k = 0; k < y.array().length; k++) {
      if (Double.isNaN(y.array()[k])) {
        throw InputException.of(
            "missing-entry",
            source,
            "%s, pixel (%d, %d) is missing, and --patches needs every pixel",
            source,
            k / y.columns(),
            k % y.columns());
      }
    }
    return y;
  }
}
