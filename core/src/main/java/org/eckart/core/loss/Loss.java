package org.eckart.core.loss;

import org.eckart.core.InputException;
import org.eckart.core.observe.ObservedEntries;

/**
 * The cost ℓ(a, y) of a model that says a where y was observed; convex in a.
 *
 * <p>a is on the model's own scale, which for {@link Logistic} are log-odds and for {@link Poisson}
 * is the logarithm of the mean; {@link #mean} takes it to the scale of y.
 */
public sealed interface Loss permits Squared, Huber, Logistic, Poisson {
  /** ℓ(a, y). */
  double value(double predicted, double observed);

  /** ∂ℓ/∂a. */
  double derivative(double predicted, double observed);

  /**
   * A c such that ℓ(b, y) ≤ ℓ(a, y) + ℓ′(a, y)(b − a) + c (b − a)²/2 for all b within {@code
   * radius} of a: the step 1/c does not overshoot there.
   *
   * @param radius how far from a, ≥ 0; may be infinite where the curvature is bounded
   */
  double curvature(double predicted, double observed, double radius);

  /** The mean of y where the model says a. */
  double mean(double predicted);

  /** Whether this loss can take the value y. */
  boolean allows(double observed);

  /** What values this loss allows, in words: {@code counts 0, 1, 2, …}. */
  String domain();

  /**
   * Looks at every entry before a fit.
   *
   * @throws InputException at the first value that this loss cannot take, with its row and column
   */
  default void checkDomain(ObservedEntries entries) {
    for (int k = 0; k < entries.count(); k++) {
      if (!allows(entries.value(k))) {
        String where =
            "row '%s', column '%s'"
                .formatted(
                    entries.rowLabels().get(entries.row(k)),
                    entries.columnLabels().get(entries.column(k)));
        throw InputException.of(
            "outside-domain",
            where,
            "The entry at %s is %s, but the %s loss takes %s; choose another loss",
            where,
            entries.value(k),
            getClass().getSimpleName(),
            domain());
      }
    }
  }
}
