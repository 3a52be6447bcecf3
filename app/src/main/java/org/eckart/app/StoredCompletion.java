package org.eckart.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.eckart.bayes.normalproduct.Features;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.data.model.ModelStore;
import org.eckart.data.model.StoredModel;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.CompletionModel;
import org.eckart.recovery.groups.Groups;
import org.jspecify.annotations.Nullable;

/** Reads model folders, or those inside the output folders of {@code complete}. */
final class StoredCompletion {
  private static final Set<String> KINDS =
      Set.of(
          CompletionModel.KIND,
          LowRankModel.SOFTIMPUTE,
          LowRankModel.FACTORED,
          OutcomeModel.KIND,
          GroupedModel.KIND,
          BayesModel.KIND);

  private StoredCompletion() {}

  /** A model of any kind that predicts. */
  static Completed read(Path folder) {
    StoredModel stored = ModelStore.read(inside(folder), KINDS);
    if (stored.kind().equals(OutcomeModel.KIND)) {
      return OutcomeModel.load(stored);
    }
    if (stored.kind().equals(GroupedModel.KIND)) {
      return GroupedModel.load(stored);
    }
    if (stored.kind().equals(BayesModel.KIND)) {
      return BayesModel.load(stored);
    }
    return LowRankModel.KINDS.contains(stored.kind())
        ? LowRankModel.load(stored)
        : new FactorModel(load(stored));
  }

  /**
   * A model that new rows can be folded into.
   *
   * @param model of either kind
   * @param provenance how it was made, a JSON object
   */
  record Foldable(Completed model, String provenance) {
    /** Whether labels of new rows can say anything. */
    boolean takesLabels() {
      return model instanceof GroupedModel grouped && !grouped.turned();
    }

    /** What features of new rows would mean; null where they can say nothing. */
    @Nullable FeatureCoding rowCoding() {
      return model instanceof BayesModel bayes ? bayes.rowCoding() : null;
    }

    /**
     * A model of the new rows over the same columns.
     *
     * @param features of the rows, in the terms of {@link #rowCoding}; null for none
     */
    Completed foldIn(
        ObservedEntries rows, Groups labels, @Nullable Features features, Parallel parallel) {
      return switch (model) {
        case GroupedModel grouped ->
            new GroupedModel(
                grouped.turned()
                    ? grouped.model().foldInColumns(rows.transposed())
                    : grouped.model().foldIn(rows, labels),
                grouped.turned());
        case BayesModel bayes -> bayes.foldIn(rows, features, parallel);
        case FactorModel factors -> new FactorModel(factors.model().foldIn(rows, parallel));
        default -> throw new UsageException("Rows cannot be folded into this model");
      };
    }
  }

  static Foldable readFoldable(Path folder) {
    StoredModel stored =
        ModelStore.read(
            inside(folder), Set.of(CompletionModel.KIND, GroupedModel.KIND, BayesModel.KIND));
    return new Foldable(
        switch (stored.kind()) {
          case GroupedModel.KIND -> GroupedModel.load(stored);
          case BayesModel.KIND -> BayesModel.load(stored);
          default -> new FactorModel(load(stored));
        },
        stored.provenance());
  }

  /**
   * Refuses an {@code --interval} that is no probability, or that the model has not.
   *
   * @param given whether it stands on the command line
   */
  static void refuseInterval(boolean has, boolean given, double level) {
    Level.check("--interval", level);
    if (given && !has) {
      throw new UsageException(
          "--interval can do nothing: this model has no intervals; leave it out");
    }
  }

  private static CompletionModel load(StoredModel stored) {
    return CompletionModel.load(stored.arrays(), stored.rows(), stored.columns());
  }

  private static Path inside(Path folder) {
    Path inside = folder.resolve("model");
    return Files.isDirectory(inside) ? inside : folder;
  }
}
