package io.tradex.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoRunTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rate 0                        | rate must be 1 to",
                "--rate 10000000                 | rate must be 1 to",
                "--seconds 0                     | --seconds 0: must be at least 1",
                "--port 70000                    | --port 70000: must be 0 to 65535",
                "--venue-share 1.5               | venueShare must be 0 to 1",
                "--flow no-such-file             | --flow no-such-file: cannot be read",
                "--flow no-such-file --speed 0   | --speed 0: must be max",
                "--flow no-such-file --speed x   | --speed x: must be max",
            })
    void shouldNameWhatIsWrongOnTheCommandLineBeforeAnythingIsStarted(final String line, final String complaint) {
        final String message = refusal(line.split(" "));
        assertTrue(message.contains(complaint), message);
        assertFalse(Files.exists(directory.resolve("run")));
    }

    @Test
    void shouldNameTheLineOfAFlowFileThatIsNone() throws IOException {
        final Path file = Files.writeString(directory.resolve("flow.csv"), "time,type,id,size,price,direction\n");
        final String message = refusal("--flow", file.toString());
        assertTrue(message.contains("flow.csv, line 1: time is \"time\""), message);
    }

    @Test
    void shouldEndWithOneLineForPrograms() {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final Histogram latencyNs = new Histogram(3);
        latencyNs.recordValue(61_000);
        latencyNs.recordValue(1_999_000);
        final Tally.Counts counts = new Tally.Counts(10, 2, 1, 0, 5, 0, 1);
        final Progress progress = new Progress(20, 19, 0, 0, 3, 4, 0, 2, counts, counts, 1, true, null);

        new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false)
                .verdict(progress, latencyNs, "ok", "FAILED");

        final String expected = "demo: orders=20 answered=19 fills=6 rejects=8 p50_us=61 p99_us=1999 max_us=1999"
                + " journal=ok relay=FAILED";
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith(expected), out.toString(StandardCharsets.UTF_8));
    }

    private String refusal(final String... arguments) {
        final DemoOptions options = new DemoOptions();
        new CommandLine(options).parseArgs(arguments);
        options.runDirectory = directory.resolve("run");
        final Screen screen = new Screen(System.out, false);
        return assertThrows(RuntimeException.class, () -> new DemoRun(options, screen))
                .getMessage();
    }
}
