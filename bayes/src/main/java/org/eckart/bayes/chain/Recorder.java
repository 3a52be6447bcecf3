package org.eckart.bayes.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one chain's draws of one stretch down; the recording it began with stays as it was. */
final class Recorder implements DrawSink {
  /** Draws that the scale of an entry is learned from, of the second half of the warm-up. */
  private static final int SCALE_DRAWS = 200;

  private final Recording before;
  private final Schedule schedule;
  private final Stretch stretch;
  private final int[] watch;
  private final @Nullable EntryFrame frame;
  private final double[] traced;
  private final float[] watched;
  private final List<double[]> stored = new ArrayList<>();
  private final int scalars;
  private EntryTally tally;
  private int iteration;
  private int taken;

  Recorder(
      Recording before,
      Schedule schedule,
      Stretch stretch,
      int scalars,
      int[] watch,
      @Nullable EntryFrame frame) {
    this.before = before;
    this.schedule = schedule;
    this.stretch = stretch;
    this.watch = watch;
    this.frame = frame;
    this.scalars = scalars;
    this.iteration = stretch.first() - 1;
    int most = stretch.warmup() ? 0 : stretch.count() / schedule.thin() + 1;
    this.traced = new double[most * scalars];
    this.watched = new float[most * watch.length];
    this.tally = before.tally().copy();
  }

  @Override
  public boolean wanted() {
    iteration++;
    if (stretch.warmup()) {
      int stride = Math.max(1, schedule.warmup() / (2 * SCALE_DRAWS));
      return 2 * iteration >= schedule.warmup() && iteration % stride == 0;
    }
    return (iteration - schedule.warmup() + 1) % schedule.thin() == 0;
  }

  @Override
  public void draw(double[] scalarsOfDraw, double[] entries) {
    tally = tally.taking(entries);
    if (frame == null) {
      return;
    }
    int t = before.draws() + taken;
    if (t % (schedule.draws() / (Character.MAX_VALUE + 1) + 1) == 0) {
      tally.count(frame, entries);
    }
    System.arraycopy(scalarsOfDraw, 0, traced, taken * scalars, scalars);
    for (int w = 0; w < watch.length; w++) {
      watched[taken * watch.length + w] = (float) frame.standardised(watch[w], entries[watch[w]]);
    }
    if (schedule.stores(t)) {
      stored.add(entries.clone());
    }
    taken++;
  }

  Recording recording() {
    return new Recording(
        before.draws() + taken,
        Recording.longer(before.traced(), List.of(Arrays.copyOf(traced, taken * scalars))),
        Recording.longer(before.watched(), List.of(Arrays.copyOf(watched, taken * watch.length))),
        Recording.longer(before.stored(), stored),
        tally);
  }
}
