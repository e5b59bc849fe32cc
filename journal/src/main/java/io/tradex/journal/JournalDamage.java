package io.tradex.journal;

/**
 * Where a journal stops being sound, and what is found there.
 *
 * @param sequence of the first record that cannot be read.
 * @param file     name of the file at fault.
 * @param offset   in that file, in bytes.
 * @param what     is wrong there, for a person.
 */
public record JournalDamage(long sequence, String file, long offset, String what) {
    @Override
    public String toString() {
        return "record " + sequence + " in " + file + " at byte " + offset + ": " + what;
    }
}
