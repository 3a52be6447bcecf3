package org.eckart.data.model;

import static org.eckart.linalg.Check.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eckart.core.EckartException;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.store.AtomicFile;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.NamedArrays.NamedArray;
import org.eckart.core.store.Safetensors;
import org.eckart.data.duck.ParquetFile;
import org.eckart.data.table.LabelFile;

/**
 * Models as folders:
 *
 * <ul>
 *   <li>{@code model.safetensors}: the arrays
 *   <li>{@code rows.parquet}, {@code columns.parquet}: the labels; absent where they are 0, 1, …
 *   <li>{@code run.json}: format version, kind, sizes, and how the model was made
 * </ul>
 *
 * <p>Each is read by Python's safetensors, pandas and json; nothing in them is code. A folder
 * appears whole or not at all.
 */
public final class ModelStore {
  static final String ARRAYS = "model.safetensors";
  static final String ROWS = "rows.parquet";
  static final String COLUMNS = "columns.parquet";
  static final String RUN = "run.json";

  private ModelStore() {}

  /**
   * Loads what writing labels needs, so that it is there when a run ends: call it on a thread of
   * its own while the run computes. It takes 0.2 to 0.7 s of one core the first time and 0.02 s
   * later, and writes one label into the temporary folder and removes it. A failure is kept for the
   * real write to tell.
   */
  public static void warmUp() {
    try {
      Path file = Files.createTempFile("eckart-warm", ".parquet");
      try {
        LabelFile.write(file, Labels.of("warm"));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException | EckartException | LinkageError told) {
      return; // whoever needs it says why it fails
    }
  }

  /**
   * Writes a model as a new folder.
   *
   * @param folder the model's own; its parent must exist
   * @param overwrite whether a folder there may be replaced; only one that holds a model, or
   *     nothing, ever is
   * @throws InputException if the folder exists and may not be replaced, or cannot be written
   * @throws org.eckart.core.CapacityException if the disk is full
   */
  public static void write(Path folder, StoredModel model, boolean overwrite) {
    check(RunJson.isObject(model.provenance()), "provenance is not a JSON object");
    Path target = folder.toAbsolutePath().normalize();
    refuseExisting(folder, target, overwrite);
    Path parent = target.getParent();
    if (parent == null) {
      throw InputException.of(
          "exists", folder.toString(), "%s cannot be a model folder; choose another", folder);
    }
    Path temporary = sibling(parent, target, "part");
    try {
      Files.createDirectory(temporary);
      writeFiles(temporary, model);
      replace(parent, target, temporary);
    } catch (IOException failed) {
      throw ParquetFile.unwritable(target, failed);
    } finally {
      deleteIfLeft(temporary);
    }
  }

  private static void writeFiles(Path folder, StoredModel model) {
    Safetensors.write(folder.resolve(ARRAYS), model.arrays());
    String rows = writeLabels(folder, ROWS, model.rows());
    String columns = writeLabels(folder, COLUMNS, model.columns());
    RunJson run =
        new RunJson(
            RunJson.VERSION,
            model.kind(),
            model.rows().size(),
            model.columns().size(),
            rows,
            columns,
            model.rowArrays(),
            model.columnArrays(),
            model.provenance());
    AtomicFile.write(folder.resolve(RUN), run.write().getBytes(StandardCharsets.UTF_8));
  }

  private static String writeLabels(Path folder, String file, Labels labels) {
    if (labels.areNumbered()) {
      return RunJson.NUMBERED;
    }
    LabelFile.write(folder.resolve(file), labels);
    return file;
  }

  private static void refuseExisting(Path folder, Path target, boolean overwrite) {
    if (!Files.exists(target)) {
      return;
    }
    if (!overwrite) {
      throw InputException.of(
          "exists",
          folder.toString(),
          "%s exists already; choose another name, or allow overwriting",
          folder);
    }
    if (!Files.isDirectory(target)) {
      throw InputException.of(
          "exists", folder.toString(), "%s is a file, not a model folder; remove it", folder);
    }
    try (Stream<Path> held = Files.list(target)) {
      if (held.findAny().isPresent() && !Files.exists(target.resolve(RUN))) {
        throw InputException.of(
            "exists",
            folder.toString(),
            "%s holds other things than a model and is not overwritten; choose another name",
            folder);
      }
    } catch (IOException failed) {
      throw ParquetFile.unwritable(target, failed);
    }
  }

  /** Gives the finished folder its name; the old one goes only when the new one stands. */
  private static void replace(Path parent, Path target, Path finished) throws IOException {
    if (!Files.exists(target)) {
      move(finished, target);
      return;
    }
    Path old = sibling(parent, target, "old");
    move(target, old);
    try {
      move(finished, target);
    } catch (IOException failed) {
      move(old, target);
      throw failed;
    }
    deleteIfLeft(old);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException notHere) {
      Files.move(from, to);
    }
  }

  private static Path sibling(Path parent, Path target, String ending) {
    return parent.resolve(
        "."
            + target.getFileName()
            + "."
            + ProcessHandle.current().pid()
            + "-"
            + Long.toHexString(System.nanoTime())
            + "."
            + ending);
  }

  private static void deleteIfLeft(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> held = Files.list(folder)) {
      for (Path file : held.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException left) {
      return; // a hidden folder remains; what matters is already said or done
    }
  }

  /**
   * Reads a model and checks that its parts fit together.
   *
   * @param kinds that the caller can use
   * @throws InputException in one sentence: a file is missing or damaged, sizes contradict each
   *     other, the format is newer than this code, or the kind is another
   */
  public static StoredModel read(Path folder, Set<String> kinds) {
    String name = folder.toString();
    if (!Files.exists(folder)) {
      throw InputException.of(
          "missing-file", name, "There is no model folder %s; check the path", name);
    }
    if (!Files.isDirectory(folder)) {
      throw InputException.of(
          "not-a-model", name, "%s is a file, and a model is a folder; name that folder", name);
    }
    Path runFile = required(folder, RUN);
    RunJson run;
    try {
      run = RunJson.read(runFile.toString(), Files.readString(runFile));
    } catch (IOException failed) {
      throw new InputException(
          "damaged-file",
          runFile.toString(),
          runFile + " cannot be read as UTF-8 text; copy the model folder again",
          failed);
    }
    if (!kinds.contains(run.kind())) {
      throw InputException.of(
          "unknown-kind",
          name,
          "%s holds a model of kind '%s', and this needs %s; name another model",
          name,
          run.kind(),
          String.join(" or ", new TreeSet<>(kinds).stream().map(k -> "'" + k + "'").toList()));
    }
    NamedArrays arrays = Safetensors.read(required(folder, ARRAYS));
    Labels rows = labels(folder, run.rowLabels(), ROWS, run.rows(), "rows");
    Labels columns = labels(folder, run.columnLabels(), COLUMNS, run.columns(), "columns");
    checkArrays(name, arrays, run.rowArrays(), run.rows(), "rows");
    checkArrays(name, arrays, run.columnArrays(), run.columns(), "columns");
    return new StoredModel(
        run.kind(), arrays, run.rowArrays(), run.columnArrays(), rows, columns, run.provenance());
  }

  private static Path required(Path folder, String file) {
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw InputException.of(
          "missing-file",
          path.toString(),
          "%s is not there, so %s is no whole model; copy the model folder again",
          path,
          folder);
    }
    return path;
  }

  private static Labels labels(Path folder, String stored, String file, int size, String what) {
    if (stored.equals(RunJson.NUMBERED)) {
      return Labels.numbered(size);
    }
    if (!stored.equals(file)) {
      throw InputException.of(
          "damaged-file",
          folder.resolve(RUN).toString(),
          "%s keeps the labels of %s in '%s', where '%s' or '%s' is allowed; copy the model folder"
              + " again",
          folder.resolve(RUN),
          what,
          stored,
          file,
          RunJson.NUMBERED);
    }
    Labels labels = LabelFile.read(required(folder, file));
    if (labels.size() != size) {
      throw InputException.of(
          "contradiction",
          folder.resolve(file).toString(),
          "%s has %d labels, but %s says %d %s; the files are of different models",
          folder.resolve(file),
          labels.size(),
          RUN,
          size,
          what);
    }
    return labels;
  }

  private static void checkArrays(
      String folder, NamedArrays arrays, List<String> names, int size, String what) {
    for (String name : names) {
      if (!arrays.has(name)) {
        throw InputException.of(
            "contradiction",
            folder,
            "%s lacks the array '%s' in %s that %s names; the files are of different models",
            folder,
            name,
            ARRAYS,
            RUN);
      }
      NamedArray array = arrays.get(name);
      if (array.shape()[0] != size) {
        throw InputException.of(
            "contradiction",
            folder,
            "%s: array '%s' is for %d %s, but %s says %d; the files are of different models",
            folder,
            name,
            array.shape()[0],
            what,
            RUN,
            size);
      }
    }
  }
}
