package io.tradex.core.engine;

import io.tradex.core.order.OrderList;
import io.tradex.protocol.types.SessionRole;

/** An open session. */
final class Session {
    final long sessionId;
    final Client client;
    final SessionRole role;
    final boolean cancelOnDisconnect;
    final OrderList orders = OrderList.ofSession();

    Session(final long sessionId, final Client client, final SessionRole role, final boolean cancelOnDisconnect) {
        this.sessionId = sessionId;
        this.client = client;
        this.role = role;
        this.cancelOnDisconnect = cancelOnDisconnect;
    }
}
