package io.tradex.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.server.ServerMain;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole server in each way of sharing out its stages among threads, turn about on one journal: each goes on from the state that
 * the one before left, and all of it replays to the hashes that the live engines had.
 */
class ThreadingModesTest {
    private static final Path PRODUCTION = Path.of("..", "config", "server-production.properties");
    private static final Pattern RECOVERED = Pattern.compile("recovered input (\\d+), state hash ([0-9a-f]+)");
    private static final int ANSWERS = 5_000;
    private static final int HEAP_MEGABYTES = 512;

    @Test
    void shouldGoOnInTheSameStateInWhateverModeItIsStarted(@TempDir final Path directory) throws IOException {
        final CoreFiles files = new CoreFiles(directory)
                .set("account.1.client", "1")
                .set("account.1.cash", "1000000000")
                .set("account.1.position.1", "900000");
        try (LoadClient client = new LoadClient(files, 1)) {
            run("shared", files, client);
            production(files);
            run("production", files, client);
            files.set("threading.mode", "shared").set("aeron.driver", "invoker").set("journal.durability", "none");
            run("shared-again", files, client);
        }
        final JournalAudit audit = new JournalAudit(files.journal(), Long.MAX_VALUE);
        assertTrue(audit.engine.checkpointsCompared() >= 3, "hashes compared: " + audit.engine.checkpointsCompared());
    }

    private static void run(final String name, final CoreFiles files, final LoadClient client) {
        try (ChildProcess core =
                new ChildProcess("server-" + name, files.directory, ServerMain.class, files.write(), HEAP_MEGABYTES)) {
            final Matcher recovered = RECOVERED.matcher(core.errors());
            if (recovered.find() && Long.parseLong(recovered.group(1)) > 0) {
                final JournalAudit replay = new JournalAudit(files.journal(), Long.parseLong(recovered.group(1)));
                assertEquals(recovered.group(2), Long.toHexString(replay.engine.stateHash()), name);
            }
            client.awaitSession();
            client.trade(ANSWERS);
            assertEquals(0, core.stop(), () -> name + ": " + core.errors());
        }
    }

    /** The production profile, but for places and sizes of this machine, and for spinning, which two cores cannot afford. */
    private static void production(final CoreFiles files) throws IOException {
        final Properties profile = new Properties();
        try (Reader reader = Files.newBufferedReader(PRODUCTION)) {
            profile.load(reader);
        }
        profile.stringPropertyNames().stream()
                .filter(key -> !key.endsWith(".dir")
                        && !key.startsWith("journal.block")
                        && !key.startsWith("journal.min.free")
                        && !key.startsWith("journal.roll")
                        && !key.startsWith("engine.")
                        && !key.startsWith("pipeline.")
                        && !key.startsWith("snapshot."))
                .forEach(key ->
                        files.set(key, key.startsWith("threading.idle.") ? "backoff" : profile.getProperty(key)));
        assertEquals("dedicated", profile.getProperty("threading.mode"));
    }
}
