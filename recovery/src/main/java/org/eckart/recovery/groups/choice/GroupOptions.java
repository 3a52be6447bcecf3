package org.eckart.recovery.groups.choice;

import static org.eckart.linalg.Check.check;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.eckart.recovery.groups.choice.Missingness.Pattern;

/**
 * Settings of {@link GroupCompletion}; {@link #defaults()} needs nothing from the user.
 *
 * @param rank of the factors, or of each part; empty (the default) to choose it on held-out entries
 * @param penalty λ in units of the spread of what offsets leave, say 0.1 to 1.4; empty (the
 *     default) to choose it likewise
 * @param pattern by which entries are held out; {@link Pattern#MATCH} (the default) mimics the
 *     holes
 * @param holdOut part of the entries, above 0 and at most 0.5
 * @param evidence standard errors by which labels must lower the squared error on held-out entries
 *     to be let in, 0 or more. At 2, labels without meaning pass in about one of forty tables for
 *     each try that counts
 * @param maxSweeps of the last fit
 * @param tolerance change of its objective, relative, that counts as none
 * @param certify whether small tables are also given to the exact solver, for a proof
 * @param seed of hold-out, weights and starts
 */
public record GroupOptions(
    OptionalInt rank,
    OptionalDouble penalty,
    Pattern pattern,
    double holdOut,
    double evidence,
    int maxSweeps,
    double tolerance,
    boolean certify,
    long seed) {
  public static final double HOLD_OUT = 0.15;
  public static final double EVIDENCE = 2;
  public static final int MAX_SWEEPS = 150;
  public static final double TOLERANCE = 1e-6;

  public GroupOptions {
    check(
        rank.isEmpty() || rank.getAsInt() >= 1,
        "rank is %s; it must be at least 1",
        rank.isEmpty() ? "auto" : rank.getAsInt());
    check(
        penalty.isEmpty() || (penalty.getAsDouble() > 0 && Double.isFinite(penalty.getAsDouble())),
        "penalty is %s; it must be above 0, or left to be chosen",
        penalty.isEmpty() ? "auto" : penalty.getAsDouble());
    check(
        holdOut > 0 && holdOut <= 0.5,
        "holdOut is %s; it must be above 0 and at most 0.5, say 0.15",
        holdOut);
    check(evidence >= 0, "evidence is %s; it must be 0 or more, say 2", evidence);
    check(maxSweeps >= 1, "maxSweeps is %d; it must be at least 1", maxSweeps);
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-6",
        tolerance);
  }

  public static GroupOptions defaults() {
    return new GroupOptions(
        OptionalInt.empty(),
        OptionalDouble.empty(),
        Pattern.MATCH,
        HOLD_OUT,
        EVIDENCE,
        MAX_SWEEPS,
        TOLERANCE,
        true,
        1);
  }

  public GroupOptions withRank(int fixed) {
    return new GroupOptions(
        OptionalInt.of(fixed),
        penalty,
        pattern,
        holdOut,
        evidence,
        maxSweeps,
        tolerance,
        certify,
        seed);
  }

  public GroupOptions withPenalty(double fixed) {
    return new GroupOptions(
        rank,
        OptionalDouble.of(fixed),
        pattern,
        holdOut,
        evidence,
        maxSweeps,
        tolerance,
        certify,
        seed);
  }

  public GroupOptions withPattern(Pattern other) {
    return new GroupOptions(
        rank, penalty, other, holdOut, evidence, maxSweeps, tolerance, certify, seed);
  }

  public GroupOptions withMaxSweeps(int most) {
    return new GroupOptions(
        rank, penalty, pattern, holdOut, evidence, most, tolerance, certify, seed);
  }

  public GroupOptions withTolerance(double change) {
    return new GroupOptions(
        rank, penalty, pattern, holdOut, evidence, maxSweeps, change, certify, seed);
  }

  /** Without the proof for small tables. */
  public GroupOptions withoutCertificate() {
    return new GroupOptions(
        rank, penalty, pattern, holdOut, evidence, maxSweeps, tolerance, false, seed);
  }

  public GroupOptions withSeed(long other) {
    return new GroupOptions(
        rank, penalty, pattern, holdOut, evidence, maxSweeps, tolerance, certify, other);
  }
}
