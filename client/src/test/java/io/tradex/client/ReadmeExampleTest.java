package io.tradex.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeExampleTest {
    private static final Path SOURCE = Path.of("src", "test", "java", "io", "tradex", "client", "FirstOrder.java");
    private static final Path README = Path.of("..", "README.md");
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    @Test
    void shouldStandInTheReadmeWordForWord() throws IOException {
        final String source = Files.readString(SOURCE);
        final String begin = "        // The example begins.\n";
        final String end = "\n        // The example ends.";
        final String example = source.substring(source.indexOf(begin) + begin.length(), source.indexOf(end))
                .stripIndent();

        assertTrue(
                Files.readString(README).contains("```java\n" + example + "\n```"),
                "README.md must show what FirstOrder holds:\n" + example);
    }

    @Test
    void shouldSendAnOrderAndHearOfIt(@TempDir final Path directory) {
        try (TestDriver driver = new TestDriver(directory)) {
            final TestCore core = new TestCore(driver.aeron(), "127.0.0.1:0", 1);
            TestDriver.await("the core's socket", () -> core.endpoint() != null, () -> {
                driver.step();
                core.step();
            });
            final RecordingListener listener = new RecordingListener();
            final long deadlineNs = System.nanoTime() + DEADLINE_NS;

            FirstOrder.send(
                    "aeron:udp?endpoint=" + core.endpoint() + "|term-length=64k",
                    TestCore.secretOf(TestCore.TRADER),
                    listener,
                    new CoreBetweenPolls(driver, core),
                    () -> listener.events.isEmpty() && System.nanoTime() - deadlineNs < 0);

            assertEquals(List.of("report 1 1"), listener.events);
            core.close();
        }
    }

    /** The core gets its turn where a client would rest. */
    private record CoreBetweenPolls(TestDriver driver, TestCore core) implements IdleStrategy {
        @Override
        public void idle(final int workCount) {
            idle();
        }

        @Override
        public void idle() {
            driver.step();
            core.step();
            LockSupport.parkNanos(20_000);
        }

        @Override
        public void reset() {
            // Keeps no state.
        }
    }
}
