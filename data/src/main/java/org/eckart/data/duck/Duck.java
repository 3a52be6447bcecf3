package org.eckart.data.duck;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * An embedded DuckDB of its own, in memory, closed after use. It fetches nothing from the network.
 *
 * <p>The first one in a process loads the native library. Measured on two cores: 0.04 s for the
 * library and 0.1 s for the first database where the library lies beside a jar without natives; 0.3
 * to 0.5 s for the library where the driver first unpacks it from its jar into the temporary
 * folder; 0.01 s for each later database.
 */
public final class Duck implements AutoCloseable {
  /** Receives column chunks of about 2,048 rows. */
  public interface ChunkReader {
    void read(DuckDBDataChunkReader chunk) throws SQLException;
  }

  private final DuckDBConnection connection;

  private Duck(DuckDBConnection connection) {
    this.connection = connection;
  }

  /**
   * A new, empty database.
   *
   * @param threads it may use, at least 1
   */
  public static Duck open(int threads) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("threads", Integer.toString(Math.max(1, threads)));
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    if (new DuckDBDriver().connect("jdbc:duckdb:", settings) instanceof DuckDBConnection opened) {
      return new Duck(opened);
    }
    throw new SQLException("DuckDB did not open");
  }

  /** Runs statements that give no rows. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first row of the answer as text, null for null; null if there is no row. */
  public String @Nullable [] row(String sql) throws SQLException {
    List<String[]> rows = rows(sql, 1);
    return rows.isEmpty() ? null : rows.get(0);
  }

  /** The first rows of a small answer, as text, null for null. */
  public List<String[]> rows(String sql, int most) throws SQLException {
    List<String[]> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      int columns = answer.getMetaData().getColumnCount();
      while (rows.size() < most && answer.next()) {
        String[] row = new String[columns];
        for (int j = 0; j < columns; j++) {
          row[j] = answer.getString(j + 1);
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Streams an answer of any length, chunk by chunk. */
  public void stream(String sql, ChunkReader reader) throws SQLException {
    try (DuckDBPreparedStatement query = connection.prepare(sql);
        DuckDBChunkedResult chunks = query.query()) {
      while (chunks.nextChunk()) {
        reader.read(chunks.chunk());
      }
    }
  }

  /** The connection itself, for appenders. */
  public DuckDBConnection connection() {
    return connection;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException closed) {
      // an in-memory database that will not close has nothing left to lose
    }
  }

  /** A text as an SQL literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A name as an SQL identifier. */
  public static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A path as an SQL literal; what DuckDB would take for a pattern stands for itself. */
  public static String file(Path path) {
    StringBuilder escaped = new StringBuilder();
    for (char c : path.toString().toCharArray()) {
      if (c == '*' || c == '?' || c == '[') {
        escaped.append('[').append(c).append(']');
      } else {
        escaped.append(c);
      }
    }
    return literal(escaped.toString());
  }

  /** DuckDB's complaint in one line: no dump of settings, no picture of the statement. */
  public static String sentence(SQLException complaint) {
    String text = complaint.getMessage() == null ? "" : complaint.getMessage();
    int inner = text.indexOf("\nError: ");
    if (inner >= 0) {
      text = text.substring(inner + "\nError: ".length());
    }
    int line = text.indexOf('\n');
    String first = (line < 0 ? text : text.substring(0, line)).strip();
    int colon = first.indexOf(" Error: ");
    return colon > 0 && colon < 40 ? first.substring(colon + " Error: ".length()) : first;
  }
}
