package io.tradex.core.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tradex.core.state.StateHash;
import org.junit.jupiter.api.Test;

class VenueQuotesTest {
    private final StateHash hash = new StateHash();
    private final VenueQuotes quotes = new VenueQuotes(1, hash);

    @Test
    void shouldUseUpAQuoteUntilANewerOneComes() {
        quotes.set(64, 99, 10, 101, 20);
        quotes.use(64, true, 15);
        assertEquals(5, quotes.lots(64, true));
        assertEquals(10, quotes.lots(64, false));
        quotes.use(64, true, 15);
        assertEquals(0, quotes.lots(64, true));
        quotes.set(64, 99, 10, 101, 20);
        assertEquals(20, quotes.lots(64, true));
        assertEquals(101, quotes.priceE8(64, true));
        assertEquals(1L << 63, quotes.venues());
    }

    @Test
    void shouldForgetAQuoteWithoutATraceInTheHash() {
        final long before = hash.sum();
        quotes.set(1, 99, 10, 101, 20);
        quotes.set(2, 98, 10, 101, 20);
        assertNotEquals(before, hash.sum());
        quotes.forget(1);
        quotes.forget(1);
        assertEquals(0b10, quotes.venues());
        quotes.forget(2);
        assertEquals(before, hash.sum());
    }
}
