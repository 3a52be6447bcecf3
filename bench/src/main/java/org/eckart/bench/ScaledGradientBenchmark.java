package org.eckart.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eckart.bench.scaledgd.Figure;
import org.eckart.bench.scaledgd.Figures;
import org.eckart.bench.scaledgd.Findings;
import org.eckart.linalg.Parallel;

/**
 * The figures of the scaled-gradient papers, run again: iterations to a tolerance beside the
 * published or independently verified ones, and the curves as CSV.
 */
final class ScaledGradientBenchmark {
  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;

  ScaledGradientBenchmark(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
  }

  Map<String, Object> run() throws IOException {
    List<String> drawn = new ArrayList<>();
    try (Parallel parallel = Parallel.of(options.threads())) {
      Figure.Setting setting = new Figure.Setting(options.quick(), parallel, progress);
      for (Figure figure : Figures.all()) {
        progress.accept(figure.title());
        Findings findings = figure.run(setting);
        sheet.figure(figure, findings);
        drawn.add(figure.name());
        if (options.out() != null) {
          Files.createDirectories(options.out());
          Files.writeString(options.out().resolve(figure.name() + ".csv"), findings.csv());
        }
      }
    }
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("figures", drawn);
    return input;
  }
}
