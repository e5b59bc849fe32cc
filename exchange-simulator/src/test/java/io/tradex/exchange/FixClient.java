package io.tradex.exchange;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import quickfix.ApplicationAdapter;
import quickfix.ConfigError;
import quickfix.DefaultMessageFactory;
import quickfix.FieldNotFound;
import quickfix.Initiator;
import quickfix.MemoryStoreFactory;
import quickfix.Message;
import quickfix.Session;
import quickfix.SessionFactory;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.ThreadedSocketInitiator;
import quickfix.field.ApplVerID;
import quickfix.field.ClOrdID;
import quickfix.field.HandlInst;
import quickfix.field.MsgType;
import quickfix.field.OrdType;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.Price;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.TransactTime;

/** A counterparty that checks everything it is sent against the dictionary of its version. */
final class FixClient implements AutoCloseable {
    private static final long TIMEOUT_S = 20;

    private final SessionID sessionId;
    private final ThreadedSocketInitiator initiator;
    private final LinkedBlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> logons = new LinkedBlockingQueue<>();
    private final FixVersion version;

    FixClient(final FixVersion version, final String compId, final int port, final Path directory) throws ConfigError {
        this.version = version;
        this.sessionId = new SessionID(version.beginString(), compId, "XA");
        final SessionSettings settings = new SessionSettings();
        settings.setString(sessionId, SessionFactory.SETTING_CONNECTION_TYPE, SessionFactory.INITIATOR_CONNECTION_TYPE);
        settings.setString(sessionId, Initiator.SETTING_SOCKET_CONNECT_HOST, "127.0.0.1");
        settings.setLong(sessionId, Initiator.SETTING_SOCKET_CONNECT_PORT, port);
        settings.setLong(sessionId, Initiator.SETTING_RECONNECT_INTERVAL, 1);
        settings.setString(sessionId, Session.SETTING_NON_STOP_SESSION, "Y");
        settings.setLong(sessionId, Session.SETTING_HEARTBTINT, 10);
        settings.setString(sessionId, Session.SETTING_USE_DATA_DICTIONARY, "Y");
        if (version.isTransported()) {
            settings.setString(sessionId, Session.SETTING_DEFAULT_APPL_VER_ID, version.applVerId());
            settings.setString(sessionId, Session.SETTING_TRANSPORT_DATA_DICTIONARY, "FIXT11.xml");
            settings.setString(sessionId, Session.SETTING_APP_DATA_DICTIONARY, version.dictionary());
        } else {
            settings.setString(sessionId, Session.SETTING_DATA_DICTIONARY, version.dictionary());
        }
        this.initiator = ThreadedSocketInitiator.newBuilder()
                .withApplication(new Inbox())
                .withMessageStoreFactory(new MemoryStoreFactory())
                .withSettings(settings)
                .withMessageFactory(new DefaultMessageFactory(ApplVerID.FIX50SP2))
                .build();
        initiator.start();
    }

    void awaitLogon() throws InterruptedException {
        assertTrue(logons.poll(TIMEOUT_S, TimeUnit.SECONDS) != null, "no logon in " + TIMEOUT_S + " s");
    }

    void send(final Message message) {
        assertTrue(Session.lookupSession(sessionId).send(message), "not sent: " + message);
    }

    /** @return the next message; whatever is refused by the dictionary never comes. */
    Message next() throws InterruptedException {
        final Message message = received.poll(TIMEOUT_S, TimeUnit.SECONDS);
        assertTrue(message != null, "nothing in " + TIMEOUT_S + " s");
        return message;
    }

    /** @return the next message: its type, and the fields asked for. */
    String next(final int... fields) throws InterruptedException, FieldNotFound {
        return words(next(), fields);
    }

    static String words(final Message message, final int... fields) throws FieldNotFound {
        final List<String> words = new ArrayList<>();
        words.add(message.getHeader().getString(MsgType.FIELD));
        for (final int field : fields) {
            words.add(message.isSetField(field) ? message.getString(field) : "-");
        }
        return String.join(" ", words);
    }

    Message order(final String clOrdId, final boolean buy, final String quantity, final String price) {
        final Message message = request(MsgType.NEW_ORDER_SINGLE, clOrdId, buy);
        message.setString(OrderQty.FIELD, quantity);
        message.setString(Price.FIELD, price);
        message.setChar(OrdType.FIELD, OrdType.LIMIT);
        return message;
    }

    Message cancel(final String clOrdId, final String origClOrdId, final boolean buy) {
        final Message message = request(MsgType.ORDER_CANCEL_REQUEST, clOrdId, buy);
        message.setString(OrigClOrdID.FIELD, origClOrdId);
        return message;
    }

    Message request(final String msgType, final String clOrdId, final boolean buy) {
        final Message message = new Message();
        message.getHeader().setString(MsgType.FIELD, msgType);
        message.setString(ClOrdID.FIELD, clOrdId);
        message.setString(Symbol.FIELD, "AAPL");
        message.setChar(Side.FIELD, buy ? Side.BUY : Side.SELL);
        if (!msgType.equals(MsgType.ORDER_STATUS_REQUEST)) {
            message.setUtcTimeStamp(TransactTime.FIELD, LocalDateTime.now(ZoneOffset.UTC));
        }
        if (version == FixVersion.FIX_42 && msgType.equals(MsgType.NEW_ORDER_SINGLE)) {
            message.setChar(HandlInst.FIELD, '1');
        }
        return message;
    }

    @Override
    public void close() {
        initiator.stop(true);
    }

    private final class Inbox extends ApplicationAdapter {
        @Override
        public void fromApp(final Message message, final SessionID session) {
            received.add(message);
        }

        @Override
        public void fromAdmin(final Message message, final SessionID session) {
            if (message.getHeader().isSetField(MsgType.FIELD)) {
                try {
                    if (MsgType.REJECT.equals(message.getHeader().getString(MsgType.FIELD))) {
                        received.add(message);
                    }
                } catch (final FieldNotFound e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void onLogon(final SessionID session) {
            logons.add("logon");
        }
    }
}
