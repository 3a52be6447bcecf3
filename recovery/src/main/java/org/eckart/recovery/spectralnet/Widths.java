package org.eckart.recovery.spectralnet;

import java.util.List;
import org.eckart.core.CapacityException;
import org.eckart.linalg.RandomStream;

/**
 * Where the mixing weights of a network stand among its parameters: after those of the first layer,
 * layer by layer, a weight from each neuron to each above, and last to the one output.
 */
record Widths(List<Integer> neurons, int mixingFrom) {
  /**
   * Behind so many parameters of the first layer.
   *
   * @throws CapacityException if one array cannot hold them all
   */
  static Widths behind(long first, List<Integer> neurons) {
    double all = first; // exact below 2⁵³
    for (int l = 0; l < neurons.size(); l++) {
      all += (double) neurons.get(l) * (l + 1 < neurons.size() ? neurons.get(l + 1) : 1);
    }
    if (all > Integer.MAX_VALUE - 8) {
      throw new CapacityException(
          "A network of widths %s has %.0f parameters here, and it can have %d; take fewer neurons"
              .formatted(neurons, all, Integer.MAX_VALUE - 8));
    }
    return new Widths(neurons, (int) first);
  }

  int layers() {
    return neurons.size();
  }

  int of(int layer) {
    return layer == neurons.size() ? 1 : neurons.get(layer);
  }

  /** Where the weight from a neuron of a layer to one of the next stands. */
  int weight(int layer, int from, int to) {
    int at = mixingFrom;
    for (int l = 0; l < layer; l++) {
      at += of(l) * of(l + 1);
    }
    return at + from * of(layer + 1) + to;
  }

  int parameters() {
    return weight(layers() - 1, of(layers() - 1) - 1, 0) + 1;
  }

  /** Weights uniform about 1/width, so that neurons differ and sums keep their size. */
  void fillMixing(double[] parameters, RandomStream random) {
    for (int l = 0; l < layers(); l++) {
      for (int from = 0; from < of(l); from++) {
        for (int to = 0; to < of(l + 1); to++) {
          parameters[weight(l, from, to)] = (0.5 + random.nextUniform()) / of(l);
        }
      }
    }
  }
}
