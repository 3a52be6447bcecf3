/** Posteriors of low-rank matrices: samplers, their chains, and whether to trust them. */
module org.eckart.bayes {
  requires static transitive org.jspecify; // annotations in signatures, needed at compile time only
  requires static com.google.errorprone.annotations;
  requires transitive org.eckart.core; // runs and observations stand in our signatures
  requires org.apache.commons.numbers.gamma; // log gamma
  requires org.apache.commons.statistics.distribution; // normal and gamma quantiles

  exports org.eckart.bayes.chain;
  exports org.eckart.bayes.diagnose;
  exports org.eckart.bayes.normalproduct;
  exports org.eckart.bayes.nuclear;
}
