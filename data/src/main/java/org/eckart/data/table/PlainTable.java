package org.eckart.data.table;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.data.table.PlainParser.Role;
import org.eckart.data.text.DelimitedText;
import org.jspecify.annotations.Nullable;

/**
 * The fast reader: text whose ids are integers and whose values are plain decimal numbers, nothing
 * quoted and nothing missing. Chunks of the file are parsed side by side.
 *
 * <p>It knows no complaints. Whatever it does not read, it gives up at once, and DuckDB reads (or
 * refuses) the file instead: both give the same entries for the files that both read.
 *
 * <p>Measured with two threads on a 66 MB file of 4.5 million lines: see
 * docs/decisions/0004-duckdb-and-bulk-path.md. Memory: 16 bytes an entry (24 with times) and a few
 * MiB a thread.
 */
final class PlainTable {
  /** Small enough that the parser is compiled early and the threads end together. */
  private static final int CHUNK = 1 << 20;

  /** No plain line is longer. */
  private static final int LONGEST_LINE = 1 << 12;

  private PlainTable() {}

  /** The table, or null where it is not plain. */
  static @Nullable Coded read(Path file, TextLayout layout, TableOptions options, Workers workers) {
    if (!isPlain(layout, options)) {
      return null;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel, layout, options, workers);
    } catch (Surprise | IOException given) {
      return null; // DuckDB reads it, or says what is wrong
    }
  }

  private static boolean isPlain(TextLayout layout, TableOptions options) {
    boolean delimiter = layout.delimiter().length() == 1 || layout.delimiter().equals("::");
    boolean texts = options.missing().stream().noneMatch(DelimitedText::isNumber);
    if (layout.gzip() || !delimiter || !texts || layout.columns().value() < 0) {
      return false;
    }
    Columns columns = layout.columns();
    return layout.sample().stream()
        .limit(10)
        .allMatch(fields ->
            fields.size() == layout.names().size()
                && fields.get(columns.row()).matches("-?[0-9]{1,10}")
                && fields.get(columns.column()).matches("-?[0-9]{1,10}"));
  }

  private static Coded read(
      FileChannel channel, TextLayout layout, TableOptions options, Workers workers)
      throws IOException {
    long size = channel.size();
    int chunks = Math.toIntExact(Math.max(1, (size + CHUNK - 1) / CHUNK));
    long start = start(channel, layout);
    boolean times = layout.columns().time() >= 0;
    @Nullable Block[] parsed = new Block[chunks];
    PlainParser[] ranges = new PlainParser[workers.threads()];
    java.util.concurrent.atomic.AtomicInteger next =
        new java.util.concurrent.atomic.AtomicInteger();
    workers.run(
        workers.threads(),
        part -> {
          PlainParser parser =
              new PlainParser(roles(layout), layout.delimiter(), options.decimal());
          byte[] bytes = new byte[1 + CHUNK + LONGEST_LINE];
          for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
            int expected = (int) (CHUNK / layout.lineBytes() * 1.05) + 64;
            Block block = new Block(chunks == 1 ? 1024 : expected, times);
            parseChunk(channel, chunk, start, size, bytes, parser, block);
            parsed[chunk] = block;
          }
          ranges[part] = parser;
        });
    List<Block> blocks = new ArrayList<>();
    long entries = 0;
    for (Block block : parsed) {
      if (block != null) {
        blocks.add(block);
        entries += block.count;
      }
    }
    return entries == 0 ? surprise() : coded(blocks, ranges, entries, workers);
  }

  private static Coded surprise() {
    throw new Surprise("no line");
  }

  private static Coded coded(
      List<Block> blocks, PlainParser[] ranges, long entries, Workers workers) {
    int minRow = Arrays.stream(ranges).mapToInt(range -> range.minRow).min().orElse(0);
    int maxRow = Arrays.stream(ranges).mapToInt(range -> range.maxRow).max().orElse(0);
    int minColumn = Arrays.stream(ranges).mapToInt(range -> range.minColumn).min().orElse(0);
    int maxColumn = Arrays.stream(ranges).mapToInt(range -> range.maxColumn).max().orElse(0);
    IntCodes[] codes = new IntCodes[2];
    workers.run(
        2,
        part ->
            codes[part] =
                part == 0
                    ? IntCodes.of(blocks, true, minRow, maxRow, entries)
                    : IntCodes.of(blocks, false, minColumn, maxColumn, entries));
    workers.run(
        workers.threads(),
        part -> {
          for (int b = part; b < blocks.size(); b += workers.threads()) {
            Block block = blocks.get(b);
            codes[0].encode(block.row, block.count);
            codes[1].encode(block.column, block.count);
          }
        });
    return new Coded(blocks, Coded.labels(codes[0].ids()), Coded.labels(codes[1].ids()), entries);
  }

  private static Role[] roles(TextLayout layout) {
    Role[] roles = new Role[layout.names().size()];
    Arrays.fill(roles, Role.SKIPPED);
    Columns columns = layout.columns();
    roles[columns.row()] = Role.ROW;
    roles[columns.column()] = Role.COLUMN;
    roles[columns.value()] = Role.VALUE;
    if (columns.time() >= 0) {
      roles[columns.time()] = Role.TIME;
    }
    return roles;
  }

  /** Where the first data line begins: after a byte order mark and the header. */
  private static long start(FileChannel channel, TextLayout layout) throws IOException {
    byte[] head = new byte[(int) Math.min(channel.size(), LONGEST_LINE)];
    fill(channel, 0, head, head.length);
    int at =
        head.length >= 3
                && head[0] == (byte) 0xef
                && head[1] == (byte) 0xbb
                && head[2] == (byte) 0xbf
            ? 3
            : 0;
    if (layout.header()) {
      while (at < head.length && head[at] != '\n') {
        if (head[at] == '"') {
          throw new Surprise("a quoted header");
        }
        at++;
      }
      if (at == head.length) {
        throw new Surprise("a header without an end");
      }
      at++;
    }
    return at;
  }

  /** Parses the lines that begin in the chunk. */
  private static void parseChunk(
      FileChannel channel,
      int chunk,
      long start,
      long size,
      byte[] bytes,
      PlainParser parser,
      Block into)
      throws IOException {
    long begin = Math.max(start, (long) chunk * CHUNK);
    long end = Math.min(size, (chunk + 1L) * CHUNK);
    if (begin >= end) {
      return;
    }
    boolean inside = begin > start; // then the byte before says whether a line begins here
    long from = inside ? begin - 1 : begin;
    int length = (int) (Math.min(size, end + LONGEST_LINE) - from);
    fill(channel, from, bytes, length);
    int first = 0;
    if (inside) {
      while (first < length && bytes[first] != '\n') {
        first++;
      }
      first++;
    }
    int last = (int) (end - from);
    if (first >= last) {
      return; // no line begins in this chunk
    }
    while (last < length && bytes[last - 1] != '\n') {
      last++;
    }
    if (last == length && from + length < size && bytes[last - 1] != '\n') {
      throw new Surprise("a very long line");
    }
    if (from + last == size) {
      last = withoutBlankEnd(bytes, first, last);
    }
    parser.parse(bytes, first, last, into);
  }

  /** Leaves out blank lines at the end of the file. */
  private static int withoutBlankEnd(byte[] bytes, int first, int last) {
    int end = last;
    while (end > first && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return end;
  }

  private static void fill(FileChannel channel, long from, byte[] bytes, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new EOFException("the file became shorter");
      }
    }
  }
}
