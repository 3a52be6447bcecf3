/** Recovering matrices that are incomplete, noisy, corrupted or measured indirectly. */
module org.eckart.recovery {
  requires static transitive org.jspecify; // annotations in signatures, needed at compile time only
  requires static com.google.errorprone.annotations;
  requires transitive org.eckart.core; // observations and runs stand in our signatures
  requires org.apache.commons.statistics.distribution; // normal quantiles
  requires jdk.incubator.vector; // SIMD kernels; without it the scalar twins run

  exports org.eckart.recovery.completion;
  exports org.eckart.recovery.robustsensing;
  exports org.eckart.recovery.factored;
  exports org.eckart.recovery.hankel;
  exports org.eckart.recovery.loss;
  exports org.eckart.recovery.dynamics;
  exports org.eckart.recovery.sensing;
  exports org.eckart.recovery.groups;
  exports org.eckart.recovery.groups.choice;
  exports org.eckart.recovery.groups.convex;
  exports org.eckart.recovery.groups.factor;
  exports org.eckart.recovery.groups.subspace;
  exports org.eckart.recovery.robustpca;
  exports org.eckart.recovery.softimpute;
  exports org.eckart.recovery.spectralnet;
  exports org.eckart.recovery.denoising;
  exports org.eckart.recovery.denoising.image;
  exports org.eckart.recovery.spectrum;
  exports org.eckart.recovery.spiked;
}
