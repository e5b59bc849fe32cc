package io.tradex.journal;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.queue.rollcycles.TestRollCycles;

/** How long one cycle file lasts, by the time of the inputs (UTC). */
public enum JournalRoll {
    /** A file a day. */
    DAY,
    /** A file an hour. */
    HOUR,
    /** A file a minute. */
    MINUTE,
    /** A file a second: for tests of rolling. */
    SECOND;

    RollCycle cycle() {
        return switch (this) {
            case DAY -> RollCycles.FAST_DAILY;
            case HOUR -> RollCycles.FAST_HOURLY;
            case MINUTE -> LegacyRollCycles.MINUTELY;
            case SECOND -> TestRollCycles.TEST_SECONDLY;
        };
    }

    /**
     * Entries of one of Chronicle's index documents. The cycle that is meant for tests has large ones by nature, half a
     * megabyte in every file; these allow it a million records.
     */
    int indexCount() {
        return this == SECOND ? 256 : cycle().defaultIndexCount();
    }

    /** Records between two that are indexed. */
    int indexSpacing() {
        return this == SECOND ? 16 : cycle().defaultIndexSpacing();
    }

    /** The length of a file's name tells the cycles apart. */
    int fileNameLength() {
        return cycle().format().replace("'", "").length() + CycleFiles.SUFFIX.length();
    }
}
