package org.eckart.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.data.duck.Duck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableReaderTest {
  private static final TableOptions OPTIONS = TableOptions.defaults().withThreads(2);

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Table read(String name, String text, TableOptions options) throws IOException {
    return TableReader.read(TableSource.file(file(name, text)), options);
  }

  private Table read(String name, String text) throws IOException {
    return read(name, text, OPTIONS);
  }

  /** The entries as text, one a line, in their order. */
  private static List<String> lines(ObservedEntries entries) {
    List<String> lines = new ArrayList<>();
    for (int k = 0; k < entries.count(); k++) {
      lines.add(
          entries.rowLabels().get(entries.row(k))
              + " | "
              + entries.columnLabels().get(entries.column(k))
              + " | "
              + entries.value(k));
    }
    return lines;
  }

  private void refused(String kind, String where, String message, String name, String text)
      throws IOException {
    refused(kind, where, message, name, text, OPTIONS);
  }

  private void refused(
      String kind, String where, String message, String name, String text, TableOptions options)
      throws IOException {
    Path file = file(name, text);
    assertThatThrownBy(() -> TableReader.read(TableSource.file(file), options))
        .isInstanceOfSatisfying(
            InputException.class,
            refusal -> {
              assertThat(refusal).hasMessage(message);
              assertThat(refusal.kind()).isEqualTo(kind);
              assertThat(refusal.where()).isEqualTo(where);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "a.csv§user,item,rating\\nu2,i1,4.5\\nu1,i2,3\\n§,",
        "a.csv§user;item;rating\\nu2;i1;4.5\\nu1;i2;3\\n§;",
        "a.tsv§user\\titem\\trating\\nu2\\ti1\\t4.5\\nu1\\ti2\\t3§tab",
        "a.txt§u2 i1 4.5\\nu1 i2 3\\n§space",
        "a.txt§ u2   i1  4.5\\n u1   i2    3\\n§spaces that line up",
        "a.dat§u2::i1::4.5::978300760\\nu1::i2::3::978302109\\n§::",
        "a.csv§user,item,rating\\r\\nu2,i1,4.5\\r\\nu1,i2,3\\r\\n§CRLF",
        "a.jsonl§{\"user\":\"u2\",\"item\":\"i1\",\"rating\":4.5}\\n{\"user\":\"u1\",\"item\":\"i2\",\"rating\":3}\\n§JSON",
      })
  void everyTextKindGivesTheSameEntries(String name, String escaped) throws IOException {
    String text = escaped.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r");

    ObservedEntries entries = read(name, text).entries();

    assertThat(lines(entries)).containsExactly("u1 | i2 | 3.0", "u2 | i1 | 4.5");
  }

  @Test
  void gzipAndStandardInputAreTransparent() throws IOException {
    String text = "user,item,rating\nu2,i1,4.5\nu1,i2,3\n";
    Path zipped = folder.resolve("ratings.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    Table fromGzip = TableReader.read(TableSource.file(zipped), OPTIONS);
    Table fromStream =
        TableReader.read(
            TableSource.of("-", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))),
            OPTIONS);

    assertThat(lines(fromGzip.entries())).containsExactly("u1 | i2 | 3.0", "u2 | i1 | 4.5");
    assertThat(lines(fromStream.entries())).isEqualTo(lines(fromGzip.entries()));
    assertThat(fromGzip.report().format()).isEqualTo("gzipped text separated by commas");
    assertThat(fromStream.report().source()).isEqualTo("standard input");
  }

  @Test
  void parquetKeepsIntegerIdsAndAQueryReadsSeveralFiles() throws Exception {
    Path parquet = folder.resolve("it's [1].parquet");
    try (Duck duck = Duck.open(1)) {
      duck.execute(
          "copy (select * from (values (7, 30000000000::bigint, 1.5), (-7, 2, 2.5)) t(u, i, r)) to "
              + Duck.literal(parquet.toString())
              + " (format parquet)");
    }
    file("more.csv", "u,i,r\n8,2,4\n");

    ObservedEntries one = TableReader.read(TableSource.file(parquet), OPTIONS).entries();
    ObservedEntries both =
        TableReader.read(
                TableSource.of(
                    "SELECT u, i, r FROM read_parquet('"
                        + folder
                        + "/*.parquet') UNION ALL FROM '"
                        + folder
                        + "/more.csv';",
                    System.in),
                OPTIONS)
            .entries();

    assertThat(one.rowLabels()).isEqualTo(Labels.of(-7L, 7L));
    assertThat(one.columnLabels()).isEqualTo(Labels.of(2L, 30000000000L));
    assertThat(lines(one)).containsExactly("-7 | 2 | 2.5", "7 | 30000000000 | 1.5");
    assertThat(lines(both)).containsExactly("-7 | 2 | 2.5", "7 | 30000000000 | 1.5", "8 | 2 | 4.0");
  }

  @Test
  void columnsAreChosenByNameOrNumberAndTheRestInOrder() throws IOException {
    String text = "when,stars,item,user\n2,4.5,i1,u1\n1,3,i2,u1\n";

    Table named =
        read("a.csv", text, OPTIONS.withColumns("user", "item", "stars").withTime("when"));
    Table numbered = read("b.csv", text, OPTIONS.withColumns("4", "3", "2"));
    Table headless = read("c.csv", "4.5,i1,u1\n3,i2,u1\n", OPTIONS.withColumns("3", null, "1"));

    assertThat(lines(named.entries())).containsExactly("u1 | i1 | 4.5", "u1 | i2 | 3.0");
    assertThat(named.entries().time(0)).isEqualTo(2);
    assertThat(named.report().rowName()).isEqualTo("user");
    assertThat(lines(numbered.entries())).isEqualTo(lines(named.entries()));
    assertThat(lines(headless.entries())).isEqualTo(lines(named.entries()));
  }

  @Test
  void datesBecomeSeconds() throws IOException {
    Table table = read("a.csv", "u,i,r,t\na,b,1,1970-01-02 00:00:01\n", OPTIONS.withTime("t"));

    assertThat(table.entries().time(0)).isEqualTo(86401);
  }

  @Test
  void idsOfAnyTextStayDistinctAndAsTheyWere() throws IOException {
    String text =
        """
        user,item,rating
        "Smith, ""Al""\",Ünï ☕,1
        smith,i1,2
        Smith,i1,3
        " smith",i1,4
        007,i1,5
        7,i1,6
        it's,i1,7
        """;

    ObservedEntries entries = read("odd.csv", text).entries();

    assertThat(lines(entries))
        .containsExactly(
            " smith | i1 | 4.0",
            "007 | i1 | 5.0",
            "7 | i1 | 6.0",
            "Smith | i1 | 3.0",
            "Smith, \"Al\" | Ünï ☕ | 1.0",
            "it's | i1 | 7.0",
            "smith | i1 | 2.0");
    assertThat(entries.rowLabels().areIntegers()).isFalse();
  }

  @Test
  void oneRatingIsATable() throws IOException {
    assertThat(lines(read("one.csv", "1,1,2.5").entries())).containsExactly("1 | 1 | 2.5");
    assertThat(lines(read("two.csv", "a,b,2.5\n").entries())).containsExactly("a | b | 2.5");
  }

  @Test
  void missingValuesAreNoEntriesButTheirRowsStay() throws IOException {
    String text = "user,item,rating\na,x,1\nb,x,\na,y,NA\nc,y,-999\nc,x,-999.0\n";
    TableOptions options = OPTIONS.withMissing("NA", "-999");

    Table kept = read("holes.csv", text, options);
    Table dropped = read("holes.csv", text, options.withDropEmpty(true));

    assertThat(lines(kept.entries())).containsExactly("a | x | 1.0");
    assertThat(kept.entries().rowLabels()).isEqualTo(Labels.of("a", "b", "c"));
    assertThat(kept.report().missing()).isEqualTo(4);
    assertThat(kept.report().emptyRows()).isEqualTo(2);
    assertThat(kept.report().emptyColumns()).isEqualTo(1);
    assertThat(dropped.entries().rowLabels()).isEqualTo(Labels.of("a"));
    assertThat(dropped.report().emptyRows()).isZero();
  }

  @Test
  void decimalCommasAreReadWhereTheySaySo() throws IOException {
    Table table = read("a.csv", "u;i;r\na;x;4,5\nb;x;-0,25\n", OPTIONS.withDecimal(','));

    assertThat(lines(table.entries())).containsExactly("a | x | 4.5", "b | x | -0.25");
  }

  @ParameterizedTest
  @CsvSource({"LAST,7", "MEAN,4", "SUM,12"})
  void duplicatesAreSettledAsTold(Duplicates rule, double expected) throws IOException {
    for (String prefix : List.of("u", "1")) { // text ids go through DuckDB, integers do not
      String text =
          prefix + "1,1,2\n" + prefix + "1,1,3\n" + prefix + "2,1,9\n" + prefix + "1,1,7\n";
      Table table = read("twice.csv", text, OPTIONS.withDuplicates(rule));

      assertThat(table.entries().value(0)).isEqualTo(expected);
      assertThat(table.entries().count()).isEqualTo(2);
      assertThat(table.report().repeated()).isEqualTo(2);
      assertThat(table.report().records()).isEqualTo(4);
      assertThat(table.report().bulk()).isEqualTo(prefix.equals("1"));
    }
  }

  @Test
  void theReportCounts() throws IOException {
    TableReport report = read("r.csv", "user,item,stars\n1,10,2\n1,20,4\n2,10,3\n").report();

    assertThat(report)
        .isEqualTo(
            new TableReport(
                "r.csv",
                "text separated by commas",
                37,
                true,
                "user",
                "item",
                "stars",
                3,
                0,
                0,
                Duplicates.REFUSE,
                3,
                2,
                2,
                0,
                0,
                new TableReport.Spread(1, 1.5, 2),
                new TableReport.Spread(1, 1.5, 2),
                2,
                4,
                3,
                false,
                true));
    assertThat(report.density()).isEqualTo(0.75);
    assertThat(read("c.csv", "1,1,5\n1,2,5\n").report().constant()).isTrue();
  }

  @Test
  void duplicatesAreRefusedWithBothLines() throws IOException {
    refused(
        "duplicate",
        "ratings.csv, line 5",
        "ratings.csv has two values for user 'u17' and item 'm2' (lines 2 and 5); say which counts:"
            + " duplicates last, mean or sum",
        "ratings.csv",
        "user,item,rating\nu17,m2,1\n\"u\nx\",m2,1\nu17,m2,1\n");
    refused(
        "duplicate",
        "ratings.txt, line 4",
        "ratings.txt has 3 values for row '5' and column '6' (lines 1 and 4, …); say which counts:"
            + " duplicates last, mean or sum",
        "ratings.txt",
        "5 6 1\n5 7 1\n\n5 6 2\n5 6 3\n");
  }

  @Test
  void whatIsNotANumberIsNamed() throws IOException {
    refused(
        "not-a-number",
        "r.csv, line 3, column 'rating'",
        "r.csv, line 3, column 'rating': \"4,5\" is not a number; if the comma is the decimal mark,"
            + " set decimal to ,",
        "r.csv",
        "user,item,rating\n1,2,3\n1,3,\"4,5\"\n");
    refused(
        "not-a-number",
        "r.txt, line 2, column 'value'",
        "r.txt, line 2, column 'value': \"good\" is not a number; if it stands for a missing value,"
            + " add it to missing",
        "r.txt",
        "1 2 3\n1 3 good\n");
    refused(
        "not-a-number",
        "r2.csv, line 2, column 'r'",
        "r2.csv, line 2, column 'r': \"4.5\" is not a number; decimal is set to a comma here",
        "r2.csv",
        "u;i;r\n1;2;4.5\n",
        OPTIONS.withDecimal(','));
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() throws IOException {
    for (String odd : List.of("NaN", "inf", "-Infinity", "1e999")) {
      refused(
          "not-finite",
          "r.csv, line 3, column 'r'",
          "r.csv, line 3, column 'r': "
              + odd
              + " is not a finite number; correct it, or add '"
              + odd
              + "' to missing",
          "r.csv",
          "u,i,r\n1,2,3\n1,3," + odd + "\n");
    }
  }

  @Test
  void absentIdsAreRefused() throws IOException {
    refused(
        "missing-id",
        "r.csv, line 3, column 'i'",
        "r.csv, line 3, column 'i' is empty, and every entry needs the id of its column; fill it in"
            + " or remove the line",
        "r.csv",
        "u,i,r\n1,2,3\n1,,4\n");
  }

  @Test
  void linesOfOtherLengthsAreRefused() throws IOException {
    refused(
        "fields",
        "r.csv, line 3",
        "r.csv, line 3 has 2 fields where 3 were expected; put a text that holds the separator into"
            + " double quotes",
        "r.csv",
        "u,i,r\n1,2,3\n1,3\n");
    refused(
        "fields",
        "s.csv, line 2",
        "s.csv, line 2 has 4 fields where 3 were expected; put a text that holds the separator into"
            + " double quotes",
        "s.csv",
        "1,2,3\n1,3,4,5\n1,5,3\n");
  }

  @Test
  void absentColumnsAreNamedWithTheNearest() throws IOException {
    refused(
        "missing-column",
        "r.csv",
        "r.csv has no column 'ratng'; its columns are 'user', 'item', 'rating': did you mean"
            + " 'rating'?",
        "r.csv",
        "user,item,rating\na,b,1\n",
        OPTIONS.withColumns("user", "item", "ratng"));
    refused(
        "missing-column",
        "s.csv",
        "s.csv has no column 'user': its first line holds data, not names; give the column's number,"
            + " 1 to 3",
        "s.csv",
        "a,b,1\n",
        OPTIONS.withColumns("user", null, null));
    refused(
        "missing-column",
        "t.csv",
        "t.csv has 2 columns ('1', '2') where three are needed: row, column and value; if another"
            + " mark separates them, name the file .csv (comma or semicolon) or .tsv (tab)",
        "t.csv",
        "a,b\nc,d\n");
  }

  @Test
  void emptyTablesAreRefused() throws IOException {
    refused("empty", "e.csv", "e.csv is empty; a table needs at least one line", "e.csv", "");
    refused("empty", "b.csv", "b.csv is empty; a table needs at least one line", "b.csv", "\n\n");
    refused(
        "empty",
        "h.csv",
        "h.csv has a header ('user', 'item', 'rating') and no data below it",
        "h.csv",
        "user,item,rating\n");
    refused(
        "all-missing",
        "m.csv, column 'r'",
        "m.csv, column 'r' is missing in all 2 lines; name the column that holds the values",
        "m.csv",
        "u,i,r\na,b,\na,c,\n");
  }

  @Test
  void filesThatAreNotThereOrNoTablesAreRefused() throws IOException {
    Path absent = folder.resolve("absent.csv");
    assertThatThrownBy(() -> TableReader.read(TableSource.file(absent), OPTIONS))
        .hasMessage("There is no file " + absent + "; check the path");
    assertThatThrownBy(() -> TableReader.read(TableSource.file(folder), OPTIONS))
        .isInstanceOf(InputException.class)
        .hasMessage(
            folder
                + " is a folder, and a table is a file; name a file in it, or query all of them with"
                + " SELECT … FROM '"
                + folder
                + "/*.csv'");
    refused(
        "not-a-table",
        "x.xlsx",
        "x.xlsx is a ZIP archive or a spreadsheet; unpack it, or save it as CSV",
        "x.xlsx",
        "PK\u0003\u0004 and more");
    refused(
        "unreadable",
        "p.parquet",
        "p.parquet cannot be read: No magic bytes found at end of file '"
            + folder.resolve("p.parquet")
            + "'",
        "p.parquet",
        "user,item,rating\n");
    assertThatThrownBy(
            () -> TableReader.read(TableSource.sql("select nothing from nowhere"), OPTIONS))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("the query cannot be read: Table with name nowhere does not exist");
  }

  @Test
  void moreEntriesThanAnArrayHoldsAreRefused() {
    assertThatThrownBy(() -> DuckTable.refuseTooMany("big.parquet", 1L << 31))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "big.parquet has 2147483648 entries, and one table holds at most 2147483639; read a part"
                + " of it with a query, or split it by rows");
    DuckTable.refuseTooMany("big.parquet", Integer.MAX_VALUE - 8);
  }

  @Test
  void pairsKeepTheirOrderAndSayWhatIsUnknown() throws IOException {
    Labels rows = Labels.of("a", "b");
    Labels columns = Labels.of(3L, 5L);
    Path file = file("pairs.csv", "user,item\nb,5\nz,3\na,9\nb,5\n");

    Pairs pairs = TableReader.readPairs(TableSource.file(file), OPTIONS, rows, columns, false);

    assertThat(pairs.count()).isEqualTo(4);
    assertThat(pairs.modelRow(0)).isEqualTo(1);
    assertThat(pairs.modelColumn(0)).isEqualTo(1);
    assertThat(pairs.modelRow(1)).isEqualTo(-1);
    assertThat(pairs.rowIds().get(pairs.row()[1])).isEqualTo("z");
    assertThat(pairs.columnIds().get(pairs.column()[2])).isEqualTo("9");
    assertThat(pairs.modelColumn(2)).isEqualTo(-1);
    assertThat(pairs.unknown()).isEqualTo(2);
    assertThat(pairs.value()).isNull();
  }

  @Test
  void aTestTableIsMatchedToKnownLabels() throws IOException {
    Labels rows = Labels.numbered(4);
    Labels columns = Labels.of(3L, 5L);
    Path file = file("test.txt", "3 5 1.5\n9 3 2\n0 3 4\n");

    Pairs pairs = TableReader.readPairs(TableSource.file(file), OPTIONS, rows, columns, true);

    assertThat(pairs.unknown()).isEqualTo(1);
    assertThat(lines(pairs.known(rows, columns))).containsExactly("3 | 5 | 1.5", "0 | 3 | 4.0");
  }
}
