package io.tradex.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The snapshots of a journal, one file each, {@code snapshot-<sequence>.tdx}, in a directory of their own. A snapshot that is
 * damaged is passed over with a warning: an older one and more of the journal give the same state. Not thread safe; one writer
 * at a time.
 */
public final class SnapshotStore {
    private static final Pattern NAME = Pattern.compile("snapshot-(\\d{1,18})\\.tdx");
    private static final String DRAFT_SUFFIX = ".draft";

    private final Path directory;
    private final int keep;
    private final Consumer<String> warnings;

    /**
     * @param directory of the snapshots; made when the first one is written.
     * @param keep      how many of the newest to keep, at least 2, so that a damaged one has a predecessor.
     * @param warnings  told of snapshots that were passed over, and why.
     */
    public SnapshotStore(final Path directory, final int keep, final Consumer<String> warnings) {
        if (keep < 2) {
            throw new IllegalArgumentException("snapshot.keep=" + keep + ": at least 2");
        }
        this.directory = Objects.requireNonNull(directory, "snapshot.directory");
        this.keep = keep;
        this.warnings = Objects.requireNonNull(warnings, "warnings");
    }

    /**
     * Starts a snapshot.
     *
     * @param position behind the last input that is in it.
     * @param epoch    at that input.
     * @return to be filled, committed and closed.
     * @throws UncheckedIOException if the file cannot be made.
     */
    public SnapshotWriter begin(final JournalPosition position, final long epoch) {
        final String name = "snapshot-" + position.sequence() + ".tdx";
        try {
            Files.createDirectories(directory);
            return new SnapshotWriter(
                    this, directory.resolve(name + DRAFT_SUFFIX), directory.resolve(name), position, epoch);
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot write a snapshot to " + directory.toAbsolutePath(), ex);
        }
    }

    /**
     * The newest snapshot that is whole.
     *
     * @return it, read through once; empty if there is none.
     */
    public Optional<Snapshot> newest() {
        return newest(Long.MAX_VALUE);
    }

    /**
     * The newest snapshot that is whole and not beyond a sequence.
     *
     * @param maxSequence of the last input that may be in it.
     * @return it, read through once; empty if there is none.
     */
    public Optional<Snapshot> newest(final long maxSequence) {
        for (final Path file : newestFirst()) {
            if (sequenceOf(file) > maxSequence) {
                continue;
            }
            try {
                final Snapshot snapshot = Snapshot.open(file);
                if (snapshot.position().sequence() != sequenceOf(file)) {
                    throw new IOException(
                            "it is of record " + snapshot.position().sequence());
                }
                return Optional.of(snapshot);
            } catch (final IOException ex) {
                warnings.accept("snapshot " + file + " is passed over: " + ex.getMessage());
            }
        }
        return Optional.empty();
    }

    void dropOldest() throws IOException {
        final List<Path> files = newestFirst();
        for (int i = keep; i < files.size(); i++) {
            Files.deleteIfExists(files.get(i));
        }
        // What a writer left that was killed; the one that calls has just given its own its name.
        for (final String name : CycleFiles.all(directory)) {
            if (name.endsWith(DRAFT_SUFFIX)) {
                Files.deleteIfExists(directory.resolve(name));
            }
        }
    }

    private List<Path> newestFirst() {
        final List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return files;
        }
        for (final String name : CycleFiles.all(directory)) {
            if (NAME.matcher(name).matches()) {
                files.add(directory.resolve(name));
            }
        }
        files.sort(Comparator.comparingLong(SnapshotStore::sequenceOf).reversed());
        return files;
    }

    private static long sequenceOf(final Path file) {
        final Matcher matcher = NAME.matcher(file.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }
}
