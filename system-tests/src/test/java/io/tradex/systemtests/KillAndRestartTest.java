package io.tradex.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.exchange.ExchangeConfiguration;
import io.tradex.exchange.LiquidityConfiguration;
import io.tradex.exchange.OrderState;
import io.tradex.exchange.SeededLiquidity;
import io.tradex.exchange.SimulatedExchange;
import io.tradex.server.ServerMain;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 under load, again and again: nothing acknowledged is lost, nothing is applied twice, everybody agrees. */
class KillAndRestartTest {
    private static final int ROUNDS = Integer.getInteger("tradex.kill.rounds", 10);
    private static final Pattern RECOVERED = Pattern.compile("recovered input (\\d+), state hash ([0-9a-f]+)");
    private static final int MOST_ORDERS_A_ROUND = 3_200;
    private static final int ORDER_ID_SHIFT = 16;

    @Test
    void shouldLoseNothingAndApplyNothingTwiceWhenKilledUnderLoad(@TempDir final Path directory) {
        final long seed = Long.getLong("tradex.seed", System.nanoTime());
        System.out.println("kill-and-restart: rerun with -Dtradex.seed=" + seed + " -Dtradex.kill.rounds=" + ROUNDS);
        final Random random = new Random(seed);
        final SimulatedExchange exchange = new SimulatedExchange(
                new ExchangeConfiguration("VENUE1", "TRADEX", "127.0.0.1", 0, directory.resolve("exchange")),
                new SeededLiquidity(new LiquidityConfiguration(0.4, 0.2, 0.1, 0, 50, 0, 2), seed),
                TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()),
                SystemNanoClock.INSTANCE);
        final AgentRunner exchangeRunner = new AgentRunner(
                new BackoffIdleStrategy(1, 1, 1_000, 500_000),
                error -> {
                    throw new AssertionError("the simulated exchange broke", error);
                },
                null,
                exchange);
        AgentRunner.startOnThread(exchangeRunner);
        exchange.openPort();
        final CoreFiles files = new CoreFiles(directory, ROUNDS * MOST_ORDERS_A_ROUND)
                .set("account.1.client", "1")
                .set("account.1.cash", "1000000000")
                .set("account.1.position.1", "900000")
                .set("venue.1.port", Integer.toString(exchange.port()));

        ChildProcess core = null;
        try (RelayedRows relay = new RelayedRows(files);
                LoadClient client = new LoadClient(files, seed)) {
            for (int round = 1; round <= ROUNDS + 1; round++) {
                core = new ChildProcess(
                        "server-" + round, directory, ServerMain.class, files.write(), files.heapMegabytes());
                assertRecoveredAsReplayed(core, files);
                client.awaitSession();
                awaitAgreement(client, exchange, files);
                assertNothingToldIsLost(client, files, round);
                awaitTruth(client, relay, files);
                if (round <= ROUNDS) {
                    client.trade(200 + random.nextInt(MOST_ORDERS_A_ROUND - 200));
                    core.kill();
                }
            }
            assertEquals(0, core.stop(), "exit code of an orderly stop");
            final JournalAudit audit = new JournalAudit(files.journal(), Long.MAX_VALUE);
            assertTrue(audit.engine.checkpointsCompared() > 0, "checkpoints were compared");
            assertTrue(
                    client.told().size() > 100 * ROUNDS,
                    "enough orders were traded: " + client.told().size());
        } finally {
            if (core != null) {
                core.close();
            }
            exchange.closePort();
            exchangeRunner.close();
        }
    }

    private static void assertRecoveredAsReplayed(final ChildProcess core, final CoreFiles files) {
        final Matcher[] found = new Matcher[1];
        Waiting.until("the server says what it recovered", 10, () -> {
            found[0] = RECOVERED.matcher(core.errors());
            return found[0].find();
        });
        final Matcher matcher = found[0];
        final long sequence = Long.parseLong(matcher.group(1));
        if (sequence > 0) {
            final JournalAudit replay = new JournalAudit(files.journal(), sequence);
            assertEquals(
                    matcher.group(2),
                    Long.toHexString(replay.engine.stateHash()),
                    "state hash after input " + sequence);
        }
    }

    private static void assertNothingToldIsLost(final LoadClient client, final CoreFiles files, final int round) {
        final Map<Long, JournalAudit.Row> rows = new JournalAudit(files.journal(), Long.MAX_VALUE).rows();
        for (final LoadClient.Told told : client.told().values()) {
            final JournalAudit.Row row = rows.get(told.orderId());
            assertTrue(row != null, () -> "round " + round + ": lost " + told);
            assertTrue(
                    row.orderVersion() >= told.orderVersion() && row.cumQtyLots() >= told.cumQtyLots(),
                    () -> "round " + round + ": the client was told " + told + " but the journal says " + row);
            assertTrue(row.cumQtyLots() <= row.quantityLots(), () -> "round " + round + ": over-filled " + row);
        }
    }

    /** Waits until the engine, by its journal, and the exchange say the same of every order sent there. */
    private static void awaitAgreement(
            final LoadClient client, final SimulatedExchange exchange, final CoreFiles files) {
        final String[] difference = {""};
        final long[] nextLookNs = {System.nanoTime()};
        try {
            client.pollUntil("engine and exchange agree", 60, () -> {
                if (System.nanoTime() - nextLookNs[0] < 0) {
                    return false;
                }
                difference[0] = difference(exchange, files);
                nextLookNs[0] = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
                return difference[0].isEmpty();
            });
        } catch (final AssertionError e) {
            throw new AssertionError(e.getMessage() + difference[0], e);
        }
    }

    /** Waits until the relay shows every order as the journal has it. */
    private static void awaitTruth(final LoadClient client, final RelayedRows relay, final CoreFiles files) {
        final long[] nextLookNs = {System.nanoTime()};
        client.pollUntil("the relay shows the truth", 60, () -> {
            if (System.nanoTime() - nextLookNs[0] < 0) {
                return false;
            }
            nextLookNs[0] = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
            final Map<Long, String> truth = new TreeMap<>();
            for (final JournalAudit.Row row :
                    new JournalAudit(files.journal(), Long.MAX_VALUE).rows().values()) {
                truth.put(row.orderId(), RelayedRows.text(row.orderVersion(), row.ordStatus(), row.cumQtyLots()));
            }
            return truth.equals(relay.rows());
        });
    }

    private static String difference(final SimulatedExchange exchange, final CoreFiles files) {
        final Map<Long, String> atExchange = new TreeMap<>();
        for (final OrderState order : exchange.orders()) {
            final long orderId = Long.parseLong(order.clOrdId().substring(1)) >>> ORDER_ID_SHIFT;
            atExchange.put(orderId, (order.isOpen() ? "open" : "done") + " filled " + order.cumQtyE8() / 100_000_000);
        }
        final StringBuilder difference = new StringBuilder();
        for (final JournalAudit.Row row :
                new JournalAudit(files.journal(), Long.MAX_VALUE).rows().values()) {
            if (row.destination() == 0) {
                continue;
            }
            final String ours = (row.leavesQtyLots() > 0 ? "open" : "done") + " filled " + row.cumQtyLots();
            // An order that was refused here, or was journalled and never sent, is none of the exchange's.
            final String theirs = atExchange.getOrDefault(row.orderId(), "done filled 0");
            if (!ours.equals(theirs)) {
                difference
                        .append("\n  engine ")
                        .append(row)
                        .append(", exchange ")
                        .append(theirs);
            }
        }
        return difference.toString();
    }
}
