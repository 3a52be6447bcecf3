package org.eckart.recovery.denoising;

import org.eckart.recovery.spiked.SpikedModel;

/**
 * Where white noise ends among singular values, in the units of the matrix.
 *
 * @param edge (1 + √c) σ√n, beyond which noise of a large matrix does not reach
 * @param test what the next value would have had to exceed to count as a component
 * @param hardThreshold from which keeping a component unshrunk is worth while
 * @param detectability the strength up to which a component leaves no trace: c^¼ σ√n
 */
public record NoiseEdge(double edge, double test, double hardThreshold, double detectability) {
  static NoiseEdge of(SpikedModel model, double unit, double test) {
    return new NoiseEdge(
        model.edge() * unit, test, HardThreshold.of(model) * unit, model.threshold() * unit);
  }
}
