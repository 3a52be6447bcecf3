package org.eckart.recovery.spectralnet;

import java.util.List;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.sensing.MeasurementOperator;

/**
 * The network with its matrices in full: Z⁰ₖ = UₖVₖᵀ, Zˡⱼ = Σₖ aₖⱼ Γ(Zˡ⁻¹ₖ), X = Zᴸ₁.
 *
 * <p>An evaluation takes one SVD a neuron; the neurons of a layer are shared out to the threads.
 */
final class MatrixNetwork implements TrainedModel {
  private final MeasurementOperator operator;
  private final SpectralNetOptions options;
  private final Widths widths;
  private final Parallel parallel;
  private final int rows;
  private final int columns;
  private final int inner;

  MatrixNetwork(MeasurementOperator operator, SpectralNetOptions options, Parallel parallel) {
    this.operator = operator;
    this.options = options;
    this.parallel = parallel;
    rows = operator.rows();
    columns = operator.columns();
    inner = Math.min(rows, columns);
    long first = (long) options.widths().getFirst() * inner * ((long) rows + columns);
    widths = Widths.behind(first, options.widths());
  }

  /** Where the factors of a neuron of the first layer stand: U, then V. */
  private int factors(int neuron) {
    return neuron * (rows + columns) * inner;
  }

  private Matrix left(double[] parameters, int neuron) {
    double[] part = new double[rows * inner];
    System.arraycopy(parameters, factors(neuron), part, 0, part.length);
    return Matrix.wrap(rows, inner, part);
  }

  private Matrix right(double[] parameters, int neuron) {
    double[] part = new double[columns * inner];
    System.arraycopy(parameters, factors(neuron) + rows * inner, part, 0, part.length);
    return Matrix.wrap(columns, inner, part);
  }

  @Override
  public double[] start() {
    double[] parameters = new double[widths.parameters()];
    RandomStream random = RandomStream.of(options.seed(), "spectral net start");
    for (int i = 0; i < widths.mixingFrom(); i++) {
      parameters[i] = options.initialScale() * random.nextGaussian();
    }
    widths.fillMixing(parameters, random);
    return parameters;
  }

  @Override
  public Evaluation at(double[] parameters) {
    SpectralLayer[][] layers = new SpectralLayer[widths.layers()][];
    Matrix[][] outputs = new Matrix[widths.layers()][];
    Matrix[] z = new Matrix[widths.of(0)];
    for (int k = 0; k < z.length; k++) {
      z[k] = left(parameters, k).timesTranspose(right(parameters, k));
    }
    for (int l = 0; l < widths.layers(); l++) {
      Matrix[] inputs = z;
      SpectralLayer[] layer = new SpectralLayer[inputs.length];
      Matrix[] output = new Matrix[inputs.length];
      parallel.forEachBlock(
          inputs.length,
          k -> {
            layer[k] = SpectralLayer.at(inputs[k], options.function());
            output[k] = layer[k].output();
          });
      layers[l] = layer;
      outputs[l] = output;
      z = mixed(parameters, l, output);
    }
    return new Evaluated(parameters, layers, outputs, z[0]);
  }

  /** Σₖ aₖⱼ of the neurons of a layer, for each neuron above. */
  private Matrix[] mixed(double[] parameters, int layer, Matrix[] neurons) {
    Matrix[] sums = new Matrix[widths.of(layer + 1)];
    for (int j = 0; j < sums.length; j++) {
      sums[j] = Matrix.zeros(rows, columns);
      for (int k = 0; k < neurons.length; k++) {
        add(parameters[widths.weight(layer, k, j)], neurons[k], sums[j]);
      }
    }
    return sums;
  }

  private static void add(double factor, Matrix a, Matrix to) {
    Kernels.axpy(factor, a.array(), 0, to.array(), 0, a.array().length);
  }

  private final class Evaluated implements Evaluation {
    private final double[] parameters;
    private final SpectralLayer[][] layers;
    private final Matrix[][] outputs;
    private final Matrix x;

    Evaluated(double[] parameters, SpectralLayer[][] layers, Matrix[][] outputs, Matrix x) {
      this.parameters = parameters;
      this.layers = layers;
      this.outputs = outputs;
      this.x = x;
    }

    @Override
    public double[] measured() {
      return operator.measure(x);
    }

    @Override
    public Matrix matrix() {
      return x;
    }

    @Override
    public double[] pullBack(double[] z) {
      double[] gradient = new double[parameters.length];
      Matrix[] above = {operator.denseAdjoint(z)};
      for (int l = widths.layers() - 1; l >= 0; l--) {
        int layer = l;
        Matrix[] of = above;
        Matrix[] below = new Matrix[widths.of(l)];
        parallel.forEachBlock(
            below.length,
            k -> {
              Matrix out = outputs[layer][k];
              Matrix sum = Matrix.zeros(rows, columns);
              for (int j = 0; j < of.length; j++) {
                int weight = widths.weight(layer, k, j);
                gradient[weight] =
                    Kernels.dot(out.array(), 0, of[j].array(), 0, out.array().length);
                add(parameters[weight], of[j], sum);
              }
              below[k] = layers[layer][k].derivative(sum);
            });
        above = below;
      }
      for (int k = 0; k < above.length; k++) {
        double[] u = above[k].times(right(parameters, k)).array();
        double[] v = above[k].transposeTimes(left(parameters, k)).array();
        System.arraycopy(u, 0, gradient, factors(k), u.length);
        System.arraycopy(v, 0, gradient, factors(k) + u.length, v.length);
      }
      return gradient;
    }

    @Override
    public double[] pushForward(double[] change) {
      Matrix[] moved = new Matrix[widths.of(0)];
      for (int k = 0; k < moved.length; k++) {
        moved[k] =
            left(change, k)
                .timesTranspose(right(parameters, k))
                .plus(left(parameters, k).timesTranspose(right(change, k)));
      }
      for (int l = 0; l < widths.layers(); l++) {
        int layer = l;
        Matrix[] inputs = moved;
        Matrix[] bent = new Matrix[inputs.length];
        parallel.forEachBlock(inputs.length, k -> bent[k] = layers[layer][k].derivative(inputs[k]));
        moved = mixed(parameters, l, bent);
        Matrix[] turned = mixed(change, l, outputs[l]);
        for (int j = 0; j < moved.length; j++) {
          moved[j] = moved[j].plus(turned[j]);
        }
      }
      return operator.measure(moved[0]);
    }
  }

  /** Parameters of a network whose factors and weights are given, for tests. */
  double[] parameters(List<Matrix> left, List<Matrix> right, double[] mixing) {
    double[] parameters = new double[widths.parameters()];
    for (int k = 0; k < left.size(); k++) {
      double[] u = left.get(k).array();
      double[] v = right.get(k).array();
      System.arraycopy(u, 0, parameters, factors(k), u.length);
      System.arraycopy(v, 0, parameters, factors(k) + rows * inner, v.length);
    }
    System.arraycopy(mixing, 0, parameters, widths.mixingFrom(), mixing.length);
    return parameters;
  }
}
