package io.tradex.fix;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quickfix.Log;
import quickfix.LogFactory;
import quickfix.SessionID;

/** Session logs that count what QuickFIX/J calls errors, and keep no messages: the journal has those. */
final class FaultCountingLogFactory implements LogFactory {
    private static final Logger LOG = LoggerFactory.getLogger(FaultCountingLogFactory.class);

    private final Map<SessionID, ? extends VenueSession> sessions;
    private final FixFaults faults;

    FaultCountingLogFactory(final Map<SessionID, ? extends VenueSession> sessions, final FixFaults faults) {
        this.sessions = sessions;
        this.faults = faults;
    }

    @Override
    public Log create(final SessionID sessionId) {
        final int venueId = sessions.get(sessionId).venueId();
        return new Log() {
            @Override
            public void clear() {
                // Keeps nothing.
            }

            @Override
            public void onIncoming(final String message) {
                // Keeps nothing.
            }

            @Override
            public void onOutgoing(final String message) {
                // Keeps nothing.
            }

            @Override
            public void onEvent(final String text) {
                LOG.debug("venue {}: {}", venueId, text);
            }

            @Override
            public void onErrorEvent(final String text) {
                faults.record(venueId, FixFault.SESSION_ERROR, text);
            }
        };
    }
}
