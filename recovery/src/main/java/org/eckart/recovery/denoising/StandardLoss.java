package org.eckart.recovery.denoising;

import java.util.Locale;
import org.eckart.recovery.spiked.Spike;

/** The losses whose best weight is known in closed form. */
public enum StandardLoss implements Loss {
  /** Σ dᵢ², the squared Frobenius norm; the weight is x c_u c_v. */
  FROBENIUS {
    @Override
    public double ofBlock(double first, double second) {
      return first * first + second * second;
    }

    @Override
    public double scaled(double factor) {
      return factor * factor;
    }

    @Override
    public double shrunk(Spike spike) {
      return spike.strength() * spike.cosineProduct();
    }
  },

  /**
   * The largest dᵢ. The weight is x min(c_u, c_v) / max(c_u, c_v) (Leeb, arXiv 2005.11807); x
   * itself, as first published, is best for square matrices only.
   */
  OPERATOR {
    @Override
    public double ofBlock(double first, double second) {
      return first;
    }

    @Override
    public double combined(double[] parts) {
      double largest = 0;
      for (double part : parts) {
        largest = Math.max(largest, part);
      }
      return largest;
    }

    @Override
    public double scaled(double factor) {
      return factor;
    }

    @Override
    public double shrunk(Spike spike) {
      double smaller = Math.min(spike.leftCosine(), spike.rightCosine());
      return smaller == 0
          ? 0
          : spike.strength() * smaller / Math.max(spike.leftCosine(), spike.rightCosine());
    }
  },

  /** Σ dᵢ, the nuclear norm; the weight is x (c_u c_v − s_u s_v), 0 where that is negative. */
  NUCLEAR {
    @Override
    public double ofBlock(double first, double second) {
      return first + second;
    }

    @Override
    public double scaled(double factor) {
      return factor;
    }

    @Override
    public double shrunk(Spike spike) {
      return spike.strength() * Math.max(0, spike.cosineProduct() - spike.sineProduct());
    }
  };

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return word();
  }
}
