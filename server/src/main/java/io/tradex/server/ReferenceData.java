package io.tradex.server;

import io.tradex.core.account.Account;
import io.tradex.core.engine.TradingEngine;
import io.tradex.protocol.journal.AccountDefinedEncoder;
import io.tradex.protocol.journal.CashAdjustedEncoder;
import io.tradex.protocol.journal.PositionAdjustedEncoder;
import io.tradex.protocol.journal.TradeGroupSetEncoder;
import io.tradex.protocol.journal.VenueDefinedEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Instruments, accounts with what they are funded with, and venues, as the configuration file has them. What the engine does
 * not know of it yet becomes inputs, which are journalled like all others; so do rules of instruments, trade groups, the settings of
 * venues and routing instructions that the file has and the engine has otherwise. The rest of what it knows is left alone, so that a restart funds nobody twice.
 */
final class ReferenceData {
    private static final int TRADE_GROUP_MAX = 1_000_000_000;
    private static final int NO_TRADE_GROUP_GIVEN = -1;

    private record AccountDefinition(
            long accountId, long clientId, int tradeGroup, long cashMicros, SortedMap<Integer, Long> positionLots) {}

    private final List<ConfiguredInstrument> instruments = new ArrayList<>();
    private final List<AccountDefinition> accounts = new ArrayList<>();
    private final List<ConfiguredVenue> venues;
    private final List<ConfiguredRouting> routings = new ArrayList<>();

    ReferenceData(final Settings settings, final List<ConfiguredVenue> venues) {
        this.venues = venues;
        final SortedMap<Integer, Long> lotSizes = new TreeMap<>();
        for (final long id : settings.ids("instrument")) {
            final ConfiguredInstrument instrument = new ConfiguredInstrument(settings, Math.toIntExact(id));
            instruments.add(instrument);
            lotSizes.put(instrument.instrumentId(), instrument.lotSizeE8());
        }
        for (final long id : settings.ids("account")) {
            accounts.add(account(settings, "account." + id + '.', id, lotSizes));
        }
        final List<Integer> venueIds =
                venues.stream().map(ConfiguredVenue::venueId).toList();
        for (final long id : settings.ids("client")) {
            ConfiguredRouting.of(settings, id, venueIds).ifPresent(routings::add);
        }
    }

    private static AccountDefinition account(
            final Settings settings, final String prefix, final long id, final SortedMap<Integer, Long> lotSizes) {
        final SortedMap<Integer, Long> positionLots = new TreeMap<>();
        for (final var lotSize : lotSizes.entrySet()) {
            final String key = prefix + "position." + lotSize.getKey();
            if (settings.has(key)) {
                positionLots.put(lotSize.getKey(), settings.steps(key, "0", lotSize.getValue()));
            }
        }
        return new AccountDefinition(
                id,
                settings.number(prefix + "client", 0, 1, Long.MAX_VALUE),
                settings.has(prefix + "trade.group")
                        ? settings.integer(prefix + "trade.group", 0, 0, TRADE_GROUP_MAX)
                        : NO_TRADE_GROUP_GIVEN,
                settings.micros(prefix + "cash", "0"),
                positionLots);
    }

    /** The inputs that tell the engine what it does not know. */
    void unknownTo(final TradingEngine engine, final StartInputs inputs) {
        instruments.forEach(instrument -> instrument.tell(engine, inputs));
        for (final ConfiguredVenue venue : venues) {
            if (!engine.knowsVenue(venue.venueId())) {
                final VenueDefinedEncoder encoder = new VenueDefinedEncoder();
                inputs.add(encoder.wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                        .venueId(venue.venueId()));
            }
            venue.tell(engine::isVenueSetAs, inputs);
        }
        routings.forEach(client -> client.tell(engine::isClientRoutedAs, inputs));
        for (final AccountDefinition account : accounts) {
            if (!engine.knowsAccount(account.accountId)) {
                final AccountDefinedEncoder encoder = new AccountDefinedEncoder();
                inputs.add(encoder.wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                        .accountId(account.accountId)
                        .clientId(account.clientId));
            }
            group(account, engine.account(account.accountId), inputs);
            fund(account, engine.lastAdjustmentId(account.accountId), inputs);
        }
    }

    private static void group(final AccountDefinition account, final Account known, final StartInputs inputs) {
        final int tradeGroup = known == null ? 0 : known.tradeGroup();
        if (account.tradeGroup != NO_TRADE_GROUP_GIVEN && account.tradeGroup != tradeGroup) {
            inputs.add(new TradeGroupSetEncoder()
                    .wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                    .accountId(account.accountId)
                    .tradeGroup(account.tradeGroup));
        }
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
