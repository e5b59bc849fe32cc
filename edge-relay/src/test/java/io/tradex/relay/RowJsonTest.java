package io.tradex.relay;

import static io.tradex.relay.OrderRow.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RowJsonTest {
    private static final Set<String> INSTRUCTIONS = Set.of(
            "stopPrice",
            "workingPrice",
            "display",
            "minQty",
            "offset",
            "expireMs",
            "peg",
            "postOnly",
            "selfTradePrevention");

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
                "SEQUENCE_NOT_RISING       | 5             | 7         | Sequence 5 is not above 7",
                "INVALID_COMBINATION       | 0             | 0         | 'Type, time in force and instructions do not go together'",
                "WRONG_PHASE               | 4             | 0         | Not taken while trading is halted",
                "WRONG_PHASE               | 2             | 0         | Not taken while trading is in the opening auction",
                "WRONG_PHASE               | 99            | 0         | Not taken while trading is in phase 99",
                "INVALID_TICK              | 18743         | 5         | 'Price 187.43 lies between two allowed prices: the step there is 0.05'",
                "PRICE_BAND                | 25000         | 20000     | 'Price 250.00 is outside the price band, which ends at 200.00'",
                "POST_ONLY                 | 18742         | 18740     | 'Post-only, but 187.42 would have traded with 187.40'",
                "NOT_FILLABLE              | 1000          | 40        | 'Not enough to trade with: needs 1,000, found 40'",
                "SELF_TRADE                | 0             | 0         | It met an order of its own account or trade group",
                "AUCTION_OVER              | 0             | 0         | The auction it was meant for is over",
                "VELOCITY_HALT             | 0             | 0         | 'Trading was halted: the price moved too fast'",
                "MAX_ORDER_QUANTITY        | 5000          | 1000      | 'Quantity 5,000 is above 1,000, the most that an order may have'",
                "MAX_ORDER_NOTIONAL        | 2000000000    | 1500000000 | 'Worth $2,000.00, above $1,500.00, the most that an order may be worth'",
                "KILL_SWITCH               | 0             | 0         | Trading is stopped by a kill switch for all",
                "KILL_SWITCH               | 1             | 7         | Trading is stopped by a kill switch for account 7",
                "KILL_SWITCH               | 3             | 2         | Trading is stopped by a kill switch for instrument 2",
                "MARKET_MAKER_PROTECTION   | 120           | 100       | 'Market-maker protection has tripped: executed 120, allowed 100; it waits for a reset'",
                "INSTRUMENT_RETIRED        | 7             | 0         | The instrument takes no more orders",
                "CUT_OFF                   | 57905         | 57600     | 'After the fund''s cut-off: came at 16:05:05 UTC, cut-off at 16:00:00 UTC'",
                "EXPIRED                   | 1795000000000000001 | 1795000000000000000 | 'Its time was over at 2026-11-18T11:06:40Z'",
                "MASS_CANCEL               | 0             | 0         | Cancelled by an operator"
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
        row.priceTicks = 0;
        final Map<String, Object> shown = shown(row);
        assertFalse(shown.containsKey("price"));
        assertFalse(shown.containsKey("avgPrice"));
        assertFalse(shown.containsKey("reason"));
    }

    @Test
    void shouldShowWhatAnOrderAsksForOnlyWhereItAsks() {
        final OrderRow row = order(1);
        assertEquals(
                Set.of(),
                intersection(shown(row).keySet(), INSTRUCTIONS),
                "a plain limit order shows what it does not have");

        row.stopPriceTicks = 18_000;
        row.workingPriceTicks = 18_741;
        row.displayLots = 10;
        row.minLots = 5;
        row.ordType = OrdType.PEGGED;
        row.offsetTicks = -2;
        row.expireNs = 1_795_000_000_000_000_000L;
        row.pegType = PegType.MID;
        row.postOnly = PostOnly.SLIDE;
        row.selfTradePrevention = SelfTradePrevention.CANCEL_BOTH;
        final Map<String, Object> shown = shown(row);
        shown.keySet().retainAll(INSTRUCTIONS);

        assertEquals(
                Map.of(
                        "stopPrice", "180.00",
                        "workingPrice", "187.41",
                        "display", "10",
                        "minQty", "5",
                        "offset", "-0.02",
                        "expireMs", "1795000000000",
                        "peg", "MID",
                        "postOnly", "SLIDE",
                        "selfTradePrevention", "CANCEL_BOTH"),
                shown);
    }

    @Test
    void shouldGiveProgramsEveryFieldByTheNameThatTheSchemaHas() {
        final OrderRow row = order(1);
        row.stopPriceTicks = 1;
        row.displayLots = 2;
        row.minLots = 3;
        row.offsetTicks = -4;
        row.expireNs = 5;
        row.workingPriceTicks = 6;
        row.pegType = PegType.PRIMARY;
        row.postOnly = PostOnly.REJECT;
        row.selfTradePrevention = SelfTradePrevention.DECREMENT_AND_CANCEL;
        row.venueMask = Long.MIN_VALUE + 7;
        row.exposureLots = 8;
        row.venueOrdStatus = OrdStatus.PARTIALLY_FILLED;
        row.routingStrategy = RoutingStrategy.SPRAY;

        // As the generated decoder prints it: [OrderDelta](…):inputSeq=1|epoch=1|…
        final String printed = decoder(row).toString();
        final Map<String, Object> fields = new HashMap<>();
        for (final String field : printed.substring(printed.indexOf("):") + 2).split("\\|", -1)) {
            final int equals = field.indexOf('=');
            fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        assertEquals(fields, raw(row));
        assertEquals("8", fields.get("exposureLots"));
    }

    @Test
    void shouldShowTheProtectionPriceOfAStopIfItHasOne() {
        final OrderRow row = order(1);
        row.ordType = OrdType.STOP;
        row.priceTicks = 0;
        assertFalse(shown(row).containsKey("price"));

        row.priceTicks = 18_742;
        assertEquals("187.42", shown(row).get("price"));
    }

    @Test
    void shouldEscapeWhateverASymbolHolds() {
        final OrderRow row = order(1);
        row.symbol = "<\"\\\n&'>";
        assertEquals(row.symbol, shown(row).get("symbol"));
        final JsonText text = new JsonText(64).text("</script>");
        assertFalse(text.toString().contains("<"));
    }

    private static Set<String> intersection(final Set<String> a, final Set<String> b) {
        final Set<String> both = new HashSet<>(a);
        both.retainAll(b);
        return both;
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
