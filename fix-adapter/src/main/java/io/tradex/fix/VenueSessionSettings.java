package io.tradex.fix;

import java.nio.file.Path;
import quickfix.FileStoreFactory;
import quickfix.Initiator;
import quickfix.Session;
import quickfix.SessionFactory;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.mina.NetworkingOptions;

/** Writes what QuickFIX/J has to know of a session. Stateless. */
final class VenueSessionSettings {
    /** The session that orders go out on. */
    static final String ORDERS = "";

    /** The session that execution reports come in on a second time. */
    static final String DROP_COPY = "DROP_COPY";

    /** The session that quotes come in on. */
    static final String MARKET_DATA = "MARKET_DATA";

    private static final int LOGON_TIMEOUT_S = 5;
    private static final int LOGOUT_TIMEOUT_S = 2;

    /** Messages that wait for one connection to be writable; a venue that leaves so many unread is disconnected. */
    private static final int MAX_UNWRITTEN_MESSAGES = 64 * 1024;

    private static final String TRANSPORT_DICTIONARY = "FIXT11.xml";

    private VenueSessionSettings() {}

    /**
     * @param settings takes them.
     * @param venue    whose session it is.
     * @param endpoint it connects to.
     * @param purpose  one of the above.
     * @return the session.
     */
    static SessionID add(
            final SessionSettings settings,
            final FixVenueConfiguration venue,
            final FixEndpoint endpoint,
            final String purpose) {
        final FixVersion version = venue.version();
        final SessionID sessionId =
                new SessionID(version.beginString(), endpoint.senderCompId(), endpoint.targetCompId(), purpose);
        settings.setString(sessionId, SessionFactory.SETTING_CONNECTION_TYPE, SessionFactory.INITIATOR_CONNECTION_TYPE);
        settings.setString(sessionId, Initiator.SETTING_SOCKET_CONNECT_HOST, endpoint.host());
        settings.setLong(sessionId, Initiator.SETTING_SOCKET_CONNECT_PORT, endpoint.port());
        settings.setLong(sessionId, Initiator.SETTING_RECONNECT_INTERVAL, venue.reconnectIntervalS());
        settings.setString(sessionId, NetworkingOptions.SETTING_SOCKET_TCP_NODELAY, "Y");
        settings.setLong(sessionId, Session.SETTING_HEARTBTINT, venue.heartbeatIntervalS());
        settings.setLong(sessionId, Session.SETTING_LOGON_TIMEOUT, LOGON_TIMEOUT_S);
        settings.setLong(sessionId, Session.SETTING_LOGOUT_TIMEOUT, LOGOUT_TIMEOUT_S);
        settings.setLong(sessionId, Session.SETTING_MAX_SCHEDULED_WRITE_REQUESTS, MAX_UNWRITTEN_MESSAGES);
        // Sequence numbers run on from day to day: a reset would lose what the venue still has for us.
        settings.setString(sessionId, Session.SETTING_NON_STOP_SESSION, "Y");
        settings.setString(
                sessionId,
                FileStoreFactory.SETTING_FILE_STORE_PATH,
                venue.storeDirectory().toString());
        // Only sequence numbers are stored. A resend request is answered with a gap fill: no order is ever sent twice.
        settings.setString(sessionId, Session.SETTING_PERSIST_MESSAGES, "N");
        // The dictionary is needed to read repeating groups. Venues may add fields; those we use are checked one by
        // one.
        settings.setString(sessionId, Session.SETTING_USE_DATA_DICTIONARY, "Y");
        settings.setString(sessionId, Session.SETTING_ALLOW_UNKNOWN_MSG_FIELDS, "Y");
        settings.setString(sessionId, Session.SETTING_VALIDATE_USER_DEFINED_FIELDS, "N");
        final String dictionary = venue.dictionary().map(Path::toString).orElse(version.dictionary());
        if (version.hasTransport()) {
            settings.setString(sessionId, Session.SETTING_DEFAULT_APPL_VER_ID, version.applicationVersion());
            settings.setString(sessionId, Session.SETTING_TRANSPORT_DATA_DICTIONARY, TRANSPORT_DICTIONARY);
            settings.setString(sessionId, Session.SETTING_APP_DATA_DICTIONARY, dictionary);
        } else {
            settings.setString(sessionId, Session.SETTING_DATA_DICTIONARY, dictionary);
        }
        return sessionId;
    }
}
