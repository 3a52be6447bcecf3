package org.eckart.recovery.spectralnet;

import org.eckart.linalg.Matrix;

/** A matrix that depends on parameters, all in one array, as gradient descent sees it. */
interface TrainedModel {
  /** The parameters before the first step. */
  double[] start();

  /** The model at these parameters, with what its derivatives need. */
  Evaluation at(double[] parameters);

  /** A model at certain parameters; J is the derivative of {@link #measured} by the parameters. */
  interface Evaluation {
    /** 𝒜(X), m numbers. */
    double[] measured();

    /** Jᵀz, as many numbers as there are parameters. */
    double[] pullBack(double[] z);

    /** J p', m numbers. */
    double[] pushForward(double[] change);

    /** X. */
    Matrix matrix();
  }
}
