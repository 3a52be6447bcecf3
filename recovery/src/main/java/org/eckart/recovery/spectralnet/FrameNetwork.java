package org.eckart.recovery.spectralnet;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Vector;

/**
 * The network where all measurements share their singular vectors: started in that frame, gradient
 * descent of any step never leaves it, so that r numbers stand for each matrix. X = Φ diag(h) Ψᵀ,
 * with h = Σ αₖ γ(uₖvₖ), signed.
 */
final class FrameNetwork implements TrainedModel {
  private final SharedFrame frame;
  private final SpectralNetOptions options;
  private final Widths widths;
  private final int size;

  FrameNetwork(SharedFrame frame, SpectralNetOptions options) {
    this.frame = frame;
    this.options = options;
    this.size = frame.coordinates().rows();
    this.widths = Widths.behind(2L * options.widths().getFirst() * size, options.widths());
  }

  @Override
  public double[] start() {
    double[] parameters = new double[widths.parameters()];
    RandomStream random = RandomStream.of(options.seed(), "spectral net start");
    for (int i = 0; i < widths.mixingFrom(); i++) {
      parameters[i] = options.initialScale() * Math.abs(random.nextGaussian());
    }
    widths.fillMixing(parameters, random);
    return parameters;
  }

  @Override
  public Evaluation at(double[] parameters) {
    double[][][] inputs = new double[widths.layers()][][];
    double[][][] outputs = new double[widths.layers()][][];
    double[][] z = new double[widths.of(0)][size];
    for (int k = 0; k < z.length; k++) {
      for (int i = 0; i < size; i++) {
        z[k][i] = parameters[2 * k * size + i] * parameters[(2 * k + 1) * size + i];
      }
    }
    for (int l = 0; l < widths.layers(); l++) {
      inputs[l] = z;
      outputs[l] = new double[z.length][size];
      for (int k = 0; k < z.length; k++) {
        for (int i = 0; i < size; i++) {
          outputs[l][k][i] = options.function().value(z[k][i]);
        }
      }
      z = mixed(parameters, l, outputs[l]);
    }
    return new Evaluated(parameters, inputs, outputs, z[0]);
  }

  private double[][] mixed(double[] parameters, int layer, double[][] neurons) {
    double[][] sums = new double[widths.of(layer + 1)][size];
    for (int j = 0; j < sums.length; j++) {
      for (int k = 0; k < neurons.length; k++) {
        double weight = parameters[widths.weight(layer, k, j)];
        for (int i = 0; i < size; i++) {
          sums[j][i] += weight * neurons[k][i];
        }
      }
    }
    return sums;
  }

  private final class Evaluated implements Evaluation {
    private final double[] parameters;
    private final double[][][] inputs;
    private final double[][][] outputs;
    private final double[] h;

    Evaluated(double[] parameters, double[][][] inputs, double[][][] outputs, double[] h) {
      this.parameters = parameters;
      this.inputs = inputs;
      this.outputs = outputs;
      this.h = h;
    }

    @Override
    public double[] measured() {
      return measured(h);
    }

    private double[] measured(double[] diagonal) {
      double[] z = new double[frame.coordinates().columns()];
      frame.coordinates().transposeMultiply(diagonal, z);
      return z;
    }

    @Override
    public Matrix matrix() {
      return frame.left().columnsScaled(Vector.of(h)).timesTranspose(frame.right());
    }

    @Override
    public double[] pullBack(double[] z) {
      double[] gradient = new double[parameters.length];
      double[][] above = new double[1][size];
      frame.coordinates().multiply(z, above[0]);
      for (int l = widths.layers() - 1; l >= 0; l--) {
        double[][] below = new double[widths.of(l)][size];
        for (int k = 0; k < below.length; k++) {
          for (int j = 0; j < above.length; j++) {
            int weight = widths.weight(l, k, j);
            double product = 0;
            for (int i = 0; i < size; i++) {
              product += outputs[l][k][i] * above[j][i];
              below[k][i] += parameters[weight] * above[j][i];
            }
            gradient[weight] = product;
          }
          for (int i = 0; i < size; i++) {
            below[k][i] *= options.function().slope(inputs[l][k][i]);
          }
        }
        above = below;
      }
      for (int k = 0; k < above.length; k++) {
        int u = 2 * k * size;
        int v = u + size;
        for (int i = 0; i < size; i++) {
          gradient[u + i] = above[k][i] * parameters[v + i];
          gradient[v + i] = above[k][i] * parameters[u + i];
        }
      }
      return gradient;
    }

    @Override
    public double[] pushForward(double[] change) {
      double[][] moved = new double[widths.of(0)][size];
      for (int k = 0; k < moved.length; k++) {
        int u = 2 * k * size;
        int v = u + size;
        for (int i = 0; i < size; i++) {
          moved[k][i] = change[u + i] * parameters[v + i] + parameters[u + i] * change[v + i];
        }
      }
      for (int l = 0; l < widths.layers(); l++) {
        for (int k = 0; k < moved.length; k++) {
          for (int i = 0; i < size; i++) {
            moved[k][i] *= options.function().slope(inputs[l][k][i]);
          }
        }
        double[][] next = mixed(parameters, l, moved);
        double[][] turned = mixed(change, l, outputs[l]);
        for (int j = 0; j < next.length; j++) {
          for (int i = 0; i < size; i++) {
            next[j][i] += turned[j][i];
          }
        }
        moved = next;
      }
      return measured(moved[0]);
    }
  }
}
