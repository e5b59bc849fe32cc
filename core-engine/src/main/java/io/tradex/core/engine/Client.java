package io.tradex.core.engine;

import io.tradex.core.order.Outcomes;
import io.tradex.protocol.types.SessionRole;
import java.util.ArrayList;
import java.util.List;

/** Somebody who may log on: the answers given and the sessions open, oldest first. */
final class Client {
    final long clientId;
    final Outcomes outcomes;
    final List<Session> sessions = new ArrayList<>();

    Client(final long clientId, final Outcomes outcomes) {
        this.clientId = clientId;
        this.outcomes = outcomes;
    }

    /** The session that hears of what nobody asked for, when the one that sent the order is gone; null if none can trade. */
    Session newestTrader() {
        for (int i = sessions.size() - 1; i >= 0; i--) {
            if (sessions.get(i).role == SessionRole.TRADER) {
                return sessions.get(i);
            }
        }
        return null;
    }
}
