package org.eckart.core;

/** A failure that one sentence explains: where, what was found, what is allowed, what to do. */
public abstract sealed class EckartException extends RuntimeException
    permits InputException, CapacityException, RunException {
  private static final long serialVersionUID = 1;

  EckartException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
    super(message, cause);
  }
}
