package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would do nothing is refused by every verb, in the same words. */
class MethodOptionsTest {
  @TempDir Path here;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "complete TABLE --groups-of columns|--groups-of can do nothing without --method groups; add"
            + " it",
        "complete TABLE --method als --group-report|--group-report can do nothing with --method"
            + " als; leave it out, or take --method groups",
        "complete TABLE --missingness rows|--missingness can do nothing without --method groups;"
            + " add it",
        "complete TABLE --loss huber --groups g.csv|--groups can do nothing with --loss huber;"
            + " leave it out",
        "complete SIGNAL --method hankel --time t|--time can do nothing with --method hankel; leave"
            + " it out",
        "complete SIGNAL --method hankel --duplicates last|--duplicates can do nothing with"
            + " --method hankel; leave it out",
        "complete SIGNAL --method hankel --drop-empty|--drop-empty can do nothing with --method"
            + " hankel; leave it out",
        "complete SIGNAL --method hankel --header present|--header can do nothing with --method"
            + " hankel; leave it out",
        "complete CUBE --method hooi --rank 2 --interval 0.8|--method hooi has no intervals, so"
            + " --interval can do nothing; leave it out",
        "complete CUBE --step-size 0.3|--step-size can do nothing without --method scaledgd or"
            + " gd; add one",
        "complete CUBE --groups g.csv|--groups can do nothing: CUBE is read as a tensor; leave it"
            + " out",
        "complete CUBE --duplicates last|--duplicates can do nothing: CUBE is read as a tensor;"
            + " leave it out",
        "decompose MATRIX --value v|--value can do nothing without --modes; add it",
        "decompose MATRIX --method svd --tolerance 1e-3|--tolerance can do nothing with --method"
            + " svd; leave it out",
        "dynamics --rows 5 --columns 9 --strength 2 --align-left 0.1 --align-right 0.1 --method"
            + " power --points 9|--points can do nothing with --method power; leave it out, or take"
            + " --method flow"
      })
  void whatWouldDoNothingIsRefused(String command, String sentence) throws Exception {
    Path table = Files.writeString(here.resolve("table.csv"), "a,x,1\nb,x,2\nb,y,3\n");
    Path signal = Files.writeString(here.resolve("signal.csv"), "1\n2\n\n4\n");
    Path matrix = here.resolve("matrix.npy");
    Npy.write(matrix, new DenseArray(new double[] {1, 2, 3, 4}, new int[] {2, 2}));
    Path cube = here.resolve("cube.npy");
    Npy.write(cube, new DenseArray(new double[8], new int[] {2, 2, 2}));
    String words =
        command
            .replace("TABLE", "" + table)
            .replace("SIGNAL", "" + signal)
            .replace("MATRIX", "" + matrix)
            .replace("CUBE", "" + cube);
    Ran ran = Ran.command((words + " --out " + here.resolve("out")).split(" "));
    assertThat(ran.sentence()).isEqualTo(sentence.replace("CUBE", "" + cube));
    assertThat(ran.status()).isEqualTo(2);
    assertThat(here.resolve("out")).doesNotExist();
  }
}
