package io.tradex.simulation.scenario;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How prices, orders and times are written in a script: prices as decimals of a tick, orders by name. Single-threaded. */
public final class Notation {
    private static final String[] UNITS = {"s", "ms", "us", "ns"};
    private static final long[] UNIT_NS = {1_000_000_000L, 1_000_000L, 1_000L, 1L};

    private final BigDecimal tick;
    private final Map<Long, String> names = new LinkedHashMap<>();
    private final Map<String, Long> keys = new LinkedHashMap<>();

    /** @param tick that one tick is worth. */
    public Notation(final BigDecimal tick) {
        this.tick = tick;
    }

    /** @return prices in whole ticks, an order of key 7 being called o7. */
    public static Notation ticks() {
        return new Notation(BigDecimal.ONE);
    }

    String price(final long ticks) {
        return BigDecimal.valueOf(ticks).multiply(tick).toPlainString();
    }

    long ticks(final String price) {
        final BigDecimal[] ticks = new BigDecimal(price).divideAndRemainder(tick);
        if (ticks[1].signum() != 0) {
            throw new IllegalArgumentException(price + " is no multiple of the tick " + tick);
        }
        return ticks[0].longValueExact();
    }

    String name(final long key) {
        return names.computeIfAbsent(key, unnamed -> "o" + unnamed);
    }

    long key(final String name) {
        final Long known = keys.get(name);
        if (known != null) {
            return known;
        }
        final long key = keys.size() + 1L;
        keys.put(name, key);
        names.put(key, name);
        return key;
    }

    static String time(final long timestampNs) {
        int unit = 0;
        while (timestampNs % UNIT_NS[unit] != 0) {
            unit++;
        }
        return timestampNs / UNIT_NS[unit] + UNITS[unit];
    }

    static long timeNs(final String text) {
        for (int unit = UNITS.length - 1; unit > 0; unit--) {
            if (text.endsWith(UNITS[unit])) {
                return nanoseconds(text, UNITS[unit], UNIT_NS[unit]);
            }
        }
        return nanoseconds(text, UNITS[0], UNIT_NS[0]);
    }

    private static long nanoseconds(final String text, final String unit, final long unitNs) {
        final String number = text.substring(0, text.length() - unit.length());
        return new BigDecimal(number).multiply(BigDecimal.valueOf(unitNs)).longValueExact();
    }

    /** A constant as a word: CANCEL_NEWEST is cancel-newest. */
    static String word(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> E constant(final Class<E> type, final String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
