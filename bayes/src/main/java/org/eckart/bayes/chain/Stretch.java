package org.eckart.bayes.chain;

/**
 * Part of a chain: iterations {@code first}, …, {@code first + count − 1} of which all or none are
 * warm-up.
 *
 * @param first counted from 0 at the chain's start
 * @param count of iterations
 * @param warmup whether a sampler may still adapt, after which its moves are frozen
 */
public record Stretch(int first, int count, boolean warmup) {}
