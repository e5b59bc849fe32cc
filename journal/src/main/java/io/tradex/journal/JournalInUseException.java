package io.tradex.journal;

/** Another writer, in this process or another, holds the journal. */
public final class JournalInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalInUseException(final String message) {
        super(message);
    }
}
