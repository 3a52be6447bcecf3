package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eckart.core.run.Algorithm;
import org.eckart.recovery.robustpca.RobustPcaProblem;
import org.eckart.recovery.robustpca.ScaledOptions;
import org.eckart.recovery.robustpca.ScaledRobustPca;
import org.eckart.recovery.robustpca.ScaledState;
import org.eckart.recovery.robustpca.Separation;
import org.eckart.recovery.robustpca.StagedOptions;
import org.eckart.recovery.robustpca.StagedRobustPca;
import org.eckart.recovery.robustpca.StagedState;
import org.jspecify.annotations.Nullable;

/** How a matrix is taken apart. */
sealed interface SeparationMethod<S> {
  String name();

  Algorithm<RobustPcaProblem, S, Separation> algorithm();

  /** What was set, for the envelope. */
  Map<String, @Nullable Object> settings();

  /** An upper end for the rank, to say how much memory factors take. */
  int mostRank();

  /**
   * In stages, without knowing rank or share.
   *
   * @param expected share of corrupted entries that the user expects; NaN if none was said
   */
  record Staged(StagedOptions options, double expected) implements SeparationMethod<StagedState> {
    @Override
    public String name() {
      return "staged";
    }

    @Override
    public Algorithm<RobustPcaProblem, StagedState, Separation> algorithm() {
      return new StagedRobustPca(options);
    }

    @Override
    public Map<String, @Nullable Object> settings() {
      Map<String, @Nullable Object> settings = new LinkedHashMap<>();
      settings.put("rank", options.rank().isPresent() ? options.rank().getAsInt() : "auto");
      settings.put("corruption", Double.isNaN(expected) ? "auto" : expected);
      settings.put("tolerance", options.tolerance());
      settings.put("maxSteps", options.maxSteps());
      return settings;
    }

    @Override
    public int mostRank() {
      return options.rank().orElse(options.rankCap());
    }
  }

  /** The published algorithm, with both known. */
  record Published(ScaledOptions options) implements SeparationMethod<ScaledState> {
    @Override
    public String name() {
      return "scaledgd";
    }

    @Override
    public Algorithm<RobustPcaProblem, ScaledState, Separation> algorithm() {
      return new ScaledRobustPca(options);
    }

    @Override
    public Map<String, @Nullable Object> settings() {
      Map<String, @Nullable Object> settings = new LinkedHashMap<>();
      settings.put("rank", options.rank());
      settings.put("corruption", options.corruption());
      settings.put("stepSize", options.stepSize());
      settings.put("tolerance", options.tolerance());
      settings.put("maxSteps", options.maxSteps());
      return settings;
    }

    @Override
    public int mostRank() {
      return options.rank();
    }
  }
}
