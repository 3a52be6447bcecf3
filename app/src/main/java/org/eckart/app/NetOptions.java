package org.eckart.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eckart.recovery.spectralnet.SpectralFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code eckart sense} is told for {@code --method spectral-net} and {@code nuclear}. */
final class NetOptions {
  @Option(
      names = "--noise",
      paramLabel = "SIGMA",
      description =
          "of spectral-net and nuclear: standard deviation of the measurements' noise, at which"
              + " fitting ends (default: 0, none)")
  double noise;

  @Option(
      names = "--penalty",
      paramLabel = "LAMBDA",
      description =
          "of nuclear: weight of the nuclear norm (default: what the noise reaches, or 0.001 of"
              + " where X = 0)")
  @Nullable Double penalty;

  @Option(
      names = "--widths",
      paramLabel = "K,…",
      defaultValue = "4",
      description = "of spectral-net: neurons, layer by layer (${DEFAULT-VALUE})")
  String widths = "4";

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      defaultValue = "tanh",
      description =
          "of spectral-net: tanh, identity, arctan, algebraic or asinh, applied to singular values"
              + " (${DEFAULT-VALUE})")
  String activation = "tanh";

  @Option(
      names = "--closed-form",
      description =
          "of spectral-net: measurements share their singular vectors, and training runs on them;"
              + " where they do not, this is said and training goes on in full")
  boolean closedForm;

  Integer[] neurons() {
    List<Integer> numbers = new ArrayList<>();
    for (String part : widths.split(",", -1)) {
      try {
        numbers.add(Integer.parseInt(part.strip()));
      } catch (NumberFormatException e) {
        throw new UsageException(
            "--widths is '%s'; it must be one or more numbers with commas between, such as 4",
            widths);
      }
    }
    return numbers.toArray(Integer[]::new);
  }

  SpectralFunction function() {
    try {
      return SpectralFunction.valueOf(activation.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--activation is '%s'; it must be tanh, identity, arctan, algebraic or asinh",
          activation);
    }
  }
}
