package io.tradex.fix;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import quickfix.Session;
import quickfix.SessionID;
import quickfix.mina.SessionConnector;

/**
 * Stands before the FIX decoder, which skips garbage in silence and believes any BodyLength: a connection must begin as its
 * version of FIX does, and may not send more than {@link #MAX_MESSAGE_BYTES} without a whole message among them. Otherwise it is cut and
 * counted.
 */
final class VenueStreamGuard extends IoFilterAdapter {
    /** Longer than any message of a venue. */
    static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private static final AttributeKey SEEN = new AttributeKey(VenueStreamGuard.class, "seen");

    private final Map<SessionID, ? extends VenueSession> sessions;
    private final FixFaults faults;

    VenueStreamGuard(final Map<SessionID, ? extends VenueSession> sessions, final FixFaults faults) {
        this.sessions = sessions;
        this.faults = faults;
    }

    /** @param chain of a connection, with the decoder already in it. */
    void installIn(final IoFilterChain chain) {
        chain.addFirst("guard", this);
        chain.addLast("decoded", new Decoded());
    }

    @Override
    public void sessionOpened(final NextFilter nextFilter, final IoSession connection) {
        final Session session = (Session) connection.getAttribute(SessionConnector.QF_SESSION);
        connection.setAttribute(SEEN, new Seen(session.getSessionID().getBeginString()));
        nextFilter.sessionOpened(connection);
    }

    @Override
    public void messageReceived(final NextFilter nextFilter, final IoSession connection, final Object message) {
        final Seen seen = (Seen) connection.getAttribute(SEEN);
        final IoBuffer bytes = (IoBuffer) message;
        final int length = bytes.remaining();
        for (int i = 0; i < length && seen.matched < seen.beginning.length; i++) {
            if (bytes.get(bytes.position() + i) != seen.beginning[seen.matched++]) {
                cut(connection, "the connection does not begin as FIX of its version");
                return;
            }
        }
        seen.undecodedBytes += length;
        nextFilter.messageReceived(connection, message);
        if (seen.undecodedBytes > MAX_MESSAGE_BYTES) {
            cut(connection, "no message in " + seen.undecodedBytes + " bytes");
        }
    }

    private void cut(final IoSession connection, final String why) {
        final Session session = (Session) connection.getAttribute(SessionConnector.QF_SESSION);
        final int venueId =
                session == null ? 0 : sessions.get(session.getSessionID()).venueId();
        faults.record(venueId, FixFault.GARBAGE, why);
        connection.closeNow();
    }

    /** What came over one connection; used by its I/O thread only. */
    private static final class Seen {
        private final byte[] beginning;
        private int matched;
        private int undecodedBytes;

        Seen(final String beginString) {
            beginning = ("8=" + beginString + '\u0001').getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Stands behind the decoder and sees what came out of it. */
    private static final class Decoded extends IoFilterAdapter {
        @Override
        public void messageReceived(final NextFilter nextFilter, final IoSession connection, final Object message) {
            ((Seen) connection.getAttribute(SEEN)).undecodedBytes = 0;
            nextFilter.messageReceived(connection, message);
        }
    }
}
