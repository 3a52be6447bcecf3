package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.data.image.GreyImage;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option of a verb with every method: the table says that the method takes it, or the command
 * refuses it. Nothing is silently ignored.
 */
class IdleOptionsTest {
  private static final int SIDE = 12;

  /** A tensor as a table, and what can only be said of one. */
  private static final String CELLS = "cells.csv --modes a,b,c --value r";

  private static final Set<String> OF_TABLES =
      Set.of("--modes", "--value", "--decimal", "--missing", "--duplicates", "--test");

  /** A verb with one kind of input, and how a method is asked for there. */
  private enum Walk {
    COMPLETE(MethodOptions.COMPLETE) {
      @Override
      String command(String method, String option) {
        return switch (method) {
          case "auto" -> "complete table.csv";
          case "loss" -> "complete table.csv --loss huber";
          case "hankel" -> "complete signal.csv --method hankel";
          case "groups" -> "complete table.csv --method groups --groups labels.csv";
          default -> "complete table.csv --method " + method;
        };
      }
    },
    COMPLETE_TENSOR(MethodOptions.COMPLETE_TENSOR) {
      @Override
      String command(String method, String option) {
        return "complete %s --rank 1".formatted(OF_TABLES.contains(option) ? CELLS : "cube.npy")
            + (method.equals("auto") ? "" : " --method " + method);
      }
    },
    DENOISE(MethodOptions.DENOISE) {
      @Override
      String command(String method, String option) {
        return "denoise picture.png"
            + (method.equals("patches") ? " --patches" : " --method " + method);
      }
    },
    SEPARATE(MethodOptions.SEPARATE) {
      @Override
      String command(String form, String option) {
        return switch (form) {
          case "matrix" -> "separate matrix.npy";
          case "table" -> "separate table.csv";
          case "tensor" -> "separate cube.npy";
          default -> "separate " + CELLS;
        };
      }
    },
    SENSE(MethodOptions.SENSE) {
      @Override
      String command(String method, String option) {
        String rank = method.equals("spectral-net") || method.equals("nuclear") ? "" : " --rank 1";
        String operator = method.equals("quadratic") ? "vectors.npz" : "stack.npy";
        return "sense y.npy --operator " + operator + rank + " --method " + method;
      }
    },
    DECOMPOSE(MethodOptions.DECOMPOSE) {
      @Override
      String command(String method, String option) {
        boolean tensor = Set.of("tucker", "tsvd", "cp").contains(method);
        String array = tensor ? "cube.npy" : "matrix.npy";
        return "decompose %s --method %s"
            .formatted(tensor && OF_TABLES.contains(option) ? CELLS : array, method);
      }
    },
    DYNAMICS(MethodOptions.DYNAMICS) {
      @Override
      String command(String method, String option) {
        return "dynamics --rows 30 --columns 40 --strength 2 --align-left 0.3 --align-right 0.2"
            + " --method "
            + method;
      }
    };

    final MethodOptions table;

    Walk(MethodOptions table) {
      this.table = table;
    }

    abstract String command(String method, String option);

    CommandSpec verb() {
      return Eckart.commandLine(Streams.ofProcess(Map.of()))
          .getSubcommands()
          .get(command(table.methods().iterator().next(), "").split(" ")[0])
          .getCommandSpec();
    }

    /** The verb's own options, without those of every verb and {@code --method} itself. */
    List<OptionSpec> options() {
      Set<String> common =
          CommandSpec.forAnnotatedObject(new CommonOptions()).options().stream()
              .map(OptionSpec::longestName)
              .collect(Collectors.toSet());
      return verb().options().stream()
          .filter(o -> !o.usageHelp() && !o.versionHelp() && !common.contains(o.longestName()))
          .filter(o -> !o.longestName().equals("--method"))
          .toList();
    }

    /** A value that the option takes from this verb; empty for one without. */
    String value(String option) {
      return switch (option) {
        case "--row" -> "u";
        case "--column" -> "i";
        case "--value" -> "r";
        case "--time" -> "t";
        case "--header" -> "present";
        case "--decimal" -> ".";
        case "--missing" -> this == DENOISE ? "" : "NA";
        case "--duplicates" -> "last";
        case "--modes" -> "a,b,c";
        case "--rank" -> "1";
        case "--penalty" -> "0.1";
        case "--loss" -> this == DENOISE ? "operator" : "squared";
        case "--test" -> this == COMPLETE ? "table.csv" : "cells.csv";
        case "--titles", "--groups", "--row-features", "--column-features" -> "labels.csv";
        case "--group-columns", "--feature-columns" -> "kind";
        case "--groups-of" -> "columns";
        case "--missingness" -> "rows";
        case "--start" -> "spectrum";
        case "--output-kind" -> "ordinal";
        case "--noise-level" -> "one";
        case "--chains" -> "2";
        case "--draws", "--warmup", "--ess", "--list", "--points" -> "20";
        case "--max-sweeps", "--max-steps", "--until" -> "7";
        case "--holdout", "--outliers", "--step-size", "--step", "--corruption" -> "0.2";
        case "--interval" -> "0.8";
        case "--level", "--noise" -> "0.1";
        case "--tolerance" -> "1e-3";
        case "--center" -> "rows";
        case "--channel", "--simulate" -> "0";
        case "--patch-size", "--group-size", "--search-radius" -> "6";
        case "--operator" -> "stack.npy";
        case "--rows", "--columns" -> this == DYNAMICS ? "30" : "" + SIDE;
        case "--step-rule" -> "trimmed";
        case "--widths" -> "4";
        case "--activation" -> "tanh";
        case "--strength" -> "2";
        case "--align-left", "--align-right" -> "0.2";
        default -> "";
      };
    }
  }

  private static final int FEW = 3;

  @TempDir Path here;

  @BeforeEach
  void write() throws IOException {
    RandomStream random = RandomStream.of(1, "idle options");
    StringBuilder table = new StringBuilder("u,i,r,t\n");
    StringBuilder cells = new StringBuilder("a,b,c,r\n");
    StringBuilder labels = new StringBuilder("id,kind\n");
    StringBuilder signal = new StringBuilder();
    for (int k = 0; k < SIDE * SIDE; k++) {
      if (k % 5 > 0) {
        table.append("%d,%d,%d,%d\n".formatted(k / SIDE, k % SIDE, k % 7, k));
      }
      cells.append("%d,%d,%d,%d\n".formatted(k / 36, k / 6 % 6, k % 6, k % 7));
      signal.append(k % 5 > 0 ? Math.sin(0.3 * k) : "").append('\n');
    }
    for (int k = 0; k < SIDE; k++) {
      labels.append("%d,%s\n".formatted(k, k % 2 == 0 ? "even" : "odd"));
    }
    Files.writeString(here.resolve("table.csv"), table);
    Files.writeString(here.resolve("cells.csv"), cells);
    Files.writeString(here.resolve("labels.csv"), labels);
    Files.writeString(here.resolve("signal.csv"), signal);
    Matrix truth = random.gaussian(SIDE, 1).timesTranspose(random.gaussian(SIDE, 1));
    Npy.write(here.resolve("matrix.npy"), DenseArray.of(truth));
    double[] cube = random.gaussian(8, 27).array();
    Npy.write(here.resolve("cube.npy"), new DenseArray(cube, new int[] {6, 6, 6}));
    Matrix stack = random.gaussian(80, SIDE * SIDE);
    int[] shape = {80, SIDE, SIDE};
    Npy.write(here.resolve("stack.npy"), new DenseArray(stack.array(), shape));
    double[] y = new double[80];
    stack.multiply(truth.array(), y);
    Npy.write(here.resolve("y.npy"), new DenseArray(y, new int[] {80}));
    SequencedMap<String, DenseArray> vectors = new LinkedHashMap<>();
    vectors.put("a", DenseArray.of(random.gaussian(80, SIDE)));
    Npy.write(here.resolve("vectors.npz"), vectors);
    Matrix picture = random.gaussian(40, 40).scaled(20);
    Arrays.setAll(picture.array(), k -> 128 + picture.array()[k]);
    GreyImage.write(here.resolve("picture.png"), picture, GreyImage.Depth.BITS_8);
  }

  /** The command with the option in place of what it already says there. */
  private Ran run(Walk walk, String method, String option) {
    List<String> words = new ArrayList<>(List.of(walk.command(method, option).split(" ")));
    int place = words.indexOf(option);
    String value = walk.value(option);
    if (place >= 0) {
      words.remove(place);
      if (!value.isEmpty()) {
        words.remove(place);
      }
    }
    words.add(option);
    if (!value.isEmpty()) {
      words.add(value);
    }
    words.addAll(List.of("--explain", "--threads", "1", "--out", "out"));
    return Ran.command(
        words.stream()
            .map(w -> w.matches("out|.*\\.(csv|npy|npz|png)") ? "" + here.resolve(w) : w)
            .toArray(String[]::new));
  }

  /** What all methods take is tried with one of them, each in its turn, and the rest with all. */
  @ParameterizedTest
  @EnumSource
  void anOptionIsTakenOrRefused(Walk walk) {
    List<String> all = List.copyOf(walk.table.methods());
    List<String> silent = new ArrayList<>();
    int turn = 0;
    for (OptionSpec one : walk.options()) {
      String option = one.longestName();
      if (walk == Walk.COMPLETE && option.equals("--modes")) {
        continue; // of tensors
      }
      Set<String> takers = walk.table.takers(option);
      boolean common = takers.size() == all.size();
      for (String method : common ? List.of(all.get(turn++ % all.size())) : all) {
        Ran ran = run(walk, method, option);
        if (!isKept(ran, option, takers.contains(method))) {
          silent.add("%s with %s: %d %s".formatted(option, method, ran.status(), ran.sentence()));
        }
      }
    }
    assertThat(silent).isEmpty();
    assertThat(here.resolve("out")).doesNotExist();
  }

  /** What a method takes it uses, or it says what else is wrong with the value. */
  private static boolean isKept(Ran ran, String option, boolean taken) {
    boolean named = ran.sentence().contains(option.substring(2));
    if (!taken) {
      return ran.status() == 2 && named;
    }
    boolean idle =
        ran.sentence().contains(option + " can do nothing")
            && !ran.sentence().contains("without --modes");
    return !idle && (ran.status() == 0 || named);
  }

  @ParameterizedTest
  @EnumSource
  void theTableHasTheOptionsOfTheVerbAndNoOthers(Walk walk) {
    Set<String> own = new TreeSet<>();
    walk.options().forEach(option -> own.add(option.longestName()));
    Set<String> listed = new TreeSet<>(walk.table.options());
    listed.remove("--method");
    assertThat(listed).isEqualTo(own);
  }

  /** An option of few methods says so in the verb's help. */
  @ParameterizedTest
  @EnumSource(names = {"COMPLETE", "DENOISE", "SENSE", "DYNAMICS"}) // the others say more in words
  void helpNamesTheMethodsOfAnOptionOfFew(Walk walk) {
    List<String> unsaid = new ArrayList<>();
    for (OptionSpec option : walk.options()) {
      if (Set.of(BayesInput.OPTIONS).contains(option.longestName())) {
        continue; // one mixin, which says it for all its options
      }
      Set<String> takers = walk.table.takers(option.longestName());
      String text = String.join(" ", option.description());
      int all = walk.table.methods().size();
      if (takers.size() <= Math.min(FEW, all - 2) && !takers.stream().allMatch(text::contains)) {
        unsaid.add(option.longestName() + " of " + takers + ": " + text);
      }
    }
    assertThat(unsaid).isEmpty();
  }
}
