package io.tradex.exchange;

import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import quickfix.mina.SessionConnector;

/**
 * Stands between the network and the FIX decoder. A connection must begin as the exchange's version of FIX does, must log on with its first message
 * and within {@link #LOGON_TIMEOUT_S}, and may not send more than {@link #MAX_MESSAGE_BYTES} without a whole message among them.
 * Otherwise it is refused and cut.
 */
final class FixPortGuard extends IoFilterAdapter {
    /** Longer than any request. */
    static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private static final int LOGON_TIMEOUT_S = 10;
    private static final AttributeKey SEEN = new AttributeKey(FixPortGuard.class, "seen");

    private final FixVersion version;
    private final byte[] beginning;
    private final BooleanSupplier closed;
    private final Consumer<String> refusals;

    /**
     * @param version  that a connection must speak.
     * @param closed   whether nobody may connect for now.
     * @param refusals hears why a connection is cut, on an I/O thread.
     */
    FixPortGuard(final FixVersion version, final BooleanSupplier closed, final Consumer<String> refusals) {
        this.version = version;
        this.beginning = ("8=" + version.beginString() + '\u0001').getBytes(StandardCharsets.US_ASCII);
        this.closed = closed;
        this.refusals = refusals;
    }

    /** @param chain of a connection, with the decoder already in it. */
    void installIn(final IoFilterChain chain) {
        chain.addFirst("guard", this);
        chain.addLast("decoded", new Decoded());
    }

    @Override
    public void sessionOpened(final NextFilter nextFilter, final IoSession connection) {
        connection.setAttribute(SEEN, new Seen());
        if (closed.getAsBoolean()) {
            connection.closeNow();
            return;
        }
        connection.getConfig().setReaderIdleTime(LOGON_TIMEOUT_S);
        nextFilter.sessionOpened(connection);
    }

    @Override
    public void sessionIdle(final NextFilter nextFilter, final IoSession connection, final IdleStatus status) {
        if (!hasSession(connection)) {
            cut(connection, "no logon in " + LOGON_TIMEOUT_S + " s");
        }
    }

    @Override
    public void messageReceived(final NextFilter nextFilter, final IoSession connection, final Object message) {
        final Seen seen = (Seen) connection.getAttribute(SEEN);
        final IoBuffer bytes = (IoBuffer) message;
        final int length = bytes.remaining();
        for (int i = 0; i < length && seen.beginning < beginning.length; i++) {
            if (bytes.get(bytes.position() + i) != beginning[seen.beginning++]) {
                cut(connection, "the connection does not begin as FIX " + version);
                return;
            }
        }
        final long messagesBefore = seen.messages;
        seen.undecodedBytes += length;
        nextFilter.messageReceived(connection, message);
        if (seen.messages != messagesBefore && !hasSession(connection)) {
            cut(connection, "the first message is no logon of a known counterparty");
        } else if (seen.undecodedBytes > MAX_MESSAGE_BYTES) {
            cut(connection, "no message in " + seen.undecodedBytes + " bytes");
        }
    }

    private static boolean hasSession(final IoSession connection) {
        return connection.getAttribute(SessionConnector.QF_SESSION) != null;
    }

    private void cut(final IoSession connection, final String why) {
        refusals.accept(why);
        connection.closeNow();
    }

    /** What came over one connection; used by its I/O thread only. */
    private static final class Seen {
        private int beginning;
        private int undecodedBytes;
        private long messages;
    }

    /** Stands behind the decoder and sees what came out of it. */
    private static final class Decoded extends IoFilterAdapter {
        @Override
        public void messageReceived(final NextFilter nextFilter, final IoSession connection, final Object message) {
            final Seen seen = (Seen) connection.getAttribute(SEEN);
            seen.undecodedBytes = 0;
            seen.messages++;
            nextFilter.messageReceived(connection, message);
        }
    }
}
