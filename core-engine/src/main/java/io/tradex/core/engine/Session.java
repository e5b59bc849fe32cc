package io.tradex.core.engine;

import io.tradex.core.order.OrderList;
import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.SessionRole;

/** A session that is open, or was lost a moment ago and whose client may still come back. */
final class Session {
    private static final long KIND_SESSION = 0x92;

    final long sessionId;
    final Client client;
    final SessionRole role;
    final boolean cancelOnDisconnect;
    final int graceMs;
    final OrderList orders = OrderList.ofSession();

    /** Whether its kill switch is on. */
    boolean killed;

    /** When its orders are cancelled unless its client is back; 0 while it is open. */
    long lostUntilNs;

    private long contribution;

    Session(
            final long sessionId,
            final Client client,
            final SessionRole role,
            final boolean cancelOnDisconnect,
            final int graceMs) {
        this.sessionId = sessionId;
        this.client = client;
        this.role = role;
        this.cancelOnDisconnect = cancelOnDisconnect;
        this.graceMs = graceMs;
    }

    boolean isOpen() {
        return lostUntilNs == 0;
    }

    void rehash(final StateHash hash) {
        long h = StateHash.mix(StateHash.mix(KIND_SESSION, sessionId), client.clientId);
        h = StateHash.mix(h, role.value() | (cancelOnDisconnect ? 256 : 0) | (killed ? 512 : 0));
        h = StateHash.mix(StateHash.mix(h, graceMs), lostUntilNs);
        hash.add(h - contribution);
        contribution = h;
    }

    void unhash(final StateHash hash) {
        hash.add(-contribution);
        contribution = 0;
    }
}
