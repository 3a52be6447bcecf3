package org.eckart.recovery.denoising;

import java.util.List;
import java.util.OptionalInt;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * A denoised matrix U diag(s) Vᵀ with what is expected of it.
 *
 * @param factors U m × r, s the weights of the components, V n × r
 * @param components one for each factor, strongest first; where the entries had to be weighted (see
 *     {@link Denoising#ofObserved}), they, the edge and the values are of the weighted matrix
 * @param noiseLevel σ in the units of the entries; of correlated noise, the root mean square of
 *     what is left beside the components
 * @param predictedLoss expected loss of the result, in the sense of the loss asked for: what is
 *     left of the components kept, and all of those that were seen and left out; directions too
 *     weak to be seen are not in it. NaN where it is not known: see {@link Denoising#ofObserved}
 * @param losses the expected standard losses, whichever was asked for
 * @param predictedRmse expected root mean square error of an entry, likewise
 * @param edge of white noise of that level
 * @param values singular values found, never increasing: all of them where {@code whole}
 * @param whole whether these are all
 * @param screeNot count of components by ScreeNOT, if all values are known and there are at least 8
 * @param fit of the bulk to the law of white noise
 * @param unchanged whether nothing was removed, since nothing looks like noise
 * @param warnings in words: what the theory asks for and this matrix does not have
 */
public record DenoisedMatrix(
    Svd factors,
    List<Component> components,
    double noiseLevel,
    double predictedLoss,
    PredictedLosses losses,
    double predictedRmse,
    NoiseEdge edge,
    Vector values,
    boolean whole,
    OptionalInt screeNot,
    BulkFit fit,
    boolean unchanged,
    List<String> warnings) {
  public DenoisedMatrix {
    components = List.copyOf(components);
    warnings = List.copyOf(warnings);
  }

  public int rank() {
    return components.size();
  }

  /** U diag(s) Vᵀ, dense. */
  public Matrix matrix() {
    return factors.product();
  }

  /** Rows {@code from} up to but not including {@code to} of it. */
  public Matrix rows(int from, int to) {
    return factors.u().rows(from, to).columnsScaled(factors.s()).timesTranspose(factors.v());
  }
}
