package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FftTest {
  /** Against the sum itself; both round by some 1e-16 a term. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 16, 31, 60, 64, 97, 100, 127, 128, 243, 257})
  void transformIsTheSum(int n) {
    RandomStream random = RandomStream.of(n, "fft test");
    double[] re = random.gaussian(1, n).array();
    double[] im = random.gaussian(1, n).array();
    double[] foundRe = re.clone();
    double[] foundIm = im.clone();
    Fft fft = Fft.ofLength(n);
    fft.forward(foundRe, foundIm);
    double tolerance = 1e-14 * n;
    for (int f = 0; f < n; f++) {
      double sumRe = 0;
      double sumIm = 0;
      for (int t = 0; t < n; t++) {
        double angle = -2 * Math.PI * ((long) f * t % n) / n;
        sumRe += re[t] * Math.cos(angle) - im[t] * Math.sin(angle);
        sumIm += re[t] * Math.sin(angle) + im[t] * Math.cos(angle);
      }
      assertThat(Math.hypot(foundRe[f] - sumRe, foundIm[f] - sumIm)).isLessThan(tolerance);
    }
    fft.inverse(foundRe, foundIm);
    for (int t = 0; t < n; t++) {
      assertThat(Math.hypot(foundRe[t] - re[t], foundIm[t] - im[t])).isLessThan(tolerance);
    }
  }

  /** Long lengths, a prime among them: a single frequency becomes a single peak. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 17, 100_003, 90_000})
  void oneFrequencyIsOnePeak(int n) {
    int frequency = n / 3;
    double[] re = new double[n];
    double[] im = new double[n];
    for (int t = 0; t < n; t++) {
      double angle = 2 * Math.PI * ((long) frequency * t % n) / n;
      re[t] = Math.cos(angle);
      im[t] = Math.sin(angle);
    }
    Fft.ofLength(n).forward(re, im);
    for (int f = 0; f < n; f++) {
      assertThat(Math.hypot(re[f] - (f == frequency ? n : 0), im[f])).isLessThan(1e-13 * n);
    }
  }

  @Test
  void lengthsAreChecked() {
    assertThatThrownBy(() -> Fft.ofLength(0))
        .hasMessage("0 numbers cannot be transformed; take 1 to 134217728");
    assertThatThrownBy(() -> Fft.ofLength(4).forward(new double[4], new double[3]))
        .hasMessage("4 real and 3 imaginary parts came to a transform of length 4");
    assertThat(Fft.fastLength(1)).isEqualTo(1);
    assertThat(Fft.fastLength(17)).isEqualTo(32);
    assertThat(Fft.fastLength(32)).isEqualTo(32);
  }
}
