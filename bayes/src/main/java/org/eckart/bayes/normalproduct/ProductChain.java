package org.eckart.bayes.normalproduct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eckart.core.store.NamedArrays;

/**
 * Where one chain of the normal product stands; opaque to callers. A move works on a {@link #copy}.
 */
public final class ProductChain {
  final Factor rows;
  final Factor columns;

  /** s of each component: the variance of both factors' entries about what features say. */
  final double[] scale;

  /** wᵢ of each row; empty where all are 1. */
  final double[] rowWeight;

  /** Cutpoints between levels; empty of Gaussian output. */
  final double[] cutpoints;

  /** Step of each cutpoint's walk, and how often it was taken of how many tries. */
  final double[] cutpointStep;

  /** g, the square of the scale that the components' half-Cauchy priors share. */
  double common = 1;

  double mean;

  /** τ = 1/σ² in standardised units. */
  double precision;

  /** ν of the rows' weights. */
  double freedom;

  /** The component that was weakest when the warm-up ended; −1 for none. */
  int focus = -1;

  long tried;
  long accepted;

  /** Draws that the model will predict from. */
  final List<KeptDraw> kept;

  ProductChain(
      Factor rows,
      Factor columns,
      double[] scale,
      double[] rowWeight,
      double[] cutpoints,
      double[] cutpointStep,
      List<KeptDraw> kept) {
    this.rows = rows;
    this.columns = columns;
    this.scale = scale;
    this.rowWeight = rowWeight;
    this.cutpoints = cutpoints;
    this.cutpointStep = cutpointStep;
    this.kept = kept;
  }

  ProductChain copy() {
    ProductChain copy =
        new ProductChain(
            rows.copy(),
            columns.copy(),
            scale.clone(),
            rowWeight.clone(),
            cutpoints.clone(),
            cutpointStep.clone(),
            new ArrayList<>(kept));
    copy.common = common;
    copy.focus = focus;
    copy.mean = mean;
    copy.precision = precision;
    copy.freedom = freedom;
    copy.tried = tried;
    copy.accepted = accepted;
    return copy;
  }

  /** d. */
  int rank() {
    return scale.length;
  }

  /** The component with the least variance; −1 without components. */
  int weakest() {
    int least = rank() - 1;
    for (int k = 0; k < rank(); k++) {
      least = scale[k] < scale[least] ? k : least;
    }
    return least;
  }

  /** Variances of the q numbers of a row of this side. */
  double[] variances(Factor side, boolean offsets) {
    double[] variance = Arrays.copyOf(scale, scale.length + (offsets ? 1 : 0));
    if (offsets) {
      variance[scale.length] = side.offsetVariance;
    }
    return variance;
  }

  /**
   * This chain, or one without components whose variance is below a part of the largest, but for
   * some of them: chains whose data have a use for one component more now and then are to find it.
   *
   * @param spare negligible components that stay, the largest
   */
  ProductChain withoutNegligible(double part, int spare, boolean offsets) {
    int d = rank();
    double[] sorted = scale.clone();
    Arrays.sort(sorted);
    double largest = d == 0 ? 0 : sorted[d - 1];
    int used = (int) Arrays.stream(scale).filter(s -> s >= part * largest).count();
    double least = used + spare >= d ? 0 : sorted[d - used - spare];
    int[] stay =
        IntStream.range(0, d + (offsets ? 1 : 0))
            .filter(k -> k >= d || scale[k] >= least)
            .toArray();
    int q = d + (offsets ? 1 : 0);
    if (stay.length == q) {
      return this;
    }
    ProductChain fewer =
        new ProductChain(
            rows.only(stay, q),
            columns.only(stay, q),
            Arrays.stream(stay).filter(k -> k < d).mapToDouble(k -> scale[k]).toArray(),
            rowWeight,
            cutpoints,
            cutpointStep,
            kept);
    fewer.common = common;
    fewer.mean = mean;
    fewer.precision = precision;
    fewer.freedom = freedom;
    fewer.tried = tried;
    fewer.accepted = accepted;
    return fewer;
  }

  void keep(boolean offsets) {
    double[] ofRows = variances(rows, offsets);
    double[] ofColumns = variances(columns, offsets);
    double[] variance = new double[2 * ofRows.length];
    System.arraycopy(ofRows, 0, variance, 0, ofRows.length);
    System.arraycopy(ofColumns, 0, variance, ofRows.length, ofRows.length);
    kept.add(
        new KeptDraw(
            KeptDraw.floats(rows.theta),
            KeptDraw.floats(columns.theta),
            KeptDraw.floats(rowWeight),
            KeptDraw.floats(rows.coefficients),
            KeptDraw.floats(columns.coefficients),
            variance,
            cutpoints.clone(),
            mean,
            precision,
            freedom));
  }

  NamedArrays save() {
    NamedArrays.Builder to = NamedArrays.builder();
    rows.save(to, "row_");
    columns.save(to, "column_");
    to.put("scale", scale);
    to.put("row_weight", rowWeight);
    to.put("cutpoints", cutpoints);
    to.put("cutpoint_step", cutpointStep);
    to.put("numbers", new double[] {mean, precision, freedom, common});
    to.put("counts", new long[] {tried, accepted, kept.size(), focus});
    for (int k = 0; k < kept.size(); k++) {
      kept.get(k).save(to, "kept." + k + ".");
    }
    return to.build();
  }

  static ProductChain load(NamedArrays from) {
    long[] counts = from.longs("counts");
    List<KeptDraw> kept = new ArrayList<>();
    for (int k = 0; k < counts[2]; k++) {
      kept.add(KeptDraw.load(from, "kept." + k + "."));
    }
    ProductChain chain =
        new ProductChain(
            Factor.load(from, "row_"),
            Factor.load(from, "column_"),
            from.doubles("scale").clone(),
            from.doubles("row_weight").clone(),
            from.doubles("cutpoints").clone(),
            from.doubles("cutpoint_step").clone(),
            kept);
    double[] numbers = from.doubles("numbers");
    chain.mean = numbers[0];
    chain.precision = numbers[1];
    chain.freedom = numbers[2];
    chain.common = numbers[3];
    chain.tried = counts[0];
    chain.accepted = counts[1];
    chain.focus = (int) counts[3];
    return chain;
  }
}
