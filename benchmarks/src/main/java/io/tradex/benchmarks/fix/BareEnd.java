package io.tradex.benchmarks.fix;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import quickfix.ApplicationAdapter;
import quickfix.ConfigError;
import quickfix.FieldNotFound;
import quickfix.Message;
import quickfix.Session;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.ThreadedSocketInitiator;
import quickfix.field.Account;
import quickfix.field.ClOrdID;
import quickfix.field.OrdType;
import quickfix.field.OrderQty;
import quickfix.field.Price;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.TimeInForce;
import quickfix.field.TransactTime;
import quickfix.fix44.MessageFactory;
import quickfix.fix44.NewOrderSingle;

/** An end as QuickFIX/J's users write it: a typed order sent on the caller's thread, the fields of the report read in fromApp. */
final class BareEnd implements RoundTripEnd {
    private final ThreadedSocketInitiator initiator;
    private final Session session;
    private final AtomicLong filled = new AtomicLong();
    private long sent;

    BareEnd(final int index, final BareVenue venue, final boolean storeInFiles, final Path directory) {
        final SessionSettings settings = new SessionSettings();
        final SessionID id = FixSettings.initiator(settings, index, venue.port(), directory);
        try {
            initiator = ThreadedSocketInitiator.newBuilder()
                    .withApplication(new Reading())
                    .withMessageStoreFactory(FixSettings.store(storeInFiles, settings))
                    .withSettings(settings)
                    .withLogFactory(FixSettings.noLog())
                    .withMessageFactory(new MessageFactory())
                    .build();
            initiator.start();
        } catch (final ConfigError e) {
            throw new IllegalStateException(e);
        }
        session = Session.lookupSession(id);
    }

    @Override
    public void awaitUp() {
        Waiting.until(session::isLoggedOn);
    }

    @Override
    public boolean send() {
        return session.send(order(++sent));
    }

    @Override
    public long filled() {
        return filled.get();
    }

    @Override
    public void close() {
        initiator.stop(true);
    }

    static NewOrderSingle order(final long id) {
        final NewOrderSingle order = new NewOrderSingle();
        order.set(new ClOrdID("T" + id));
        order.set(new Account("7"));
        order.set(new Symbol("AAPL"));
        order.set(new Side(Side.BUY));
        order.set(new TransactTime(LocalDateTime.now(ZoneOffset.UTC)));
        order.set(new OrdType(OrdType.LIMIT));
        order.set(new OrderQty(100));
        order.set(new Price(585.25));
        order.set(new TimeInForce(TimeInForce.DAY));
        return order;
    }

    private final class Reading extends ApplicationAdapter {
        private final BareReport report = new BareReport();

        @Override
        public void fromApp(final Message message, final SessionID sessionId) throws FieldNotFound {
            report.read(message);
            filled.lazySet(filled.get() + 1);
        }
    }
}
