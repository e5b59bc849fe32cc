package io.tradex.gateway;

/** What the gateway counts. */
public enum GatewayCounter {
    /** Commands handed to the core. */
    COMMANDS_ACCEPTED,
    /** Requests of relays handed to the read model. */
    RELAY_REQUESTS_ACCEPTED,
    /** Times that the core had no room, so that a frame was left in the network to be read again. */
    SINK_FULL,
    /** Frames shorter than they claim to be. */
    FRAMES_TRUNCATED,
    /** Frames longer than any message, or fragmented. */
    FRAMES_OVERSIZED,
    /** Frames of a schema that clients have no business with. */
    FRAMES_WRONG_SCHEMA,
    /** Frames of a schema version that never was. */
    FRAMES_WRONG_VERSION,
    /** Frames of a template that clients do not send. */
    FRAMES_UNKNOWN_TEMPLATE,
    /** Frames whose lengths contradict each other. */
    FRAMES_MALFORMED,
    /** Session frames on a connection that has no open session. */
    FRAMES_UNAUTHENTICATED,
    /** Frames that name a session other than the one of their connection. */
    FRAMES_FOREIGN_SESSION,
    /** Frames whose clientSeq did not rise. */
    FRAMES_SEQUENCE_NOT_RISING,
    /** Frames that the role of their session does not allow. */
    FRAMES_NOT_PERMITTED,
    /** Requests of relays that the read model had no room for. */
    RELAY_REQUESTS_REFUSED,
    /** CommandRejects that found the way to the egress thread full. */
    COMMAND_REJECTS_DROPPED,
    /** LogonRequests past the rate. */
    LOGONS_RATE_LIMITED,
    /** LogonRequests while as many as allowed were under way. */
    LOGONS_PENDING_FULL,
    /** LogonRequests with a reply channel that is not allowed or not usable. */
    LOGONS_CHANNEL_REFUSED,
    /** LogonRequests and ChallengeResponses out of turn, replayed ones included. */
    LOGONS_OUT_OF_TURN,
    /** Logons that did not come to an end in time. */
    LOGONS_EXPIRED,
    /** Logons refused for a wrong proof. */
    LOGONS_REJECTED,
    /** Logons refused because every session is taken. */
    LOGONS_SESSIONS_FULL,
    /** Sessions opened. */
    SESSIONS_OPENED,
    /** Sessions ended by a Logout. */
    SESSIONS_LOGGED_OUT,
    /** Sessions ended because nothing came from the client. */
    SESSIONS_TIMED_OUT,
    /** Sessions ended because the client did not read its replies. */
    SESSIONS_REPLY_QUEUE_FULL,
    /** Sessions ended because a connection went away. */
    SESSIONS_DISCONNECTED,
    /** Sessions ended because of what the client sent. */
    SESSIONS_PROTOCOL_ERROR,
    /** Replies put into a client's stream. */
    REPLIES_SENT,
    /** Replies that had to wait in their session's queue. */
    REPLIES_QUEUED,
    /** Replies to sessions that are not there any more. */
    REPLIES_DROPPED,
    /** Deltas put into the stream. */
    DELTAS_SENT,
    /** Deltas dropped because the stream was back-pressured. */
    DELTAS_BACK_PRESSURED,
    /** Deltas dropped because no relay listened. */
    DELTAS_NOT_CONNECTED,
    /** Deltas dropped because the stream is closed or used up. */
    DELTAS_CLOSED,
    /** Requests for snapshots of books handed on. */
    SNAPSHOT_REQUESTS_ACCEPTED,
    /** Requests for snapshots of books past the rate. */
    SNAPSHOT_REQUESTS_RATE_LIMITED,
    /** Requests for snapshots of books that there was no room for, or of no depth. */
    SNAPSHOT_REQUESTS_REFUSED,
    /** Market data put into a stream, snapshots included. */
    MARKET_DATA_SENT,
    /** Market data dropped because its stream was back-pressured. */
    MARKET_DATA_BACK_PRESSURED,
    /** Market data dropped because nobody listened to its stream. */
    MARKET_DATA_NOT_CONNECTED,
    /** Market data dropped because its stream is closed or used up. */
    MARKET_DATA_CLOSED
}
