package org.eckart.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.ChainsState;
import org.eckart.bayes.chain.DrawSink;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.chain.Stretch;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.bayes.nuclear.Engine;
import org.eckart.bayes.nuclear.NuclearChain;
import org.eckart.bayes.nuclear.NuclearOptions;
import org.eckart.bayes.nuclear.NuclearProblem;
import org.eckart.bayes.nuclear.NuclearSampler;
import org.eckart.bayes.nuclear.Penalty;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;

/**
 * Time per effective draw from the nuclear norm posterior: pairwise spectral Gibbs beside the two
 * samplers of Segert &amp; Wycoff, on the same matrix, on one core, in one run; then what learning
 * λ costs ({@link NndImages}).
 *
 * <p>Time is that of the draws after warm-up, everything included that a draw is recorded for. The
 * least over all entries of the effective number counts, and that of the nuclear norm: the median
 * entry hides a chain whose spectrum stands still.
 *
 * <p>Four chains each, started apart, and effective numbers over all of them. One chain cannot see
 * that it stands still: of the entries that hang on the largest singular value, single chains of
 * the SVD-Langevin sampler put down 12 to 3167 effective draws of 10,000, as luck has it.
 */
final class NndBenchmark {
  private static final String OWN = Sheet.ECKART + " JG with sign flips";
  private static final String PROXIMAL = "P-MALA at 0.574 (Segert & Wycoff eq. 106)";
  private static final String LANGEVIN = "SVD-Langevin Gibbs (Segert & Wycoff 4.2)";

  private static final int CHAINS = 4;

  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;
  private final int shrink;

  NndBenchmark(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
    this.shrink = options.quick() ? 20 : 1;
  }

  Map<String, Object> run() throws IOException {
    Backend.limitThreads(1);
    NuclearProblem b30 = NuclearProblem.of(planted(30, 7), 1);
    String task = "B30: 30 × 30 of rank 1 with noise 1, lambda 5";
    measure(task, OWN, b30, Engine.SPECTRAL, 5, 500, 5000);
    measure(task, PROXIMAL, b30, Engine.PROXIMAL, 5, 1000, 5000);
    measure(task, LANGEVIN, b30, Engine.SVD_LANGEVIN, 5, 1000, 5000);
    measure(task, Sheet.ECKART + " SVD Gibbs with slices", b30, Engine.SVD_GIBBS, 5, 300, 1000);
    measure(task, Sheet.ECKART + " HMC", b30, Engine.HAMILTONIAN, 5, 400, 300);
    measure(
        task,
        Sheet.ECKART + " normal product (approximate)",
        b30,
        Engine.NORMAL_PRODUCT,
        5,
        200,
        1000);
    NuclearProblem larger = NuclearProblem.of(planted(100, 7), 1);
    measure(
        "100 × 100 of rank 1 with noise 1, lambda 10", OWN, larger, Engine.SPECTRAL, 10, 300, 300);
    sheet.note(
        "Four chains each, one after another on one core; times are of draws after warm-up,"
            + " recording included. The peers' samplers have no public code: they are written here"
            + " as the paper has them, corrected.");
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("seed", options.seed());
    input.put("sizes", new int[] {30, 100});
    new NndImages(options, sheet, progress).run(input);
    return input;
  }

  private void measure(
      String task,
      String program,
      NuclearProblem problem,
      Engine engine,
      double penalty,
      int warmup,
      int draws) {
    progress.accept(program + ": " + draws / shrink + " draws");
    Schedule schedule =
        Schedule.of(Math.max(40, warmup / shrink), Math.max(50, draws / shrink))
            .withChains(CHAINS)
            .withSeed(options.seed());
    int all = CHAINS * schedule.draws();
    NuclearSampler sampler =
        NuclearSampler.of(
            problem, NuclearOptions.of(engine, Penalty.of(penalty)).withSchedule(schedule));
    try (Parallel alone = Parallel.of(1)) {
      Chains<NuclearProblem, NuclearChain> chains = new Chains<>(sampler, alone);
      ChainsState<NuclearChain> state = chains.start(problem);
      while (state.iterations() < schedule.warmup()) { // compiles the code too
        state = chains.step(problem, state);
      }
      long start = System.nanoTime();
      long cpuStart = cpu();
      while (chains.progress(problem, state).end().isEmpty()) {
        state = chains.step(problem, state);
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      double cpuSeconds = (cpu() - cpuStart) * 1e-9;
      Posterior found = chains.estimate(problem, state);
      double[] ess = Arrays.stream(found.watchedEss(alone)).sorted().toArray();
      Diagnostic norm = found.diagnostic("nuclearNorm");
      double slowest = Double.POSITIVE_INFINITY;
      for (String name : found.names()) {
        if (name.matches("g\\d+")) {
          slowest = Math.min(slowest, found.diagnostic(name).bulkEss());
        }
      }
      sheet.seconds(task, program, "per effective draw, least entry", seconds / ess[0]);
      sheet.cpuSeconds(task, program, "per effective draw, least entry", cpuSeconds / ess[0]);
      sheet.seconds(task, program, "per effective draw, nuclear norm", seconds / norm.bulkEss());
      sheet.cpuSeconds(
          task, program, "per effective draw, nuclear norm", cpuSeconds / norm.bulkEss());
      sheet.add(task, program, "ESS of the least entry", "of " + all, ess[0]);
      sheet.add(task, program, "ESS of the median entry", "of " + all, ess[ess.length / 2]);
      sheet.add(task, program, "ESS of the slowest direction", "of " + all, slowest);
      sheet.add(task, program, "ESS of the nuclear norm", "of " + all, norm.bulkEss());
      sheet.add(task, program, "nuclear norm", "mean", norm.mean());
      sheet.add(task, program, "iteration with its draw", "ms (CPU)", 1e3 * cpuSeconds / all);
      sheet.add(
          task,
          program,
          "iteration alone",
          "ms (CPU)",
          alone(problem, sampler, state.chains().getFirst(), Math.max(20, schedule.draws() / 10)));
    }
  }

  /** Processor time of an iteration of which nothing is recorded, three times over. */
  private double[] alone(
      NuclearProblem problem, NuclearSampler sampler, NuclearChain chain, int count) {
    DrawSink none =
        new DrawSink() {
          @Override
          public boolean wanted() {
            return false;
          }

          @Override
          public void draw(double[] traced, double[] entries) {}
        };
    RandomStream random = RandomStream.of(options.seed(), "iteration alone");
    double[] milliseconds = new double[3];
    for (int k = 0; k < milliseconds.length; k++) {
      long start = cpu();
      sampler.advance(problem, chain, new Stretch(0, count, false), random.split(k), none);
      milliseconds[k] = (cpu() - start) * 1e-6 / count;
    }
    return milliseconds;
  }

  /** Processor time of this thread, in ns. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /**
   * A Bᵀ + E of rank 1 from a linear congruential generator, so that any language can repeat it.
   */
  private static Matrix planted(int size, long seed) {
    long[] state = {seed};
    double[] a = normals(size, state);
    double[] b = normals(size, state);
    Matrix noise = Matrix.wrap(size, size, normals(size * size, state));
    return Matrix.wrap(size, 1, a).timesTranspose(Matrix.wrap(size, 1, b)).plus(noise);
  }

  private static double[] normals(int count, long[] state) {
    double[] normals = new double[count];
    for (int k = 0; k < count; k++) {
      double u1 = uniform(state);
      double u2 = uniform(state);
      normals[k] = Math.sqrt(-2 * Math.log(u1)) * Math.cos(2 * Math.PI * u2);
    }
    return normals;
  }

  private static double uniform(long[] state) {
    state[0] = (1103515245 * state[0] + 12345) % (1L << 31);
    return (state[0] + 0.5) / (1L << 31);
  }
}
