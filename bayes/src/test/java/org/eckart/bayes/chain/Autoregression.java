package org.eckart.bayes.chain;

import java.util.List;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/**
 * Draws X ~ N(Y, 1) entry by entry as an AR(1) of coefficient 1/2, of one entry 0.98 if so wanted:
 * a posterior that is known.
 */
final class Autoregression implements Sampler<Matrix, double[]> {
  /** The schedule alone. */
  public record Options(Schedule schedule) {}

  private final Schedule schedule;
  private final int slow;

  Autoregression(Schedule schedule) {
    this(schedule, -1);
  }

  /**
   * @param slow the entry that hardly moves; −1 for none
   */
  Autoregression(Schedule schedule, int slow) {
    this.schedule = schedule;
    this.slow = slow;
  }

  @Override
  public String name() {
    return "autoregression";
  }

  @Override
  public Record options() {
    return new Options(schedule);
  }

  @Override
  public Schedule schedule() {
    return schedule;
  }

  @Override
  public List<String> traced(Matrix y) {
    return List.of("sum");
  }

  @Override
  public int entries(Matrix y) {
    return y.array().length;
  }

  @Override
  public int iterationsPerStep(Matrix y) {
    return 7;
  }

  @Override
  public double[] start(Matrix y, int chain, RandomStream random) {
    if (!Double.isFinite(y.largestMagnitude())) {
      throw new IllegalArgumentException("Y is not finite");
    }
    return random.gaussian(1, y.array().length).array();
  }

  @Override
  public double[] advance(
      Matrix y, double[] chain, Stretch stretch, RandomStream random, DrawSink sink) {
    double[] apart = chain.clone();
    double[] x = new double[apart.length];
    for (int t = 0; t < stretch.count(); t++) {
      double sum = 0;
      for (int k = 0; k < apart.length; k++) {
        double keeps = k == slow ? 0.98 : 0.5;
        apart[k] = keeps * apart[k] + Math.sqrt(1 - keeps * keeps) * random.nextGaussian();
        x[k] = y.array()[k] + apart[k];
        sum += x[k];
      }
      if (sink.wanted()) {
        sink.draw(new double[] {sum}, x);
      }
    }
    return apart;
  }

  @Override
  public double acceptance(double[] chain) {
    return 1;
  }

  @Override
  public NamedArrays save(double[] chain) {
    return NamedArrays.builder().put("apart", chain).build();
  }

  @Override
  public double[] load(Matrix y, NamedArrays saved) {
    return saved.doubles("apart");
  }
}
