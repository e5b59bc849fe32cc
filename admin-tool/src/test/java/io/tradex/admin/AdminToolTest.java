package io.tradex.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.client.OrderRequest;
import io.tradex.client.TradexClient;
import io.tradex.client.TradexClientConfiguration;
import io.tradex.client.TradexClientListener;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.types.Side;
import io.tradex.server.TradexServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line against a whole core. */
class AdminToolTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    private static Path directory;

    private static int port;
    private static TradexServer server;
    private static Path operator;

    private String out;
    private String err;

    @BeforeAll
    static void startCore() throws IOException {
        port = freePort();
        final Path file = directory.resolve("server.properties");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "aeron.dir=" + directory.resolve("aeron"),
                        "ingress.channel=aeron:udp?endpoint=127.0.0.1:" + port + "|term-length=1m",
                        "deltas.channel=aeron:udp?endpoint=224.20.30.41:" + freePort()
                                + "|interface=127.0.0.1|term-length=1m",
                        "replies.term.bytes=262144",
                        "journal.dir=" + directory.resolve("journal"),
                        "journal.block.bytes=1048576",
                        "journal.touch.ahead.bytes=0",
                        "journal.min.free.bytes=0",
                        "snapshot.interval.inputs=0",
                        "engine.orders=1024",
                        "engine.executions=1024",
                        "metrics.interval.ms=0",
                        "client.1.secret.file=" + secret("trader"),
                        "client.99.secret.file=" + secret("operator"),
                        "client.99.role=admin",
                        "instrument.1.symbol=AAPL",
                        "instrument.1.reference.price=100.00",
                        "instrument.5.symbol=MSFT",
                        "account.1.client=1",
                        "account.3.client=1",
                        "account.1.cash=1000000"));
        server = TradexServer.launch(file, Map.of(), (stage, sequence, cause) -> {
            throw new AssertionError(stage + " at " + sequence, cause);
        });
        operator = configuration("operator.properties", 99, "operator");
    }

    @AfterAll
    static void stopCore() {
        server.close();
    }

    @BeforeEach
    void openTheMarket() {
        assertEquals(0, admin("phase", "continuous"), () -> err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "phase --instrument 1 pre-open",
                "phase OPENING_AUCTION",
                "kill all on",
                "kill all off",
                "kill account 1 on",
                "kill account 1 off",
                "kill instrument 1 on",
                "kill instrument 1 off",
                "mass-cancel --account 1 --side sell",
                "mass-cancel --all",
                "reference-price 5 10100",
                "rules 5 --max-order-lots 5000 --max-order-notional 100000.50 --band-bps 1000 --velocity-bps 500 "
                        + "--velocity-window-ms 2000",
                "tick-table 5 0:1 20000:5",
                "tick-table 5 0:1",
                "protection 1 5 500 1000",
                "protection 1 5 0",
                "instrument 2 BTC-EUR --tick 0.5 --lot 0.00000001 --currency EUR --class crypto --max-quantity-lots 1000000000",
                "instrument 3 FUND --class mutual-fund --cut-off 16:00 --reference-price-ticks 1000",
                "nav 3 1234 2026-11-21T16:00:00Z",
                "instrument 4 GONE",
                "retire 4",
                "account 2 1",
                "trade-group 2 7",
                "reconcile",
                "client-routing 1 dark-first --venues 1,64 --exclude-own-book",
                "client-routing 1 best-price",
                "cash 2 5000.00",
                "position 2 1 300"
            })
    void shouldHaveEachRequestApplied(final String command) {
        assertEquals(0, admin(command.split(" ")), () -> command + ": " + err);

        assertTrue(out.lines().anyMatch(line -> line.startsWith("applied, input ")), out);
        assertEquals("", err);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            phase --instrument 77 halt         | refused: unknown instrument (77), input
            kill account 77 on                 | refused: unknown account (77), input
            reconcile --venue 7                | refused: unknown venue (7), input
            venue-settings 7 --taker-fee 0.0003 --maker-fee -0.0001 --breaker 64:8:4:1000 | refused: unknown venue (7), input
            mass-cancel --session 77           | refused: unknown session (77), input
            rules 1 --max-order-lots 0         | refused: invalid definition (1), input
            instrument 1 AAPL                  | refused: invalid definition (1), input
            cash 77 1                          | refused: unknown account (77), input
            cash 1 -99000000                   | refused: insufficient buying power (-99000000000000), input
            nav 1 5 2026-11-21T16:00:00Z       | refused: unknown instrument (1), input
            """)
    void shouldSayWhyARequestWasRefused(final String command, final String why) {
        assertEquals(1, admin(command.split(" ")));

        assertTrue(err.startsWith("admin: " + why), err);
    }

    @Test
    void shouldApplyAnAdjustmentOfOneNumberOnce() {
        assertEquals(0, admin("cash", "3", "10.50", "--adjustment", "5000000000000"), () -> err);
        assertTrue(out.startsWith("adjustment 5000000000000"), out);

        assertEquals(1, admin("cash", "3", "10.50", "--adjustment", "5000000000000"));

        assertTrue(err.startsWith("admin: refused: sequence not rising (5000000000000)"), err);
    }

    @Test
    void shouldListTheKillSwitchesThatAreOn() {
        assertEquals(0, admin("kill-switches"), () -> err);
        assertTrue(out.startsWith("kill switches on: 0, as of input "), out);
        assertEquals(0, admin("kill", "account", "1", "on"), () -> err);
        assertEquals(0, admin("kill", "all", "on"), () -> err);

        assertEquals(0, admin("kill-switches"), () -> err);
        final List<String> on = out.lines().toList();
        assertEquals(0, admin("kill", "account", "1", "off"), () -> err);
        assertEquals(0, admin("kill", "all", "off"), () -> err);

        assertEquals(3, on.size(), out);
        assertTrue(on.get(0).matches("account 1 since 20\\S+Z \\(input \\d+\\), by client 99"), on.get(0));
        assertTrue(on.get(1).matches("all since 20\\S+Z \\(input \\d+\\), by client 99"), on.get(1));
        assertTrue(on.get(2).startsWith("kill switches on: 2, as of input "), on.get(2));
    }

    @Test
    void shouldEndADayOnce() {
        assertEquals(0, admin("end-of-day", "20261121"), () -> err);
        assertEquals(1, admin("end-of-day", "20261121"));

        assertTrue(err.startsWith("admin: refused: invalid definition (20261121)"), err);
    }

    @Test
    void shouldSayHowManyOrdersAMassCancelMet() {
        final List<String> states = new ArrayList<>();
        final TradexClientConfiguration trader =
                AdminConfiguration.read(configuration("trader.properties", 1, "trader"));
        try (TradexClient client = TradexClient.launch(trader, new TradexClientListener() {
            @Override
            public void onExecutionReport(final ExecutionReportDecoder report) {
                states.add(report.ordStatus() + " " + report.rejectReason());
            }
        })) {
            await(client, client::isUp);
            final OrderRequest order = new OrderRequest().account(1).instrument(1);
            client.newOrder(order.limit(Side.BUY, 10, 9_000).clOrdId(1));
            client.newOrder(order.limit(Side.BUY, 10, 9_001).clOrdId(2));
            await(client, () -> states.size() == 2);

            assertEquals(0, admin("mass-cancel", "--account", "1"), () -> err);

            assertTrue(out.strip().endsWith(", orders met: 2"), out);
            await(client, () -> states.size() == 4);
            assertEquals(List.of("NEW NONE", "NEW NONE", "CANCELED MASS_CANCEL", "CANCELED MASS_CANCEL"), states);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "explode",
                "phase",
                "phase nap",
                "kill",
                "kill all",
                "kill all 7 on",
                "kill account on",
                "kill account 7 maybe",
                "mass-cancel",
                "mass-cancel --all --account 1",
                "mass-cancel --acount 1",
                "end-of-day tomorrow",
                "instrument 6",
                "rules 1"
            })
    void shouldRefuseACommandLineThatMakesNoSense(final String command) {
        final List<String> words = new ArrayList<>(List.of("--config", operator.toString()));
        if (!command.isEmpty()) {
            words.addAll(List.of(command.split(" ")));
        }

        assertEquals(2, run(words.toArray(new String[0])), out + err);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cash 1 much                    | much: must be a decimal number with at most 6 places
            cash 1 0.0000001               | 0.0000001: must be a decimal number with at most 6 places
            tick-table 1 0:1 5             | 5: must be FROM:STEP, such as 0:1
            venue-settings 65              | venueId must be 1 to 64, was 65
            venue-settings 1 --taker-fee x | x: must be a decimal number with at most 8 places
            venue-settings 1 --breaker 5   | 5: must be WINDOW:REJECTS:SLOW:MS, such as 100:50:20:10000
            venue-settings 1 --breaker 1:1:1:99999999999 | 99999999999: is too large
            venue-settings 1 --latency-us -1 | -1 us: must be from 0 to a day
            client-routing 1 sweep --venues 1,65 | 65: venues are 1 to 64
            tick-table 1 0:x               | x: must be a whole number
            kill account seven on          | seven: must be a whole number
            kill nothing 7 on              | nothing: no such KillSwitchScope
            instrument 6 A --cut-off 16:00 | a mutual fund, and nothing else, has a --cut-off
            instrument 6 A_FAR_TOO_LONG_ONE | symbol must be 1 to 12 printable ASCII characters
            """)
    void shouldSayInOneLineWhatIsWrongWithAFigure(final String command, final String complaint) {
        assertEquals(1, admin(command.split(" ")));

        assertTrue(err.startsWith("admin: " + complaint), err);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void shouldSayThatATraderIsNoOperator() {
        assertEquals(
                1,
                run("--config", configuration("trader.properties", 1, "trader").toString(), "phase", "halt"));

        assertTrue(err.startsWith("admin: refused: not permitted (16)"), err);
    }

    @Test
    void shouldSayThatTheCoreRefusesTheLogon() {
        assertEquals(
                1,
                run("--config", configuration("wrong.properties", 99, "trader").toString(), "phase", "halt"));

        assertTrue(err.startsWith("admin: the core refused the logon"), err);
    }

    @Test
    void shouldGiveUpWhenNoCoreAnswers() throws IOException {
        final Path nowhere = directory.resolve("nowhere.properties");
        Files.writeString(nowhere, Files.readString(operator).replace(":" + port, ":" + freePort()));

        assertEquals(1, run("--config", nowhere.toString(), "--timeout-ms", "300", "phase", "halt"));

        assertEquals("admin: not sent within 300 ms: no core answers", err.strip());
    }

    @Test
    void shouldNameWhatIsWrongWithTheConfiguration() throws IOException {
        assertEquals(1, run("--config", "no-such-file", "phase", "halt"));
        assertTrue(err.startsWith("admin: configuration file no-such-file cannot be read"), err);

        final Path bad = directory.resolve("bad.properties");
        Files.writeString(bad, "core.chanel=x");
        assertEquals(1, run("--config", bad.toString(), "phase", "halt"));
        assertTrue(err.startsWith("admin: core.chanel=x: no such key; allowed are core.channel, core.client.id"), err);

        Files.writeString(bad, "core.client.id=99\ncore.secret.file=" + directory.resolve("readable"));
        Files.writeString(directory.resolve("readable"), "a secret that all can read");
        Files.setPosixFilePermissions(directory.resolve("readable"), PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(1, run("--config", bad.toString(), "phase", "halt"));
        assertTrue(err.contains("others can read or write it; run chmod 600 on it"), err);
    }

    private int admin(final String... command) {
        final List<String> words = new ArrayList<>(List.of("--config", operator.toString()));
        words.addAll(List.of(command));
        return run(words.toArray(new String[0]));
    }

    private int run(final String... args) {
        final StringWriter outText = new StringWriter();
        final StringWriter errText = new StringWriter();
        final int exitCode = AdminTool.run(new PrintWriter(outText), new PrintWriter(errText), args);
        out = outText.toString();
        err = errText.toString();
        return exitCode;
    }

    private static void await(final TradexClient client, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "waited in vain");
            if (client.poll() == 0) {
                LockSupport.parkNanos(20_000);
            }
        }
    }

    private static Path configuration(final String name, final long clientId, final String secretName) {
        try {
            final Path file = directory.resolve(name);
            Files.writeString(
                    file,
                    String.join(
                            "\n",
                            "core.channel=aeron:udp?endpoint=127.0.0.1:" + port + "|term-length=64k",
                            "core.client.id=" + clientId,
                            "core.secret.file=" + secret(secretName)));
            return file;
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path secret(final String name) throws IOException {
        final Path file = directory.resolve(name + ".secret");
        Files.write(file, ("the long enough secret of the " + name).getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        }
    }
}
