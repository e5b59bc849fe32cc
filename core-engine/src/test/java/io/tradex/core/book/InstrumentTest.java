package io.tradex.core.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tradex.core.state.StateHash;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstrumentTest {
    private static final long E8 = 100_000_000L;

    /** Money of a fill at a price that need not be whole ticks, rounded half to even in micros. */
    @ParameterizedTest
    @CsvSource({
        // tickE8,  lotE8,      priceE8,     lots, micros
        "1000000,   100000000,  10000000000,    3, 300000000",
        "1000000,   100000000,  10000500000,    3, 300015000",
        "1000000,   100000000,  10000000001,    1, 100000000",
        "1000000,   100000000,  10000000050,    1, 100000000",
        "1000000,   100000000,  10000000051,    1, 100000001",
        "1000000,   100000000,  10000000150,    1, 100000002",
        "1000000,   100000000,  10000000250,    1, 100000002",
        "1000000,   100000000,  10000000001,  100, 10000000001",
        "5000000,   10000000000, 123456789,     7, 864197523",
    })
    void shouldKeepTheMoneyOfAFillExact(
            final long tickE8, final long lotE8, final long priceE8, final long lots, final long micros) {
        assertEquals(micros, instrument(tickE8, lotE8, 1_000_000, 1_000_000).fillMicros(priceE8, lots));
    }

    @ParameterizedTest
    @CsvSource({
        // tickE8, priceE8, ticks
        "1000000, 10000000000, 10000",
        "1000000, 10000499999, 10000",
        "1000000, 10000500000, 10001",
        "1000000, 10000999999, 10001",
        "1000000,           1,     0",
    })
    void shouldRoundAPriceToTheNearestTick(final long tickE8, final long priceE8, final long ticks) {
        assertEquals(ticks, instrument(tickE8, E8, 1_000_000, 1_000_000).nearestTicks(priceE8));
    }

    @ParameterizedTest
    @CsvSource({
        // price,               lots,                micros or -1
        "100,                   10,                  10000000",
        "1,                     230584300921369,     2305843009213690000",
        "1,                     230584300921370,     -1",
        "9223372036854,         9223372036854,       -1",
        "9223372036854,         1,                   92233720368540000",
        "9223372036854775807,   1,                   -1",
        "9223372036854775807,   9223372036854775807, -1",
    })
    void shouldSayWhenMoneyDoesNotFit(final long priceTicks, final long lots, final long micros) {
        assertEquals(micros, instrument(1_000_000, E8, 1, 1).notionalMicros(priceTicks, lots));
    }

    @ParameterizedTest
    @CsvSource({
        // id, tickE8,  lotE8,     maxPrice,            maxQuantity
        "0,    1000000, 100000000, 1000,                1000",
        "1,    0,       100000000, 1000,                1000",
        "1,    -1,      100000000, 1000,                1000",
        "1,    1000000, 0,         1000,                1000",
        "1,    1000000, 100000000, 0,                   1000",
        "1,    1000000, 100000000, 1000,                0",
        "1,    1000000, 100000000, 9223372036854775807, 1000",
        "1,    1000000, 100000000, 1000,                9223372036854775807",
        "1,    9223372036854775807, 10000000000, 1,     1",
    })
    void shouldRefuseADefinitionThatContradictsItself(
            final int id, final long tickE8, final long lotE8, final long maxPrice, final long maxQuantity) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Instrument(
                        id,
                        new byte[12],
                        tickE8,
                        lotE8,
                        maxPrice,
                        maxQuantity,
                        new StateHash(),
                        new BookMemory(1),
                        new PlainBook()));
    }

    private static Instrument instrument(
            final long tickE8, final long lotE8, final long maxPriceTicks, final long maxQuantityLots) {
        return new Instrument(
                1,
                new byte[12],
                tickE8,
                lotE8,
                maxPriceTicks,
                maxQuantityLots,
                new StateHash(),
                new BookMemory(1),
                new PlainBook());
    }
}
