package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClOrdIdTextTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 1234567890123L, Long.MAX_VALUE})
    void shouldReadBackWhatItWrote(final long venueClOrdId) {
        assertEquals(venueClOrdId, ClOrdIdText.parse(ClOrdIdText.format(venueClOrdId)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "T",
                "T0",
                "T01",
                "t1",
                "1",
                "X1",
                "T-1",
                "T+1",
                "T1 ",
                " T1",
                "T1.0",
                "TT1",
                "T\u0661",
                "T1a",
                "T9223372036854775808",
                "T99999999999999999999",
                "T922337203685477580700"
            })
    void shouldTakeNothingElseForItsOwn(final String text) {
        assertEquals(0, ClOrdIdText.parse(text));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldNotWriteIdsThatAreNone(final long venueClOrdId) {
        assertThrows(IllegalArgumentException.class, () -> ClOrdIdText.format(venueClOrdId));
    }
}
