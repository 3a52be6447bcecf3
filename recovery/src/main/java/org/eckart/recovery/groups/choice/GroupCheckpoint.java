package org.eckart.recovery.groups.choice;

import java.util.ArrayList;
import java.util.List;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.RecordJson;
import org.eckart.recovery.groups.choice.GroupState.Phase;
import org.eckart.recovery.groups.convex.ConvexGroupsState;
import org.eckart.recovery.groups.factor.GroupAlsState;
import org.eckart.recovery.groups.factor.LatentState;
import org.jspecify.annotations.Nullable;

/** A state as named arrays and back, bit for bit. */
final class GroupCheckpoint {
  private GroupCheckpoint() {}

  /** The parts of a state that are text. */
  record Words(List<Trial> trials, List<Candidate> current) {}

  static NamedArrays save(GroupCompletion algorithm, GroupState state) {
    NamedArrays.Builder to = NamedArrays.builder();
    Candidate current = state.current();
    to.text("phase", state.phase().name());
    to.text(
        "words",
        RecordJson.write(
            new Words(state.trials(), current == null ? List.of() : List.of(current))));
    to.put("counts", new int[] {state.steps(), state.sweeps()});
    to.put("plain", state.plain());
    to.put("grouped", state.grouped());
    GroupAlsState als = state.als();
    LatentState latent = state.latent();
    ConvexGroupsState convex = state.convex();
    if (als != null && current != null) {
      put(to, "als.", algorithm.fits().als(current, true).save(als));
    }
    if (latent != null && current != null) {
      put(to, "latent.", algorithm.fits().latent(current, true).save(latent));
    }
    if (convex != null) {
      put(to, "convex.", GroupCompletion.exactSolver().save(convex));
    }
    return to.build();
  }

  private static void put(NamedArrays.Builder to, String prefix, NamedArrays arrays) {
    for (String name : arrays.names()) {
      to.put(prefix + name, arrays.get(name));
    }
  }

  static GroupState load(
      GroupCompletion algorithm, GroupProblem problem, NamedArrays from, GroupOptions options) {
    Words words = RecordJson.read(String.valueOf(from.text("words")), Words.class);
    Phase phase = Phase.valueOf(String.valueOf(from.text("phase")));
    int[] counts = from.ints("counts");
    Candidate current = words.current().isEmpty() ? null : words.current().getFirst();
    @Nullable GroupAlsState als = null;
    @Nullable LatentState latent = null;
    @Nullable ConvexGroupsState convex = null;
    if (current != null && (from.has("als.left") || from.has("latent.a"))) {
      Fitting fitting =
          phase == Phase.SEARCH ? problem.selection(options) : problem.complete(options);
      Fitting.Setup setup = fitting.setup(current);
      if (from.has("als.left")) {
        als = algorithm.fits().als(current, true).load(setup.problem(), part(from, "als."));
      } else {
        latent =
            algorithm.fits().latent(current, true).load(setup.problem(), part(from, "latent."));
      }
    }
    if (current != null && from.has("convex.x")) {
      convex =
          GroupCompletion.exactSolver()
              .load(algorithm.certified(problem, current).problem(), part(from, "convex."));
    }
    return new GroupState(
        phase,
        counts[0],
        new ArrayList<>(words.trials()),
        current,
        counts[1],
        als,
        latent,
        convex,
        from.doubles("plain"),
        from.doubles("grouped"));
  }

  private static NamedArrays part(NamedArrays from, String prefix) {
    NamedArrays.Builder to = NamedArrays.builder();
    for (String name : from.names()) {
      if (name.startsWith(prefix)) {
        to.put(name.substring(prefix.length()), from.get(name));
      }
    }
    return to.build();
  }
}
