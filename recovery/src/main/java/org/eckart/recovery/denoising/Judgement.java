package org.eckart.recovery.denoising;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.eckart.recovery.denoising.ComponentRule.Decision;
import org.eckart.recovery.spiked.Spike;
import org.eckart.recovery.spiked.SpikedModel;

/**
 * What singular values alone say: which components there are and what each is worth.
 *
 * @param components strongest first
 * @param noiseLevel σ, in the units of the entries; 0 if all values are signal but for rounding
 * @param predictedLoss in the sense of the loss asked for
 * @param losses the standard ones, whichever was asked for
 * @param predictedRmse expected root mean square error of an entry
 * @param edge of white noise of that level
 * @param screeNot count of components by ScreeNOT, if all values are known and there are at least 8
 */
public record Judgement(
    List<Component> components,
    double noiseLevel,
    double predictedLoss,
    PredictedLosses losses,
    double predictedRmse,
    NoiseEdge edge,
    OptionalInt screeNot) {
  public Judgement {
    components = List.copyOf(components);
  }

  /** Judges singular values, without any vectors. */
  public static Judgement of(DenoisingOptions options, LeadingValues values) {
    return of(options, values, new ComponentRule(options).decide(values));
  }

  static Judgement of(DenoisingOptions options, LeadingValues values, Decision decision) {
    Loss loss = options.loss();
    double unit = decision.unit();
    double[] parts = parts(loss, decision);
    List<Component> components = new ArrayList<>();
    for (int k = 0; k < decision.spikes().size(); k++) {
      Spike spike = decision.spikes().get(k);
      components.add(
          new Component(
              values.values().get(k),
              spike.strength() * unit,
              decision.weights()[k] * unit,
              spike.leftCosine(),
              spike.rightCosine(),
              parts[k] * loss.scaled(unit)));
    }
    PredictedLosses standard =
        new PredictedLosses(
            combined(StandardLoss.FROBENIUS, decision),
            combined(StandardLoss.OPERATOR, decision),
            combined(StandardLoss.NUCLEAR, decision));
    SpikedModel model = SpikedModel.of(values.rows(), values.columns());
    double edgeUnit = decision.noiseLevel() * Math.sqrt(values.columns());
    return new Judgement(
        components,
        decision.noiseLevel(),
        loss.combined(parts) * loss.scaled(unit),
        standard.scaled(unit),
        Math.sqrt(standard.frobenius() / values.rows() / values.columns()) * unit,
        NoiseEdge.of(model, edgeUnit, decision.test()),
        values.areAll() && values.smallerSide() >= 8
            ? OptionalInt.of(ScreeNot.of(values.values(), values.rows(), values.columns()).count())
            : OptionalInt.empty());
  }

  private static double combined(Loss loss, Decision decision) {
    return loss.combined(parts(loss, decision));
  }

  /** What each component kept leaves, and then those that are left out. */
  private static double[] parts(Loss loss, Decision decision) {
    int kept = decision.spikes().size();
    double[] parts = new double[kept + decision.dropped().size()];
    for (int k = 0; k < kept; k++) {
      parts[k] = loss.remaining(decision.spikes().get(k), decision.weights()[k]);
    }
    for (int k = kept; k < parts.length; k++) {
      parts[k] = loss.remaining(decision.dropped().get(k - kept), 0);
    }
    return parts;
  }
}
