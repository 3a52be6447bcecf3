package org.eckart.recovery.completion;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The row solver for ranks up to 16 on 512-bit registers: Σ wⱼ rⱼrⱼᵀ is gathered in sixteen
 * registers, sixteen multiply-adds an entry and no horizontal sum, and every step works on it
 * alone.
 */
final class GramSolver extends RowSolver {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;
  private static final int N = 16;

  private final float[] gram = new float[N * N];
  private final float[] targetSum = new float[N]; // Σ w t r
  private final float[] factorSum = new float[N]; // Σ w r
  private final float[] lane = new float[N]; // the vector that is being multiplied, for broadcasts
  private double targetTotal; // Σ w t
  private double error;

  GramSolver(int rank, int innerSteps) {
    super(rank, N, innerSteps);
  }

  @Override
  void collect(CompressedEntries entries, int from, int to, SideState other, float trust) {
    gather(entries.other(), entries.value(), from, to, other);
    temper(trust);
    for (int k = 0; k < N; k++) {
      diagonal[k] = gram[k * N + k];
    }
  }

  private void gather(int[] column, float[] value, int from, int to, SideState other) {
    float[] factor = other.factor();
    float[] variance = other.factorVariance();
    float[] offset = other.offset();
    float[] offsetVariance = other.offsetVariance();
    float[] weight = other.weight();
    FloatVector vs = FloatVector.zero(S);
    float os = 0;
    FloatVector ts = FloatVector.zero(S);
    FloatVector fs = FloatVector.zero(S);
    FloatVector g0 = FloatVector.zero(S);
    FloatVector g1 = FloatVector.zero(S);
    FloatVector g2 = FloatVector.zero(S);
    FloatVector g3 = FloatVector.zero(S);
    FloatVector g4 = FloatVector.zero(S);
    FloatVector g5 = FloatVector.zero(S);
    FloatVector g6 = FloatVector.zero(S);
    FloatVector g7 = FloatVector.zero(S);
    FloatVector g8 = FloatVector.zero(S);
    FloatVector g9 = FloatVector.zero(S);
    FloatVector g10 = FloatVector.zero(S);
    FloatVector g11 = FloatVector.zero(S);
    FloatVector g12 = FloatVector.zero(S);
    FloatVector g13 = FloatVector.zero(S);
    FloatVector g14 = FloatVector.zero(S);
    FloatVector g15 = FloatVector.zero(S);
    float ws = 0;
    float wts = 0;
    double wtts = 0;
    for (int p = from; p < to; p++) {
      int j = column[p];
      int at = j * N;
      float w = weight[j];
      float t = value[p] - offset[j];
      float wt = w * t;
      ws += w;
      wts += wt;
      wtts += wt * t;
      FloatVector r = FloatVector.fromArray(S, factor, at);
      FloatVector wr = r.mul(w);
      ts = r.fma(FloatVector.broadcast(S, wt), ts);
      fs = fs.add(wr);
      vs = FloatVector.fromArray(S, variance, at).fma(FloatVector.broadcast(S, w), vs);
      os += w * offsetVariance[j];
      g0 = wr.fma(FloatVector.broadcast(S, factor[at]), g0);
      g1 = wr.fma(FloatVector.broadcast(S, factor[at + 1]), g1);
      g2 = wr.fma(FloatVector.broadcast(S, factor[at + 2]), g2);
      g3 = wr.fma(FloatVector.broadcast(S, factor[at + 3]), g3);
      g4 = wr.fma(FloatVector.broadcast(S, factor[at + 4]), g4);
      g5 = wr.fma(FloatVector.broadcast(S, factor[at + 5]), g5);
      g6 = wr.fma(FloatVector.broadcast(S, factor[at + 6]), g6);
      g7 = wr.fma(FloatVector.broadcast(S, factor[at + 7]), g7);
      g8 = wr.fma(FloatVector.broadcast(S, factor[at + 8]), g8);
      g9 = wr.fma(FloatVector.broadcast(S, factor[at + 9]), g9);
      g10 = wr.fma(FloatVector.broadcast(S, factor[at + 10]), g10);
      g11 = wr.fma(FloatVector.broadcast(S, factor[at + 11]), g11);
      g12 = wr.fma(FloatVector.broadcast(S, factor[at + 12]), g12);
      g13 = wr.fma(FloatVector.broadcast(S, factor[at + 13]), g13);
      g14 = wr.fma(FloatVector.broadcast(S, factor[at + 14]), g14);
      g15 = wr.fma(FloatVector.broadcast(S, factor[at + 15]), g15);
    }
    ts.intoArray(targetSum, 0);
    fs.intoArray(factorSum, 0);
    g0.intoArray(gram, 0);
    g1.intoArray(gram, 16);
    g2.intoArray(gram, 32);
    g3.intoArray(gram, 48);
    g4.intoArray(gram, 64);
    g5.intoArray(gram, 80);
    g6.intoArray(gram, 96);
    g7.intoArray(gram, 112);
    g8.intoArray(gram, 128);
    g9.intoArray(gram, 144);
    g10.intoArray(gram, 160);
    g11.intoArray(gram, 176);
    g12.intoArray(gram, 192);
    g13.intoArray(gram, 208);
    g14.intoArray(gram, 224);
    g15.intoArray(gram, 240);
    weightSum = ws;
    targetTotal = wts;
    targetSquares = wtts;
    vs.intoArray(varianceSum, 0);
    offsetVarianceSum = os;
  }

  @Override
  void iterate(float[] factor, int at, float offset, float offsetPenalty) {
    FloatVector d = FloatVector.fromArray(S, regular, 0);
    FloatVector inverse = FloatVector.fromArray(S, inverseCurvature, 0);
    FloatVector fs = FloatVector.fromArray(S, factorSum, 0);
    FloatVector ts = FloatVector.fromArray(S, targetSum, 0);
    float corner = (float) weightSum + offsetPenalty;
    FloatVector x = FloatVector.fromArray(S, factor, at);
    float xo = offset;
    FloatVector g = ts.sub(times(x)).sub(fs.mul(xo)).sub(x.mul(d));
    float go = (float) targetTotal - LaneSum.of(fs.mul(x)) - corner * xo;
    FloatVector z = g.mul(inverse);
    float zo = go * inverseOffsetCurvature;
    FloatVector s = z;
    float so = zo;
    float gz = LaneSum.of(g.mul(z)) + go * zo;
    float first = gz;
    for (int step = 0; step < innerSteps && gz > enough * first && gz > Float.MIN_NORMAL; step++) {
      FloatVector h = times(s).add(fs.mul(so)).add(s.mul(d));
      float ho = LaneSum.of(fs.mul(s)) + corner * so;
      float bend = LaneSum.of(s.mul(h)) + so * ho;
      float length = gz / bend;
      if (!(bend > 0) || !Float.isFinite(length)) {
        break;
      }
      x = s.mul(length).add(x);
      xo += length * so;
      g = g.sub(h.mul(length));
      go -= length * ho;
      z = g.mul(inverse);
      zo = go * inverseOffsetCurvature;
      float next = LaneSum.of(g.mul(z)) + go * zo;
      float turn = next / gz;
      gz = next;
      s = s.mul(turn).add(z);
      so = zo + turn * so;
    }
    x.intoArray(mean, 0);
    meanOffset = xo;
    FloatVector gx = times(x);
    double quadratic = LaneSum.of(x.mul(gx));
    double linear = LaneSum.of(x.mul(ts)) + (double) xo * targetTotal;
    double mixed = (double) xo * LaneSum.of(fs.mul(x));
    error = Math.max(0, targetSquares - 2 * linear + quadratic + 2 * mixed + weightSum * xo * xo);
  }

  @Override
  double squaredError() {
    return error;
  }

  /** The Gram matrix times x. */
  private FloatVector times(FloatVector x) {
    x.intoArray(lane, 0);
    FloatVector even = FloatVector.fromArray(S, gram, 0).mul(lane[0]);
    FloatVector odd = FloatVector.fromArray(S, gram, N).mul(lane[1]);
    for (int k = 2; k < N; k += 2) {
      even = FloatVector.fromArray(S, gram, k * N).fma(FloatVector.broadcast(S, lane[k]), even);
      odd =
          FloatVector.fromArray(S, gram, k * N + N).fma(FloatVector.broadcast(S, lane[k + 1]), odd);
    }
    return even.add(odd);
  }
}
