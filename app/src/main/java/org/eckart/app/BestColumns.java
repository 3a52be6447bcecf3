package org.eckart.app;

import static org.eckart.linalg.Check.check;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.eckart.core.observe.Labels;
import org.eckart.recovery.completion.Prediction;
import org.eckart.recovery.completion.Recommendation;

/** The columns of a row with the largest predictions. */
final class BestColumns {
  private static final Comparator<Recommendation> WORST_FIRST =
      Comparator.comparingDouble((Recommendation r) -> r.prediction().value())
          .thenComparing(Comparator.comparingInt(Recommendation::column).reversed());

  private BestColumns() {}

  /**
   * The best first; ties by position. One pass over the columns, with a queue of {@code top}.
   *
   * @param passed columns that are not wanted
   * @param value predicted
   * @param prediction with its interval, asked for those that come near the best
   */
  static List<Recommendation> of(
      Labels columns,
      int top,
      IntPredicate passed,
      IntToDoubleFunction value,
      IntFunction<Prediction> prediction) {
    check(top >= 1, "top is %d; it must be at least 1", top);
    PriorityQueue<Recommendation> best = new PriorityQueue<>(WORST_FIRST);
    for (int j = 0; j < columns.size(); j++) {
      if (passed.test(j)) {
        continue;
      }
      Recommendation weakest = best.peek();
      if (best.size() < top
          || (weakest != null && value.applyAsDouble(j) > weakest.prediction().value())) {
        best.add(new Recommendation(j, columns.get(j), prediction.apply(j)));
        if (best.size() > top) {
          best.poll();
        }
      }
    }
    return best.stream().sorted(WORST_FIRST.reversed()).toList();
  }
}
