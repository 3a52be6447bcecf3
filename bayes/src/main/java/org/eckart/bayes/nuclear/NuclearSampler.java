package org.eckart.bayes.nuclear;

import static org.eckart.linalg.Check.check;

import java.util.List;
import org.eckart.bayes.chain.DrawSink;
import org.eckart.bayes.chain.Sampler;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.chain.Stretch;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/**
 * Draws of X, and of λ and the noise where they are learned, from the posterior ∝ exp(−λ‖X‖_* / γ −
 * ½ Σ P_ij (x_ij − y_ij)²) given a {@link NuclearProblem}.
 *
 * <p>An iteration moves X by the engine, then draws λ given X; where the engine allows it, X and λ
 * are also scaled together (c X, λ/c), which triples the effective draws of λ. Step sizes are
 * adapted in the warm-up only (Robbins–Monro on log step) and frozen after it.
 *
 * <p>Cost of an iteration: see {@link PairSweep} for the spectral engine; 20 SVDs for the
 * Hamiltonian, 2 for the proximal one; (n + m)(4 d² + 2 d min(n, m)) operations for the normal
 * product.
 */
public final class NuclearSampler implements Sampler<NuclearProblem, NuclearChain> {
  /** Operations of a step of a run: some tenths of a second. */
  private static final double STEP_OPERATIONS = 2e8;

  private static final double GAIN_POWER = 0.6;

  private final NuclearOptions options;
  private final Engine engine;
  private double calibration = Double.NaN;
  private long calibratedFor;

  private NuclearSampler(NuclearOptions options, Engine engine) {
    this.options = options;
    this.engine = engine;
  }

  /**
   * The sampler for this problem.
   *
   * @throws IllegalArgumentException if the engine asked for is not exact for such data
   */
  public static NuclearSampler of(NuclearProblem problem, NuclearOptions options) {
    Engine engine = options.engine() == Engine.AUTO ? chosen(problem, options) : options.engine();
    refuseWhereNotExact(problem, engine);
    return new NuclearSampler(options, engine);
  }

  /** The sampler of a named engine, for any problem that it is exact for. */
  public static NuclearSampler of(NuclearOptions options) {
    check(
        options.engine() != Engine.AUTO,
        "engine is 'auto', which needs to see the problem; name an engine, or give the problem");
    return new NuclearSampler(options, options.engine());
  }

  private static void refuseWhereNotExact(NuclearProblem problem, Engine engine) {
    if (engine == Engine.SVD_GIBBS || engine == Engine.SVD_LANGEVIN) {
      check(
          problem.isIsotropic(),
          "engine is '%s', which needs every entry and noise of one level; take 'jg' or 'hmc'",
          engine.word());
    }
  }

  /** c of the normal product, measured once for a shape. */
  private synchronized double calibration(NuclearProblem problem) {
    int n = problem.y().rows();
    int m = problem.y().columns();
    long shape = (long) n << 32 | m;
    if (calibratedFor != shape) {
      calibration = NormalProduct.calibration(n, m, NormalProduct.innerFor(n, m));
      calibratedFor = shape;
    }
    return calibration;
  }

  /** The engine that {@link Engine#AUTO} stands for. */
  public static Engine chosen(NuclearProblem problem, NuclearOptions options) {
    if (options.learnNoise()) {
      return Engine.SPECTRAL;
    }
    if (problem.y().rows() > DrawShow.MOST_COORDINATES) {
      return Engine.NORMAL_PRODUCT;
    }
    boolean sparse = problem.observed() < 0.4 * problem.y().array().length;
    return sparse && problem.y().rows() > 1 ? Engine.HAMILTONIAN : Engine.SPECTRAL;
  }

  /** The engine at work. */
  public Engine engine() {
    return engine;
  }

  @Override
  public String name() {
    return "nuclear-" + engine.word();
  }

  @Override
  public NuclearOptions options() {
    return options;
  }

  @Override
  public Schedule schedule() {
    return options.schedule();
  }

  @Override
  public List<String> traced(NuclearProblem problem) {
    return DrawShow.names(problem, options);
  }

  @Override
  public int entries(NuclearProblem problem) {
    return problem.y().array().length;
  }

  @Override
  public int iterationsPerStep(NuclearProblem problem) {
    double n = problem.y().rows();
    double m = problem.y().columns();
    double svd = 20 * n * n * m + 2e5;
    double operations =
        switch (engine) {
          case HAMILTONIAN -> 20 * svd;
          case PROXIMAL -> 2 * svd;
          case NORMAL_PRODUCT -> {
            double d = NormalProduct.innerFor((int) n, (int) m);
            yield problem.isIsotropic()
                ? (n + m) * (4 * d * d + 2 * d * n) + svd
                : 2 * problem.observed() * d * d + (n + m) * d * d * d / 3 + svd;
          }
          default -> 10 * n * n * (3 * n + m) + 5 * n * m + 1e4;
        };
    return (int) Math.clamp(STEP_OPERATIONS / operations, 1, 500);
  }

  @Override
  public NuclearChain start(NuclearProblem problem, int chain, RandomStream random) {
    refuseWhereNotExact(problem, engine);
    double penalty =
        switch (options.penalty()) {
          case Penalty.Fixed fixed -> fixed.value();
          case Penalty.Learned _ -> Starts.penalty(problem) * Math.pow(2, chain % 3 - 1);
        };
    Matrix x = Starts.place(problem, penalty, chain, random);
    Walk walk =
        switch (engine) {
          case HAMILTONIAN -> HamiltonianWalk.start(problem, x);
          case PROXIMAL -> ProximalWalk.start(problem, x);
          case NORMAL_PRODUCT -> ProductWalk.start(problem, calibration(problem), x, random);
          case SVD_GIBBS -> SvdGibbsWalk.start(problem, x, false);
          case SVD_LANGEVIN -> SvdGibbsWalk.start(problem, x, true);
          case AUTO, SPECTRAL -> SpectralWalk.start(problem, x);
        };
    double step =
        switch (engine) {
          case HAMILTONIAN -> 0.05;
          case PROXIMAL -> Math.sqrt(0.05);
          case SVD_LANGEVIN -> 0.04;
          default -> 0.4;
        };
    return new NuclearChain(walk.place(), penalty, 1, 0, Math.log(step), Double.NaN);
  }

  private Walk walk(NuclearProblem problem, NamedArrays place) {
    return switch (engine) {
      case HAMILTONIAN -> HamiltonianWalk.at(problem, place);
      case PROXIMAL -> ProximalWalk.at(problem, place);
      case NORMAL_PRODUCT -> ProductWalk.at(problem, calibration(problem), place);
      case SVD_GIBBS -> SvdGibbsWalk.at(problem, place, false);
      case SVD_LANGEVIN -> SvdGibbsWalk.at(problem, place, true);
      case AUTO, SPECTRAL -> SpectralWalk.at(problem, place);
    };
  }

  @Override
  public NuclearChain advance(
      NuclearProblem problem,
      NuclearChain chain,
      Stretch stretch,
      RandomStream random,
      DrawSink sink) {
    Walk walk = walk(problem, chain.place());
    DrawShow show = new DrawShow(problem, options, engine == Engine.SPECTRAL);
    double penalty = chain.penalty();
    double noise = chain.noise();
    double logStep = chain.logStep();
    double acceptance = chain.acceptance();
    for (int t = 0; t < stretch.count(); t++) {
      double accepted = walk.move(penalty / noise, 1 / (noise * noise), Math.exp(logStep), random);
      if (!Double.isNaN(accepted)) {
        acceptance = Double.isNaN(acceptance) ? accepted : 0.95 * acceptance + 0.05 * accepted;
        if (stretch.warmup()) {
          double gain = Math.pow(stretch.first() + t + 1.0, -GAIN_POWER);
          logStep += (accepted - walk.targetAcceptance()) * gain;
        }
      }
      if (options.penalty() instanceof Penalty.Learned learned) {
        penalty = drawPenalty(problem, walk, learned.prior(), penalty, noise, random);
      }
      if (options.learnNoise()) {
        noise = drawNoise(problem, walk, penalty, random);
      }
      if (sink.wanted()) {
        show.show(walk, penalty / noise, penalty, noise, random, sink);
      }
      if ((t & 15) == 0 && Thread.currentThread().isInterrupted()) {
        throw new java.util.concurrent.CancellationException(
            "The thread was interrupted in mid-step; the step is undone");
      }
    }
    return new NuclearChain(
        walk.place(), penalty, noise, chain.iterations() + stretch.count(), logStep, acceptance);
  }

  private static double drawPenalty(
      NuclearProblem problem,
      Walk walk,
      PenaltyPrior prior,
      double penalty,
      double noise,
      RandomStream random) {
    if (walk instanceof ProductWalk product) {
      return product.drawPenalty(prior, penalty, noise, random);
    }
    double norm = 0;
    for (double one : walk.singularValues()) {
      norm += one;
    }
    double drawn = prior.draw(problem.y().array().length, norm / noise, penalty, random);
    double[] overlap = walk.overlap();
    if (overlap.length == 0) {
      return drawn;
    }
    // X → cX, λ → λ/c: the prior of X given λ gives c^{−nm}, the Jacobian c^{nm−1} and dλ a 1/c:
    // p(λ/c)/c²
    double c = overlap[0] / overlap[1] + noise / Math.sqrt(overlap[1]) * random.nextGaussian();
    double u = random.nextUniform();
    if (c > 0
        && Math.log(1 - u)
            < prior.logDensity(drawn / c) - prior.logDensity(drawn) - 2 * Math.log(c)) {
      walk.scale(c);
      return drawn / c;
    }
    return drawn;
  }

  /** 1/γ given X and λ, under p(γ²) ∝ 1/γ². */
  private static double drawNoise(
      NuclearProblem problem, Walk walk, double penalty, RandomStream random) {
    double norm = 0;
    for (double one : walk.singularValues()) {
      norm += one;
    }
    double k = (double) problem.y().array().length + problem.observed();
    double residual = Energies.residual(problem, walk.x());
    return 1 / NoiseDraw.draw(k, residual, penalty * norm, random);
  }

  @Override
  public double acceptance(NuclearChain chain) {
    return Double.isNaN(chain.acceptance()) ? 1 : chain.acceptance();
  }

  @Override
  public NamedArrays save(NuclearChain chain) {
    NamedArrays.Builder to = NamedArrays.builder();
    to.put(
        "numbers",
        new double[] {
          chain.penalty(), chain.noise(), chain.iterations(), chain.logStep(), chain.acceptance()
        });
    chain.place().names().forEach(name -> to.put("place." + name, chain.place().get(name)));
    return to.build();
  }

  @Override
  public NuclearChain load(NuclearProblem problem, NamedArrays saved) {
    double[] numbers = saved.doubles("numbers");
    NamedArrays.Builder place = NamedArrays.builder();
    for (String name : saved.names()) {
      if (name.startsWith("place.")) {
        place.put(name.substring("place.".length()), saved.get(name));
      }
    }
    return new NuclearChain(
        place.build(), numbers[0], numbers[1], (int) numbers[2], numbers[3], numbers[4]);
  }
}
