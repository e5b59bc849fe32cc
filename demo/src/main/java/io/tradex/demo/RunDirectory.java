package io.tradex.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The files of one run: {@code run/demo-1} and so on, never used twice; and a place in memory for what is only needed meanwhile. */
final class RunDirectory {
    private static final int SECRET_BYTES = 32;
    private static final int TOKEN_BYTES = 16;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path directory;
    private final Path memory;
    private final SecureRandom random = new SecureRandom();

    private RunDirectory(final Path directory, final Path memory) {
        this.directory = directory;
        this.memory = memory;
    }

    /**
     * Makes the next one.
     *
     * @param parent of all runs; made if missing.
     * @return it.
     */
    static RunDirectory next(final Path parent) {
        try {
            Files.createDirectories(parent);
            for (int number = 1; ; number++) {
                try {
                    final Path directory = Files.createDirectory(parent.resolve("demo-" + number));
                    final Path memory = Files.createTempDirectory(
                            Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : directory,
                            "tradex-demo-",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                    return new RunDirectory(directory, memory);
                } catch (final FileAlreadyExistsException e) {
                    // An earlier run's; on to the next number.
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot make a directory for this run in " + parent, e);
        }
    }

    /** @return where what is worth keeping goes. */
    Path path() {
        return directory;
    }

    /**
     * @param name of a file or directory.
     * @return its path in this run.
     */
    Path file(final String name) {
        return directory.resolve(name);
    }

    /**
     * @param name of a file or directory that is gone after the run.
     * @return its path, in memory where the system has a file system for that.
     */
    Path inMemory(final String name) {
        return memory.resolve(name);
    }

    /**
     * Writes a text file.
     *
     * @param name  of it.
     * @param lines of it.
     * @return its path.
     */
    Path write(final String name, final List<String> lines) {
        try {
            return Files.write(file(name), lines);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file(name), e);
        }
    }

    /**
     * Makes a secret in a file that only its owner can read.
     *
     * @param name of the file.
     * @return its text.
     */
    String secret(final String name) {
        return privateFile(name, random(SECRET_BYTES));
    }

    /**
     * Makes a token for addresses in a file that only its owner can read.
     *
     * @param name of the file.
     * @return the token.
     */
    String token(final String name) {
        return privateFile(name, random(TOKEN_BYTES));
    }

    /** Deletes what was in memory. */
    void deleteMemory() {
        try (Stream<Path> files = Files.walk(memory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (final IOException | UncheckedIOException e) {
            System.err.println("cannot delete " + memory + ": " + e.getMessage());
        }
    }

    private String privateFile(final String name, final String text) {
        try {
            Files.createFile(
                    file(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file(name), text + System.lineSeparator());
            return text;
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file(name), e);
        }
    }

    private String random(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
