package org.eckart.recovery.denoising;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Vector;
import org.eckart.recovery.spiked.Spike;
import org.eckart.recovery.spiked.SpikedModel;

/** Which components are kept, what is known of each, and its weight. */
record ComponentRule(DenoisingOptions options) {

  /**
   * What was decided.
   *
   * @param spikes of the components kept, in units of {@code unit}
   * @param dropped likewise of those that are known to be signal and are left out all the same
   * @param weights of those kept
   * @param unit by which singular values are divided: σ√n in white noise
   * @param noiseLevel σ
   * @param test what the next value would have had to exceed, in the units of the matrix
   */
  record Decision(
      List<Spike> spikes,
      List<Spike> dropped,
      double[] weights,
      double unit,
      double noiseLevel,
      double test) {}

  /** Triplets that {@link #decide} may keep of all those with these values. */
  int candidates(LeadingValues of) {
    return decide(of).spikes().size();
  }

  Decision decide(LeadingValues of) {
    return options.noise() instanceof Noise.Correlated ? correlated(of) : white(of);
  }

  private Decision white(LeadingValues of) {
    SpikedModel model = SpikedModel.of(of.rows(), of.columns());
    RankTest test =
        switch (options.noise()) {
          case Noise.Known known -> RankTest.withNoise(of, known.level(), options.level());
          case Noise.WhiteByMedian _ when of.areAll() && median(of) > 0 ->
              RankTest.withNoise(of, median(of), options.level());
          default -> RankTest.sequential(of, options.level());
        };
    double unit = test.noiseLevel() * Math.sqrt(of.columns());
    if (unit <= rounding(of)) {
      return noiseless(of);
    }
    int size = of.values().size();
    int kept = Math.min(test.rank(), size);
    if (options.rule() == DenoisingOptions.Rule.RANK) {
      double threshold = HardThreshold.of(model) * unit;
      kept = options.rank().orElse(count(of.values(), threshold));
    } else if (options.rank().isPresent()) {
      kept = Math.min(options.rank().getAsInt(), count(of.values(), model.edge() * unit));
    }
    List<Spike> signal = new ArrayList<>();
    kept = Math.min(kept, size);
    for (int k = 0; k < Math.max(kept, Math.min(test.rank(), size)); k++) {
      signal.add(model.ofValue(of.values().get(k) / unit));
    }
    return decision(signal, kept, unit, test.noiseLevel(), test.nextThreshold());
  }

  private Decision correlated(LeadingValues of) {
    Vector values = of.values();
    double scale = of.scale();
    if (scale == 0) {
      return noiseless(of);
    }
    int bound = options.rankBound().orElse(ScreeNot.defaultBound(values.size()));
    ScreeNot screeNot = ScreeNot.of(values, of.rows(), of.columns(), bound);
    if (screeNot.threshold() <= rounding(of)) {
      return noiseless(of);
    }
    int rank = options.rank().orElse(screeNot.count());
    int signal = Math.max(rank, screeNot.count());
    int judged = Math.min(signal, values.size() - 1); // some noise must be left to judge by
    List<Spike> spikes = new ArrayList<>();
    for (Spike spike : OptShrink.components(values, of.rows(), of.columns(), judged)) {
      spikes.add(
          new Spike(
              spike.value() / scale,
              spike.strength() / scale,
              spike.leftSquared(),
              spike.rightSquared(),
              spike.leftSineSquared(),
              spike.rightSineSquared()));
    }
    double squares = 0;
    for (int k = judged; k < values.size(); k++) {
      squares += (values.get(k) / scale) * (values.get(k) / scale);
    }
    double level = scale * Math.sqrt(squares / of.rows() / of.columns());
    return decision(spikes, Math.min(rank, judged), scale, level, screeNot.threshold());
  }

  /** Everything above rounding is signal. */
  private Decision noiseless(LeadingValues of) {
    int count = count(of.values(), rounding(of));
    int kept = Math.min(count, options.rank().orElse(count));
    double scale = of.scale() == 0 ? 1 : of.scale();
    List<Spike> spikes = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double value = of.values().get(k) / scale;
      spikes.add(new Spike(value, value, 1, 1, 0, 0));
    }
    return decision(spikes, kept, scale, 0, rounding(of));
  }

  private Decision decision(
      List<Spike> signal, int kept, double unit, double noiseLevel, double test) {
    List<Spike> spikes = signal.subList(0, kept);
    List<Spike> dropped = signal.subList(kept, signal.size());
    return new Decision(spikes, dropped, weights(spikes), unit, noiseLevel, test);
  }

  private double[] weights(List<Spike> spikes) {
    boolean shrink = options.rule() == DenoisingOptions.Rule.SHRINK;
    return spikes.stream()
        .mapToDouble(spike ->
            !shrink
                ? spike.value()
                : spike.isVisible() ? Math.min(spike.value(), options.loss().shrunk(spike)) : 0)
        .toArray();
  }

  /** What rounding alone leaves of singular values. */
  private static double rounding(LeadingValues of) {
    return of.largerSide() * Math.ulp(of.scale());
  }

  private static double median(LeadingValues of) {
    return NoiseLevel.median(of.values(), of.rows(), of.columns());
  }

  private static int count(Vector values, double above) {
    int count = 0;
    while (count < values.size() && values.get(count) > above) {
      count++;
    }
    return count;
  }
}
