package io.tradex.journal;

import java.util.List;
import java.util.Optional;

/**
 * What a journal is like, as found by {@link JournalRecovery#inspect}.
 *
 * @param state          whether it can be gone on with.
 * @param last           behind the last record of its sound beginning.
 * @param watermark      sequence up to which it was once durable; -1 if that is not known.
 * @param damage         where it stops being sound, unless it is sound to its end.
 * @param unfinishedTail whether a document was being written when the writer died; nothing of it was let out.
 * @param repaired       whether records were cut and none was appended since: the next one must start an epoch.
 * @param notes          what is odd but harmless.
 */
public record JournalCondition(
        State state,
        JournalPosition last,
        long watermark,
        Optional<JournalDamage> damage,
        boolean unfinishedTail,
        boolean repaired,
        List<String> notes) {

    /** Whether a journal can be gone on with. */
    public enum State {
        /** No record yet. */
        EMPTY,
        /** Every record is as it was written, up to the end. */
        SOUND,
        /** Damaged behind the watermark: what follows can be cut by an explicit repair; none of it was known to be durable. */
        TORN,
        /** Damaged before the watermark: records that were durable are lost. */
        DAMAGED
    }

    /** Copies the notes. */
    public JournalCondition {
        notes = List.copyOf(notes);
    }

    /** @return whether the core may start on it. */
    public boolean startable() {
        return state == State.EMPTY || state == State.SOUND;
    }

    /** @return what is wrong, where, and what to do, in words; or that nothing is. */
    public String describe() {
        if (startable()) {
            return state == State.EMPTY ? "empty" : "sound up to record " + last.sequence();
        }
        final StringBuilder text = new StringBuilder(400);
        text.append("the journal is damaged: ").append(damage.orElseThrow()).append(". Sound up to record ");
        text.append(last.sequence());
        if (watermark >= 0) {
            text.append(", known to have been durable up to ").append(watermark);
        }
        text.append(
                state == State.TORN
                        ? ". What is damaged was not known to be durable."
                        : ". Records that were durable, and may have been acted upon, are lost.");
        text.append(
                " Nothing was changed. To go on without the rest: keep this directory, copy the sound beginning with"
                        + " 'replay repair DIR --to NEWDIR");
        text.append(state == State.TORN ? "'" : " --accept-loss'").append(", and start on NEWDIR.");
        return text.toString();
    }
}
