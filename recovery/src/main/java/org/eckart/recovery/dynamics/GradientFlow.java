package org.eckart.recovery.dynamics;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * The learning curve of rank-one gradient flow, in closed form: what ½‖X − uvᵀ‖² on two unit
 * spheres does to the overlaps with the truth, as the size of X grows.
 *
 * <p>The flow u' = (I − uuᵀ)Xv, v' = (I − vvᵀ)Xᵀu has the directions of the linear one û' = Xv̂,
 * v̂' = Xᵀû, so that every overlap is an integral of cosh(√x t) or sinh(√x t)/√x over the spectral
 * measures ν_u, ν_v, ν_uv of X as the signal sees it. They are known in closed form, with an atom
 * at the outlier θ above the threshold. Numbers are exact but for rounding: 1e-12 relative to 1, at
 * any aspect ratio, at and near the threshold, and at any time, since all exponents are taken
 * relative to the leading one.
 *
 * <p>Several spikes with orthonormal vectors share one norm and do not interact otherwise.
 *
 * <p>Cost: some 200 nodes and as many exponentials for a point; 200 points take milliseconds.
 * Immutable, and free to be used from several threads.
 */
public final class GradientFlow {
  private static final int SEARCHED = 400;

  private static final double SEARCHED_UNTIL = 200; // where no outlier sets a time scale

  private static final double LATEST = 1e100;

  private final double ratio;
  private final double noise;
  private final List<AlignedSpike> spikes;
  private final SpikeLaw[] laws;
  private final double[] signs;
  private final double edge;

  private GradientFlow(double ratio, double noise, List<AlignedSpike> given) {
    this.ratio = ratio;
    this.noise = noise;
    this.spikes = given.stream().map(AlignedSpike::positive).toList();
    this.laws =
        spikes.stream().map(s -> new SpikeLaw(ratio, s.strength())).toArray(SpikeLaw[]::new);
    this.signs = given.stream().mapToDouble(s -> s.strength() < 0 ? -1 : 1).toArray();
    this.edge = 1 + Math.sqrt(ratio);
  }

  /** The flow of one signal. */
  public static GradientFlow of(RankOneProblem problem) {
    return new GradientFlow(problem.aspectRatio(), problem.noiseLevel(), List.of(problem.spike()));
  }

  /**
   * The flow towards several signals, orthogonal to each other, in noise of level 1.
   *
   * @param aspectRatio c = rows / columns
   * @param spikes one or more, of different strengths
   */
  public static GradientFlow of(double aspectRatio, List<AlignedSpike> spikes) {
    new RankOneProblem(aspectRatio, 0, 0, 0, 1); // refuses the ratio
    check(!spikes.isEmpty(), "A flow needs at least one spike; give its strength and alignments");
    double left = spikes.stream().mapToDouble(s -> s.left() * s.left()).sum();
    double right = spikes.stream().mapToDouble(s -> s.right() * s.right()).sum();
    double most = 1 + 1e-12;
    check(
        left <= most && right <= most,
        "The squared alignments add to %s on the left and %s on the right; with orthogonal signals"
            + " neither can exceed 1",
        left,
        right);
    return new GradientFlow(aspectRatio, 1, List.copyOf(spikes));
  }

  /** The point at a time, of the first signal. */
  public CurvePoint at(double time) {
    return curve(time).getFirst();
  }

  /** The points at these times, of the first signal. */
  public List<CurvePoint> curve(double... times) {
    return curveOf(0, times);
  }

  /** The points at these times, of one of several signals. */
  public List<CurvePoint> curveOf(int spike, double... times) {
    check(
        spike >= 0 && spike < spikes.size(),
        "There are %d spikes, so none has the index %d",
        spikes.size(),
        spike);
    double latest = 0;
    for (double time : times) {
      check(time >= 0 && time <= LATEST, "A time is %s; it must be a number from 0 to 1e100", time);
      latest = Math.max(latest, time);
    }
    FlowMeasures measures = measures(latest);
    return Arrays.stream(times)
        .mapToObj(time -> {
          FlowMeasures.Moments m = measures.at(noise * time);
          double norm = Math.sqrt(m.square());
          return new CurvePoint(
              time,
              m.left()[spike] / norm,
              signs[spike] * m.right()[spike] / norm,
              noise * m.pull() / m.square());
        })
        .toList();
  }

  /**
   * ln of ‖û(t)‖² = ‖v̂(t)‖² of the linear flow that began with norm 1; its derivative is 2uᵀXv.
   *
   * <p>Of the unconstrained flow u' = (X − uvᵀ)v, v' = (X − uvᵀ)ᵀu from norms |u₀| = |v₀| the
   * directions are the same and ‖u(t)‖² = ρ/(1 + 2∫ρ), with ρ = |u₀|² ‖û‖².
   */
  public double logNorm(double time) {
    check(time >= 0 && time <= LATEST, "A time is %s; it must be a number from 0 to 1e100", time);
    FlowMeasures.Moments m = measures(time).at(noise * time);
    return Math.log(m.square()) + 2 * m.exponent();
  }

  private FlowMeasures measures(double latest) {
    double pole = Arrays.stream(laws).mapToDouble(SpikeLaw::poleAngle).min().orElse(1);
    return new FlowMeasures(new EdgeGrid(ratio, noise * latest, pole), spikes, laws);
  }

  /**
   * The time at which the best multiple of uvᵀ is nearest to the signal: the largest |left ·
   * right|. From a start with α, β of one sign it is finite and better than the limit; where the
   * curve only rises, the end of the search.
   */
  public CurvePoint best() {
    double[] times = searched();
    List<CurvePoint> curve = curve(times);
    int top = 0;
    for (int k = 1; k < times.length; k++) {
      if (curve.get(k).lossShare() < curve.get(top).lossShare()) {
        top = k;
      }
    }
    if (top == 0 || top == times.length - 1) {
      return curve.get(top);
    }
    FlowMeasures measures = measures(times[top + 1]);
    DoubleUnaryOperator product =
        time -> {
          FlowMeasures.Moments m = measures.at(noise * time);
          return Math.abs(m.left()[0] * m.right()[0]) / m.square();
        };
    return at(LineSearch.maximum(product, times[top - 1], times[top + 1]));
  }

  /**
   * The statistically sufficient time: the first at which both overlaps reach the level in size.
   *
   * @param level above 0 and at most 1
   * @return empty if they never do
   */
  public OptionalDouble firstReaching(double level) {
    check(level > 0 && level <= 1, "level is %s; it must be above 0 and at most 1", level);
    double[] times = searched();
    FlowMeasures measures = measures(times[times.length - 1]);
    DoubleUnaryOperator excess =
        time -> {
          FlowMeasures.Moments m = measures.at(noise * time);
          double both = Math.min(Math.abs(m.left()[0]), Math.abs(m.right()[0]));
          return both / Math.sqrt(m.square()) - level;
        };
    for (int k = 0; k < times.length; k++) {
      if (excess.applyAsDouble(times[k]) >= 0) {
        return OptionalDouble.of(k == 0 ? 0 : LineSearch.rising(excess, times[k - 1], times[k]));
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * A time worth drawing the curve to: by it the overlaps are within about a thousandth of their
   * limits where those are approached exponentially, and 200 at most; 40 where they only decay.
   * Divided by the noise level.
   */
  public double horizon() {
    double pull = Math.abs(laws[0].pull(spikes.getFirst()));
    double until = 40;
    if (laws[0].detectable() && pull > 0) {
      until = Math.clamp((4 + Math.log(1 / pull)) / laws[0].gap(), 2 / laws[0].outlier(), 200);
    }
    return until / noise;
  }

  /** 0, and times evenly spaced in their logarithms up to where the limit is reached. */
  private double[] searched() {
    double until = SEARCHED_UNTIL;
    double pull = Math.abs(laws[0].pull(spikes.getFirst()));
    if (laws[0].detectable() && pull > 0) {
      until = (25 + Math.log(1 / pull)) / laws[0].gap();
    }
    double from = 1e-3 / (laws[0].strength() + edge);
    double[] times = new double[SEARCHED];
    for (int k = 1; k < SEARCHED; k++) {
      times[k] = from * Math.pow(until / from, (k - 1.0) / (SEARCHED - 2)) / noise;
    }
    return times;
  }
}
