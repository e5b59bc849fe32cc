package io.tradex.demo;

import java.io.Serial;

/** The demo cannot go on; the message says why, for people. */
final class DemoFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    DemoFailure(final String message) {
        super(message);
    }

    DemoFailure(final String message, final Throwable cause) {
        super(message, cause);
    }
}
