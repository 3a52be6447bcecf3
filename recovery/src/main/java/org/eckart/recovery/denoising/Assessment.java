package org.eckart.recovery.denoising;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.denoising.ComponentRule.Decision;
import org.eckart.recovery.spiked.SpikedModel;

/** Puts the result together: components with their loss, the fit of the noise, and the warnings. */
final class Assessment {
  /** Below so many rows or columns the limits of large matrices are no guide. */
  private static final int FEW = 20;

  /** Cosine with a constant vector from which a direction is an offset rather than structure. */
  private static final double CONSTANT = 0.95;

  /** Ties that a warning lists. */
  private static final int MOST_PAIRS = 5;

  private final DenoisingOptions options;
  private final LinearOperator operator;
  private final StoredMatrix entries;
  private final LeadingTriplets found;
  private final List<String> warnings;

  Assessment(
      DenoisingOptions options,
      LinearOperator operator,
      StoredMatrix entries,
      LeadingTriplets found,
      List<String> notes) {
    this.options = options;
    this.operator = operator;
    this.entries = entries;
    this.found = found;
    this.warnings = new ArrayList<>(notes);
  }

  DenoisedMatrix result() {
    LeadingValues values = found.values();
    Decision decision = new ComponentRule(options).decide(values);
    int rank = decision.spikes().size();
    Svd kept = found.triplets().truncated(rank);
    Judgement judgement = Judgement.of(options, values, decision);
    double[] weights = judgement.components().stream().mapToDouble(Component::shrunk).toArray();
    boolean noiseless = decision.noiseLevel() == 0;
    BulkFit fit =
        noiseless ? unseen() : new BulkTest(options, operator, entries, found).fit(decision);
    warn(decision, fit, kept);
    return new DenoisedMatrix(
        new Svd(kept.u(), Vector.wrap(weights), kept.v()),
        judgement.components(),
        decision.noiseLevel(),
        judgement.predictedLoss(),
        judgement.losses(),
        judgement.predictedRmse(),
        judgement.edge(),
        values.values(),
        values.areAll(),
        judgement.screeNot(),
        fit,
        noiseless && decision.dropped().isEmpty(),
        warnings);
  }

  private static BulkFit unseen() {
    return new BulkFit("distance", 0, Double.POSITIVE_INFINITY, 0, 0);
  }

  private void warn(Decision decision, BulkFit fit, Svd kept) {
    int rank = decision.spikes().size();
    int small = found.values().smallerSide();
    if (decision.noiseLevel() == 0) {
      int whole = rank + decision.dropped().size();
      warnings.add(
          "The matrix has rank %d but for rounding, so there is no noise to remove; %s"
              .formatted(
                  whole,
                  rank == whole
                      ? "it is returned as it is"
                      : "its best approximation of rank %d is returned".formatted(rank)));
      return;
    }
    boolean correlated = options.noise() instanceof Noise.Correlated;
    if (rank == 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "No component stands out of the noise, so the result is 0; what is weaker than %.4g"
                  + " leaves no trace in singular values",
              SpikedModel.of(found.values().rows(), found.values().columns()).threshold()
                  * decision.noiseLevel()
                  * Math.sqrt(found.values().columns())));
    }
    if (small < FEW) {
      warnings.add(
          "With %d rows or columns on the smaller side, predictions are rough; they hold from about %d"
              .formatted(small, FEW));
    } else if (rank >= 10 && rank > 0.01 * small) {
      warnings.add(
          "%d components are many for %d rows or columns; the predictions hold for a rank far below"
                  .formatted(rank, small)
              + (correlated ? "" : ", and correlated noise looks like that too"));
    }
    if (correlated
        && options.rank().isEmpty()
        && rank == options.rankBound().orElse(ScreeNot.defaultBound(small))) {
      warnings.add(
          "As many components were found as rankBound allows (%d); raise it to see whether there are more"
              .formatted(rank));
    }
    if (rank < options.rank().orElse(0)) {
      warnings.add(
          "%d components were asked for and %d %s"
              .formatted(
                  options.rank().getAsInt(),
                  rank,
                  correlated
                      ? "can be judged, since some values must be left to tell the noise by"
                      : options.rule() == DenoisingOptions.Rule.SHRINK
                          ? "stand out of the noise; the others would weigh nothing"
                          : "were found; the iteration could not tell more from rounding"));
    }
    if (!correlated && !fit.isWhite()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "The noise does not look white (%s %.3g, at most %.3g expected), so level and rank"
                  + " are not to be trusted; take correlated noise",
              fit.statistic(),
              fit.value(),
              fit.limit()));
    }
    if (fit.isHeavyTailed()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "The noise has heavy tails (excess kurtosis %.3g, 0 for normal noise; a single entry"
                  + " makes up %.0f %% of a component), so outliers may pass for components; clip"
                  + " them, or separate them with robust PCA",
              fit.kurtosis(),
              100 * fit.localisation()));
    }
    warnOfOffset(kept);
    warnOfTies(decision);
  }

  private void warnOfOffset(Svd kept) {
    if (kept.rank() > 0
        && kept.u().rows() > 2
        && kept.v().rows() > 2
        && constancy(kept.u().column(0)) > CONSTANT
        && constancy(kept.v().column(0)) > CONSTANT) {
      warnings.add(
          "The strongest component is nearly the same for all entries, an offset rather than"
              + " structure; taking means out first (--center) leaves the others clearer");
    }
  }

  /** |cos| between a unit vector and (1, …, 1) / √n. */
  private static double constancy(Vector unit) {
    double sum = 0;
    for (int i = 0; i < unit.size(); i++) {
      sum += unit.get(i);
    }
    return Math.abs(sum) / Math.sqrt(unit.size());
  }

  /** Values closer than their own standard errors: only the span of their vectors is known. */
  private void warnOfTies(Decision decision) {
    double[] y = found.values().values().toArray();
    List<String> pairs = new ArrayList<>();
    for (int k = 0; k + 1 < decision.spikes().size(); k++) {
      if (y[k] - y[k + 1] < decision.noiseLevel()) {
        pairs.add((k + 1) + " and " + (k + 2));
      }
    }
    if (!pairs.isEmpty()) {
      int more = pairs.size() - MOST_PAIRS;
      warnings.add(
          "Components "
              + String.join(", ", pairs.subList(0, Math.min(MOST_PAIRS, pairs.size())))
              + (more > 0 ? " and %d more pairs".formatted(more) : "")
              + " have singular values within the noise of each other: their span is known, their"
              + " single vectors are not");
    }
  }
}
