package io.tradex.server;

import io.tradex.core.book.BookRules;
import io.tradex.core.book.Instrument;
import io.tradex.core.engine.TradingEngine;
import io.tradex.protocol.journal.InstrumentDefinedEncoder;
import io.tradex.protocol.journal.InstrumentRulesSetEncoder;
import io.tradex.protocol.journal.TickTableSetEncoder;
import io.tradex.protocol.types.AssetClass;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An instrument as the configuration file has it. Its definition becomes an input once, at the first start that has it. Its rules and its
 * tick table do whenever they are in the file and the engine has others; what is not in the file is the operator's.
 */
final class ConfiguredInstrument {
    private static final String DEFAULT_MAX_PRICE = "1000000";
    private static final String DEFAULT_MAX_QUANTITY = "1000000";
    private static final int MULTIPLIER_MAX = 1_000_000;
    private static final int BPS = 10_000;
    private static final int TICK_ROWS_MAX = 4;

    private enum Kind {
        EQUITY(AssetClass.EQUITY),
        ETF(AssetClass.ETF),
        MUTUAL_FUND(AssetClass.MUTUAL_FUND),
        CRYPTO(AssetClass.CRYPTO);

        private final AssetClass assetClass;

        Kind(final AssetClass assetClass) {
            this.assetClass = assetClass;
        }
    }

    private final String prefix;
    private final int instrumentId;
    private final String symbol;
    private final long tickSizeE8;
    private final long lotSizeE8;
    private final long maxPriceTicks;
    private final long maxQuantityLots;
    private final long referencePriceTicks;
    private final Kind kind;
    private final int multiplier;
    private final String currency;
    private final int cutOffSeconds;
    private final boolean hasRules;
    private final int bandBps;
    private final int velocityBps;
    private final long velocityWindowNs;
    private final long maxOrderLots;
    private final long maxOrderNotionalMicros;

    /** Where each row of the tick table begins, and its step; null if the file has no table. */
    private final long[] fromTicks;

    private final long[] steps;

    ConfiguredInstrument(final Settings settings, final int instrumentId) {
        this.prefix = "instrument." + instrumentId + '.';
        this.instrumentId = instrumentId;
        symbol = settings.text(prefix + "symbol", null);
        if (symbol.length() > Instrument.SYMBOL_LENGTH || !symbol.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(prefix + "symbol=" + symbol + ": must be 1 to "
                    + Instrument.SYMBOL_LENGTH + " printable ASCII characters");
        }
        tickSizeE8 = settings.decimalE8(prefix + "tick", "0.01");
        lotSizeE8 = settings.decimalE8(prefix + "lot", "1");
        maxPriceTicks = settings.steps(prefix + "max.price", DEFAULT_MAX_PRICE, tickSizeE8);
        maxQuantityLots = settings.steps(prefix + "max.quantity", DEFAULT_MAX_QUANTITY, lotSizeE8);
        referencePriceTicks = settings.steps(prefix + "reference.price", "0", tickSizeE8);
        kind = settings.choice(prefix + "class", Kind.EQUITY);
        multiplier = settings.integer(prefix + "multiplier", 1, 1, MULTIPLIER_MAX);
        currency = currency(settings);
        cutOffSeconds = cutOff(settings);

        hasRules = Stream.of(
                        "band.bps", "velocity.bps", "velocity.window.ms", "max.order.quantity", "max.order.notional")
                .anyMatch(key -> settings.has(prefix + key));
        bandBps = settings.integer(prefix + "band.bps", 0, 0, BPS);
        velocityBps = settings.integer(prefix + "velocity.bps", 0, 0, BPS);
        velocityWindowNs = velocityWindow(settings);
        maxOrderLots = maxOrderLots(settings);
        maxOrderNotionalMicros = settings.micros(prefix + "max.order.notional", "0");
        if (maxOrderNotionalMicros < 0) {
            throw refusal("max.order.notional", settings, "must not be negative; 0 for no limit");
        }
        if (settings.has(prefix + "tick.table")) {
            final String[] rows = settings.text(prefix + "tick.table", null).split(",", -1);
            fromTicks = new long[rows.length];
            steps = new long[rows.length];
            readTickTable(settings, rows);
        } else {
            fromTicks = null;
            steps = null;
        }
    }

    int instrumentId() {
        return instrumentId;
    }

    long lotSizeE8() {
        return lotSizeE8;
    }

    /** Adds the inputs that tell the engine what it does not have. */
    void tell(final TradingEngine engine, final StartInputs inputs) {
        final Instrument known = engine.instrument(instrumentId);
        if (known == null) {
            define(inputs);
        }
        if (hasRules && !hasTheseRules(known)) {
            final InstrumentRulesSetEncoder encoder = new InstrumentRulesSetEncoder();
            inputs.add(encoder.wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                    .instrumentId(instrumentId)
                    .maxOrderLots(maxOrderLots)
                    .maxOrderNotionalMicros(maxOrderNotionalMicros)
                    .velocityWindowNs(velocityWindowNs)
                    .velocityBps(velocityBps)
                    .bandBps(bandBps));
        }
        if (steps != null && !hasThisTickTable(known)) {
            final TickTableSetEncoder encoder = new TickTableSetEncoder();
            inputs.add(encoder.wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                    .instrumentId(instrumentId)
                    .rows(steps.length)
                    .step1(steps[0])
                    .from2(at(fromTicks, 1))
                    .step2(at(steps, 1))
                    .from3(at(fromTicks, 2))
                    .step3(at(steps, 2))
                    .from4(at(fromTicks, 3))
                    .step4(at(steps, 3)));
        }
    }

    private void define(final StartInputs inputs) {
        final InstrumentDefinedEncoder encoder = new InstrumentDefinedEncoder();
        inputs.add(encoder.wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                .instrumentId(instrumentId)
                .symbol(symbol)
                .tickSizeE8(tickSizeE8)
                .lotSizeE8(lotSizeE8)
                .maxPriceTicks(maxPriceTicks)
                .maxQuantityLots(maxQuantityLots)
                .referencePriceTicks(referencePriceTicks)
                .multiplier(multiplier)
                .cutOffSeconds(cutOffSeconds)
                .assetClass(kind.assetClass)
                .currency(currency));
    }

    private boolean hasTheseRules(final Instrument known) {
        if (known == null) {
            return bandBps == 0 && velocityBps == 0 && maxOrderLots == maxQuantityLots && maxOrderNotionalMicros == 0;
        }
        return bandBps == known.rules().bandBps()
                && velocityBps == known.rules().velocityBps()
                && velocityWindowNs == known.rules().velocityWindowNs()
                && maxOrderLots == known.maxOrderLots()
                && maxOrderNotionalMicros == known.maxOrderNotionalMicros();
    }

    private boolean hasThisTickTable(final Instrument known) {
        if (known == null) {
            return steps.length == 1 && steps[0] == 1;
        }
        final BookRules rules = known.rules();
        boolean same = rules.tickRows() == steps.length;
        for (int row = 0; same && row < steps.length; row++) {
            same = rules.fromTicks(row) == fromTicks[row] && rules.step(row) == steps[row];
        }
        return same;
    }

    private String currency(final Settings settings) {
        final String code = settings.text(prefix + "currency", "USD");
        if (code.length() != InstrumentDefinedEncoder.currencyLength()
                || !code.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
            throw refusal("currency", settings, "must be three capital letters, such as USD");
        }
        return code;
    }

    private int cutOff(final Settings settings) {
        final boolean isFund = kind == Kind.MUTUAL_FUND;
        if (isFund != settings.has(prefix + "cut.off")) {
            throw refusal("cut.off", settings, "a mutual-fund needs one, and nothing else has one");
        }
        if (!isFund) {
            return 0;
        }
        try {
            final int seconds =
                    LocalTime.parse(settings.text(prefix + "cut.off", null)).toSecondOfDay();
            if (seconds > 0) {
                return seconds;
            }
        } catch (final DateTimeParseException e) {
            // Refused below, as midnight is.
        }
        throw refusal("cut.off", settings, "must be a time of the day in UTC after 00:00, such as 16:00");
    }

    private long velocityWindow(final Settings settings) {
        final long windowMs = settings.number(prefix + "velocity.window.ms", 0, 0, TimeUnit.DAYS.toMillis(1));
        if ((velocityBps > 0) != (windowMs > 0)) {
            throw refusal("velocity.window.ms", settings, "velocity.bps and it go together, both above 0 or both 0");
        }
        return TimeUnit.MILLISECONDS.toNanos(windowMs);
    }

    private long maxOrderLots(final Settings settings) {
        if (!settings.has(prefix + "max.order.quantity")) {
            return maxQuantityLots;
        }
        final long lots = settings.steps(prefix + "max.order.quantity", null, lotSizeE8);
        if (lots < 1 || lots > maxQuantityLots) {
            throw refusal("max.order.quantity", settings, "must be above 0 and not above max.quantity");
        }
        return lots;
    }

    private void readTickTable(final Settings settings, final String[] rows) {
        for (int i = 0; i < rows.length; i++) {
            final String[] row = rows[i].split(":", -1);
            if (row.length != 2 || rows.length > TICK_ROWS_MAX) {
                throw refusal(
                        "tick.table",
                        settings,
                        "must be up to " + TICK_ROWS_MAX + " of FROM:STEP, such as 0:0.01,100:0.05");
            }
            fromTicks[i] = settings.stepsOf(prefix + "tick.table", row[0].trim(), tickSizeE8);
            steps[i] = settings.stepsOf(prefix + "tick.table", row[1].trim(), tickSizeE8);
        }
        try {
            new BookRules(maxPriceTicks).tickTable(fromTicks, steps);
        } catch (final IllegalArgumentException e) {
            throw refusal(
                    "tick.table",
                    settings,
                    "must begin with 0 and rise, each beginning a multiple of the steps on both sides of it");
        }
    }

    private IllegalArgumentException refusal(final String key, final Settings settings, final String rule) {
        final String value = settings.has(prefix + key) ? settings.text(prefix + key, null) : "";
        return new IllegalArgumentException(prefix + key + "=" + value + ": " + rule);
    }

    private static long at(final long[] values, final int index) {
        return index < values.length ? values[index] : 0;
    }
}
