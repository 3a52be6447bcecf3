package org.eckart.examples;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/**
 * A short video of a fixed camera, made up: a scene whose light drifts and whose lamp flickers, two
 * things that move through it, and sensor noise of {@value #NOISE} grey levels.
 *
 * @param frames a row for each frame, a column for each pixel, line by line; 0 to 255
 * @param background the same without the things and without noise: of rank 3
 */
public record CameraVideo(Matrix frames, Matrix background) {
  public static final int FRAMES = 120;
  public static final int WIDTH = 96;
  public static final int HEIGHT = 72;
  public static final double NOISE = 2;

  /** The video; the seed draws the noise alone. */
  public static CameraVideo of(long seed) {
    RandomStream random = RandomStream.of(seed, "sensor noise");
    Matrix background = Matrix.zeros(FRAMES, WIDTH * HEIGHT);
    Matrix frames = Matrix.zeros(FRAMES, WIDTH * HEIGHT);
    for (int t = 0; t < FRAMES; t++) {
      double daylight = 1 + 0.25 * Math.sin(2 * Math.PI * t / FRAMES);
      double shadow = 30.0 * t / FRAMES;
      double lamp = 20 * Math.cos(2 * Math.PI * t / 17);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          double scene = 90 + 25 * Math.sin(x / 7.0) * Math.cos(y / 9.0) + (y > 50 ? 25 : 0);
          double glow = Math.exp(-((x - 75) * (x - 75) + (y - 15) * (y - 15)) / 200.0);
          double still = daylight * scene - shadow * x / WIDTH + lamp * glow;
          background.set(t, y * WIDTH + x, still);
          double seen = isCart(t, x, y) ? 225 : isBall(t, x, y) ? 15 : still;
          frames.set(t, y * WIDTH + x, seen + NOISE * random.nextGaussian());
        }
      }
    }
    return new CameraVideo(frames, background);
  }

  /** Whether a thing hides this pixel in this frame. */
  public static boolean isForeground(int t, int pixel) {
    int x = pixel % WIDTH;
    int y = pixel / WIDTH;
    return isCart(t, x, y) || isBall(t, x, y);
  }

  private static boolean isCart(int t, int x, int y) {
    double left = 1.1 * t - 18;
    return x >= left && x < left + 16 && y >= 46 && y < 58;
  }

  private static boolean isBall(int t, int x, int y) {
    double across = WIDTH - 0.9 * t;
    double down = 30 + 14 * Math.sin(t / 9.0);
    return (x - across) * (x - across) + (y - down) * (y - down) < 30;
  }
}
