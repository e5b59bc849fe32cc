package io.tradex.exchange;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quickfix.Acceptor;
import quickfix.ApplicationAdapter;
import quickfix.ConfigError;
import quickfix.DefaultMessageFactory;
import quickfix.FieldNotFound;
import quickfix.FileStoreFactory;
import quickfix.IncorrectTagValue;
import quickfix.Log;
import quickfix.LogFactory;
import quickfix.Message;
import quickfix.Session;
import quickfix.SessionFactory;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.ThreadedSocketAcceptor;
import quickfix.UnsupportedMessageType;
import quickfix.field.ApplVerID;
import quickfix.mina.NetworkingOptions;

/**
 * The FIX acceptor of one exchange: a session for orders and market data and, where that is wanted, one for drop copies. Can be opened and closed again and again, as long as nothing else does so at the same
 * time. What is sent while nobody is connected is kept by QuickFIX/J and sent when the counterparty asks for it.
 */
final class FixPort {
    private static final Logger LOG = LoggerFactory.getLogger(FixPort.class);
    private static final int QUEUE_HIGH = 1024;
    private static final int QUEUE_LOW = 256;
    private static final int STORE_CACHED_MESSAGES = 10_000;
    private static final int MAX_DETAIL_LENGTH = 256;

    private final ExchangeConfiguration configuration;
    private final Listener listener;
    private final SessionID sessionId;
    private final SessionID dropCopyId;
    private final AtomicLong refusedConnections = new AtomicLong();
    private final AtomicLong sessionErrors = new AtomicLong();

    private volatile int port;

    /** Until then nobody may connect, by the process's monotonic clock. */
    private volatile long closedUntilNs = System.nanoTime();

    private ThreadedSocketAcceptor acceptor;

    /** Hears of the session of the orders, on its threads. */
    interface Listener {
        /** @param request that came. */
        void onRequest(VenueRequest request);

        /** @return whether orders may have terms that the exchange does not work by itself. */
        boolean takesAnyTerms();

        /** The counterparty has logged on. */
        void onLogon();

        /** The counterparty is gone. */
        void onLogout();
    }

    /**
     * @param configuration of the exchange.
     * @param listener      takes each request, on the session's thread.
     */
    FixPort(final ExchangeConfiguration configuration, final Listener listener) {
        this.configuration = configuration;
        this.listener = listener;
        this.port = configuration.port();
        final String beginString = configuration.version().beginString();
        this.sessionId = new SessionID(beginString, configuration.compId(), configuration.counterpartyCompId());
        this.dropCopyId = configuration.dropCopyCompId().isEmpty()
                ? null
                : new SessionID(beginString, configuration.compId(), configuration.dropCopyCompId());
    }

    /**
     * Listens, on the same port as the last time.
     *
     * @return the session to send by.
     * @throws IllegalStateException if it listens already or cannot.
     */
    Session open() {
        if (acceptor != null) {
            throw new IllegalStateException("exchange " + configuration.compId() + " listens already");
        }
        final SessionSettings settings = settings();
        final ThreadedSocketAcceptor opened;
        try {
            opened = ThreadedSocketAcceptor.newBuilder()
                    .withApplication(new Requests())
                    .withMessageStoreFactory(new FileStoreFactory(settings))
                    .withSettings(settings)
                    .withLogFactory(new ErrorCountingLogFactory())
                    .withMessageFactory(new DefaultMessageFactory(
                            configuration.version().applVerId().isEmpty()
                                    ? ApplVerID.FIX50SP2
                                    : configuration.version().applVerId()))
                    .withQueueWatermarks(QUEUE_LOW, QUEUE_HIGH)
                    .build();
            final FixPortGuard guard = new FixPortGuard(
                    configuration.version(),
                    () -> System.nanoTime() - closedUntilNs < 0,
                    why -> record(refusedConnections, "refused a connection", why));
            opened.setIoFilterChainBuilder(guard::installIn);
            opened.start();
        } catch (final ConfigError | quickfix.RuntimeError e) {
            throw new IllegalStateException(
                    "exchange " + configuration.compId() + " cannot listen on " + configuration.host() + ':' + port, e);
        }
        acceptor = opened;
        port = ((InetSocketAddress) opened.getEndpoints().iterator().next().getLocalAddress()).getPort();
        return Session.lookupSession(sessionId);
    }

    /** @return the session of the drop copies; null if there is none, or the port is closed. */
    Session dropCopySession() {
        return dropCopyId == null ? null : Session.lookupSession(dropCopyId);
    }

    /** @param durationNs for how many nanoseconds nobody may connect. */
    void refuseFor(final long durationNs) {
        closedUntilNs = System.nanoTime() + durationNs;
    }

    /** Cuts the connection and stops listening, if it does. */
    void close() {
        if (acceptor != null) {
            acceptor.stop(true);
            acceptor = null;
        }
    }

    /** @return the port it listens on, or will again. */
    int port() {
        return port;
    }

    long refusedConnections() {
        return refusedConnections.get();
    }

    long sessionErrors() {
        return sessionErrors.get();
    }

    private SessionSettings settings() {
        final SessionSettings settings = new SessionSettings();
        settings.setString(NetworkingOptions.SETTING_SOCKET_REUSE_ADDRESS, "Y");
        settings.setString(NetworkingOptions.SETTING_SOCKET_TCP_NODELAY, "Y");
        session(settings, sessionId);
        if (dropCopyId != null) {
            session(settings, dropCopyId);
        }
        return settings;
    }

    private void session(final SessionSettings settings, final SessionID sessionId) {
        settings.setString(sessionId, SessionFactory.SETTING_CONNECTION_TYPE, SessionFactory.ACCEPTOR_CONNECTION_TYPE);
        settings.setString(sessionId, Acceptor.SETTING_SOCKET_ACCEPT_ADDRESS, configuration.host());
        settings.setLong(sessionId, Acceptor.SETTING_SOCKET_ACCEPT_PORT, port);
        settings.setString(sessionId, Session.SETTING_NON_STOP_SESSION, "Y");
        settings.setString(
                sessionId,
                FileStoreFactory.SETTING_FILE_STORE_PATH,
                configuration.storeDirectory().toString());
        settings.setLong(sessionId, FileStoreFactory.SETTING_FILE_STORE_MAX_CACHED_MSGS, STORE_CACHED_MESSAGES);
        settings.setString(sessionId, Session.SETTING_USE_DATA_DICTIONARY, "Y");
        final FixVersion version = configuration.version();
        if (version.isTransported()) {
            settings.setString(sessionId, Session.SETTING_DEFAULT_APPL_VER_ID, version.applVerId());
            settings.setString(sessionId, Session.SETTING_TRANSPORT_DATA_DICTIONARY, "FIXT11.xml");
            settings.setString(sessionId, Session.SETTING_APP_DATA_DICTIONARY, version.dictionary());
        } else {
            settings.setString(sessionId, Session.SETTING_DATA_DICTIONARY, version.dictionary());
        }
    }

    /** Text from the network is cut short and cleaned, and written only when the count is a power of two. */
    private void record(final AtomicLong counter, final String what, final String detail) {
        final long count = counter.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            final String shortDetail = detail.substring(0, Math.min(detail.length(), MAX_DETAIL_LENGTH));
            LOG.warn(
                    "exchange {} {}, number {}: {}",
                    configuration.compId(),
                    what,
                    count,
                    shortDetail.replaceAll("[^ -~]", "|"));
        }
    }

    /** Hands requests on. */
    private final class Requests extends ApplicationAdapter {
        @Override
        public void fromApp(final Message message, final SessionID session)
                throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType {
            if (session.equals(dropCopyId)) {
                throw new UnsupportedMessageType();
            }
            listener.onRequest(FixRequests.read(message, listener.takesAnyTerms()));
        }

        @Override
        public void onLogon(final SessionID session) {
            if (session.equals(sessionId)) {
                listener.onLogon();
            }
        }

        @Override
        public void onLogout(final SessionID session) {
            if (session.equals(sessionId)) {
                listener.onLogout();
            }
        }
    }

    /** Session logs that keep no messages and count errors. */
    private final class ErrorCountingLogFactory implements LogFactory {
        @Override
        public Log create(final SessionID session) {
            return new Log() {
                @Override
                public void clear() {
                    // Keeps nothing.
                }

                @Override
                public void onIncoming(final String message) {
                    // Keeps nothing.
                }

                @Override
                public void onOutgoing(final String message) {
                    // Keeps nothing.
                }

                @Override
                public void onEvent(final String text) {
                    LOG.debug("exchange {}: {}", configuration.compId(), text);
                }

                @Override
                public void onErrorEvent(final String text) {
                    record(sessionErrors, "had a session error", text);
                }
            };
        }
    }
}
