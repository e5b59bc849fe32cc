package io.tradex.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeededLiquidityTest {
    private static final long UNIT = 100_000_000L;
    private static final OrderState ORDER =
            new OrderState("a", "O", "AAPL", true, false, UNIT, 10 * UNIT, 0, 10 * UNIT, '0');

    @Test
    void shouldDecideTheSameForTheSameSeed() {
        assertEquals(plans(7), plans(7));
        assertTrue(!plans(7).equals(plans(8)));
    }

    @Test
    void shouldKeepToItsProportionsAndItsTimes() {
        final List<OrderPlan> plans = plans(1);
        final long rejects = plans.stream().filter(p -> p.rejectText() != null).count();
        final long fills =
                plans.stream().filter(p -> p.houseQuantityE8() == 10 * UNIT).count();
        final List<OrderPlan> partials = plans.stream()
                .filter(p -> p.houseQuantityE8() > 0 && p.houseQuantityE8() < 10 * UNIT)
                .toList();

        assertTrue(Math.abs(rejects - 1000) < 150, "rejects " + rejects);
        assertTrue(Math.abs(fills - 5000) < 300, "fills " + fills);
        assertTrue(Math.abs(partials.size() - 2000) < 250, "partials " + partials.size());
        assertTrue(partials.stream().allMatch(p -> p.houseQuantityE8() % UNIT == 0));
        assertTrue(plans.stream()
                .filter(p -> p.houseQuantityE8() > 0)
                .allMatch(p -> p.houseDelayNs() >= 5_000_000 && p.houseDelayNs() <= 50_000_000));
    }

    @Test
    void shouldNotTakeAPartOfWhatHasNoParts() {
        final SeededLiquidity house = new SeededLiquidity(new LiquidityConfiguration(0, 1, 0, 0, 0, 0, 0), 1);
        final OrderState one = new OrderState("a", "O", "AAPL", true, false, UNIT, UNIT, 0, UNIT, '0');
        assertEquals(0, house.planFor(one).houseQuantityE8());
    }

    @ParameterizedTest
    @CsvSource({
        "fillProbability,    1.1, 0,    0,   0, 0, 0, 0",
        "fillProbability,    NaN, 0,    0,   0, 0, 0, 0",
        "partialProbability, 0,   -0.1, 0,   0, 0, 0, 0",
        "rejectProbability,  0,   0,    2,   0, 0, 0, 0",
        "fillProbability,    0.5, 0.5,  0.1, 0, 0, 0, 0",
        "minDelayMs,         0,   0,    0,   2, 1, 0, 0",
        "minDelayMs,         0,   0,    0,  -1, 1, 0, 0",
        "maxDelayMs,         0,   0,    0,   0, 99999999, 0, 0",
        "minLatencyMs,       0,   0,    0,   0, 0, 2, 1",
    })
    void shouldNameThePropertyAtFault(
            final String property,
            final double fill,
            final double partial,
            final double reject,
            final long minDelayMs,
            final long maxDelayMs,
            final long minLatencyMs,
            final long maxLatencyMs) {
        final IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new LiquidityConfiguration(
                        fill, partial, reject, minDelayMs, maxDelayMs, minLatencyMs, maxLatencyMs));
        assertTrue(e.getMessage().startsWith(property), e.getMessage());
    }

    private static List<OrderPlan> plans(final long seed) {
        final SeededLiquidity house = new SeededLiquidity(new LiquidityConfiguration(0.5, 0.2, 0.1, 5, 50, 0, 0), seed);
        final List<OrderPlan> plans = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            plans.add(house.planFor(ORDER));
        }
        return plans;
    }
}
