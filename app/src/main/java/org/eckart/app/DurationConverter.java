package org.eckart.app;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90s}, {@code 10m}, {@code 1h30m}; a bare number is seconds. */
final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d+(?:\\.\\d+)?)h)?(?:(\\d+(?:\\.\\d+)?)m)?(?:(\\d+(?:\\.\\d+)?)s?)?");

  @Override
  public Duration convert(String text) {
    Matcher found = FORM.matcher(text.strip());
    double seconds = 0;
    if (found.matches()) {
      double[] unit = {3600, 60, 1};
      for (int part = 0; part < unit.length; part++) {
        String number = found.group(part + 1);
        seconds += number == null ? 0 : Double.parseDouble(number) * unit[part];
      }
    }
    if (!(seconds > 0) || seconds > 1e9) {
      throw new TypeConversionException("'" + text + "' is not a time; say 90s, 10m or 1h30m");
    }
    return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
  }
}
