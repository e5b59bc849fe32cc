package io.tradex.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.SelfTradePreventedEncoder;
import io.tradex.protocol.journal.PhaseSetEncoder;
import io.tradex.protocol.state.OrderDeltaEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.QueuePlace;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.VenueNewOrderEncoder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is told of orders of every type, from outputs as the engine makes them. */
class OrderBiographyTest {
    private static final long ORDER = 11;
    private static final long OTHER = 12;
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final StringWriter out = new StringWriter();
    private final OrderBiography biography = new OrderBiography(ORDER, MessageSchemas.load(), new PrintWriter(out));
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final OrderDeltaEncoder delta = new OrderDeltaEncoder();

    @Test
    void shouldTellOfEveryTypeWithItsPrices() {
        assertTitle("at 50, day", row -> row.ordType(OrdType.LIMIT));
        assertTitle(
                "at market, immediate or cancel",
                row -> row.ordType(OrdType.MARKET).priceTicks(0).timeInForce(TimeInForce.IOC));
        assertTitle(
                "at market, no further than 50, at the opening",
                row -> row.ordType(OrdType.MARKET).timeInForce(TimeInForce.AT_THE_OPENING));
        assertTitle(
                "stop at 51, no further than 50, good till cancelled",
                row -> row.ordType(OrdType.STOP).stopPriceTicks(5100).timeInForce(TimeInForce.GTC));
        assertTitle(
                "stop at 51, day",
                row -> row.ordType(OrdType.STOP).stopPriceTicks(5100).priceTicks(0));
        assertTitle(
                "stop at 51, limit 50, day",
                row -> row.ordType(OrdType.STOP_LIMIT).stopPriceTicks(5100));
        assertTitle(
                "trailing stop at 51, distance 0.25, no further than 50, day",
                row -> row.ordType(OrdType.TRAILING_STOP).stopPriceTicks(5100).offsetTicks(25));
        assertTitle(
                "pegged to primary with offset -0.02, no further than 50, good till 2025-11-21T12:00:00Z",
                row -> row.ordType(OrdType.PEGGED)
                        .pegType(PegType.PRIMARY)
                        .offsetTicks(-2)
                        .timeInForce(TimeInForce.GTD)
                        .expireNs(SampleJournal.START_NS));
        assertTitle(
                "at 50, fill or kill, on a self-trade cancel oldest",
                row -> row.timeInForce(TimeInForce.FOK).selfTradePrevention(SelfTradePrevention.CANCEL_OLDEST));
        assertTitle(
                "at 50, day, shows 5, at least 3 at once, post-only (slide)",
                row -> row.displayLots(5).minLots(3).postOnly(PostOnly.SLIDE));
    }

    @Test
    void shouldTellWhereItRestsAndWhereItsStopStands() {
        emitDelta(ORDER, row -> row.stopPriceTicks(4900).workingPriceTicks(4950));
        apply();

        assertTrue(out.toString().contains("; stop 49; rests at 49.5"), out.toString());
    }

    @Test
    void shouldTellOfAPreventedSelfTradeOnceFromEitherSide() {
        emitDelta(ORDER, row -> {});
        emitSelfTrade(OTHER, ORDER);
        emitSelfTrade(OTHER, ORDER);
        emitSelfTrade(ORDER, OTHER);
        emitSelfTrade(OTHER, OTHER);
        apply();

        final String told = out.toString();
        assertEquals(
                2,
                told.lines()
                        .filter(line -> line.contains("self-trade prevented"))
                        .count(),
                told);
        assertTrue(told.contains("met resting order 12 of account 900; 5 at 50 did not trade; cancel newest"), told);
        assertTrue(
                told.contains("rested when order 12 of account 901 came in; 5 at 50 did not trade; cancel newest"),
                told);
    }

    @Test
    void shouldTellOfChildrenUnderTheirParent() {
        emitDelta(ORDER, row -> row.destination(-1).routingStrategy(RoutingStrategy.SWEEP));
        emitChild(OTHER, ORDER);
        emitChild(OTHER + 1, 99);
        apply();

        final String told = out.toString();
        assertTrue(told.contains("at 50, day, routed by sweep"), told);
        assertTrue(told.contains("to venue 3: child 12, new order 786433, buy 5 at 50"), told);
        assertEquals(1, told.lines().filter(line -> line.contains("to venue")).count(), told);
    }

    private void emitChild(final long orderId, final long parentOrderId) {
        final VenueNewOrderEncoder request = new VenueNewOrderEncoder();
        request.wrapAndApplyHeader(buffer, 0, header)
                .venueClOrdId((orderId << 16) + 1)
                .orderId(orderId)
                .parentOrderId(parentOrderId)
                .priceE8(5_000_000_000L)
                .quantityE8(500_000_000L)
                .venueId(3)
                .side(Side.BUY);
        biography.onOutput(1, VenueNewOrderEncoder.TEMPLATE_ID, buffer, 0, HEADER + request.encodedLength());
    }

    @Test
    void shouldTellWhetherAReplaceKeptThePlace() {
        emitDelta(ORDER, row -> {});
        emitReport(QueuePlace.KEPT);
        emitReport(QueuePlace.LOST);
        emitReport(QueuePlace.NONE);
        apply();

        final String told = out.toString();
        assertTrue(told.contains("replaced, new, kept its place in the queue"), told);
        assertTrue(told.contains("replaced, new, went to the back of the queue"), told);
        assertTrue(told.contains("replaced, new" + System.lineSeparator()), told);
    }

    private void assertTitle(final String title, final Consumer<OrderDeltaEncoder> setting) {
        final StringWriter text = new StringWriter();
        final OrderBiography one = new OrderBiography(ORDER, MessageSchemas.load(), new PrintWriter(text));
        encodeDelta(ORDER, setting);
        one.onOutput(1, OrderDeltaEncoder.TEMPLATE_ID, buffer, 0, HEADER + OrderDeltaEncoder.BLOCK_LENGTH);
        apply(one);
        final String first = text.toString().lines().findFirst().orElseThrow();
        final String joint = title.startsWith("at ") ? " " : ", ";
        assertEquals("order 11: account 7, buy 100 AAPL" + joint + title + ", own book", first);
    }

    private void emitDelta(final long orderId, final Consumer<OrderDeltaEncoder> setting) {
        encodeDelta(orderId, setting);
        biography.onOutput(1, OrderDeltaEncoder.TEMPLATE_ID, buffer, 0, HEADER + OrderDeltaEncoder.BLOCK_LENGTH);
    }

    private void encodeDelta(final long orderId, final Consumer<OrderDeltaEncoder> setting) {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        delta.wrapAndApplyHeader(buffer, 0, header)
                .orderId(orderId)
                .accountId(7)
                .priceTicks(5000)
                .quantityLots(100)
                .leavesQtyLots(100)
                .tickSizeE8(1_000_000)
                .lotSizeE8(100_000_000)
                .symbol("AAPL")
                .rejectReason(RejectReason.NONE)
                .execType(ExecType.NEW)
                .ordStatus(OrdStatus.NEW)
                .side(Side.BUY)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .liquidity(Liquidity.NONE);
        setting.accept(delta);
    }

    private void emitSelfTrade(final long restingOrderId, final long incomingOrderId) {
        new SelfTradePreventedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .restingAccountId(900)
                .restingOrderId(restingOrderId)
                .incomingAccountId(901)
                .incomingOrderId(incomingOrderId)
                .priceTicks(5000)
                .quantityLots(5)
                .instruction(SelfTradePrevention.CANCEL_NEWEST);
        biography.onOutput(
                1, SelfTradePreventedEncoder.TEMPLATE_ID, buffer, 0, HEADER + SelfTradePreventedEncoder.BLOCK_LENGTH);
    }

    private void emitReport(final QueuePlace place) {
        new ExecutionReportEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .orderId(ORDER)
                .clientSeq(3)
                .execType(ExecType.REPLACED)
                .ordStatus(OrdStatus.NEW)
                .rejectReason(RejectReason.NONE)
                .duplicate(BooleanType.F)
                .queuePlace(place);
        biography.onOutput(
                1, ExecutionReportEncoder.TEMPLATE_ID, buffer, 0, HEADER + ExecutionReportEncoder.BLOCK_LENGTH);
    }

    private void apply() {
        apply(biography);
    }

    private void apply(final OrderBiography told) {
        final UnsafeBuffer input = new UnsafeBuffer(new byte[HEADER + PhaseSetEncoder.BLOCK_LENGTH]);
        new PhaseSetEncoder().wrapAndApplyHeader(input, 0, header).instrumentId(1);
        told.onInput(1, SampleJournal.START_NS, input, 0, input.capacity());
    }
}
