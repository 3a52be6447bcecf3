package org.eckart.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The benchmarks by name; one line each. */
final class Benchmarks {
  /** Measures into the sheet and gives what was measured on. */
  private interface Benchmark {
    Map<String, Object> run(BenchOptions options, Sheet sheet, Consumer<String> progress)
        throws IOException;
  }

  /** The kernels inside, which JMH measures in JVMs of its own. */
  static final String MICRO = "jmh";

  private static final Map<String, Benchmark> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("completion", (o, sheet, p) -> new CompletionBenchmark(o, sheet, p).run());
    BY_NAME.put("svd", (o, sheet, p) -> new SvdBenchmark(o, sheet, p).run());
    BY_NAME.put("scaledgd", (o, sheet, p) -> new ScaledGradientBenchmark(o, sheet, p).run());
    BY_NAME.put("groups", (o, sheet, p) -> new GroupsBenchmark(o, sheet, p).run());
    BY_NAME.put("dynamics", (o, sheet, p) -> new DynamicsBenchmark(o, sheet, p).run());
    BY_NAME.put("spectralnet", (o, sheet, p) -> new SpectralNetBenchmark(o, sheet, p).run());
    BY_NAME.put("denoise", (o, sheet, p) -> new DenoiseBenchmark(o, sheet, p).run());
    BY_NAME.put("robustpca", (o, sheet, p) -> new RobustPcaBenchmark(o, sheet, p).run());
    BY_NAME.put("tensors", (o, sheet, p) -> new TensorBenchmark(o, sheet, p).run());
    BY_NAME.put("nnd", (o, sheet, p) -> new NndBenchmark(o, sheet, p).run());
    BY_NAME.put("bayes", (o, sheet, p) -> new ProductBenchmark(o, sheet, p).run());
  }

  private Benchmarks() {}

  static List<String> names() {
    List<String> names = new ArrayList<>(BY_NAME.keySet());
    names.add(MICRO);
    return List.copyOf(names);
  }

  static Map<String, Object> run(BenchOptions options, Sheet sheet, Consumer<String> progress)
      throws IOException {
    Benchmark benchmark = BY_NAME.get(options.name());
    if (benchmark == null) {
      throw new IllegalArgumentException("There is no benchmark '" + options.name() + "'");
    }
    return benchmark.run(options, sheet, progress);
  }
}
