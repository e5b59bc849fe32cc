package io.tradex.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A part of the system in a process of its own, to be stopped politely or killed. */
final class ChildProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    /**
     * Starts it and waits until it prints {@code ready}.
     *
     * @param name          tells it, and its output files, from others.
     * @param directory     for its output.
     * @param main          its class.
     * @param configuration its file.
     * @param heapMegabytes the most it may have.
     */
    ChildProcess(
            final String name,
            final Path directory,
            final Class<?> main,
            final Path configuration,
            final int heapMegabytes) {
        this.name = name;
        out = directory.resolve(name + ".out");
        err = directory.resolve(name + ".err");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-")
                        || argument.startsWith("-Dchronicle")
                        || argument.startsWith("-Djava.net"))
                .forEach(command::add);
        command.add("-Xmx" + heapMegabytes + "m");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.add("--config");
        command.add(configuration.toString());
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        Waiting.until(name + " is ready", 60, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " ended with exit code " + process.exitValue() + ":\n" + errors());
            }
            return read(out).contains("ready");
        });
    }

    /** What it has printed. */
    String output() {
        return read(out);
    }

    /** What it has complained of, or logged. */
    String errors() {
        return read(err);
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** SIGTERM, then an orderly stop. */
    int stop() {
        process.destroy();
        await();
        return process.exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private void await() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " did not stop within 30 s");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String read(final Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
