package org.eckart.bayes.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.IntConsumer;
import org.eckart.core.CapacityException;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Several chains of a {@link Sampler} as one algorithm: a step moves every chain on by some
 * iterations, chains side by side on the team's threads.
 *
 * <p>The run ends with {@link StopReason#SETTLED} when there are enough effective draws ({@link
 * Schedule#enough}), with {@link StopReason#STEPS} after all draws. Each chain has its own random
 * stream, split again by step, so that neither threads nor a stop in between change a bit.
 *
 * <p>Memory: 272 bytes an entry and chain, 8 for each traced scalar of a draw, 4 for each watched
 * entry of a draw; twice that of entries while a step is under way.
 */
public final class Chains<P, C> implements Algorithm<P, ChainsState<C>, Posterior> {
  private final Sampler<P, C> sampler;
  private final Schedule schedule;
  private final Parallel parallel;

  public Chains(Sampler<P, C> sampler, Parallel parallel) {
    this.sampler = sampler;
    this.schedule = sampler.schedule();
    this.parallel = parallel;
  }

  @Override
  public String name() {
    return sampler.name();
  }

  @Override
  public Record options() {
    return sampler.options();
  }

  /** Bytes that a run takes beside its problem. */
  public static long bytes(Schedule schedule, int scalars, int entries) {
    long each = 8L * schedule.draws() * scalars;
    each += 4L * schedule.draws() * Math.min(entries, Watch.MOST);
    each += 8L * schedule.stored() * entries;
    each += 2 * (16L + 2 * EntryFrame.CELLS) * entries;
    return schedule.chains() * each + 16L * entries;
  }

  @Override
  public ChainsState<C> start(P problem) {
    int entries = sampler.entries(problem);
    refuseTooLarge(sampler.traced(problem).size(), entries);
    @Nullable Object[] started = new Object[schedule.chains()];
    parallel.forEachBlock(
        schedule.chains(), c -> started[c] = sampler.start(problem, c, stream(c, -1)));
    List<Recording> recordings = new ArrayList<>();
    for (int c = 0; c < schedule.chains(); c++) {
      recordings.add(Recording.empty(entries, false));
    }
    return new ChainsState<>(0, 0, chains(started), recordings, null, Look.NONE);
  }

  private void refuseTooLarge(int scalars, int entries) {
    long needed = bytes(schedule, scalars, entries);
    long allowed = Runtime.getRuntime().maxMemory();
    int most = (Integer.MAX_VALUE - 8) / EntryFrame.CELLS; // cells are counted in one array
    if (entries > most) {
      throw new CapacityException(
          "Chains can keep quantiles of up to %d entries and the matrix has %d; take a smaller one"
              .formatted(most, entries));
    }
    if (needed > allowed) {
      throw new CapacityException(
          String.format(
              Locale.ROOT,
              "%d chains of %d draws of %d entries take %,d MiB, and %,d are allowed; raise -Xmx,"
                  + " or take fewer chains or draws, or store fewer draws",
              schedule.chains(),
              schedule.draws(),
              entries,
              needed >> 20,
              allowed >> 20));
    }
  }

  private void forEachChain(boolean alone, IntConsumer move) {
    if (alone) {
      for (int c = 0; c < schedule.chains(); c++) {
        move.accept(c);
      }
    } else {
      parallel.forEachBlock(schedule.chains(), move);
    }
  }

  @SuppressWarnings("unchecked") // only chains of the sampler were put in
  private List<C> chains(@Nullable Object[] moved) {
    return (List<C>) List.of(moved);
  }

  private RandomStream stream(int chain, int step) {
    return RandomStream.of(schedule.seed(), name() + " chains").split(chain).split(step);
  }

  @Override
  public ChainsState<C> step(P problem, ChainsState<C> state) {
    int scalars = sampler.traced(problem).size();
    int entries = sampler.entries(problem);
    int[] watch = Watch.of(entries, schedule.seed());
    boolean warmup = state.iterations() < schedule.warmup();
    long end = warmup ? schedule.warmup() : schedule.iterations();
    int count =
        (int) Math.min(Math.max(1, sampler.iterationsPerStep(problem)), end - state.iterations());
    Stretch stretch = new Stretch(state.iterations(), count, warmup);
    EntryFrame frame = state.frame();
    List<Recording> recordings = state.recordings();
    if (!warmup && frame == null) {
      frame = EntryFrame.of(recordings.stream().map(Recording::tally).toArray(EntryTally[]::new));
      recordings = recordings.stream().map(_ -> Recording.empty(entries, true)).toList();
    }
    @Nullable Object[] moved = new Object[schedule.chains()];
    Recording[] written = new Recording[schedule.chains()];
    List<Recording> before = recordings;
    EntryFrame by = frame;
    forEachChain(
        sampler.sharesWork(problem),
        c -> {
          Recorder recorder = new Recorder(before.get(c), schedule, stretch, scalars, watch, by);
          moved[c] =
              sampler.advance(
                  problem, state.chains().get(c), stretch, stream(c, state.steps()), recorder);
          written[c] = recorder.recording();
        });
    List<Recording> after = Arrays.asList(written);
    Look look = state.look();
    if (look.isDue(written[0].draws())) {
      look = Look.at(after, scalars, watch.length, schedule.enough(), parallel);
    }
    return new ChainsState<>(
        state.steps() + 1, state.iterations() + count, chains(moved), after, frame, look);
  }

  @Override
  public Progress progress(P problem, ChainsState<C> state) {
    int each = Math.max(1, sampler.iterationsPerStep(problem));
    int warm = Math.min(state.iterations(), schedule.warmup());
    long left =
        Math.ceilDiv(schedule.warmup() - warm, each)
            + Math.ceilDiv(
                schedule.iterations() - Math.max(state.iterations(), schedule.warmup()),
                (long) each);
    SequencedMap<String, Double> measures = new LinkedHashMap<>();
    int draws = state.recordings().getFirst().draws();
    measures.put("draws", (double) draws);
    if (state.iterations() > 0) {
      double acceptance = 0;
      for (C chain : state.chains()) {
        acceptance += sampler.acceptance(chain) / state.chains().size();
      }
      measures.put("acceptance", acceptance);
    }
    List<String> names = sampler.traced(problem);
    if (draws > 0 && !names.isEmpty()) {
      OptionalDouble level =
          state.recordings().stream()
              .mapToDouble(
                  one -> one.traced().getLast()[one.traced().getLast().length - names.size()])
              .average();
      measures.put(names.getFirst(), level.orElse(0));
    }
    if (state.look().draws() > 0) {
      measures.put("leastEss", state.look().leastEss());
      measures.put("rhat", state.look().rhat());
    }
    boolean enough =
        schedule.enough().isPresent() && state.look().leastEss() >= schedule.enough().getAsInt();
    Optional<StopReason> over =
        enough
            ? Optional.of(StopReason.SETTLED)
            : left == 0 ? Optional.of(StopReason.STEPS) : Optional.empty();
    return new Progress(
        state.steps(),
        (int) Math.min(Integer.MAX_VALUE, state.steps() + (enough ? 0 : left)),
        measures,
        over);
  }

  @Override
  public Posterior estimate(P problem, ChainsState<C> state) {
    return new Posterior(
        sampler.traced(problem),
        Watch.of(sampler.entries(problem), schedule.seed()),
        state.recordings(),
        Optional.ofNullable(state.frame()));
  }

  @Override
  public NamedArrays save(ChainsState<C> state) {
    NamedArrays.Builder to = NamedArrays.builder();
    to.put("counts", new int[] {state.steps(), state.iterations(), state.look().draws()});
    to.put("look", new double[] {state.look().leastEss(), state.look().rhat()});
    EntryFrame frame = state.frame();
    if (frame != null) {
      to.put("centre", frame.centre());
      to.put("scale", frame.scale());
    }
    for (int c = 0; c < state.chains().size(); c++) {
      String prefix = "chain." + c + ".";
      state.recordings().get(c).save(to, prefix);
      NamedArrays chain = sampler.save(state.chains().get(c));
      chain.names().forEach(name -> to.put(prefix + "at." + name, chain.get(name)));
      chain.texts().forEach((name, text) -> to.text(prefix + "at." + name, text));
    }
    return to.build();
  }

  @Override
  public ChainsState<C> load(P problem, NamedArrays saved) {
    int[] counts = saved.ints("counts");
    double[] look = saved.doubles("look");
    EntryFrame frame =
        saved.has("centre")
            ? new EntryFrame(saved.doubles("centre"), saved.doubles("scale"))
            : null;
    List<C> chains = new ArrayList<>();
    List<Recording> recordings = new ArrayList<>();
    for (int c = 0; c < schedule.chains(); c++) {
      String prefix = "chain." + c + ".";
      recordings.add(Recording.load(saved, prefix, sampler.entries(problem)));
      String own = prefix + "at.";
      NamedArrays.Builder chain = NamedArrays.builder();
      for (String name : saved.names()) {
        if (name.startsWith(own)) {
          chain.put(name.substring(own.length()), saved.get(name));
        }
      }
      saved
          .texts()
          .forEach((name, text) -> {
            if (name.startsWith(own)) {
              chain.text(name.substring(own.length()), text);
            }
          });
      chains.add(sampler.load(problem, chain.build()));
    }
    return new ChainsState<>(
        counts[0], counts[1], chains, recordings, frame, new Look(counts[2], look[0], look[1]));
  }
}
