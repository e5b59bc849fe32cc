package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tradex.protocol.entry.CancelOrderEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.journal.VenueQuoteEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.ReportSource;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Smart routing leaves nothing for the garbage collector once it is warm. */
class SmartRoutingAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int VENUES = 6;
    private static final int WARM_UP = 20_000;
    private static final int ORDERS = 2_000;
    private static final int ROUNDS = 20;
    private static final int KEPT = 1024;

    /** Keeps what venues were asked, and nothing else. */
    private static final class Requests implements EngineOutput {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final VenueNewOrderDecoder newOrder = new VenueNewOrderDecoder();
        final long[] ids = new long[KEPT];
        final int[] venues = new int[KEPT];
        final long[] quantities = new long[KEPT];
        final boolean[] immediate = new boolean[KEPT];
        int count;

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void onOutput(
                final long inputSeq,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            if (templateId == VenueNewOrderDecoder.TEMPLATE_ID) {
                newOrder.wrapAndApplyHeader(buffer, offset, header);
                ids[count] = newOrder.venueClOrdId();
                venues[count] = newOrder.venueId();
                immediate[count] = newOrder.timeInForce() == TimeInForce.IOC;
                quantities[count++] = newOrder.quantityE8();
            }
        }
    }

    private final Requests requests = new Requests();
    private final TradingEngine engine = new TradingEngine(requests);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final NewOrderEncoder newOrder = new NewOrderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final VenueQuoteEncoder quote = new VenueQuoteEncoder();
    private final VenueExecutionReportEncoder report = new VenueExecutionReportEncoder();
    private long timestampNs;
    private long clientSeq;
    private long clOrdId;
    private long msgSeqNum;
    private long children;

    @Test
    void shouldRouteWithoutAllocating() {
        begin();
        for (int i = 0; i < WARM_UP; i++) {
            trade(i);
        }
        long least = Long.MAX_VALUE;
        final long[] rounds = new long[ROUNDS];
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            final long before =
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < ORDERS; i++) {
                trade(i);
            }
            rounds[round] =
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            least = Math.min(least, rounds[round]);
        }

        assertEquals(0, least, () -> "bytes in the best round; all: " + java.util.Arrays.toString(rounds));
        assertTrue(children > WARM_UP, "children were made: " + children);
    }

    @Test
    void shouldLetOrdersWaitForAPlaceWithoutAllocating() {
        begin();
        for (int i = 0; i < WARM_UP; i++) {
            await();
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            final long before =
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < ORDERS; i++) {
                await();
            }
            least = Math.min(
                    least,
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
        }

        assertEquals(0, least, "bytes in the best round");
        assertTrue(children >= 2 * WARM_UP, "two children of each: " + children);
    }

    @Test
    void shouldSeeAnAllocation() {
        final long before =
                THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        final byte[] kept = new byte[1 + (int) (timestampNs & 1)];
        final long bytes =
                THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        assertTrue(bytes >= 16 && kept.length > 0, "measured " + bytes);
    }

    /** Brings the engine to where the driver's is. */
    private void begin() {
        final EngineDriver driver = new EngineDriver();
        driver.makeReady(1024, 64);
        final RoutingPuppet routing = new RoutingPuppet(driver);
        for (int venueId = 1; venueId <= VENUES; venueId++) {
            driver.venue(venueId);
            routing.send(routing.settings(venueId)
                    .messagesPerSecond(venueId == 1 ? 1_000 : 0)
                    .breakerWindow(100)
                    .breakerRejects(100));
            driver.venue(venueId).up();
        }
        driver.trader(7, 1L << 58, 0);
        final List<byte[]> inputs = driver.inputs;
        timestampNs = driver.timestampNs;
        for (final byte[] input : inputs) {
            apply(new UnsafeBuffer(input), input.length);
        }
    }

    private void apply(final DirectBuffer source, final int length) {
        timestampNs += 10_000;
        if (!engine.onCommand(engine.sequence() + 1, timestampNs, source, 0, length)) {
            throw new AssertionError("paused");
        }
    }

    /** A sweep over all venues, of which each fills a half; and every other time a cancel of what rests. */
    private void trade(final int i) {
        for (int venueId = 1; venueId <= VENUES; venueId++) {
            quote(venueId, 100 + i % 3);
        }
        final long id = buy(
                i % 2 == 0 ? TimeInForce.DAY : TimeInForce.IOC,
                i % 4 < 2 ? RoutingStrategy.SWEEP : RoutingStrategy.SPRAY,
                0,
                BooleanType.F);
        int resting = -1;
        for (int at = 0; at < requests.count; at++) {
            if (requests.immediate[at]) {
                final long half = requests.quantities[at] / EngineDriver.E8 / 2 * EngineDriver.E8;
                if (half > 0) {
                    answer(at, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, half, half);
                }
                answer(at, ExecType.CANCELED, OrdStatus.CANCELED, 0, half);
            } else {
                resting = at;
            }
        }
        children += requests.count;
        if (resting >= 0) {
            cancel(id);
            answer(resting, ExecType.CANCELED, OrdStatus.CANCELED, 0, 0);
        }
    }

    /** An order whose only venue sends it back: it waits for a quote, is sent back again, and cancelled. */
    private void await() {
        quote(2, 200);
        final long id = buy(TimeInForce.DAY, RoutingStrategy.SWEEP, 0b10, BooleanType.T);
        answer(0, ExecType.CANCELED, OrdStatus.CANCELED, 0, 0);
        quote(2, 103);
        quote(2, 102);
        answer(1, ExecType.CANCELED, OrdStatus.CANCELED, 0, 0);
        children += requests.count;
        cancel(id);
    }

    private void quote(final int venueId, final long askTicks) {
        quote.wrapAndApplyHeader(buffer, 0, header)
                .bidPriceE8(0)
                .bidQtyE8(0)
                .askPriceE8(askTicks * EngineDriver.TICK_E8)
                .askQtyE8(10 * EngineDriver.E8)
                .instrumentId(EngineDriver.ACME)
                .venueId(venueId);
        apply(buffer, MessageHeaderEncoder.ENCODED_LENGTH + quote.encodedLength());
    }

    /** Sends an order to buy 50 lots at 102 ticks; returns its ClOrdID. */
    private long buy(
            final TimeInForce timeInForce,
            final RoutingStrategy strategy,
            final long venueMask,
            final BooleanType excludeOwnBook) {
        newOrder.wrapAndApplyHeader(buffer, 0, header)
                .sessionId(700)
                .clientSeq(++clientSeq)
                .accountId(70)
                .clOrdId(++clOrdId)
                .admission(Admission.ADMITTED)
                .side(Side.BUY)
                .ordType(OrdType.LIMIT)
                .timeInForce(timeInForce)
                .instrumentId(EngineDriver.ACME)
                .destination(SmartRouting.DESTINATION)
                .priceTicks(102)
                .quantityLots(50)
                .stopPriceTicks(0)
                .displayLots(0)
                .minLots(0)
                .offsetTicks(0)
                .expireNs(0)
                .pegType(PegType.NONE)
                .postOnly(PostOnly.NONE)
                .selfTradePrevention(SelfTradePrevention.NONE)
                .venueMask(venueMask)
                .cashOrderQtyMicros(0)
                .routingStrategy(strategy)
                .excludeOwnBook(excludeOwnBook)
                .possResend(BooleanType.F);
        requests.count = 0;
        apply(buffer, MessageHeaderEncoder.ENCODED_LENGTH + newOrder.encodedLength());
        return clOrdId;
    }

    private void cancel(final long origClOrdId) {
        cancel.wrapAndApplyHeader(buffer, 0, header)
                .sessionId(700)
                .clientSeq(++clientSeq)
                .accountId(70)
                .clOrdId(++clOrdId)
                .admission(Admission.ADMITTED)
                .origClOrdId(origClOrdId);
        apply(buffer, MessageHeaderEncoder.ENCODED_LENGTH + cancel.encodedLength());
    }

    private void answer(
            final int at, final ExecType execType, final OrdStatus status, final long lastQtyE8, final long cumQtyE8) {
        report.wrapAndApplyHeader(buffer, 0, header)
                .venueClOrdId(requests.ids[at])
                .origVenueClOrdId(0)
                .msgSeqNum(++msgSeqNum)
                .transactTimeNs(0)
                .lastPriceE8(100 * EngineDriver.TICK_E8)
                .lastQtyE8(lastQtyE8)
                .cumQtyE8(cumQtyE8)
                .leavesQtyE8(0)
                .orderQtyE8(0)
                .priceE8(0)
                .venueId(requests.venues[at])
                .reasonCode(0)
                .execType(execType)
                .ordStatus(status)
                .possDup(BooleanType.F)
                .unknownOrder(BooleanType.F)
                .avgPriceE8(0)
                .accountId(0)
                .massStatusId(0)
                .lastReport(BooleanType.F)
                .source(ReportSource.VENUE)
                .side(Side.BUY);
        final int body = MessageHeaderEncoder.ENCODED_LENGTH;
        buffer.setMemory(
                body + VenueExecutionReportEncoder.execIdEncodingOffset(),
                VenueExecutionReportEncoder.execIdLength() + VenueExecutionReportEncoder.execRefIdLength(),
                (byte) 0);
        buffer.putLong(body + VenueExecutionReportEncoder.execIdEncodingOffset(), msgSeqNum | 1L << 40);
        buffer.setMemory(
                body + VenueExecutionReportEncoder.symbolEncodingOffset(),
                VenueExecutionReportEncoder.BLOCK_LENGTH - VenueExecutionReportEncoder.symbolEncodingOffset(),
                (byte) 0);
        apply(buffer, MessageHeaderEncoder.ENCODED_LENGTH + report.encodedLength());
    }
}
