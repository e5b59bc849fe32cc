package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VelocitySnapshotTest {
    private static final long WINDOW_NS = 60_000_000_000L;

    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);

    /** What a book writes of its rule is as long before its first trade as after it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldPutBackARuleWithAndWithoutTrades(final boolean traded) {
        new OperatorPuppet(driver).rules(EngineDriver.ACME, 1_000_000, Long.MAX_VALUE / 2, 0, 500, WINDOW_NS);
        if (traded) {
            alice.buy(1, 10, 100);
            bob.sell(1, 10, 100);
        }

        final EngineDriver loaded = driver.reloaded();

        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash());
        assertEquals(
                traded ? 100 : 0,
                loaded.engine.instrument(EngineDriver.ACME).book().lastTradeTicks());
        assertEquals(traded, loaded.engine.instrument(EngineDriver.ACME).book().velocityHash() != 0);
    }
}
