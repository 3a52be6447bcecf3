package org.eckart.recovery.dynamics;

import java.util.List;

/**
 * What the draws of a simulation did.
 *
 * @param mean over the draws, by time
 * @param deviation standard deviation between draws, by time
 * @param draws number of them
 */
public record SimulatedCurve(List<CurvePoint> mean, List<CurvePoint> deviation, int draws) {
  public SimulatedCurve {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
  }

  /**
   * The largest |mean − predicted| in standard errors of the mean, over all times and both
   * overlaps.
   *
   * <p>Times at which the draws do not differ, such as 0, are left out.
   *
   * @param predicted at the same times
   */
  public double worstDeparture(List<CurvePoint> predicted) {
    double worst = 0;
    double root = Math.sqrt(draws);
    for (int k = 0; k < mean.size(); k++) {
      CurvePoint m = mean.get(k);
      CurvePoint d = deviation.get(k);
      CurvePoint p = predicted.get(k);
      worst = Math.max(worst, errors(m.left() - p.left(), d.left(), root));
      worst = Math.max(worst, errors(m.right() - p.right(), d.right(), root));
    }
    return worst;
  }

  private static double errors(double difference, double deviation, double root) {
    return deviation > 1e-9 ? Math.abs(difference) * root / deviation : 0;
  }
}
