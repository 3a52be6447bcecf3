package org.eckart.bench.scaledgd;

import java.util.List;

/** All figures, in the order in which they are drawn; a new one joins with one line. */
public final class Figures {
  private Figures() {}

  public static List<Figure> all() {
    return List.of(
        new LocalRateFigure(),
        new CompletionFigure(),
        new RobustPcaFigure(),
        new SensingFigure(),
        new UnknownRankFigure(),
        new OutlierFigure(false),
        new OutlierFigure(true),
        new HankelFigure(),
        new TensorFigure(),
        new NoiseFigure(),
        new StepSizeFigure());
  }
}
