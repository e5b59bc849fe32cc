package io.tradex.benchmarks.fix;

import java.nio.file.Path;
import quickfix.Acceptor;
import quickfix.FileStoreFactory;
import quickfix.Initiator;
import quickfix.LogFactory;
import quickfix.MemoryStoreFactory;
import quickfix.MessageStoreFactory;
import quickfix.ScreenLogFactory;
import quickfix.Session;
import quickfix.SessionFactory;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.mina.NetworkingOptions;

/** Settings of the bare ends: those that the adapter gives its own sessions, so that the ends differ in nothing else. */
final class FixSettings {
    static final String ADAPTER = "TRADEX";

    private FixSettings() {}

    static String venue(final int index) {
        return "VENUE" + index;
    }

    static SessionID acceptor(final SessionSettings settings, final int index, final int port, final Path store) {
        final SessionID id = new SessionID("FIX.4.4", venue(index), ADAPTER);
        common(settings, id, store);
        settings.setString(id, SessionFactory.SETTING_CONNECTION_TYPE, SessionFactory.ACCEPTOR_CONNECTION_TYPE);
        settings.setLong(id, Acceptor.SETTING_SOCKET_ACCEPT_PORT, port);
        settings.setString(id, Acceptor.SETTING_SOCKET_ACCEPT_ADDRESS, "127.0.0.1");
        return id;
    }

    static SessionID initiator(final SessionSettings settings, final int index, final int port, final Path store) {
        final SessionID id = new SessionID("FIX.4.4", ADAPTER, venue(index));
        common(settings, id, store);
        settings.setString(id, SessionFactory.SETTING_CONNECTION_TYPE, SessionFactory.INITIATOR_CONNECTION_TYPE);
        settings.setString(id, Initiator.SETTING_SOCKET_CONNECT_HOST, "127.0.0.1");
        settings.setLong(id, Initiator.SETTING_SOCKET_CONNECT_PORT, port);
        settings.setLong(id, Initiator.SETTING_RECONNECT_INTERVAL, 1);
        settings.setLong(id, Session.SETTING_HEARTBTINT, 10);
        return id;
    }

    static MessageStoreFactory store(final boolean inFiles, final SessionSettings settings) {
        return inFiles ? new FileStoreFactory(settings) : new MemoryStoreFactory();
    }

    static LogFactory noLog() {
        return new ScreenLogFactory(false, false, false);
    }

    private static void common(final SessionSettings settings, final SessionID id, final Path store) {
        settings.setString(id, NetworkingOptions.SETTING_SOCKET_TCP_NODELAY, "Y");
        settings.setString(id, Session.SETTING_NON_STOP_SESSION, "Y");
        settings.setString(id, Session.SETTING_PERSIST_MESSAGES, "N");
        settings.setString(id, Session.SETTING_USE_DATA_DICTIONARY, "Y");
        settings.setString(id, Session.SETTING_DATA_DICTIONARY, "FIX44.xml");
        settings.setString(id, Session.SETTING_ALLOW_UNKNOWN_MSG_FIELDS, "Y");
        settings.setString(id, Session.SETTING_VALIDATE_USER_DEFINED_FIELDS, "N");
        settings.setString(id, FileStoreFactory.SETTING_FILE_STORE_PATH, store.toString());
    }
}
