package org.eckart.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eckart.app.report.Figure;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Grid;
import org.eckart.app.report.Section;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Vector;
import org.eckart.recovery.denoising.DenoisingOptions;
import org.eckart.recovery.denoising.Judgement;
import org.eckart.recovery.denoising.LeadingValues;
import org.eckart.recovery.denoising.ParallelAnalysis;
import org.jspecify.annotations.Nullable;

/**
 * How many components a spectrum holds by each of the tests, and what they would be worth.
 *
 * @param judgement by the sequential Tracy–Widom test, with optimal weights
 * @param permuted by parallel analysis; empty for a matrix so large that it would take minutes
 */
record SpectrumEvidence(Judgement judgement, OptionalInt permuted) {
  /** Entries times 19 shuffles: some 20 seconds. */
  private static final long MOST_SHUFFLED = 1_000_000;

  /** Components looked at by parallel analysis. */
  private static final int MOST_LOOKED_AT = 20;

  static SpectrumEvidence of(Matrix matrix, Vector values, CommonOptions common) {
    int m = matrix.rows();
    int n = matrix.columns();
    Judgement judgement =
        Judgement.of(DenoisingOptions.defaults(), LeadingValues.all(values, m, n));
    OptionalInt permuted = OptionalInt.empty();
    if ((long) m * n <= MOST_SHUFFLED && Math.min(m, n) > 1) {
      int looked =
          Math.min(
              Math.min(m, n), Math.clamp(judgement.components().size() + 5, 1, MOST_LOOKED_AT));
      try (Parallel parallel = Parallel.of(common.threadCount())) {
        permuted =
            OptionalInt.of(
                ParallelAnalysis.of(
                        matrix,
                        values,
                        looked,
                        ParallelAnalysis.PERMUTATIONS,
                        common.seed,
                        parallel)
                    .rank());
      }
    }
    return new SpectrumEvidence(judgement, permuted);
  }

  /** How many components stand out of the noise. */
  int detected() {
    return judgement.components().size();
  }

  /** The noise's standard deviation. */
  double noiseLevel() {
    return judgement.noiseLevel();
  }

  /** Where the values of noise alone end. */
  double noiseEdge() {
    return judgement.edge().edge();
  }

  void fill(Map<String, @Nullable Object> result) {
    result.put("detected", detected());
    result.put("rank", detected());
    result.put("sigma", noiseLevel());
    result.put("noiseEdge", noiseEdge());
    result.put("components", DenoiseWork.components(judgement.components()));
    result.put("hardThreshold", judgement.edge().hardThreshold());
    result.put("aboveHardThreshold", aboveHardThreshold());
    if (judgement.screeNot().isPresent()) {
      result.put("screeNot", judgement.screeNot().getAsInt());
    }
    if (permuted.isPresent()) {
      result.put("permutationRank", permuted.getAsInt());
    }
  }

  private int aboveHardThreshold() {
    return (int)
        judgement.components().stream()
            .filter(c -> c.value() > judgement.edge().hardThreshold())
            .count();
  }

  String sentence() {
    return "components: %d by the Tracy–Widom test%s%s, %d worth keeping unshrunk"
        .formatted(
            judgement.components().size(),
            permuted.isPresent() ? ", " + permuted.getAsInt() + " by permutation" : "",
            judgement.screeNot().isPresent()
                ? ", " + judgement.screeNot().getAsInt() + " by ScreeNOT"
                : "",
            aboveHardThreshold());
  }

  Section section(double[] values, int m, int n) {
    List<List<Object>> counts = new ArrayList<>();
    counts.add(
        List.of(
            "Tracy–Widom, one after the other",
            judgement.components().size(),
            "white noise; the level is 5 % for noise alone"));
    if (permuted.isPresent()) {
      counts.add(
          List.of(
              "permutation of each column",
              permuted.getAsInt(),
              "noise of any law that is independent from row to row"));
    }
    if (judgement.screeNot().isPresent()) {
      counts.add(
          List.of(
              "ScreeNOT",
              judgement.screeNot().getAsInt(),
              "noise of any law; counts what is worth keeping unshrunk"));
    }
    counts.add(List.of("hard threshold", aboveHardThreshold(), "white noise; likewise"));
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Grid(
            "How many components",
            "They differ where components are weak or the noise is not white.",
            Width.WHOLE,
            List.of("by", "components", "holds for"),
            counts));
    figures.addAll(
        new NoiseFigures(
                values,
                true,
                m,
                n,
                judgement.noiseLevel(),
                judgement.edge(),
                judgement.components())
            .all());
    return new Section("Signal and noise", "", figures);
  }
}
