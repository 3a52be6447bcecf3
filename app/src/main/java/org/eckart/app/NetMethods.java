package org.eckart.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eckart.app.SensingMethod.Sensed;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.spectralnet.NuclearEstimate;
import org.eckart.recovery.spectralnet.NuclearMinimisation;
import org.eckart.recovery.spectralnet.NuclearOptions;
import org.eckart.recovery.spectralnet.SpectralNet;
import org.eckart.recovery.spectralnet.SpectralNetEstimate;
import org.eckart.recovery.spectralnet.SpectralNetOptions;

/** {@code --method spectral-net} and {@code nuclear} of {@code eckart sense}: no rank is given. */
final class NetMethods {
  private NetMethods() {}

  static SensingMethod<?, ?> spectralNet(SenseCommand asked, Parallel parallel) {
    SpectralNetOptions options =
        SpectralNetOptions.defaults()
            .withWidths(asked.net.neurons())
            .withFunction(asked.net.function())
            .withNoiseLevel(asked.net.noise)
            .withSeed(asked.common.seed);
    options = asked.stepSize == null ? options : options.withStepSize(asked.stepSize);
    options = asked.tolerance == null ? options : options.withTolerance(asked.tolerance);
    options = asked.maxSteps == null ? options : options.withMaxSteps(asked.maxSteps);
    return new SensingMethod<>(
        asked.method,
        new PreparedSensing<>(new SpectralNet(options), parallel),
        estimate -> trained(estimate, asked.net.closedForm));
  }

  private static Sensed trained(SpectralNetEstimate estimate, boolean closedForm) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("effectiveRank", estimate.effectiveRank());
    more.put("certificate", estimate.certificate().gap());
    more.put("nuclearNormBound", estimate.certificate().lowerBound());
    more.put("sharedFrame", estimate.inSharedFrame());
    estimate.frame().ifPresent(frame -> more.put("frameDeparture", frame.departure()));
    more.put("stepSize", estimate.stepSize());
    List<String> warnings = new ArrayList<>();
    if (closedForm && !estimate.inSharedFrame()) {
      warnings.add(
          "The measurements do not share their singular vectors%s, so there is no closed form; the"
                  .formatted(
                      estimate.frame().isPresent()
                          ? " (%.2g of their size lies off the nearest frame)"
                              .formatted(estimate.frame().get().departure())
                          : "")
              + " network was trained in full");
    }
    if (estimate.setbacks() > 0) {
      warnings.add(
          "Training exploded and went back %d times, to a step size of %.3g"
              .formatted(estimate.setbacks(), estimate.stepSize()));
    }
    return new Sensed(
        estimate.factors().truncated(estimate.rank()), estimate.residual(), more, warnings);
  }

  static SensingMethod<?, ?> nuclear(SenseCommand asked, Parallel parallel) {
    NuclearOptions options =
        NuclearOptions.defaults().withNoiseLevel(asked.net.noise).withSeed(asked.common.seed);
    options = asked.net.penalty == null ? options : options.withPenalty(asked.net.penalty);
    options = asked.tolerance == null ? options : options.withTolerance(asked.tolerance);
    options = asked.maxSteps == null ? options : options.withMaxSteps(asked.maxSteps);
    return new SensingMethod<>(
        asked.method,
        new PreparedSensing<>(new NuclearMinimisation(options), parallel),
        NetMethods::minimised);
  }

  private static Sensed minimised(NuclearEstimate estimate) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("effectiveRank", estimate.effectiveRank());
    more.put("penalty", estimate.penalty());
    more.put("gap", estimate.gap());
    more.put("certificate", estimate.certificate().gap());
    more.put("nuclearNormBound", estimate.certificate().lowerBound());
    return new Sensed(estimate.factors(), estimate.residual(), more, List.of());
  }
}
