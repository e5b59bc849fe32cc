package io.tradex.systemtests;

import io.tradex.exchange.ExchangeConfiguration;
import io.tradex.exchange.FixVersion;
import io.tradex.exchange.LiquidityConfiguration;
import io.tradex.exchange.OrderState;
import io.tradex.exchange.SeededLiquidity;
import io.tradex.exchange.SimulatedExchange;
import io.tradex.exchange.script.ScriptParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

/** A simulated exchange that follows a script, and what its orders must look like in the core. */
final class ScriptedVenue implements AutoCloseable {
    /** What account 1 has of instrument 1 in the beginning, in lots. */
    static final long FIRST_LOTS = 900_000;

    private static final int ORDER_ID_SHIFT = 16;
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long LOT_E8 = 100_000_000L;

    private final SimulatedExchange exchange;
    private final AgentRunner runner;
    private final AtomicReference<Throwable> broken = new AtomicReference<>();

    ScriptedVenue(final Path directory, final FixVersion version, final long seed, final String script) {
        exchange = new SimulatedExchange(
                new ExchangeConfiguration(
                        "VENUE1", "TRADEX", "127.0.0.1", 0, directory.resolve("exchange"), version, "DROPCOPY"),
                new SeededLiquidity(new LiquidityConfiguration(0.4, 0.3, 0.05, 0, 40, 0, 2), seed),
                ScriptParser.parse("script", "seed " + seed + '\n' + script),
                TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()),
                SystemNanoClock.INSTANCE);
        runner = new AgentRunner(
                new BackoffIdleStrategy(1, 1, 1_000, 500_000),
                error -> broken.compareAndSet(null, error),
                null,
                exchange);
        AgentRunner.startOnThread(runner);
        exchange.openPort();
    }

    int port() {
        return exchange.port();
    }

    /** Orders that have come to it so far, whatever became of them there. */
    long newOrders() {
        return exchange.totals().newOrders();
    }

    /** Whether some time has passed in which orders can have come. */
    BooleanSupplier aMomentFromNow() {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        return () -> System.nanoTime() - deadlineNs > 0;
    }

    /** Whether nothing has happened there for some time. */
    BooleanSupplier quiet() {
        final String[] last = {""};
        final long[] sinceNs = {System.nanoTime()};
        return () -> {
            final String now = exchange.totals() + " " + exchange.orders();
            if (!now.equals(last[0])) {
                last[0] = now;
                sinceNs[0] = System.nanoTime();
            }
            return System.nanoTime() - sinceNs[0] > QUIET_NS;
        };
    }

    /** Cuts the connection, so that the core logs on again and asks about every order. */
    void reconnect() {
        exchange.closePort();
        exchange.openPort();
    }

    /** Where the core, by its journal, and the exchange do not say the same of an order; empty if nowhere. */
    String difference(final Path journal) {
        if (broken.get() != null) {
            throw new AssertionError("the simulated exchange broke", broken.get());
        }
        final Map<Long, String> atExchange = new TreeMap<>();
        final List<String> others = new ArrayList<>();
        long lots = FIRST_LOTS;
        for (final OrderState order : exchange.orders()) {
            if (order.clOrdId().startsWith("T")) {
                lots += (order.buy() ? 1 : -1) * (order.cumQtyE8() / LOT_E8);
                atExchange.put(
                        Long.parseLong(order.clOrdId().substring(1)) >>> ORDER_ID_SHIFT,
                        (order.isOpen() ? "open" : "done") + " filled " + order.cumQtyE8() / LOT_E8);
            } else if (order.isOpen()) {
                others.add(order.clOrdId());
            }
        }
        final StringBuilder difference = new StringBuilder();
        final JournalAudit audit = new JournalAudit(journal, Long.MAX_VALUE);
        for (final JournalAudit.Row row : audit.rows().values()) {
            if (row.destination() == 0) {
                continue;
            }
            final String ours = (row.leavesQtyLots() > 0 ? "open" : "done") + " filled " + row.cumQtyLots();
            // An order that was refused here, or never arrived there, is none of the exchange's.
            final String theirs = atExchange.getOrDefault(row.orderId(), "done filled 0");
            if (!ours.equals(theirs)) {
                difference.append("\n  core ").append(row).append(", exchange ").append(theirs);
            }
        }
        for (final String other : others) {
            difference.append("\n  open at the exchange, and not the core's: ").append(other);
        }
        // The account trades with nobody else but itself, so that each fill there moves its position once.
        final long ownLots = audit.engine.account(1) == null
                ? 0
                : audit.engine.account(1).position(1).quantityLots();
        if (ownLots != lots) {
            difference
                    .append("\n  the position is ")
                    .append(ownLots)
                    .append(", must be ")
                    .append(lots);
        }
        return difference.toString();
    }

    @Override
    public void close() {
        exchange.closePort();
        runner.close();
    }
}
