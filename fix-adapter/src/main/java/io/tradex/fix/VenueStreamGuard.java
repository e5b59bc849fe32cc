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
 * Stands before the FIX decoder, which skips garbage in silence and believes any BodyLength: a connection must begin as FIX 4.4
 * does, and may not send more than {@link #MAX_MESSAGE_BYTES} without a whole message among them. Otherwise it is cut and
 * counted.
 */
final class VenueStreamGuard extends IoFilterAdapter {
    /** Longer than any message of a venue. */
    static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private static final byte[] BEGINNING = "8=FIX.4.4\u0001".getBytes(StandardCharsets.US_ASCII);
    private static final AttributeKey SEEN = new AttributeKey(VenueStreamGuard.class, "seen");

    private final Map<SessionID, VenueLink> links;
    private final FixFaults faults;

    VenueStreamGuard(final Map<SessionID, VenueLink> links, final FixFaults faults) {
        this.links = links;
        this.faults = faults;
    }

    /** @param chain of a connection, with the decoder already in it. */
    void installIn(final IoFilterChain chain) {
        chain.addFirst("guard", this);
        chain.addLast("decoded", new Decoded());
    }

    @Override
    public void sessionOpened(final NextFilter nextFilter, final IoSession connection) {
        connection.setAttribute(SEEN, new Seen());
        nextFilter.sessionOpened(connection);
    }

    @Override
    public void messageReceived(final NextFilter nextFilter, final IoSession connection, final Object message) {
        final Seen seen = (Seen) connection.getAttribute(SEEN);
        final IoBuffer bytes = (IoBuffer) message;
        final int length = bytes.remaining();
        for (int i = 0; i < length && seen.beginning < BEGINNING.length; i++) {
            if (bytes.get(bytes.position() + i) != BEGINNING[seen.beginning++]) {
                cut(connection, "the connection does not begin as FIX 4.4");
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
                session == null ? 0 : links.get(session.getSessionID()).venueId();
        faults.record(venueId, FixFault.GARBAGE, why);
        connection.closeNow();
    }

    /** What came over one connection; used by its I/O thread only. */
    private static final class Seen {
        private int beginning;
        private int undecodedBytes;
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
