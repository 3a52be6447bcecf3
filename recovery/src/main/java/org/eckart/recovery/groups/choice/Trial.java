package org.eckart.recovery.groups.choice;

/**
 * A model that was tried on the held-out entries.
 *
 * @param heldOutRmse in the units of the values
 * @param sweeps taken
 */
public record Trial(Candidate candidate, double heldOutRmse, int sweeps) {}
