package io.tradex.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tradex.core.book.Instrument;
import io.tradex.core.engine.TradingEngine;
import io.tradex.protocol.journal.EngineConfiguredEncoder;
import io.tradex.protocol.journal.EpochStartedEncoder;
import io.tradex.protocol.journal.InstrumentRulesSetEncoder;
import io.tradex.protocol.types.AssetClass;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a start tells an engine of the configuration file, and what it leaves alone. */
class ReferenceDataTest {
    private static final int INSTRUMENT_DEFINED = 90;
    private static final int ACCOUNT_DEFINED = 91;
    private static final int CASH_ADJUSTED = 93;
    private static final int RULES_SET = 95;
    private static final int TICK_TABLE_SET = 96;
    private static final int TRADE_GROUP_SET = 67;
    private static final int VENUE_DEFINED = 92;
    private static final int VENUE_SETTINGS = 87;
    private static final int CLIENT_ROUTING = 88;

    private final TradingEngine engine = new TradingEngine(Recovery.NO_HANDS);
    private final Settings settings = new Settings(new Properties());

    @BeforeEach
    void configureTheEngine() {
        final StartInputs inputs = new StartInputs();
        inputs.add(new EpochStartedEncoder()
                .wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                .epoch(1));
        inputs.add(new EngineConfiguredEncoder()
                .wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                .orderCapacity(64)
                .outcomeWindow(64)
                .checkpointInterval(0)
                .heartbeatIntervalMs(250)
                .marketCollarBps(500)
                .executionCapacity(64));
        apply(inputs);
        settings.set("instrument.1.symbol", "AAPL");
    }

    @Test
    void shouldDefineAPlainInstrumentAndSayNoMoreOfIt() {
        assertEquals(List.of(INSTRUMENT_DEFINED), start());

        final Instrument instrument = engine.instrument(1);
        assertEquals(AssetClass.EQUITY, instrument.assetClass());
        assertEquals(1, instrument.multiplier());
        assertEquals("USD", new String(instrument.currency(), StandardCharsets.US_ASCII));
        assertEquals(1_000_000, instrument.maxOrderLots());
        assertEquals(List.of(), start());
    }

    @Test
    void shouldDefineAnInstrumentWithAllThatItHas() {
        settings.set("instrument.1.class", "mutual-fund");
        settings.set("instrument.1.cut.off", "16:30");
        settings.set("instrument.1.currency", "EUR");
        settings.set("instrument.1.multiplier", "10");
        settings.set("instrument.1.band.bps", "1000");
        settings.set("instrument.1.velocity.bps", "500");
        settings.set("instrument.1.velocity.window.ms", "2000");
        settings.set("instrument.1.max.order.quantity", "5000");
        settings.set("instrument.1.max.order.notional", "250000.50");
        settings.set("instrument.1.tick.table", "0:0.01, 100:0.05");

        assertEquals(List.of(INSTRUMENT_DEFINED, RULES_SET, TICK_TABLE_SET), start());

        final Instrument instrument = engine.instrument(1);
        assertEquals(AssetClass.MUTUAL_FUND, instrument.assetClass());
        assertEquals(16 * 3600 + 30 * 60, instrument.cutOffSeconds());
        assertEquals("EUR", new String(instrument.currency(), StandardCharsets.US_ASCII));
        assertEquals(10, instrument.multiplier());
        assertEquals(1000, instrument.rules().bandBps());
        assertEquals(500, instrument.rules().velocityBps());
        assertEquals(2_000_000_000L, instrument.rules().velocityWindowNs());
        assertEquals(5000, instrument.maxOrderLots());
        assertEquals(250_000_500_000L, instrument.maxOrderNotionalMicros());
        assertEquals(1, instrument.rules().stepAt(9_999));
        assertEquals(5, instrument.rules().stepAt(10_000));
        assertEquals(List.of(), start(), "told again what it knows");
    }

    @Test
    void shouldTellWhatHasChangedInTheFile() {
        settings.set("instrument.1.band.bps", "1000");
        settings.set("instrument.1.tick.table", "0:0.01");
        assertEquals(List.of(INSTRUMENT_DEFINED, RULES_SET), start());

        settings.set("instrument.1.band.bps", "2000");
        settings.set("instrument.1.tick.table", "0:0.05");
        assertEquals(List.of(RULES_SET, TICK_TABLE_SET), start());

        assertEquals(2000, engine.instrument(1).rules().bandBps());
        assertEquals(5, engine.instrument(1).rules().stepAt(1));
        assertEquals(List.of(), start());
    }

    @Test
    void shouldLeaveToOperatorsWhatIsNotInTheFile() {
        start();
        final StartInputs operator = new StartInputs();
        operator.add(new InstrumentRulesSetEncoder()
                .wrapAndApplyHeader(operator.buffer(), 0, operator.header())
                .instrumentId(1)
                .maxOrderLots(77)
                .maxOrderNotionalMicros(0)
                .velocityWindowNs(0)
                .velocityBps(0)
                .bandBps(300));
        apply(operator);

        assertEquals(List.of(), start());
        assertEquals(77, engine.instrument(1).maxOrderLots());

        settings.set("instrument.1.band.bps", "300");
        assertEquals(List.of(RULES_SET), start(), "the file has rules now: all of them");
        assertEquals(1_000_000, engine.instrument(1).maxOrderLots());
    }

    @Test
    void shouldPutAccountsIntoTheirTradeGroups() {
        settings.set("account.5.client", "1");
        settings.set("account.5.cash", "10");
        settings.set("account.5.trade.group", "7");
        settings.set("account.6.client", "1");

        assertEquals(
                List.of(INSTRUMENT_DEFINED, ACCOUNT_DEFINED, TRADE_GROUP_SET, CASH_ADJUSTED, ACCOUNT_DEFINED), start());
        assertEquals(7, engine.account(5).tradeGroup());
        assertEquals(0, engine.account(6).tradeGroup());
        assertEquals(List.of(), start());

        settings.set("account.5.trade.group", "0");
        assertEquals(List.of(TRADE_GROUP_SET), start());
        assertEquals(0, engine.account(5).tradeGroup());
    }

    @Test
    void shouldTellHowOrdersAreRoutedWhereverTheEngineHasItOtherwise() {
        settings.set("venue.3.port", "9871");
        settings.set("venue.3.fee.taker", "0.0003");
        settings.set("client.7.routing.strategy", "sweep");
        settings.set("client.7.routing.venues", "3");
        assertEquals(List.of(INSTRUMENT_DEFINED, VENUE_DEFINED, VENUE_SETTINGS, CLIENT_ROUTING), start());
        assertEquals(List.of(), start(), "told again what it knows");

        final Map<String, String> changes = Map.of(
                "fee.maker", "0.1",
                "latency.us", "5",
                "unreachable.ms", "1",
                "ack.timeout.ms", "1",
                "mass.status", "false",
                "smart", "true",
                "when.tripped", "reject",
                "breaker.slow", "1");
        changes.forEach((key, value) -> {
            settings.set("venue.3." + key, value);
            assertEquals(List.of(VENUE_SETTINGS), start(), key);
        });
        settings.set("client.7.routing.exclude.own.book", "true");
        assertEquals(List.of(CLIENT_ROUTING), start());
        assertEquals(List.of(), start());
    }

    /** Tells the engine what a start would, and returns the templates of it. */
    private List<Integer> start() {
        final StartInputs inputs = new StartInputs();
        final List<ConfiguredVenue> venues = settings.ids("venue").stream()
                .map(id -> new ConfiguredVenue(settings, Math.toIntExact(id), "store", Map.of("AAPL", 1)))
                .toList();
        new ReferenceData(settings, venues).unknownTo(engine, inputs);
        apply(inputs);
        return inputs.messages().stream()
                .map(message -> new MessageHeaderDecoder().wrap(message, 0).templateId())
                .toList();
    }

    private void apply(final StartInputs inputs) {
        for (final UnsafeBuffer message : inputs.messages()) {
            engine.onCommand(engine.sequence() + 1, engine.timestampNs() + 1, message, 0, message.capacity());
        }
    }
}
