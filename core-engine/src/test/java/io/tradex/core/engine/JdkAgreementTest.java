package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkAgreementTest {
    private static final long SEED = 25;
    private static final int INPUTS = 25_000;
    private static final long CHILD_SECONDS_MAX = 60;

    @Test
    void shouldSayTheSameOnTheNewestJdk(@TempDir final Path directory) throws IOException, InterruptedException {
        final String home = System.getenv("JAVA_HOME_25");
        assumeTrue(home != null && !home.isEmpty(), "JAVA_HOME_25 is not set: nothing to compare with");
        final Path java = Path.of(home, "bin", "java");
        assertTrue(Files.isExecutable(java), () -> "JAVA_HOME_25=" + home + ": there is no bin/java");

        assertEquals(FlowDigest.of(SEED, INPUTS), run(java, directory.resolve("output")));
    }

    /** The comparison would see a difference. */
    @Test
    void shouldSaySomethingElseOfAnotherSeed() {
        final String one = FlowDigest.of(1, 2_000).replaceFirst(".*digest", "");
        final String two = FlowDigest.of(2, 2_000).replaceFirst(".*digest", "");

        assertEquals(one, FlowDigest.of(1, 2_000).replaceFirst(".*digest", ""));
        assertTrue(!one.equals(two), one);
    }

    private static String run(final Path java, final Path output) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add("-Xmx256m");
        // Agrona needs of a JVM what this one was started with.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(FlowDigest.class.getName());
        command.add(Long.toString(SEED));
        command.add(Integer.toString(INPUTS));
        final Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectErrorStream(true)
                .start();
        if (!process.waitFor(CHILD_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no answer within " + CHILD_SECONDS_MAX + " s of " + command);
        }
        final List<String> lines =
                Files.readString(output, StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
        return lines.get(lines.size() - 1);
    }
}
