package io.tradex.demo;

import io.tradex.demo.flow.Market;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the configuration files of the server and the relay for one run. */
final class ServerFiles {
    static final long TRADER_ID = 1;
    static final long RELAY_ID = 90;

    /** Rows kept by the core and by the relay alike. */
    static final int ORDERS_KEPT = 65_536;

    static final int METRICS_INTERVAL_MS = 250;

    private static final String DELTA_GROUP = "224.20.30.41";
    private static final int MICRO_PLACES = 6;
    private static final int E8_PLACES = 8;

    private final RunDirectory run;
    private final Market market;
    private final int ingressPort;
    private final int deltasPort;

    /**
     * @param run         of the demo.
     * @param market      that the server shall know and fund.
     * @param ingressPort UDP port for clients.
     * @param deltasPort  UDP port of the delta stream.
     */
    ServerFiles(final RunDirectory run, final Market market, final int ingressPort, final int deltasPort) {
        this.run = run;
        this.market = market;
        this.ingressPort = ingressPort;
        this.deltasPort = deltasPort;
    }

    /** @return the channel that clients send to. */
    String ingressChannel() {
        return "aeron:udp?endpoint=127.0.0.1:" + ingressPort;
    }

    /** @return the server's journal. */
    Path journal() {
        return run.file("journal");
    }

    /**
     * Writes the server's configuration.
     *
     * @param venuePorts FIX ports of the venues, the first one's first.
     * @return the file.
     */
    Path writeServer(final List<Integer> venuePorts) {
        final List<String> lines = new ArrayList<>();
        lines.add("# Made by the demo for this run; see config/server.properties for what the keys mean.");
        lines.add("journal.dir=" + journal());
        lines.add("journal.durability=none");
        lines.add("snapshot.dir=" + run.file("snapshots"));
        lines.add("fix.store.dir=" + run.file("fix"));
        lines.add("aeron.dir=" + run.inMemory("server-aeron"));
        lines.add("ingress.channel=" + ingressChannel());
        lines.add("deltas.channel=" + deltasChannel() + "|term-length=4m|fc=max");
        lines.add("engine.orders=" + ORDERS_KEPT);
        lines.add("engine.executions=" + ORDERS_KEPT);
        lines.add("engine.checkpoint.interval=4096");
        lines.add("metrics.interval.ms=" + METRICS_INTERVAL_MS);
        lines.add("client." + TRADER_ID + ".secret.file=" + run.file("client.secret"));
        lines.add("client." + RELAY_ID + ".role=relay");
        lines.add("client." + RELAY_ID + ".secret.file=" + run.file("relay.secret"));
        market.instruments().forEach(instrument -> addInstrument(lines, instrument));
        market.accounts().forEach(account -> addAccount(lines, account));
        addAccount(lines, market.poorAccount());
        for (int i = 0; i < venuePorts.size(); i++) {
            final String venue = "venue." + (i + 1) + '.';
            lines.add(venue + "host=127.0.0.1");
            lines.add(venue + "port=" + venuePorts.get(i));
            lines.add(venue + "sender=" + Demo.CORE_COMP_ID);
            lines.add(venue + "target=" + Demo.venueCompId(i + 1));
        }
        return run.write("server.properties", lines);
    }

    /** @return the relay's configuration file, once it is written. */
    Path writeRelay() {
        return run.write(
                "relay.properties",
                List.of(
                        "# Made by the demo for this run; see config/relay.properties for what the keys mean.",
                        "core.channel=" + ingressChannel(),
                        "core.client.id=" + RELAY_ID,
                        "core.secret.file=" + run.file("relay.secret"),
                        "deltas.channel=" + deltasChannel(),
                        "aeron.dir=" + run.inMemory("relay-aeron"),
                        "rows.capacity=" + ORDERS_KEPT,
                        "http.token.file=" + run.file("relay.token"),
                        "metrics.interval.ms=" + METRICS_INTERVAL_MS));
    }

    private String deltasChannel() {
        return "aeron:udp?endpoint=" + DELTA_GROUP + ":" + deltasPort + "|interface=127.0.0.1";
    }

    private static void addInstrument(final List<String> lines, final Market.Instrument instrument) {
        final String prefix = "instrument." + instrument.id() + '.';
        lines.add(prefix + "symbol=" + instrument.symbol());
        lines.add(prefix + "tick=" + e8(instrument.tickSizeE8()));
        lines.add(prefix + "lot=" + e8(instrument.lotSizeE8()));
        lines.add(prefix + "max.price=" + steps(instrument.maxPriceTicks(), instrument.tickSizeE8()));
        lines.add(prefix + "max.quantity=" + steps(instrument.maxQuantityLots(), instrument.lotSizeE8()));
        lines.add(prefix + "reference.price=" + steps(instrument.referencePriceTicks(), instrument.tickSizeE8()));
    }

    private void addAccount(final List<String> lines, final Market.Account account) {
        final String prefix = "account." + account.id() + '.';
        lines.add(prefix + "client=" + TRADER_ID);
        lines.add(prefix + "cash=" + decimal(BigDecimal.valueOf(account.cashMicros(), MICRO_PLACES)));
        if (account.positionLots() > 0) {
            for (final Market.Instrument instrument : market.instruments()) {
                lines.add(prefix + "position." + instrument.id() + '='
                        + steps(account.positionLots(), instrument.lotSizeE8()));
            }
        }
    }

    private static String e8(final long value) {
        return decimal(BigDecimal.valueOf(value, E8_PLACES));
    }

    private static String steps(final long count, final long stepE8) {
        return decimal(BigDecimal.valueOf(stepE8, E8_PLACES).multiply(BigDecimal.valueOf(count)));
    }

    private static String decimal(final BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
