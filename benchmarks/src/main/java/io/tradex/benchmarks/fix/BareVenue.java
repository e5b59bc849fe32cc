package io.tradex.benchmarks.fix;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import quickfix.ApplicationAdapter;
import quickfix.ConfigError;
import quickfix.FieldNotFound;
import quickfix.Message;
import quickfix.Session;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.ThreadedSocketAcceptor;
import quickfix.field.AvgPx;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.ExecID;
import quickfix.field.ExecType;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.LeavesQty;
import quickfix.field.OrdStatus;
import quickfix.field.OrderID;
import quickfix.field.OrderQty;
import quickfix.field.Price;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.TransactTime;
import quickfix.fix44.ExecutionReport;
import quickfix.fix44.MessageFactory;

/** The far end of all measurements: a plain acceptor that fills every order at once. Also a process of its own. */
public final class BareVenue implements AutoCloseable {
    private final ThreadedSocketAcceptor acceptor;
    private final int[] ports;

    /**
     * @param first        number of the first session: QuickFIX/J keeps the sessions of a process in one table, by their names.
     * @param sessions     how many.
     * @param storeInFiles whether sequence numbers are kept in files.
     * @param directory    of the files.
     */
    BareVenue(final int first, final int sessions, final boolean storeInFiles, final Path directory) {
        final SessionSettings settings = new SessionSettings();
        ports = freePorts(sessions);
        for (int i = 0; i < sessions; i++) {
            FixSettings.acceptor(settings, first + i, ports[i], directory);
        }
        try {
            acceptor = ThreadedSocketAcceptor.newBuilder()
                    .withApplication(new Filling())
                    .withMessageStoreFactory(FixSettings.store(storeInFiles, settings))
                    .withSettings(settings)
                    .withLogFactory(FixSettings.noLog())
                    .withMessageFactory(new MessageFactory())
                    .build();
            acceptor.start();
        } catch (final ConfigError e) {
            throw new IllegalStateException(e);
        }
    }

    /** Port of its first session. */
    int port() {
        return ports[0];
    }

    @Override
    public void close() {
        acceptor.stop(true);
    }

    /**
     * As a process: the number of sessions in, {@code ports …} out, and an end when its input ends.
     *
     * @param args how many sessions.
     * @throws IOException if there is no directory for its store.
     */
    public static void main(final String[] args) throws IOException {
        final Path directory = Files.createTempDirectory("bare-venue");
        try (BareVenue venue = new BareVenue(1, Integer.parseInt(args[0]), false, directory)) {
            final StringBuilder line = new StringBuilder("ports");
            for (final int port : venue.ports) {
                line.append(' ').append(port);
            }
            System.out.println(line);
            while (System.in.read() >= 0) {
                // Until the parent lets go.
            }
        }
        System.exit(0);
    }

    private static int[] freePorts(final int count) {
        final int[] found = new int[count];
        final ServerSocket[] sockets = new ServerSocket[count];
        try {
            for (int i = 0; i < count; i++) {
                sockets[i] = new ServerSocket(0);
                found[i] = sockets[i].getLocalPort();
            }
            for (final ServerSocket socket : sockets) {
                socket.close();
            }
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private static final class Filling extends ApplicationAdapter {
        @Override
        public void fromApp(final Message message, final SessionID sessionId) throws FieldNotFound {
            final ExecutionReport report = new ExecutionReport();
            final double quantity = message.getDouble(OrderQty.FIELD);
            final double price = message.getDouble(Price.FIELD);
            final String clOrdId = message.getString(ClOrdID.FIELD);
            report.set(new OrderID("O" + clOrdId));
            report.set(new ExecID("E" + clOrdId));
            report.set(new ExecType(ExecType.TRADE));
            report.set(new OrdStatus(OrdStatus.FILLED));
            report.set(new ClOrdID(clOrdId));
            report.set(new Symbol(message.getString(Symbol.FIELD)));
            report.set(new Side(message.getChar(Side.FIELD)));
            report.set(new OrderQty(quantity));
            report.set(new Price(price));
            report.set(new LastQty(quantity));
            report.set(new LastPx(price));
            report.set(new CumQty(quantity));
            report.set(new LeavesQty(0));
            report.set(new AvgPx(price));
            report.set(new TransactTime(LocalDateTime.now(ZoneOffset.UTC)));
            Session.lookupSession(sessionId).send(report);
        }
    }
}
