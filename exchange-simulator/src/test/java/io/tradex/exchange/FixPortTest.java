package io.tradex.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The exchange's port against clients that speak FIX by hand; '|' stands for the separator. */
@Timeout(60)
class FixPortTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HH:mm:ss.SSS");

    @TempDir
    private Path directory;

    private SimulatedExchange exchange;
    private ExchangeSimulator simulator;

    @BeforeEach
    void start() {
        exchange = exchange();
        simulator = new ExchangeSimulator(List.of(exchange), new BackoffIdleStrategy(), error -> {});
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void shouldRefuseGarbage() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET / HTTP/1.1\r\n\r\n");
            awaitClosed(socket);
        }
        await("the refusal is counted", () -> exchange.refusedConnections() == 1);
    }

    @Test
    void shouldRefuseAMessageWithoutEnd() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "8=FIX.4.4|9=2000000000|35=A|" + "x".repeat(FixPortGuard.MAX_MESSAGE_BYTES));
            awaitClosed(socket);
        }
        await("the refusal is counted", () -> exchange.refusedConnections() == 1);
    }

    @Test
    void shouldRefuseAnUnknownCompId() throws IOException {
        try (Socket socket = connect()) {
            send(socket, message("A", 1, "MALLORY", "98=0|108=30|"));
            awaitClosed(socket);
        }
        await("the refusal is counted", () -> exchange.refusedConnections() == 1);
    }

    @Test
    void shouldRefuseAnOrderBeforeTheLogon() throws IOException {
        try (Socket socket = connect()) {
            send(socket, message("D", 1, "TRADEX", order("a")));
            awaitClosed(socket);
        }
        await("the refusal is counted", () -> exchange.refusedConnections() == 1);
        assertEquals(List.of(), exchange.orders());
    }

    @Test
    void shouldServeTheCounterpartyWhileItRefusesOthers() throws IOException {
        try (Socket socket = connect();
                Socket second = connect()) {
            send(socket, message("A", 1, "TRADEX", "98=0|108=30|"));
            assertTrue(read(socket).contains("|35=A|"));
            send(second, message("A", 1, "TRADEX", "98=0|108=30|"));
            awaitClosed(second);

            send(socket, message("D", 2, "TRADEX", order("a")));
            final String report = read(socket);
            assertTrue(report.contains("|150=0|") && report.contains("|11=a|"), report);
            send(socket, message("D", 3, "TRADEX", order("b").replace("38=1", "38=1e5")));
            assertTrue(read(socket).contains("|35=3|"));
            send(socket, message("D", 4, "TRADEX", order("c").replace("44=5", "44=0.000000001")));
            assertTrue(read(socket).contains("|35=3|"));
        }
        assertEquals(1, exchange.openOrders().size());
        await("the refusal is counted", () -> exchange.refusedConnections() == 1);
        assertTrue(exchange.sessionErrors() > 0);
    }

    @Test
    void shouldKeepOrdersWhileItsPortIsClosedAndListenOnTheSamePortAgain() throws IOException {
        final int port = exchange.port();
        try (Socket socket = connect()) {
            send(socket, message("A", 1, "TRADEX", "98=0|108=30|"));
            read(socket);
            send(socket, message("D", 2, "TRADEX", order("a")));
            read(socket);
            exchange.closePort();
            awaitClosed(socket);
        }
        assertThrows(IOException.class, this::connect);
        assertEquals(1, exchange.openOrders().size());

        exchange.openPort();
        assertThrows(IllegalStateException.class, exchange::openPort);

        assertEquals(port, exchange.port());
        connect().close();
        assertEquals(1, exchange.openOrders().size());
    }

    @Test
    void shouldGiveOtherExecIdsAfterARestart() throws IOException {
        final String first = execIdOfAnOrder("a", 1);
        simulator.close();
        exchange = exchange();
        simulator = new ExchangeSimulator(List.of(exchange), new BackoffIdleStrategy(), error -> {});
        final String second = execIdOfAnOrder("b", 3);

        assertTrue(!first.equals(second), first);
        assertTrue(first.length() <= 40);
    }

    @Test
    void shouldStillShowItsOrdersOnceStopped() {
        simulator.close();
        assertEquals(List.of(), exchange.orders());
        assertEquals(0, exchange.totals().newOrders());
    }

    private String execIdOfAnOrder(final String clOrdId, final int seqNum) throws IOException {
        try (Socket socket = connect()) {
            send(socket, message("A", seqNum, "TRADEX", "98=0|108=30|"));
            read(socket);
            send(socket, message("D", seqNum + 1, "TRADEX", order(clOrdId)));
            final String report = read(socket);
            final int start = report.indexOf("|17=") + 4;
            return report.substring(start, report.indexOf('|', start));
        }
    }

    private SimulatedExchange exchange() {
        return new SimulatedExchange(
                new ExchangeConfiguration("XA", "TRADEX", "127.0.0.1", 0, directory),
                VenuePolicy.PLAIN,
                System.nanoTime() / 1000,
                SystemNanoClock.INSTANCE);
    }

    private Socket connect() throws IOException {
        final Socket socket = new Socket(InetAddress.getLoopbackAddress(), exchange.port());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
        return socket;
    }

    private static String order(final String clOrdId) {
        return "11=" + clOrdId + "|55=AAPL|54=1|38=1|40=2|44=5|60=20270115-08:00:00|";
    }

    private static void send(final Socket socket, final String text) throws IOException {
        socket.getOutputStream().write(text.replace('|', '\u0001').getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(final Socket socket) throws IOException {
        final StringBuilder message = new StringBuilder();
        while (true) {
            final int b = socket.getInputStream().read();
            if (b < 0) {
                return fail("the exchange closed the connection");
            }
            message.append(b == 1 ? '|' : (char) b);
            if (b == 1 && message.lastIndexOf("|10=") == message.length() - "|10=000|".length()) {
                return message.toString();
            }
        }
    }

    private static void awaitClosed(final Socket socket) {
        await("the connection is closed", () -> {
            try {
                return socket.getInputStream().read() < 0;
            } catch (final IOException e) {
                return true;
            }
        });
    }

    private static void await(final String what, final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(20)) {
                fail("waited in vain until " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private static String message(
            final String msgType, final int seqNum, final String senderCompId, final String body) {
        final String content = ("35=" + msgType + "|34=" + seqNum + "|49=" + senderCompId + "|56=XA|52="
                        + LocalDateTime.now(ZoneOffset.UTC).format(TIME) + '|' + body)
                .replace('|', '\u0001');
        final String message = "8=FIX.4.4\u00019=" + content.length() + '\u0001' + content;
        int sum = 0;
        for (int i = 0; i < message.length(); i++) {
            sum += message.charAt(i);
        }
        return message + String.format("10=%03d\u0001", sum % 256);
    }
}
