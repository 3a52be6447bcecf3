package org.eckart.linalg;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Thick-restart block Golub–Kahan–Lanczos with full reorthogonalisation.
 *
 * <p>Holds A V = U B with orthonormal U and V, and Aᵀ U = V Bᵀ + V₊ S Eᵀ, where V₊ is the block of
 * V that A has not been applied to yet and Eᵀ picks the newest rows of U. With B = P diag(s) Qᵀ the
 * triplets are (U P, s, V Q), and the residual of the i-th is ‖S Eᵀ pᵢ‖. A restart replaces U, V
 * and B by the best of U P, V Q and diag(s), and keeps V₊.
 */
final class BlockLanczos {
  /** A Ritz step costs up to a third of a block step, so it is not done each time. */
  private static final int STEPS_BETWEEN_CHECKS = 2;

  /** Steps granted to a random block that looks for what an exhausted Krylov space cannot see. */
  private static final int PROBE_STEPS = 4;

  /**
   * Steps of a warm start at least, so that its random columns can raise what the start left out;
   * the start itself has then dropped out of the block, and a step costs little.
   */
  private static final int WARM_STEPS = 3;

  /**
   * Where the number of triplets follows from the values: it must be the same for values raised by
   * so many times what they rose since the last look. Behind a restart or a slow start a value
   * gains in a later pair of steps at most what it gained in the one before.
   */
  private static final double RISE_ALLOWED = 4;

  /** Columns of V₊ below this fraction of the tolerance are dropped, and counted as residual. */
  private static final double DROP = 0.01;

  private final Products a;
  private final Parallel parallel;
  private final LanczosOptions options;
  private final RandomStream random;
  private final Basis u;
  private final Basis v;
  private final Matrix b; // room for all of U × all of V
  private final int rank; // wanted, or the most that may be
  private final @Nullable ToIntFunction<Vector> wantedOf;
  private final boolean warm;
  private int wanted;
  private double[] valuesAtLastLook = {};
  private int multiplied; // columns of V that A was applied to
  private double size; // of A: a lower bound of s₁
  private double droppedSquares;
  private Matrix residual = Matrix.zeros(0, 0); // S; its columns belong to the last of U
  private int exhaustedAt = -1; // the step after which the Krylov space had nothing new
  private @Nullable Vector valuesThen;
  private int steps;

  BlockLanczos(Products a, LanczosOptions options, @Nullable Matrix start, Parallel parallel) {
    this(a, options, start, null, parallel);
  }

  /**
   * @param wantedOf the number of triplets wanted, from values so far in the units of the operator;
   *     at most the rank of the options
   */
  BlockLanczos(
      Products a,
      LanczosOptions options,
      @Nullable Matrix start,
      @Nullable ToIntFunction<Vector> wantedOf,
      Parallel parallel) {
    this.a = a;
    this.wantedOf = wantedOf;
    this.parallel = parallel;
    this.options = options;
    this.rank = options.rank();
    this.wanted = rank;
    this.random = RandomStream.of(options.seed(), "lanczos start");
    int extra = start == null ? 0 : 3 * start.columns();
    int basisSize = Math.min(a.columns(), Math.addExact(options.basisSize(), extra));
    this.u = new Basis(a.rows(), basisSize, parallel);
    this.v = new Basis(a.columns(), basisSize, parallel);
    this.b = Matrix.zeros(basisSize, basisSize);
    this.warm = start != null;
    if (start != null) {
      v.append(start.copy(), 0);
    }
    v.complete(v.size() + options.blockSize(), random); // so that a start cannot hide anything
  }

  /** Triplets of the scaled operator, as many as were found up to the rank. */
  record Found(Svd triplets, boolean settled, int steps) {}

  Found run() {
    while (true) {
      step();
      boolean exhausted = v.size() == multiplied;
      boolean full = v.room() < v.size() - multiplied && v.size() < a.columns();
      boolean last = steps == options.maxSteps();
      if (!exhausted && !full && !last && !(isCheckDue())) {
        continue;
      }
      Svd ritz = ritz();
      size = Math.max(size, ritz.rank() == 0 ? 0 : ritz.s().get(0));
      boolean counted = count(ritz);
      boolean settled = (counted || exhausted) && hasSettled(ritz, exhausted);
      if (settled || last) {
        return found(ritz, settled);
      }
      if (exhausted) {
        exhaustedAt = steps;
        valuesThen = leading(ritz);
      }
      if (full || (exhausted && v.room() < options.blockSize() && v.size() < a.columns())) {
        restart(ritz);
      }
      if (exhausted) {
        residual = Matrix.zeros(0, 0);
        v.complete(v.size() + options.blockSize(), random);
      }
    }
  }

  private boolean isCheckDue() {
    return multiplied >= (wantedOf == null ? rank : 1)
        && (steps % STEPS_BETWEEN_CHECKS == 0 || warm && steps == WARM_STEPS);
  }

  /** Applies A to the newest block of V and Aᵀ to what that adds to U. */
  private void step() {
    steps++;
    int oldU = u.size();
    int oldV = multiplied;
    Matrix av = a.times(v.columns(multiplied, v.size()));
    size = Math.max(size, largestColumn(av));
    double rounding = rounding() * size;
    int newest = residual.columns(); // of U: those whose products made the pending block of V
    Basis.Appended left = u.append(av, rounding, residual.transpose(), oldU - newest);
    put(left.projected(), 0);
    put(left.added(), oldU);
    multiplied = v.size();
    residual = Matrix.zeros(0, 0);
    if (left.width() > 0) {
      Matrix atu = a.transposeTimes(u.columns(oldU, u.size()));
      size = Math.max(size, largestColumn(atu));
      Basis.Appended right =
          v.append(
              atu,
              Math.max(rounding, DROP * options.tolerance() * size),
              left.added().transpose(),
              oldV);
      residual = right.added();
      droppedSquares += right.dropped() * right.dropped();
    }
  }

  /**
   * The SVD of B, as one block of work: BLAS then keeps to one thread, which is faster at this size
   * and gives the same bits for every team.
   */
  private Svd ritz() {
    Svd[] ritz = new Svd[1];
    parallel.forEachBlock(1, block -> ritz[0] = Svd.of(b.rows(0, u.size()).columns(0, multiplied)));
    return ritz[0];
  }

  private double rounding() {
    return Math.ulp(1.0) * (10 + Math.sqrt(a.rows()));
  }

  private void put(Matrix block, int row) {
    for (int i = 0; i < block.rows(); i++) {
      for (int j = 0; j < block.columns(); j++) {
        b.set(row + i, multiplied + j, block.get(i, j));
      }
    }
  }

  private static double largestColumn(Matrix x) {
    double[] squares = new double[x.columns()];
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < squares.length; j++) {
        squares[j] += x.get(i, j) * x.get(i, j);
      }
    }
    double largest = 0;
    for (double square : squares) {
      largest = Math.max(largest, square);
    }
    return Math.sqrt(largest);
  }

  /** Counts what is wanted; whether that number will hold as far as can be seen. */
  private boolean count(Svd ritz) {
    if (wantedOf == null) {
      return true;
    }
    double[] values = leading(ritz).toArray();
    double[] raised = values.clone();
    boolean seenBefore = valuesAtLastLook.length > 0;
    for (int i = 0; i < values.length; i++) {
      if (seenBefore) {
        raised[i] += RISE_ALLOWED * Math.max(0, values[i] - valuesAtLastLook[i]);
      }
      values[i] *= a.scale();
      raised[i] *= a.scale();
    }
    valuesAtLastLook = leading(ritz).toArray();
    wanted = Math.min(rank, wantedOf.applyAsInt(Vector.wrap(values)));
    for (int i = 1; i < raised.length; i++) { // a count expects values that never increase
      raised[i] = Math.min(raised[i], raised[i - 1]);
    }
    return seenBefore && wanted == Math.min(rank, wantedOf.applyAsInt(Vector.wrap(raised)));
  }

  private boolean hasSettled(Svd ritz, boolean exhausted) {
    if (exhausted) { // every triplet found is exact; is there more than was found?
      return multiplied == a.columns() || unchanged(ritz);
    }
    if (ritz.rank() < wanted || (exhaustedAt >= 0 && steps < exhaustedAt + PROBE_STEPS)) {
      return false;
    }
    double allowed = options.tolerance() * ritz.s().get(0);
    for (int i = 0; i < wanted; i++) {
      if (!(residualOf(ritz, i) <= allowed)) {
        return false;
      }
    }
    return true;
  }

  private boolean unchanged(Svd ritz) {
    Vector now = leading(ritz);
    return valuesThen != null && now.distance(valuesThen) <= options.tolerance() * now.get(0);
  }

  /** The leading values found, filled up with zeros. */
  private Vector leading(Svd ritz) {
    return Vector.wrap(Arrays.copyOf(ritz.s().toArray(), Math.max(rank, 1)));
  }

  /** ‖Aᵀu − sv‖ of the i-th triplet: ‖S Eᵀ pᵢ‖ and what was dropped. */
  private double residualOf(Svd ritz, int i) {
    double squares = droppedSquares;
    int newest = u.size() - residual.columns();
    for (int row = 0; row < residual.rows(); row++) {
      double sum = 0;
      for (int j = 0; j < residual.columns(); j++) {
        sum += residual.get(row, j) * ritz.u().get(newest + j, i);
      }
      squares += sum * sum;
    }
    return Math.sqrt(squares);
  }

  /** Keeps the wanted triplets and half of what room there is beside them. */
  private void restart(Svd ritz) {
    int pending = v.size() - multiplied;
    int spare = Math.max(0, b.columns() - rank - 2 * Math.max(pending, options.blockSize()));
    int kept = Math.min(ritz.rank(), rank + spare / 3);
    Matrix p = ritz.u().columns(0, kept);
    residual = residual.times(p.rows(u.size() - residual.columns(), u.size()));
    u.contract(p);
    v.contract(ritz.v().columns(0, kept));
    Arrays.fill(b.array(), 0);
    for (int i = 0; i < kept; i++) {
      b.set(i, i, ritz.s().get(i));
    }
    multiplied = kept;
  }

  private Found found(Svd ritz, boolean settled) {
    int found = Math.min(wanted, ritz.rank());
    Svd triplets =
        new Svd(
            u.times(ritz.u().columns(0, found)),
            ritz.s().first(found),
            v.times(ritz.v().columns(0, found)));
    return new Found(triplets, settled, steps);
  }
}
