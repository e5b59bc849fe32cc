package io.tradex.client;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OrderRequestTest {
    private static Arguments order(final String about, final Consumer<OrderRequest> setting) {
        return Arguments.of(about, setting);
    }

    static Stream<Arguments> soundOrders() {
        return Stream.of(
                order("limit", o -> o.limit(Side.BUY, 1, 1)),
                order("market", o -> o.market(Side.SELL, 100)),
                order("market for the close", o -> o.market(Side.SELL, 100).timeInForce(TimeInForce.AT_THE_CLOSE)),
                order("stop", o -> o.stop(Side.SELL, 100, 90)),
                order("protected stop", o -> o.stop(Side.SELL, 100, 90).protectionPrice(80)),
                order("stop limit", o -> o.stopLimit(Side.BUY, 100, 110, 112)),
                order("trailing stop", o -> o.trailingStop(Side.SELL, 100, 5, 0)),
                order("peg", o -> o.pegged(Side.BUY, 100, PegType.MID, -3, 120)),
                order("iceberg", o -> o.limit(Side.BUY, 100, 99).displayLots(10)),
                order("post-only", o -> o.limit(Side.BUY, 100, 99).postOnly(PostOnly.SLIDE)),
                order("minimum", o -> o.limit(Side.BUY, 100, 99).minLots(100)),
                order("good till", o -> o.limit(Side.BUY, 100, 99).goodTill(1)),
                order(
                        "routed",
                        o -> o.limit(Side.BUY, 100, 99)
                                .routed(RoutingStrategy.SWEEP)
                                .overVenue(1)
                                .overVenue(64)
                                .withoutOwnBook()),
                order("routed as the core knows", o -> o.market(Side.BUY, 100).routed(RoutingStrategy.NONE)),
                order(
                        "self-trades",
                        o -> o.limit(Side.BUY, 100, 99).selfTradePrevention(SelfTradePrevention.CANCEL_BOTH)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("soundOrders")
    void shouldLetASoundOrderPass(final String about, final Consumer<OrderRequest> setting) {
        final OrderRequest order = new OrderRequest().account(1).instrument(1);
        setting.accept(order);

        assertDoesNotThrow(order.clOrdId(1)::validate);
    }

    static Stream<Arguments> brokenOrders() {
        return Stream.of(
                order("type", o -> {}),
                order("account", o -> o.limit(Side.BUY, 1, 1).account(0).clOrdId(1)),
                order("clOrdId", o -> o.limit(Side.BUY, 1, 1)),
                order("instrument", o -> o.limit(Side.BUY, 1, 1).instrument(0).clOrdId(1)),
                order(
                        "destination",
                        o -> o.limit(Side.BUY, 1, 1).destination(-2).clOrdId(1)),
                order(
                        "destination",
                        o -> o.limit(Side.BUY, 1, 1).destination(1).overVenue(2).clOrdId(1)),
                order("side", o -> o.limit(null, 1, 1).clOrdId(1)),
                order("side", o -> o.limit(Side.NULL_VAL, 1, 1).clOrdId(1)),
                order("quantity", o -> o.limit(Side.BUY, 0, 1).clOrdId(1)),
                order("price", o -> o.limit(Side.BUY, 1, 0).clOrdId(1)),
                order("price", o -> o.market(Side.BUY, 1).protectionPrice(5).clOrdId(1)),
                order("price", o -> o.stop(Side.BUY, 1, 5).protectionPrice(-1).clOrdId(1)),
                order("stop price", o -> o.stop(Side.BUY, 1, 0).clOrdId(1)),
                order("stop price", o -> o.stopLimit(Side.BUY, 1, -1, 5).clOrdId(1)),
                order("price", o -> o.stopLimit(Side.BUY, 1, 5, 0).clOrdId(1)),
                order("distance", o -> o.trailingStop(Side.BUY, 1, 0, 5).clOrdId(1)),
                order("pegged", o -> o.pegged(Side.BUY, 1, PegType.NONE, 0, 5).clOrdId(1)),
                order("pegged", o -> o.pegged(Side.BUY, 1, null, 0, 5).clOrdId(1)),
                order(
                        "timeInForce",
                        o -> o.limit(Side.BUY, 1, 1).timeInForce(null).clOrdId(1)),
                order(
                        "GTD",
                        o -> o.limit(Side.BUY, 1, 1)
                                .timeInForce(TimeInForce.GTD)
                                .clOrdId(1)),
                order(
                        "GTD",
                        o -> o.limit(Side.BUY, 1, 1)
                                .goodTill(7)
                                .timeInForce(TimeInForce.DAY)
                                .clOrdId(1)),
                order(
                        "displayLots",
                        o -> o.limit(Side.BUY, 10, 1).displayLots(10).clOrdId(1)),
                order(
                        "displayLots",
                        o -> o.limit(Side.BUY, 10, 1).displayLots(-1).clOrdId(1)),
                order("minLots", o -> o.limit(Side.BUY, 10, 1).minLots(11).clOrdId(1)),
                order("postOnly", o -> o.limit(Side.BUY, 10, 1).postOnly(null).clOrdId(1)),
                order(
                        "selfTradePrevention",
                        o -> o.limit(Side.BUY, 10, 1).selfTradePrevention(null).clOrdId(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenOrders")
    void shouldNameWhatIsObviouslyWrong(final String about, final Consumer<OrderRequest> setting) {
        final OrderRequest order = new OrderRequest().account(1).instrument(1);
        setting.accept(order);

        final String message =
                assertThrows(IllegalArgumentException.class, order::validate).getMessage();

        assertTrue(message.contains(about), message);
    }

    @Test
    void shouldForgetTheInstructionsOfTheOrderBefore() {
        final OrderRequest order = new OrderRequest().account(7).instrument(8).destination(9);
        order.limit(Side.BUY, 100, 99)
                .clOrdId(5)
                .displayLots(10)
                .minLots(3)
                .postOnly(PostOnly.REJECT)
                .selfTradePrevention(SelfTradePrevention.CANCEL_NEWEST)
                .goodTill(55);
        order.pegged(Side.SELL, 50, PegType.PRIMARY, 2, 90);
        order.stop(Side.SELL, 40, 70).protectionPrice(60);

        order.limit(Side.SELL, 30, 77);

        assertEquals(7, order.accountId);
        assertEquals(8, order.instrumentId);
        assertEquals(9, order.destination);
        assertEquals(0, order.clOrdId, "a ClOrdID is used once");
        assertEquals(TimeInForce.DAY, order.timeInForce);
        assertEquals(77, order.priceTicks);
        assertEquals(30, order.quantityLots);
        assertEquals(0, order.stopPriceTicks | order.displayLots | order.minLots | order.offsetTicks | order.expireNs);
        assertEquals(PegType.NONE, order.pegType);
        assertEquals(PostOnly.NONE, order.postOnly);
        assertEquals(SelfTradePrevention.NONE, order.selfTradePrevention);
    }
}
