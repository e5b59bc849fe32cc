package io.tradex.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a {@link KilledWriter} in a JVM of its own. */
final class KilledWriterProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    KilledWriterProcess(final Path directory, final String... options) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // A coverage agent of this JVM is none of the child's business.
            if (!flag.startsWith("-javaagent")) {
                command.add(flag);
            }
        }
        command.add("-Xmx128m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(KilledWriter.class.getName());
        command.add(directory.toString());
        command.addAll(List.of(options));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The number in the next line; -1 when the process has ended. */
    long nextNumber() {
        try {
            final String line = output.readLine();
            return line == null ? -1 : Long.parseLong(line.substring(line.indexOf(' ') + 1));
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (final NumberFormatException ex) {
            // The last line may be cut off by the kill.
            return -1;
        }
    }

    /** Kills it as kill -9 does and answers the highest number that it had still said. */
    long kill(final long highestSoFar) throws InterruptedException {
        // Not through the process, which would close the pipe that still holds what the child said.
        process.toHandle().destroyForcibly();
        long highest = highestSoFar;
        for (long number = nextNumber(); number >= 0; number = nextNumber()) {
            highest = number;
        }
        process.waitFor();
        return highest;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
