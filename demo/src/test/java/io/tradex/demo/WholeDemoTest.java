package io.tradex.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the README's first command does, for some seconds: server, exchanges and relay in processes of their own. */
class WholeDemoTest {
    private static final int RUN_MAX_S = 180;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = RUN_MAX_S, unit = TimeUnit.SECONDS)
    void shouldEndWithTheJournalAndTheRowsOfTheRelayProved() throws InterruptedException {
        final DemoOptions options = new DemoOptions();
        new CommandLine(options).parseArgs("--rate", "300", "--seconds", "3", "--port", "0");
        options.runDirectory = directory.resolve("run");
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final int exitCode =
                new DemoRun(options, new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false)).run();

        final String shown = out.toString(StandardCharsets.UTF_8);
        assertEquals(0, exitCode, shown);
        assertTrue(shown.contains(" journal=ok relay=ok"), shown);
    }
}
