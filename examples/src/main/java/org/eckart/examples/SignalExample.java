package org.eckart.examples;

import java.util.Locale;
import org.eckart.core.run.Run;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.hankel.HankelCompletion;
import org.eckart.recovery.hankel.HankelEstimate;
import org.eckart.recovery.hankel.HankelOptions;
import org.eckart.recovery.hankel.HankelProblem;
import org.eckart.recovery.hankel.Signal;

/** Fills the gaps of a sum of two waves. */
public final class SignalExample {
  private SignalExample() {}

  /** Prints the rank found and a filled sample beside the true one. */
  public static void main(String[] arguments) {
    RandomStream random = RandomStream.of(1, "signal example");
    double[] values = new double[400];
    for (int t = 0; t < values.length; t++) {
      values[t] = random.nextUniform() < 0.4 ? Double.NaN : wave(t);
    }
    values[200] = Double.NaN;

    // @start region=fill
    try (Parallel parallel = Parallel.ofAllCores()) {
      HankelEstimate found =
          Run.of(new HankelCompletion(HankelOptions.defaults())) // the rank is found
              .start(HankelProblem.of(Signal.ofReal(values), parallel))
              .estimate();
      System.out.printf(Locale.ROOT, "rank %d%n", found.rank());
      System.out.printf(Locale.ROOT, "%.4f, truly %.4f%n", found.filled().re()[200], wave(200));
    }
    // @end
  }

  private static double wave(int t) {
    return Math.cos(0.2 * t) + 0.5 * Math.cos(0.63 * t + 1);
  }
}
