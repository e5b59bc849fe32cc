package io.tradex.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with this one's flags and class path, which is told and answers line by line. Dies with this process. */
public final class ChildProcess implements AutoCloseable {
    /** Further flags for the core's JVM alone, such as those that start a flight recording. */
    private static final String CORE_OPTIONS_VARIABLE = "TRADEX_BENCH_CORE_OPTS";

    private final Process process;
    private final BufferedReader answers;
    private final Thread killer;

    /**
     * @param main      of the process.
     * @param errors    takes what it says to standard error.
     * @param arguments of the process.
     */
    public ChildProcess(final Class<?> main, final Path errors, final String... arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        final String options = System.getenv(CORE_OPTIONS_VARIABLE);
        if (main == CoreHost.class && options != null && !options.isBlank()) {
            command.addAll(List.of(options.trim().split("\\s+")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** Returns what follows that word in the answer. */
    String ask(final String command, final String expectedWord) {
        try {
            process.getOutputStream().write((command + '\n').getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return await(expectedWord);
        } catch (final IOException e) {
            throw new UncheckedIOException("\"" + command + "\" was not taken", e);
        }
    }

    /**
     * Waits for a line. Lines that begin otherwise are passed over: the JVM may have something to say too.
     *
     * @param expectedWord that it begins with.
     * @return what follows that word.
     */
    public String await(final String expectedWord) {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(expectedWord)) {
                    return line.substring(expectedWord.length()).trim();
                }
            }
            throw new IllegalStateException("the other process ended without saying " + expectedWord);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (final IOException e) {
            process.destroyForcibly();
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
