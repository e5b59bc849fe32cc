package io.tradex.journal;

/**
 * The journal could not keep what it was given. Nothing more may leave the process: it must stop. A force that failed is never
 * tried again, because the kernel may have dropped the pages it failed to write and would then report success.
 */
public final class JournalFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalFailure(final String message, final Throwable cause) {
        super(message, cause);
    }
}
