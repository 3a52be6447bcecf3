package org.eckart.core;

/** Not enough memory or disk for what was asked; the message says how much is needed and had. */
public final class CapacityException extends EckartException {
  private static final long serialVersionUID = 1;

  public CapacityException(String message) {
    super(message, null);
  }

  public CapacityException(String message, Throwable cause) {
    super(message, cause);
  }
}
