package io.tradex.core.engine;

import io.tradex.core.order.Outcomes;
import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SessionRole;
import java.util.ArrayList;
import java.util.List;

/** Somebody who may log on: the answers given, the sessions open, oldest first, and how its orders are to be routed. */
final class Client {
    private static final long KIND_ROUTING = 0x92_01;

    final long clientId;
    final Outcomes outcomes;
    final List<Session> sessions = new ArrayList<>();
    private final StateHash hash;

    /** Venues that its orders may use, bit 0 for venue 1; -1 is all. */
    private long venueMask = -1;

    private RoutingStrategy strategy = RoutingStrategy.NONE;
    private boolean excludeOwnBook;
    private long hashContribution;

    Client(final long clientId, final Outcomes outcomes, final StateHash hash) {
        this.clientId = clientId;
        this.outcomes = outcomes;
        this.hash = hash;
    }

    /** Sets how its orders are to be routed. */
    void route(final long newVenueMask, final RoutingStrategy newStrategy, final boolean newExcludeOwnBook) {
        venueMask = newVenueMask;
        strategy = newStrategy;
        excludeOwnBook = newExcludeOwnBook;
        final boolean open = venueMask == -1 && strategy == RoutingStrategy.NONE && !excludeOwnBook;
        final long h = open
                ? 0
                : StateHash.mix(
                        StateHash.mix(StateHash.mix(KIND_ROUTING, clientId), venueMask),
                        excludeOwnBook ? -1 - strategy.value() : strategy.value());
        hash.add(h - hashContribution);
        hashContribution = h;
    }

    long venueMask() {
        return venueMask;
    }

    RoutingStrategy strategy() {
        return strategy;
    }

    boolean excludesOwnBook() {
        return excludeOwnBook;
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
