/**
 * How good predictions are: {@link PredictionError} (RMSE, MAE), {@link IntervalCoverage}, and
 * {@link TopRanking} (precision, recall and NDCG at k). Each takes one prediction after the other
 * and holds a few numbers only; parts measured apart are put together with {@code and}.
 */
@NullMarked
package org.eckart.core.metric;

import org.jspecify.annotations.NullMarked;
