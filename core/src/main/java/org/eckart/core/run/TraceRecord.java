package org.eckart.core.run;

import java.util.SequencedMap;

/**
 * What is kept of each step of a run.
 *
 * @param step number of steps done; 0 is the start
 * @param seconds since the run began; a resumed run counts on from where it was stopped
 * @param measures as the algorithm reported them
 */
public record TraceRecord(int step, double seconds, SequencedMap<String, Double> measures) {}
