package io.tradex.gateway;

import io.tradex.protocol.types.SessionEndReason;

/** Takes the end of a session that the egress thread found. Called on the egress thread. */
@FunctionalInterface
public interface SessionEvents {
    /**
     * A session ended; it is to become a journalled SessionLost.
     *
     * @param sessionId of the session.
     * @param reason    why.
     * @return false when there is no room at the moment: the same event is offered again later.
     */
    boolean sessionLost(long sessionId, SessionEndReason reason);
}
