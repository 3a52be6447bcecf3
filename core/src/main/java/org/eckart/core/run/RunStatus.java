package org.eckart.core.run;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a run stands after a step, for whoever looks on.
 *
 * @param method name of the algorithm
 * @param progress steps and measures
 * @param elapsed since the run was started or resumed
 * @param left at most, at the pace so far and within the time limit; empty before the first step
 */
public record RunStatus(
    String method, Progress progress, Duration elapsed, Optional<Duration> left) {}
