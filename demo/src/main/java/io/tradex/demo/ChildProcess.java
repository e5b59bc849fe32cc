package io.tradex.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A part of the demo in a process of its own. What it prints goes to a log file; lines can be waited for, and some taken out.
 * Ctrl-C in the terminal does not reach it, so that the demo can stop its parts in order.
 */
final class ChildProcess {
    private static final int LINES_KEPT = 64;
    private static final int LAST_WORDS = 12;
    private static final long LAST_WORDS_MS = 10_000;

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread reader;
    private final List<String> firstLines = new ArrayList<>();
    private final ArrayDeque<String> lastLines = new ArrayDeque<>();

    private ChildProcess(final String name, final Path log, final Process process, final Predicate<String> takenOut) {
        this.name = name;
        this.log = log;
        this.process = process;
        reader = new Thread(() -> read(takenOut), name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a part with the same Java, flags and class path as this process.
     *
     * @param name      for people.
     * @param directory of the run: the log file goes there.
     * @param heap      the value of {@code -Xmx}.
     * @param mainClass of the part.
     * @param arguments of the part.
     * @param takenOut  sees each line on a thread of its own; true keeps it out of the log.
     * @return the process.
     */
    static ChildProcess start(
            final String name,
            final Path directory,
            final String heap,
            final Class<?> mainClass,
            final List<String> arguments,
            final Predicate<String> takenOut) {
        final List<String> command = new ArrayList<>();
        // A process that is started with SIGINT ignored goes on ignoring it, as a shell's background jobs do.
        command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        command.addAll(ThisJvm.command(heap));
        command.addAll(List.of(Child.class.getName(), mainClass.getName()));
        command.addAll(arguments);
        final Path log = directory.resolve(name + ".log");
        try {
            return new ChildProcess(
                    name,
                    log,
                    new ProcessBuilder(command).redirectErrorStream(true).start(),
                    takenOut);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot start the " + name, e);
        }
    }

    /** @return its process id. */
    long pid() {
        return process.pid();
    }

    /** @return whether it runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** @return why it ended, with the last lines that it printed. */
    String lastWords() {
        final StringBuilder words = new StringBuilder("the " + name);
        words.append(process.isAlive() ? " does not answer" : " ended with exit code " + process.exitValue());
        words.append(" (").append(log).append(')');
        synchronized (firstLines) {
            lastLines.forEach(line -> words.append(System.lineSeparator())
                    .append("    ")
                    .append(name)
                    .append(": ")
                    .append(line));
        }
        return words.toString();
    }

    /**
     * Waits for a line among the first ones.
     *
     * @param prefix   of the line.
     * @param deadline until when.
     * @return the rest of it.
     * @throws DemoFailure          if the process ends before, or the time is over.
     * @throws InterruptedException if the demo is stopped.
     */
    String awaitLine(final String prefix, final Deadline deadline) throws InterruptedException {
        while (true) {
            final boolean alive = process.isAlive();
            synchronized (firstLines) {
                for (final String line : firstLines) {
                    if (line.startsWith(prefix)) {
                        return line.substring(prefix.length());
                    }
                }
            }
            if (!alive || deadline.isOver()) {
                reader.join(alive ? 1 : LAST_WORDS_MS);
                throw new DemoFailure(lastWords());
            }
            deadline.pause();
        }
    }

    /**
     * Asks it to stop, and makes it when it does not.
     *
     * @param deadline until when it may take.
     * @return its exit code; of a stop that was asked for, 0 or 143.
     * @throws InterruptedException if nobody has the time.
     */
    int stop(final Deadline deadline) throws InterruptedException {
        // By its handle: Process.destroy() would also close the pipe that its last words come through.
        process.toHandle().destroy();
        if (!process.waitFor(deadline.leftMs(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
        reader.join(LAST_WORDS_MS);
        return process.exitValue();
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
    }

    private void read(final Predicate<String> takenOut) {
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(
                        log,
                        StandardCharsets.UTF_8,
                        java.nio.file.StandardOpenOption.CREATE,
                        java.nio.file.StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!takenOut.test(line)) {
                    keep(line);
                    out.write(line);
                    out.newLine();
                    out.flush();
                }
            }
        } catch (final IOException e) {
            keep("(its output cannot be kept: " + e.getMessage() + ')');
        }
    }

    private void keep(final String line) {
        synchronized (firstLines) {
            if (firstLines.size() < LINES_KEPT) {
                firstLines.add(line);
            }
            if (lastLines.size() == LAST_WORDS) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line);
        }
    }
}
