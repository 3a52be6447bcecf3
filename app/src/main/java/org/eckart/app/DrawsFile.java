package org.eckart.app;

import java.nio.file.Path;
import org.eckart.bayes.chain.Posterior;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.Safetensors;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.denoising.Centering.Centred;
import org.jspecify.annotations.Nullable;

/**
 * Draws for other programs: {@code posterior.NAME} is chains × draws for each scalar, {@code
 * thinned.x} is chains × stored draws × rows × columns. ArviZ takes either group as it is: {@code
 * az.from_dict({name.split(".", 1)[1]: array ...})}.
 */
final class DrawsFile {
  private DrawsFile() {}

  static void write(
      Path file, Posterior posterior, int rows, int columns, @Nullable Centred centred) {
    NamedArrays.Builder arrays = NamedArrays.builder();
    int chains = posterior.chains();
    int draws = posterior.draws();
    for (String name : posterior.names()) {
      double[] all = new double[chains * draws];
      double[][] trace = posterior.trace(name);
      for (int c = 0; c < chains; c++) {
        System.arraycopy(trace[c], 0, all, c * draws, draws);
      }
      arrays.put("posterior." + name, all, chains, draws);
    }
    int stored = posterior.stored();
    if (stored > 0) {
      int entries = rows * columns;
      double[] x = new double[chains * stored * entries];
      for (int c = 0; c < chains; c++) {
        for (int t = 0; t < stored; t++) {
          Matrix draw = Matrix.wrap(rows, columns, posterior.stored(c, t).clone());
          if (centred != null) {
            centred.addTo(draw, 0);
          }
          System.arraycopy(draw.array(), 0, x, (c * stored + t) * entries, entries);
        }
      }
      arrays.put("thinned.x", x, chains, stored, rows, columns);
    }
    Safetensors.write(file, arrays.build());
  }
}
