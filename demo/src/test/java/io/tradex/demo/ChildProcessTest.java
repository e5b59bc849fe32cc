package io.tradex.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    private Path directory;

    @Test
    void shouldHearTheLastWordsOfAPartThatIsAskedToStop() throws Exception {
        final List<String> takenOut = new ArrayList<>();
        final ChildProcess part =
                ChildProcess.start("part", directory, "32m", Parrot.class, List.of("one", "figures 1"), line -> {
                    takenOut.add(line);
                    return line.startsWith("figures");
                });
        try {
            assertEquals("one", part.awaitLine("said ", Deadline.inSeconds(30)));
            assertTrue(part.isAlive());
            part.stop(Deadline.inSeconds(30));

            assertFalse(part.isAlive());
            assertEquals(List.of("said one", "figures 1", "goodbye"), takenOut);
            assertEquals(List.of("said one", "goodbye"), Files.readAllLines(directory.resolve("part.log")));
        } finally {
            part.kill();
        }
    }

    @Test
    void shouldTellWhyAPartEndedWhenALineNeverComes() throws Exception {
        final ChildProcess part =
                ChildProcess.start("part", directory, "32m", Parrot.class, List.of("one", "fail"), line -> false);
        try {
            final DemoFailure failure =
                    assertThrows(DemoFailure.class, () -> part.awaitLine("never", Deadline.inSeconds(30)));

            assertTrue(failure.getMessage().contains("the part ended with exit code 3"), failure.getMessage());
            assertTrue(failure.getMessage().contains("part: said one"), failure.getMessage());
        } finally {
            part.kill();
        }
    }

    @Test
    void shouldStopAPartInOrderWhenTheDemoIsGone() throws IOException, InterruptedException {
        final List<String> command = ThisJvm.command("32m");
        command.addAll(List.of(Child.class.getName(), Parrot.class.getName(), "one"));
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        try {
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!Files.readString(directory.resolve("out")).contains("said one")) {
                assertFalse(process.waitFor(10, TimeUnit.MILLISECONDS), "it stays as long as its input is open");
                assertTrue(System.nanoTime() - deadlineNs < 0, "it says nothing");
            }
            process.getOutputStream().close();

            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            final List<String> lines = Files.readAllLines(directory.resolve("out"));
            assertEquals("goodbye", lines.get(lines.size() - 1));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Says what it is told to, then waits for its end. */
    public static final class Parrot {
        private Parrot() {}

        /** @param args words; {@code fail} ends it. */
        public static void main(final String[] args) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
            for (final String word : args) {
                if (word.equals("fail")) {
                    System.exit(3);
                }
                System.out.println(word.startsWith("figures") ? word : "said " + word);
            }
            Thread.currentThread().join();
        }
    }
}
