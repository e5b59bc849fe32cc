package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.MarketDataReports;
import io.tradex.protocol.market.Aggressor;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.state.OrderDeltaEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.venue.AlarmKind;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The stages themselves, between ports that allocate nothing either. */
class AllocationTest {
    private static final int WARM_UP_CYCLES = 20_000;
    private static final int CYCLES = 20_000;
    private static final int ROUNDS = 5;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PipelineCounters counters = new PipelineCounters();
    private long nowNs = 1_000_000_000L;
    private final EpochNanoClock clock = () -> nowNs;
    private final QuietOutside outside = new QuietOutside();
    private final QuietJournal journal = new QuietJournal();
    private final RecordedFailStop failStop = new RecordedFailStop();
    private final Gate gate = new Gate(journal);
    private final HaltSwitch haltSwitch = new HaltSwitch(gate, failStop, counters);
    private final InputBuffer inputs = new InputBuffer(1 << 16, counters);
    private final OutputRing outputs = new OutputRing(OutputRing.MIN_CAPACITY_BYTES);
    private final InputRing ring = new InputRing(64);
    private final QuietEngine engine = new QuietEngine();
    private final ReadModel readModel = new ReadModel(1_000, 256, counters);
    private final RelayRequests relayRequests = new RelayRequests(counters);
    private final MarketDataRequests marketDataRequests = new MarketDataRequests(counters);
    private final MarketDataStage marketData =
            new MarketDataStage(MarketDataConfiguration.DEFAULT, 1_000, marketDataRequests, outside, counters);
    private final UnsafeBuffer order = Frames.newOrder(1, 5, Admission.ADMITTED);
    private final UnsafeBuffer venueUp = Frames.venueUp(5);
    private final UnsafeBuffer snapshotRequest = Frames.snapshotRequest(1, 1);
    private final Sequencer sequencer = new Sequencer(
            ring,
            inputs,
            (sink, limit) -> sink.offer(order, 0, order.capacity()) ? 1 : 0,
            new AdmissionPolicy(List.of(PressureSource.level("output-ring", outputs::sizeBytes, 100_000, 50_000))),
            clock,
            haltSwitch,
            counters,
            4,
            4,
            0,
            0);
    private final JournallerAgent journaller =
            new JournallerAgent(ring.journallerPoller(), journal, clock, haltSwitch, 64);
    private final EngineAgent engineAgent =
            new EngineAgent(ring.enginePoller(), engine, outputs, haltSwitch, counters, 64);
    private final EgressAgent egress = new EgressAgent(
            outputs,
            gate,
            new EgressPorts(outside, outside, outside, outside, outside, outside),
            readModel,
            new RelayService(readModel, relayRequests, outside, counters, 4, 16, 1_000_000_000L),
            marketData,
            inputs,
            clock,
            haltSwitch,
            counters,
            64,
            100_000_000);

    @Test
    void shouldAllocateNothingFromDoorToOutlet() {
        engine.goLive(outputs, readModel, marketData);
        cycles(WARM_UP_CYCLES);
        // The compiler may still turn up once or twice and leave some bytes; what a duty cycle allocates is there every
        // time.
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && allocated > 0; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            cycles(CYCLES);
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertEquals(List.of(), failStop.calls);
        assertTrue(counters.deltas.get() >= CYCLES, "nothing came through");
        assertTrue(counters.venueRequests.get() >= CYCLES, "nothing was routed");
        assertTrue(counters.relayRequestsServed.get() > 10, "no snapshot was sent");
        assertTrue(outside.marketDataMessages >= 5L * CYCLES, "no market data came through");
        assertTrue(counters.snapshotsSent.get() > 30, "no snapshot of a book was sent");
        assertTrue(outside.snapshotMessages > 100, "no rows were in the snapshots");
        assertEquals(0, allocated, "bytes allocated in " + CYCLES + " duty cycles");
    }

    @Test
    void shouldNoticeAnAllocation() {
        engine.goLive(outputs, readModel, marketData);
        cycles(WARM_UP_CYCLES);
        final long before = threads.getCurrentThreadAllocatedBytes();

        outside.allocating = true;
        cycles(CYCLES);

        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated >= CYCLES * 16L, "one small object a reply measured as " + allocated + " bytes");
    }

    private void cycles(final int count) {
        for (int i = 0; i < count; i++) {
            nowNs += 1_000_000;
            if ((i & 7) == 0) {
                inputs.offer(venueUp, 0, venueUp.capacity());
            }
            if (i % 500 == 0) {
                relayRequests.offer(snapshotRequest, 0, snapshotRequest.capacity());
                marketDataRequests.offer(1, BookDepth.ORDERS);
                marketDataRequests.offer(1, BookDepth.LEVELS);
                marketDataRequests.offer(1, BookDepth.TOP);
            }
            sequencer.doWork();
            journaller.doWork();
            engineAgent.doWork();
            egress.doWork();
        }
    }

    private static final class QuietEngine implements EngineHost {
        private final UnsafeBuffer report = Frames.executionReport(1, 1, 1);
        private final UnsafeBuffer delta = Frames.orderDelta(1, 1, 1, 1, OrdStatus.NEW);
        private final UnsafeBuffer request = Frames.venueNewOrder(1, 5);
        private final OrderDeltaEncoder deltaEncoder = new OrderDeltaEncoder();
        private final MarketDataReports marketData = new MarketDataReports(new EngineOutput() {
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
                output.onOutput(inputSeq, templateId, buffer, offset, length);
            }
        });
        private EngineOutput output;
        private long sequence;
        private long outSeq;
        private long bookSeq;

        /** One order comes, another trades in part and then goes, always in a book of a few hundred orders. */
        private void emitBookEvents() {
            final long orderId = sequence;
            final long oldest = sequence - 300;
            final Side side = orderId % 2 == 0 ? Side.BUY : Side.SELL;
            marketData.orderAdded(1, ++bookSeq, orderId, side, priceOf(orderId), 10);
            if (oldest > 0) {
                marketData.orderExecuted(1, ++bookSeq, oldest, sequence, priceOf(oldest), 3, 7);
                marketData.trade(1, ++bookSeq, sequence, priceOf(oldest), 3, Aggressor.BUYER);
                marketData.orderDeleted(1, ++bookSeq, oldest);
            }
        }

        private static long priceOf(final long orderId) {
            return orderId % 2 == 0 ? 1_000 - orderId % 50 : 1_001 + orderId % 50;
        }

        @Override
        public boolean onCommand(
                final long sequence,
                final long timestampNs,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            this.sequence = sequence;
            outSeq++;
            deltaEncoder
                    .wrap(delta, MessageHeaderDecoder.ENCODED_LENGTH)
                    .outSeq(outSeq)
                    .orderId(outSeq)
                    .ordStatus(OrdStatus.FILLED);
            marketData.onInput(1, sequence, sequence);
            emitBookEvents();
            output.onOutput(sequence, 20, report, 0, report.capacity());
            output.onOutput(sequence, 40, delta, 0, delta.capacity());
            output.onOutput(sequence, 100, request, 0, request.capacity());
            return true;
        }

        @Override
        public boolean resume() {
            return true;
        }

        @Override
        public long sequence() {
            return sequence;
        }

        @Override
        public long timestampNs() {
            return 0;
        }

        @Override
        public void goLive(final EngineOutput output, final ReadModel readModel, final MarketDataStage marketData) {
            this.output = output;
            readModel.seeded(0, 1);
        }
    }

    private static final class QuietJournal implements JournalPort {
        private long sequence;

        @Override
        public void append(
                final long sequence,
                final long timestampNs,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            this.sequence = sequence;
        }

        @Override
        public void endOfBatch() {}

        @Override
        public int onDutyCycle(final long nowNs) {
            return 0;
        }

        @Override
        public long durableSequence() {
            return sequence;
        }
    }

    private static final class QuietOutside
            implements ReplyPort, DeltaPort, VenuePort, HostEvents, RelayPort, MarketDataPort {
        private long marketDataMessages;
        private long snapshotMessages;
        private Object kept = "";
        private boolean allocating;

        @Override
        public void onReply(
                final long sessionId,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            if (allocating) {
                kept = new Object[] {kept.getClass()};
            }
        }

        @Override
        public void onDelta(final DirectBuffer buffer, final int offset, final int length) {}

        @Override
        public boolean onVenueRequest(
                final int venueId,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            return true;
        }

        @Override
        public void onInputRefused(
                final long inputSeq, final int refTemplateId, final RejectReason reason, final long value) {}

        @Override
        public void onAlarm(final long inputSeq, final AlarmKind kind, final long orderId, final long value) {}

        @Override
        public boolean offerToRelay(
                final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
            return true;
        }

        @Override
        public void onMarketData(
                final BookDepth stream, final DirectBuffer buffer, final int offset, final int length) {
            marketDataMessages++;
        }

        @Override
        public boolean isHeard(final BookDepth stream) {
            return true;
        }

        @Override
        public boolean offerSnapshot(final DirectBuffer buffer, final int offset, final int length) {
            snapshotMessages++;
            return true;
        }

        @Override
        public boolean isOpen(final long sessionId) {
            return true;
        }
    }
}
