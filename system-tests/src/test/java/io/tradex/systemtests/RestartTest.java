package io.tradex.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.journal.JournalDamagedException;
import io.tradex.server.TradexServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start does to what is there already. */
class RestartTest {
    private static final long DOLLAR = 1_000_000;

    @Test
    void shouldFundAnAccountOnceHoweverOftenItStartsAndHoweverTheFileGrows(@TempDir final Path directory) {
        final CoreFiles files = new CoreFiles(directory)
                .set("instrument.2.symbol", "MSFT")
                .set("account.1.client", "1")
                .set("account.1.cash", "10000")
                .set("account.1.position.2", "70");
        start(files).close();
        files.set("account.1.position.1", "30")
                .set("instrument.3.symbol", "TSLA")
                .set("account.1.position.3", "5");
        start(files).close();
        start(files).close();

        final JournalAudit audit = new JournalAudit(files.journal(), Long.MAX_VALUE);
        assertEquals(10_000 * DOLLAR, audit.engine.account(1).cashMicros());
        assertEquals(70, audit.engine.account(1).position(2).quantityLots());
        assertEquals(5, audit.engine.account(1).position(3).quantityLots());
        assertEquals(3, audit.engine.startNumber());
        assertEquals(1, audit.engine.epoch());
    }

    @Test
    void shouldRefuseToStartOnADamagedJournalAndSayWhereAndWhatToDo(@TempDir final Path directory) throws IOException {
        final CoreFiles files = new CoreFiles(directory).set("account.1.client", "1");
        start(files).close();
        flipAByteOfTheSymbol(files.journal());

        final JournalDamagedException refusal = assertThrows(JournalDamagedException.class, () -> start(files));

        assertTrue(refusal.getMessage().contains("Sound up to record "), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("replay repair"), refusal.getMessage());
    }

    private static TradexServer start(final CoreFiles files) {
        return TradexServer.launch(files.write(), Map.of(), (stage, sequence, cause) -> {
            throw new AssertionError(stage + " broke at input " + sequence, cause);
        });
    }

    private static void flipAByteOfTheSymbol(final Path journal) throws IOException {
        final Path file;
        try (Stream<Path> cycles = Files.list(journal)) {
            file = cycles.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), 4 << 20));
            channel.read(bytes, 0);
            final byte[] array = bytes.array();
            for (int i = 0; i < array.length - 3; i++) {
                if (array[i] == 'A' && array[i + 1] == 'A' && array[i + 2] == 'P' && array[i + 3] == 'L') {
                    channel.write(ByteBuffer.wrap(new byte[] {'B'}), i);
                    return;
                }
            }
        }
        throw new AssertionError("no record with the symbol AAPL in " + file);
    }
}
