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
  private final ProductOptions options;
  private final Parallel parallel;
  private final Chains<ProductProblem, ProductChain> chains;

  /**
   * @param parallel the threads to work with; stays the caller's to close
   */
  public ProductCompletion(ProductOptions options, Parallel parallel) {
    this.options = options;
    this.parallel = parallel;
    this.chains = new Chains<>(new ProductSampler(options, parallel), parallel);
  }

  @Override
  public String name() {
    return chains.name();
  }

  @Override
  public ProductOptions options() {
    return options;
  }

  @Override
  public ChainsState<ProductChain> start(ProductProblem problem) {
    return chains.start(problem);
  }

  @Override
  public ChainsState<ProductChain> step(ProductProblem problem, ChainsState<ProductChain> state) {
    return chains.step(problem, state);
  }

  @Override
  public Progress progress(ProductProblem problem, ChainsState<ProductChain> state) {
    return chains.progress(problem, state);
  }

  @Override
  public ProductPosterior estimate(ProductProblem problem, ChainsState<ProductChain> state) {
    return ProductPosterior.of(problem, options, state, chains.estimate(problem, state), parallel);
  }

  @Override
  public NamedArrays save(ChainsState<ProductChain> state) {
    return chains.save(state);
  }

  @Override
  public ChainsState<ProductChain> load(ProductProblem problem, NamedArrays saved) {
    return chains.load(problem, saved);
  }
}
