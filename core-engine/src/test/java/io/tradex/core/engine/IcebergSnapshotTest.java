package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tradex.core.book.OrderBook;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IcebergSnapshotTest {
    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);

    /** What is shown and what is hidden may together be no more than one full part. */
    @Test
    void shouldPutBackAnIcebergThatHasTradedAPieceOfItsLastButOnePart() {
        alice.send(alice.newOrder(1).quantityLots(15).displayLots(10));
        bob.sell(1, 6, 100);
        assertEquals(List.of("4 shown, 5 hidden"), bids(driver));

        final EngineDriver loaded = driver.reloaded();

        assertEquals(List.of("4 shown, 5 hidden"), bids(loaded));
        bob.at(loaded).sell(2, 9, 100);
        assertEquals(List.of(), bids(loaded));
    }

    private static List<String> bids(final EngineDriver driver) {
        final OrderBook book = driver.engine.instrument(EngineDriver.ACME).book();
        final List<String> bids = new ArrayList<>();
        book.forEachResting(
                true,
                (key, priceTicks, visibleLots, hiddenLots) ->
                        bids.add(visibleLots + " shown, " + hiddenLots + " hidden"));
        return bids;
    }
}
