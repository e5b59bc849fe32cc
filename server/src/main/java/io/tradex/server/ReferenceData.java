package io.tradex.server;

import io.tradex.core.book.Instrument;
import io.tradex.core.engine.TradingEngine;
import io.tradex.protocol.journal.AccountDefinedEncoder;
import io.tradex.protocol.journal.CashAdjustedEncoder;
import io.tradex.protocol.journal.InstrumentDefinedEncoder;
import io.tradex.protocol.journal.PositionAdjustedEncoder;
import io.tradex.protocol.journal.VenueDefinedEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Instruments, accounts with what they are funded with, and venues, as the configuration file has them. What the engine does
 * not know of it yet becomes inputs, which are journalled like all others; what it knows is left alone, so that a restart funds
 * nobody twice.
 */
final class ReferenceData {
    private static final String DEFAULT_MAX_PRICE = "1000000";
    private static final String DEFAULT_MAX_QUANTITY = "1000000";

    private record InstrumentDefinition(
            int instrumentId,
            String symbol,
            long tickSizeE8,
            long lotSizeE8,
            long maxPriceTicks,
            long maxQuantityLots,
            long referencePriceTicks) {}

    private record AccountDefinition(
            long accountId, long clientId, long cashMicros, SortedMap<Integer, Long> positionLots) {}

    private final List<InstrumentDefinition> instruments = new ArrayList<>();
    private final List<AccountDefinition> accounts = new ArrayList<>();
    private final List<Integer> venues = new ArrayList<>();

    ReferenceData(final Settings settings, final Iterable<Integer> venueIds) {
        final SortedMap<Integer, Long> lotSizes = new TreeMap<>();
        for (final long id : settings.ids("instrument")) {
            final InstrumentDefinition instrument = instrument(settings, "instrument." + id + '.', Math.toIntExact(id));
            instruments.add(instrument);
            lotSizes.put(instrument.instrumentId, instrument.lotSizeE8);
        }
        for (final long id : settings.ids("account")) {
            accounts.add(account(settings, "account." + id + '.', id, lotSizes));
        }
        venueIds.forEach(venues::add);
    }

    private static InstrumentDefinition instrument(final Settings settings, final String prefix, final int id) {
        final String symbol = settings.text(prefix + "symbol", null);
        if (symbol.length() > Instrument.SYMBOL_LENGTH || !symbol.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(prefix + "symbol=" + symbol + ": must be 1 to "
                    + Instrument.SYMBOL_LENGTH + " printable ASCII characters");
        }
        final long tickSizeE8 = settings.decimalE8(prefix + "tick", "0.01");
        final long lotSizeE8 = settings.decimalE8(prefix + "lot", "1");
        return new InstrumentDefinition(
                id,
                symbol,
                tickSizeE8,
                lotSizeE8,
                steps(settings, prefix + "max.price", DEFAULT_MAX_PRICE, tickSizeE8),
                steps(settings, prefix + "max.quantity", DEFAULT_MAX_QUANTITY, lotSizeE8),
                steps(settings, prefix + "reference.price", "0", tickSizeE8));
    }

    private static AccountDefinition account(
            final Settings settings, final String prefix, final long id, final SortedMap<Integer, Long> lotSizes) {
        final SortedMap<Integer, Long> positionLots = new TreeMap<>();
        for (final var lotSize : lotSizes.entrySet()) {
            final String key = prefix + "position." + lotSize.getKey();
            if (settings.has(key)) {
                positionLots.put(lotSize.getKey(), steps(settings, key, "0", lotSize.getValue()));
            }
        }
        return new AccountDefinition(
                id,
                settings.number(prefix + "client", 0, 1, Long.MAX_VALUE),
                settings.micros(prefix + "cash", "0"),
                positionLots);
    }

    private static long steps(final Settings settings, final String key, final String otherwise, final long stepE8) {
        final long valueE8 = settings.decimalE8(key, otherwise);
        if (stepE8 < 1 || valueE8 < 0 || valueE8 % stepE8 != 0) {
            throw new IllegalArgumentException(key + "=" + settings.text(key, otherwise)
                    + ": must be a whole, not negative number of steps of " + stepE8 / 1e8);
        }
        return valueE8 / stepE8;
    }

    /** The inputs that tell the engine what it does not know. */
    void unknownTo(final TradingEngine engine, final StartInputs inputs) {
        for (final InstrumentDefinition instrument : instruments) {
            if (!engine.knowsInstrument(instrument.instrumentId)) {
                define(instrument, inputs);
            }
        }
        for (final int venueId : venues) {
            if (!engine.knowsVenue(venueId)) {
                final VenueDefinedEncoder encoder = new VenueDefinedEncoder();
                inputs.add(encoder.wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                        .venueId(venueId));
            }
        }
        for (final AccountDefinition account : accounts) {
            if (!engine.knowsAccount(account.accountId)) {
                final AccountDefinedEncoder encoder = new AccountDefinedEncoder();
                inputs.add(encoder.wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                        .accountId(account.accountId)
                        .clientId(account.clientId));
            }
            fund(account, engine.lastAdjustmentId(account.accountId), inputs);
        }
    }

    private static void define(final InstrumentDefinition instrument, final StartInputs inputs) {
        final InstrumentDefinedEncoder encoder = new InstrumentDefinedEncoder();
        inputs.add(encoder.wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                .instrumentId(instrument.instrumentId)
                .symbol(instrument.symbol)
                .tickSizeE8(instrument.tickSizeE8)
                .lotSizeE8(instrument.lotSizeE8)
                .maxPriceTicks(instrument.maxPriceTicks)
                .maxQuantityLots(instrument.maxQuantityLots)
                .referencePriceTicks(instrument.referencePriceTicks));
    }

    /**
     * Adjustment 1 is the cash, 1 + N the position in instrument N: a number says what it funded, so that nothing is funded
     * twice however the file changes. What comes into the file below a number that was applied is not funded any more.
     */
    private static void fund(final AccountDefinition account, final long lastAdjustmentId, final StartInputs inputs) {
        if (lastAdjustmentId < 1 && account.cashMicros != 0) {
            inputs.add(new CashAdjustedEncoder()
                    .wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                    .accountId(account.accountId)
                    .adjustmentId(1)
                    .amountMicros(account.cashMicros));
        }
        for (final var position : account.positionLots.entrySet()) {
            final long adjustmentId = 1L + position.getKey();
            if (lastAdjustmentId < adjustmentId && position.getValue() != 0) {
                inputs.add(new PositionAdjustedEncoder()
                        .wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                        .accountId(account.accountId)
                        .adjustmentId(adjustmentId)
                        .instrumentId(position.getKey())
                        .quantityLots(position.getValue()));
            }
        }
    }
}
