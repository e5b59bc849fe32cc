package io.tradex.relay;

import static io.tradex.relay.OrderRow.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import java.nio.ByteOrder;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RowJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSUFFICIENT_BUYING_POWER | 10000000000   | 512300000 | Insufficient buying power: needs $10,000.00, has $512.30",
                "INSUFFICIENT_BUYING_POWER | 1234567890123 | 1         | Insufficient buying power: needs $1,234,567.890123, has $0.000001",
                "INSUFFICIENT_BUYING_POWER | 1000000       | -2500000  | Insufficient buying power: needs $1.00, has -$2.50",
                "INSUFFICIENT_POSITION     | 1500          | 20        | Insufficient position: needs 1,500, has 20 free",
                "INVALID_PRICE             | 100000001     | 400000    | Price out of range: 1,000,000.01, highest allowed 4,000.00",
                "INVALID_QUANTITY          | 0             | 1000000   | Quantity out of range: 0, highest allowed 1,000,000",
                "VENUE_REJECTED            | 99            | 0         | 'Refused by venue 2, its reason code 99'",
                "VENUE_UNAVAILABLE         | 2             | 0         | Venue 2 is not connected",
                "ORDER_CAPACITY            | 0             | 131072    | 'Order store full: 131,072 live orders'",
                "NO_LIQUIDITY              | 0             | 0         | Nothing to trade with",
                "SEQUENCE_NOT_RISING       | 5             | 7         | Sequence 5 is not above 7"
            })
    void shouldSayWhyAnOrderWasRefused(
            final RejectReason reason, final long value, final long limit, final String words) {
        final OrderRow row = order(1).rejected(reason, value, limit);
        row.destination = 2;
        assertEquals(words, shown(row).get("reason"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SBE_UNKNOWN")
    void shouldHaveWordsForEveryReason(final RejectReason reason) {
        final Object words =
                shown(order(1).rejected(reason, Long.MAX_VALUE, Long.MIN_VALUE)).get("reason");
        if (RejectWords.hasWords(reason)) {
            assertTrue(String.valueOf(words).length() > 8, String.valueOf(words));
        } else {
            assertEquals(null, words);
        }
    }

    @Test
    void shouldNameTheCodeOfAReasonThatOnlyANewerCoreKnows() {
        final byte[] frame = order(1).rejected(RejectReason.NO_LIQUIDITY, 0, 0).frame();
        new UnsafeBuffer(frame)
                .putShort(8 + OrderDeltaDecoder.rejectReasonEncodingOffset(), (short) 999, ByteOrder.LITTLE_ENDIAN);
        final JsonText text = new JsonText(64);
        RowJson.writeShown(text, decoder(frame));
        assertEquals("Reason 999", ParsedJson.object(text.toString()).get("reason"));
    }

    @ParameterizedTest
    @CsvSource({
        // tick, lot,         ticks,  lots, cum, value,     price,       qty,      filled,   average
        "1000000,   100000000,  18742,  100,  30,  5622600000, 187.42,      100,      30,       187.4200",
        "500000,    100000000,  3,      100,  0,   0,          0.015,       100,      0,        ''",
        "1,         1,          12345,  5,    1,   1,          0.00012345,  0.00000005, 0.00000001, 100.0000",
        "100000000, 10000000000, 7,     2,    1,   700000000,  7.00,        200,      100,      7.0000",
        "1000000,   100000000,  100,    3,    3,   3333333,    1.00,        3,        3,        1.1111"
    })
    void shouldShowDecimalsExactly(
            final long tickSizeE8,
            final long lotSizeE8,
            final long ticks,
            final long lots,
            final long cumLots,
            final long valueMicros,
            final String price,
            final String quantity,
            final String filled,
            final String average) {
        final OrderRow row = order(1);
        row.tickSizeE8 = tickSizeE8;
        row.lotSizeE8 = lotSizeE8;
        row.priceTicks = ticks;
        row.quantityLots = lots;
        row.cumQtyLots = cumLots;
        row.cumValueMicros = valueMicros;
        final Map<String, Object> shown = shown(row);
        assertEquals(price, shown.get("price"));
        assertEquals(quantity, shown.get("qty"));
        assertEquals(filled, shown.get("filled"));
        assertEquals(average, shown.getOrDefault("avgPrice", ""));
    }

    @Test
    void shouldNotRoundOrWrapWhatIsBeyondALong() {
        final OrderRow row = order(Long.MAX_VALUE);
        row.priceTicks = Long.MAX_VALUE;
        row.quantityLots = Long.MAX_VALUE;
        row.cumQtyLots = Long.MAX_VALUE - 1;
        row.cumValueMicros = Long.MAX_VALUE;
        final Map<String, Object> shown = shown(row);
        assertEquals("9223372036854775807", shown.get("orderId"));
        assertEquals("92233720368547758.07000000", shown.get("price"));
        assertEquals("9223372036854775807.00000000", shown.get("qty"));
        assertEquals("99", shown.get("filledPct"), "not all is filled");
        assertEquals("9223372036854775807", raw(row).get("priceTicks"));
    }

    @Test
    void shouldLeaveOutThePriceOfAMarketOrderAndWhatNeverHappened() {
        final OrderRow row = order(1);
        row.ordType = OrdType.MARKET;
        final Map<String, Object> shown = shown(row);
        assertFalse(shown.containsKey("price"));
        assertFalse(shown.containsKey("avgPrice"));
        assertFalse(shown.containsKey("reason"));
    }

    @Test
    void shouldEscapeWhateverASymbolHolds() {
        final OrderRow row = order(1);
        row.symbol = "<\"\\\n&'>";
        assertEquals(row.symbol, shown(row).get("symbol"));
        final JsonText text = new JsonText(64).text("</script>");
        assertFalse(text.toString().contains("<"));
    }

    private static Map<String, Object> shown(final OrderRow row) {
        final JsonText text = new JsonText(64);
        RowJson.writeShown(text, decoder(row));
        return ParsedJson.object(text.toString());
    }

    private static Map<String, Object> raw(final OrderRow row) {
        final JsonText text = new JsonText(64);
        RowJson.writeRaw(text, decoder(row));
        return ParsedJson.object(text.toString());
    }

    private static OrderDeltaDecoder decoder(final OrderRow row) {
        return decoder(row.frame());
    }

    private static OrderDeltaDecoder decoder(final byte[] frame) {
        return new OrderDeltaDecoder()
                .wrap(new UnsafeBuffer(frame), 8, OrderRows.ROW_LENGTH, OrderDeltaDecoder.SCHEMA_VERSION);
    }
}
