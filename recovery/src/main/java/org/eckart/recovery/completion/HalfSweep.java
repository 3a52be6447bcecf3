package org.eckart.recovery.completion;

import java.util.concurrent.ConcurrentLinkedDeque;
import org.eckart.linalg.Parallel;

/**
 * One half of a sweep: every row of one side is solved anew while the other side stands still.
 *
 * <p>For row i with entries in columns j the unknown θ = (l, b) minimises Σⱼ wⱼ (tⱼ − l·rⱼ − b)² +
 * lᵀ D l + d b², where tⱼ is the value less the column's offset. The diagonal D is the prior's
 * precision times the row's noise, plus, where the penalty is learned, Σⱼ wⱼ Var rⱼ: a column that
 * is itself uncertain restrains the rows that lean on it.
 */
final class HalfSweep {
  /** Rows whose noise is learned start from this many entries' worth of the common noise. */
  static final float WEIGHT_PRIOR = 10;

  private final CompressedEntries entries;
  private final SideState own;
  private final SideState other;
  private final double noise;
  private final Penalty penalty;
  private final boolean learnWeights;
  private final double trust;

  private final float[] factor;
  private final float[] factorVariance;
  private final float[] offset;
  private final float[] offsetVariance;
  private final float[] weight;

  private HalfSweep(
      CompressedEntries entries,
      SideState own,
      SideState other,
      double noise,
      Penalty penalty,
      boolean learnWeights,
      double trust) {
    this.entries = entries;
    this.own = own;
    this.other = other;
    this.noise = noise;
    this.penalty = penalty;
    this.learnWeights = learnWeights;
    this.trust = trust;
    this.factor = new float[own.factor().length];
    this.factorVariance = new float[own.factor().length];
    this.offset = new float[own.size()];
    this.offsetVariance = new float[own.size()];
    this.weight = new float[own.size()];
  }

  /**
   * What a half-sweep leaves behind.
   *
   * @param side the side that was solved
   * @param squaredError Σ w e² over all entries at the posterior means, w being the other side's
   *     weights
   * @param expectedSquaredError the same, averaged over the posterior
   */
  record Result(SideState side, double squaredError, double expectedSquaredError) {}

  /**
   * Solves every row of {@code own}.
   *
   * @param learnWeights whether each row learns how noisy it is
   * @param trust how far variances and precisions count as learned, from 0 while directions form to
   *     1
   */
  static Result run(
      CompressedEntries entries,
      SideState own,
      SideState other,
      int rank,
      double noise,
      Penalty penalty,
      int innerSteps,
      boolean learnWeights,
      double trust,
      Parallel parallel) {
    HalfSweep half = new HalfSweep(entries, own, other, noise, penalty, learnWeights, trust);
    int blocks = entries.blocks();
    double[] squared = new double[blocks];
    double[] expected = new double[blocks];
    ConcurrentLinkedDeque<RowSolver> idle = new ConcurrentLinkedDeque<>();
    parallel.forEachBlock(
        blocks,
        turn -> {
          // Rare rows first: a cold JVM compiles a kernel after so many rows, and theirs are short.
          // The
          // long rows come when the kernel is fast (first sweep over 4.5 million entries: 1.3 s →
          // 0.5 s).
          int block = blocks - 1 - turn;
          RowSolver solver = idle.poll();
          if (solver == null) {
            solver = RowSolver.of(rank, own.stride(), innerSteps);
          }
          half.solveBlock(block, solver, squared, expected);
          idle.push(solver);
        });
    double squaredError = 0;
    double expectedSquaredError = 0;
    for (int block = 0; block < blocks; block++) {
      squaredError += squared[block];
      expectedSquaredError += expected[block];
    }
    SideState side =
        new SideState(
            half.factor,
            half.factorVariance,
            half.offset,
            half.offsetVariance,
            half.weight,
            half.precisions(rank, parallel));
    return new Result(side, squaredError, expectedSquaredError);
  }

  private void solveBlock(int block, RowSolver solver, double[] squared, double[] expected) {
    int stride = own.stride();
    for (int i = entries.block()[block]; i < entries.block()[block + 1]; i++) {
      int from = entries.start()[i];
      int to = entries.start()[i + 1];
      float rowNoise = (float) noise / own.weight()[i];
      if (to == from) {
        weight[i] = 1;
        if (penalty instanceof Penalty.Learned) {
          for (int k = 0; k < stride; k++) {
            float precision = own.precision()[k];
            factorVariance[i * stride + k] = precision > 0 ? 1 / precision : 0;
          }
          offsetVariance[i] = 1 / own.precision()[stride];
        }
        continue;
      }
      switch (penalty) {
        case Penalty.Learned _ -> {
          solver.collect(entries, from, to, other, (float) trust);
          solver.solve(own, i, own.precision(), rowNoise);
        }
        case Penalty.CountScaled fixed -> {
          solver.collect(entries, from, to, other, 0);
          solver.solve(
              own, i, (float) (fixed.strength() * StrictMath.pow(to - from, fixed.exponent())));
        }
      }
      System.arraycopy(solver.mean, 0, factor, i * stride, stride);
      offset[i] = solver.meanOffset;
      for (int k = 0; k < stride; k++) {
        factorVariance[i * stride + k] = rowNoise * solver.inverseCurvature[k];
      }
      offsetVariance[i] = rowNoise * solver.inverseOffsetCurvature;
      double error = solver.squaredError();
      double spread = error + solver.spread(rowNoise);
      if (learnWeights) {
        weight[i] =
            (float) ((to - from + WEIGHT_PRIOR) / (Math.max(spread, 0) / noise + WEIGHT_PRIOR));
      } else {
        weight[i] = 1;
      }
      squared[block] += error;
      expected[block] += spread;
    }
  }

  /**
   * The prior precisions that make the rows with entries most likely: their number over the sum of
   * second moments. A direction that the data do not need gets an ever larger one and fades.
   */
  private float[] precisions(int rank, Parallel parallel) {
    int stride = own.stride();
    if (!(penalty instanceof Penalty.Learned)) {
      return own.precision().clone();
    }
    int blocks = entries.blocks();
    double[][] parts = new double[blocks][];
    parallel.forEachBlock(
        blocks,
        block -> {
          double[] moment = new double[stride + 2];
          for (int i = entries.block()[block]; i < entries.block()[block + 1]; i++) {
            if (entries.count(i) == 0) {
              continue;
            }
            for (int k = 0; k < rank; k++) {
              float mean = factor[i * stride + k];
              moment[k] += (double) mean * mean + factorVariance[i * stride + k];
            }
            moment[stride] += (double) offset[i] * offset[i] + offsetVariance[i];
            moment[stride + 1]++;
          }
          parts[block] = moment;
        });
    double[] total = new double[stride + 2];
    for (double[] part : parts) {
      for (int k = 0; k < total.length; k++) {
        total[k] += part[k];
      }
    }
    float[] precision = new float[stride + 1];
    for (int k = 0; k <= stride; k++) {
      if (k < rank || k == stride) {
        double learned = total[stride + 1] / (total[k] + 1e-6);
        precision[k] =
            (float)
                (trust == 1
                    ? learned
                    : StrictMath.pow(learned, trust)
                        * StrictMath.pow(own.precision()[k], 1 - trust));
      }
    }
    return precision;
  }
}
