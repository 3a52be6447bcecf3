package org.eckart.examples;

import java.nio.file.Path;
import java.util.Locale;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Run;
import org.eckart.data.table.TableOptions;
import org.eckart.data.table.TableReader;
import org.eckart.data.table.TableSource;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionFit;
import org.eckart.recovery.completion.CompletionModel;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import org.eckart.recovery.completion.Prediction;
import org.eckart.recovery.completion.Recommendation;

/** Completes a table of ratings, and recommends to a user who came later. */
public final class CompletionExample {
  private CompletionExample() {}

  /** Prints what user 17 would think of film 4896, and what a newcomer should see. */
  public static void main(String[] arguments) {
    Path ratings =
        Path.of(
            arguments.length > 0
                ? arguments[0]
                : "examples/data/movielens-latest-small/ratings.csv.gz");
    ObservedEntries entries =
        TableReader.read(new TableSource.File(ratings), TableOptions.defaults()).entries();

    // @start region=fit
    CompletionOptions options = CompletionOptions.defaults(); // rank, penalty and noise are learned
    try (Parallel parallel = Parallel.ofAllCores()) {
      CompletionFit fit =
          Run.of(new Completion(options))
              .start(CompletionProblem.of(entries, options, parallel))
              .estimate();
      CompletionModel model = fit.model();

      int user = model.rowLabels().indexOf("17");
      int film = model.columnLabels().indexOf("4896");
      Prediction p = model.predict(user, film, 0.9);
      System.out.printf(Locale.ROOT, "%.1f, with 90 %% in %.1f to %.1f%n", p.value(), p.lower(), p.upper());
      // @end

      // @start region=foldIn
      ObservedEntries newcomer =
          ObservedEntries.of(
              Labels.of("newcomer"),
              Labels.of("260", "1196", "4896"), // two films of Star Wars, one of Harry Potter
              new int[] {0, 0, 0},
              new int[] {0, 1, 2},
              new double[] {5, 5, 2});
      for (Recommendation r : model.foldIn(newcomer, parallel).recommend(0, 3, 0.9)) {
        System.out.printf(Locale.ROOT, "film %s: %.1f%n", r.label(), r.prediction().value());
      }
      // @end
    }
  }
}
