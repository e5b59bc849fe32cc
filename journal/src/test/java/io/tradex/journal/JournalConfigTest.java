package io.tradex.journal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class JournalConfigTest {
    private final JournalConfig config = JournalConfig.defaults(Path.of("journal"));

    @Test
    void shouldNameTheSettingAtFaultItsValueAndWhatIsAllowed() {
        refuses("journal.interval.ms=0: allowed is 1 to 60000", () -> config.withIntervalMs(0));
        refuses("journal.interval.ms=60001", () -> config.withIntervalMs(60_001));
        refuses("journal.block.bytes=1000", () -> config.withFiles(JournalRoll.DAY, 1000));
        refuses("journal.block.bytes=65537: must be a multiple", () -> config.withFiles(JournalRoll.DAY, 65_537));
        refuses("journal.min.free.bytes=-1", () -> config.withMinFreeBytes(-1));
        refuses(
                "journal.touch.ahead.bytes=-1",
                () -> new JournalConfig(
                        Path.of("j"), Durability.NONE, WatermarkMode.STRICT, 5, JournalRoll.DAY, 65536, -1, 0));
    }

    private static void refuses(final String message, final Executable executable) {
        final IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, executable);
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }
}
