package io.tradex.systemtests;

import io.tradex.server.ServerMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server in a process of its own, to be stopped politely or killed. */
final class CoreProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    CoreProcess(final CoreFiles files, final int start) {
        out = files.directory.resolve("server-" + start + ".out");
        err = files.directory.resolve("server-" + start + ".err");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-D"))
                .filter(argument -> !argument.startsWith("-Dsurefire") && !argument.startsWith("-Dbasedir"))
                .forEach(command::add);
        command.add("-Xmx384m");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(ServerMain.class.getName());
        command.add("--config");
        command.add(files.write().toString());
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        Waiting.until("server start " + start + " is ready", 60, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(
                        "server start " + start + " ended with exit code " + process.exitValue() + ":\n" + read(err));
            }
            return read(out).contains("ready");
        });
    }

    /** What it said when it had recovered, as "input N, state hash H". */
    String recovered() {
        final String[] found = new String[1];
        Waiting.until("the server says what it recovered", 10, () -> {
            found[0] = read(err)
                    .lines()
                    .filter(line -> line.contains("recovered input"))
                    .findFirst()
                    .orElse(null);
            return found[0] != null;
        });
        return found[0];
    }

    boolean isAlive() {
        return process.isAlive();
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

    String errors() {
        return read(err);
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
                throw new AssertionError("the server did not stop within 30 s");
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
