package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Tensor;

/** Tensors of known rank. Those of the portable stream can be drawn again in any language. */
public final class PlantedTensors {
  private PlantedTensors() {}

  /** SplitMix64 uniforms and Box–Muller normals, as the method's oracle numbers were made with. */
  static final class Portable {
    private final SplittableRandom bits;

    Portable(long seed) {
      this.bits = new SplittableRandom(seed);
    }

    double uniform() {
      return (bits.nextLong() >>> 11) * 0x1p-53;
    }

    double normal() {
      double radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      return radius * Math.cos(2 * Math.PI * uniform());
    }

    Matrix normals(int rows, int columns) {
      Matrix g = Matrix.zeros(rows, columns);
      for (int i = 0; i < g.array().length; i++) {
        g.array()[i] = normal();
      }
      return g;
    }
  }

  /** The core of the published figures: r^−½ where r divides a + b + c, mode 1 from 1 to 1/κ. */
  public static Tensor core(int r, double kappa) {
    Tensor core = Tensor.zeros(r, r, r);
    for (int a = 0; a < r; a++) {
      double scale = r == 1 ? 1 : 1 - (1 - 1 / kappa) * a / (r - 1);
      for (int b = 0; b < r; b++) {
        for (int c = 0; c < r; c++) {
          core.set((a + b + c) % r == 0 ? scale / Math.sqrt(r) : 0, a, b, c);
        }
      }
    }
    return core;
  }

  /** Orthonormal factors of normals in the portable stream, and what is left of the stream. */
  static Tucker portable(int n, int r, double kappa, Portable stream) {
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      factors.add(Qr.orthonormal(stream.normals(n, r)));
    }
    return new Tucker(core(r, kappa), factors);
  }

  /** As in the published figures: factors are the left singular vectors of random signs. */
  public static Tucker published(int n, int r, double kappa, long seed) {
    RandomStream random = RandomStream.of(seed, "published truth");
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      Matrix signs = random.gaussian(n, r);
      for (int i = 0; i < signs.array().length; i++) {
        signs.array()[i] = Math.signum(signs.array()[i]);
      }
      factors.add(Svd.of(signs).u());
    }
    return new Tucker(core(r, kappa), factors);
  }

  /** Normal factors and core, of entries about 1 in size. */
  public static Tucker normal(int[] shape, int[] ranks, long seed) {
    RandomStream random = RandomStream.of(seed, "normal truth");
    List<Matrix> factors = new ArrayList<>();
    int size = 1;
    for (int k = 0; k < shape.length; k++) {
      factors.add(random.gaussian(shape[k], ranks[k]));
      size *= ranks[k];
    }
    double[] core = random.gaussian(1, size).scaled(1 / Math.sqrt(size)).array();
    return new Tucker(Tensor.wrap(core, ranks), factors);
  }

  /** Each entry kept with probability p, with normal noise. */
  public static ObservedTensor observed(Tucker truth, double p, double noise, long seed) {
    RandomStream random = RandomStream.of(seed, "observed");
    double[] values = truth.tensor().array();
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextUniform() < p ? values[i] + noise * random.nextGaussian() : Double.NaN;
    }
    return ObservedTensor.ofArray(values, truth.shape());
  }
}
