package org.eckart.core;

/**
 * A run that began and could not be brought to an end, such as one that met a number that is not
 * finite.
 */
public final class RunException extends EckartException {
  private static final long serialVersionUID = 1;

  public RunException(String message) {
    super(message, null);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
