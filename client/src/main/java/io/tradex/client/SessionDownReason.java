package io.tradex.client;

import io.tradex.protocol.types.SessionEndReason;

/** Why a session that was up is not any more. */
public enum SessionDownReason {
    /** The client logged out or was closed. */
    LOGOUT,
    /** The core heard nothing of this client in time: {@link TradexClient#poll()} was not called often enough. */
    HEARTBEAT_TIMEOUT,
    /** The client did not read its replies in time. Ask for the status of orders that are not answered. */
    REPLY_QUEUE_FULL,
    /** A connection between client and core was lost. */
    DISCONNECTED,
    /** The core saw a frame that no correct client sends. */
    PROTOCOL_ERROR,
    /** The core goes down or has started anew. */
    CORE_RESTARTED,
    /** Nothing came from the core in time. */
    CORE_SILENT,
    /** The media driver is gone, or was not driven for too long. */
    DRIVER_LOST;

    static SessionDownReason of(final SessionEndReason reason) {
        return switch (reason) {
            case LOGOUT -> LOGOUT;
            case HEARTBEAT_TIMEOUT -> HEARTBEAT_TIMEOUT;
            case REPLY_QUEUE_FULL -> REPLY_QUEUE_FULL;
            case PROTOCOL_ERROR -> PROTOCOL_ERROR;
            case CORE_RESTARTED -> CORE_RESTARTED;
            default -> DISCONNECTED;
        };
    }
}
