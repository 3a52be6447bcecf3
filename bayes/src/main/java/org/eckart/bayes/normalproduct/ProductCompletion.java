package org.eckart.bayes.normalproduct;

import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.ChainsState;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Parallel;

/** Chains of {@link ProductSampler} as one algorithm, whose answer predicts. */
public final class ProductCompletion
    implements Algorithm<ProductProblem, ChainsState<ProductChain>, ProductPosterior> {
  private final ProductSampler sampler;

  public ProductCompletion(ProductOptions options) {
    this.sampler = new ProductSampler(options);
  }

  private Chains<ProductProblem, ProductChain> chains(ProductProblem problem) {
    return new Chains<>(sampler, problem.parallel());
  }

  @Override
  public String name() {
    return sampler.name();
  }

  @Override
  public ProductOptions options() {
    return sampler.options();
  }

  @Override
  public ChainsState<ProductChain> start(ProductProblem problem) {
    return chains(problem).start(problem);
  }

  @Override
  public ChainsState<ProductChain> step(ProductProblem problem, ChainsState<ProductChain> state) {
    return chains(problem).step(problem, state);
  }

  @Override
  public Progress progress(ProductProblem problem, ChainsState<ProductChain> state) {
    return chains(problem).progress(problem, state);
  }

  @Override
  public ProductPosterior estimate(ProductProblem problem, ChainsState<ProductChain> state) {
    return ProductPosterior.of(problem, options(), state, chains(problem).estimate(problem, state));
  }

  @Override
  public NamedArrays save(ChainsState<ProductChain> state) {
    return new Chains<>(sampler, Parallel.of(1)).save(state); // one thread, which is never started
  }

  @Override
  public ChainsState<ProductChain> load(ProductProblem problem, NamedArrays saved) {
    return chains(problem).load(problem, saved);
  }
}
