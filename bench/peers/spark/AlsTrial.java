import java.util.Locale;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spark's ALS on a table of ratings, in local mode: TRAIN TEST RANK LAMBDA ITERATIONS THREADS REPETITIONS. A line a
 * repetition on standard output: "fit SECONDS rmse ERROR". Compiled by the launcher of Java when the benchmark is run.
 */
public final class AlsTrial {
  public static void main(String[] arguments) {
    int threads = Integer.parseInt(arguments[5]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + threads + "]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", Integer.toString(2 * threads))
            .getOrCreate();
    Dataset<Row> train = read(spark, arguments[0]);
    Dataset<Row> test = read(spark, arguments[1]);
    for (int repetition = 0; repetition < Integer.parseInt(arguments[6]); repetition++) {
      ALS als =
          new ALS()
              .setUserCol("user")
              .setItemCol("item")
              .setRatingCol("rating")
              .setRank(Integer.parseInt(arguments[2]))
              .setRegParam(Double.parseDouble(arguments[3]))
              .setMaxIter(Integer.parseInt(arguments[4]))
              .setNumBlocks(2 * threads)
              .setColdStartStrategy("drop")
              .setSeed(repetition + 1);
      long start = System.nanoTime();
      ALSModel model = als.fit(train);
      model.userFactors().count(); // nothing is left to be done later
      double seconds = (System.nanoTime() - start) * 1e-9;
      double rmse =
          new RegressionEvaluator()
              .setMetricName("rmse")
              .setLabelCol("rating")
              .setPredictionCol("prediction")
              .evaluate(model.transform(test));
      System.out.printf(Locale.ROOT, "fit %.4f rmse %.6f%n", seconds, rmse);
    }
    spark.stop();
  }

  private static Dataset<Row> read(SparkSession spark, String file) {
    Dataset<Row> table =
        spark.read().option("sep", " ").schema("user int, item int, rating float").csv(file).cache();
    table.count(); // read before the clock starts
    return table;
  }
}
