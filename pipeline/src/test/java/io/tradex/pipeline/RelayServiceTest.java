package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.state.GapFillEndDecoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.state.SnapshotBeginDecoder;
import io.tradex.protocol.state.SnapshotEndDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayServiceTest {
    private static final int SLICE = 4;
    private static final long STALL_TIMEOUT_NS = 1_000;

    private final PipelineCounters counters = new PipelineCounters();
    private final ReadModel model = new ReadModel(256, 64, counters);
    private final RelayRequests requests = new RelayRequests(counters);
    private final Relay relay = new Relay();
    private final RelayService service = new RelayService(model, requests, relay, counters, 2, SLICE, STALL_TIMEOUT_NS);
    private long outSeq;
    private long nowNs = 1;

    @Test
    void shouldSendASnapshotInSlices() {
        for (int i = 1; i <= 10; i++) {
            apply(i, 1, OrdStatus.NEW);
        }
        request(Frames.snapshotRequest(1, 77));

        service.doWork(nowNs);
        assertEquals(List.of("begin 77 1:10", "row 1", "row 2", "row 3"), relay.log);
        run(5);

        assertEquals(12, relay.log.size());
        assertEquals("end 77 10 rows 10", relay.log.get(11));
        assertEquals(1, counters.relayRequestsServed.get());
        run(5);
        assertEquals(12, relay.log.size(), "went on after the end");
    }

    @Test
    void shouldAnswerAnEmptySnapshot() {
        request(Frames.snapshotRequest(1, 5));
        run(3);
        assertEquals(List.of("begin 5 0:0", "end 5 0 rows 0"), relay.log);
    }

    @Test
    void shouldGoOnWhereBackPressureStoppedIt() {
        for (int i = 1; i <= 10; i++) {
            apply(i, 1, OrdStatus.NEW);
        }
        request(Frames.snapshotRequest(1, 1));
        relay.room = 0;
        for (int i = 0; i < 40; i++) {
            relay.room = i % 3 == 0 ? 1 : 0;
            nowNs += STALL_TIMEOUT_NS / 10;
            service.doWork(nowNs);
        }

        assertEquals(12, relay.log.size());
        assertEquals(10, new HashSet<>(relay.rows()).size(), "a row twice, or one left out");
    }

    /** The rule of the order-state schema, followed by a relay while orders come, change and finish. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldLeaveARelayWithTheTruthWhileRowsChange(final long seed) {
        final Random random = new Random(seed);
        final Map<Long, Long> versions = new TreeMap<>();
        final List<UnsafeBuffer> stream = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            change(random, versions, stream);
        }
        request(Frames.snapshotRequest(1, 1));
        int cycles = 0;
        while (!relay.ended) {
            assertTrue(++cycles < 10_000, "no end; seed " + seed);
            for (int i = random.nextInt(4); i > 0; i--) {
                change(random, versions, stream);
            }
            relay.room = random.nextInt(3);
            service.doWork(++nowNs);
        }
        for (final UnsafeBuffer delta : stream) {
            final long deltaSeq = decode(delta, 0).outSeq();
            if (deltaSeq > relay.asOfOutSeq) {
                relay.applyRow(delta, 0);
            }
        }

        assertEquals(outSeq, relay.throughOutSeq, "consistent only once it has this delta");
        assertEquals(versions, relay.versions, "seed " + seed);
    }

    @Test
    void shouldBeginAnewWhenAnEpochStartsInTheMiddle() {
        for (int i = 1; i <= 10; i++) {
            apply(i, 1, OrdStatus.NEW);
        }
        request(Frames.snapshotRequest(1, 9));
        service.doWork(nowNs);
        outSeq = 0;
        final UnsafeBuffer delta = Frames.orderDelta(2, ++outSeq, 1, 2, OrdStatus.NEW);
        model.apply(delta, 0, delta.capacity());
        relay.log.clear();

        run(5);

        assertEquals("begin 9 2:1", relay.log.get(0));
        assertEquals("end 9 10 rows 1", relay.log.get(11));
    }

    @Test
    void shouldFillAGap() {
        for (int i = 1; i <= 20; i++) {
            apply(1, i, OrdStatus.NEW);
        }
        request(Frames.gapFillRequest(1, 3, 1, 5, 11));

        run(5);

        assertEquals(
                List.of("row 5", "row 6", "row 7", "row 8", "row 9", "row 10", "row 11", "gap end 3 T"), relay.log);
    }

    @Test
    void shouldFillAGapOfTheNewestDelta() {
        apply(1, 1, OrdStatus.NEW);
        request(Frames.gapFillRequest(1, 3, 1, 1, 1));
        run(2);
        assertEquals(List.of("row 1", "gap end 3 T"), relay.log);
    }

    @Test
    void shouldSayThatAGapIsTooOld() {
        for (int i = 1; i <= 100; i++) {
            apply(1, i, OrdStatus.NEW);
        }
        assertEquals(37, model.oldestDelta());

        request(Frames.gapFillRequest(1, 3, 1, 36, 40));
        run(3);

        assertEquals(List.of("gap end 3 F"), relay.log);
    }

    @Test
    void shouldSayThatAGapGrewTooOldWhileItWasFilled() {
        for (int i = 1; i <= 64; i++) {
            apply(1, i, OrdStatus.NEW);
        }
        request(Frames.gapFillRequest(1, 3, 1, 1, 64));
        service.doWork(nowNs);
        for (int i = 1; i <= 10; i++) {
            apply(1, 64 + i, OrdStatus.NEW);
        }

        run(3);

        assertEquals(List.of("row 1", "row 2", "row 3", "row 4", "gap end 3 F"), relay.log);
    }

    @Test
    void shouldRefuseGapsThatMakeNoSense() {
        for (int i = 1; i <= 10; i++) {
            apply(1, i, OrdStatus.NEW);
        }
        final long[][] epochFromTo = {
            {2, 1, 2},
            {0, 1, 2},
            {1, 0, 2},
            {1, -5, 2},
            {1, 3, 2},
            {1, 9, 11},
            {1, 1, Long.MAX_VALUE},
            {1, Long.MIN_VALUE, Long.MAX_VALUE},
            {1, Long.MAX_VALUE, Long.MAX_VALUE}
        };
        for (final long[] gap : epochFromTo) {
            relay.log.clear();
            request(Frames.gapFillRequest(1, 3, gap[0], gap[1], gap[2]));
            run(3);
            assertEquals(List.of("gap end 3 F"), relay.log, java.util.Arrays.toString(gap));
        }
    }

    @Test
    void shouldForgetARelayThatIsGone() {
        apply(1, 1, OrdStatus.NEW);
        request(Frames.snapshotRequest(1, 1));
        relay.closed.add(1L);

        run(5);

        assertEquals(List.of(), relay.log);
        assertEquals(1, counters.relayRequestsDropped.get());
    }

    @Test
    void shouldServeOthersWhileOneRelayReadsNothingAndForgetItInTheEnd() {
        for (int i = 1; i <= 10; i++) {
            apply(i, 1, OrdStatus.NEW);
        }
        relay.stalled.add(1L);
        request(Frames.snapshotRequest(1, 1));
        request(Frames.snapshotRequest(2, 2));
        request(Frames.snapshotRequest(3, 3));
        run(20);
        assertTrue(relay.log.contains("end 2 10 rows 10"), relay.log.toString());
        assertTrue(relay.log.contains("end 3 10 rows 10"), relay.log.toString());
        assertEquals(0, counters.relayRequestsDropped.get());

        nowNs += STALL_TIMEOUT_NS;
        run(2);
        assertEquals(1, counters.relayRequestsDropped.get());
        relay.stalled.clear();
        run(5);
        assertFalse(relay.log.contains("begin 1 1:10"), "forgotten, and yet served");
    }

    @Test
    void shouldLetANewerRequestOfASessionTakeThePlaceOfTheOlder() {
        for (int i = 1; i <= 10; i++) {
            apply(i, 1, OrdStatus.NEW);
        }
        request(Frames.snapshotRequest(1, 1));
        service.doWork(nowNs);
        relay.log.clear();
        request(Frames.snapshotRequest(1, 2));

        run(5);

        assertEquals("begin 2 1:10", relay.log.get(0));
        assertEquals(12, relay.log.size());
    }

    @Test
    void shouldDropWhatIsNoRequest() {
        final UnsafeBuffer truncated = new UnsafeBuffer(Frames.snapshotRequest(1, 1), 0, Frames.HEADER + 8);
        assertTrue(requests.offer(truncated, 0, truncated.capacity()));
        request(Frames.venueUp(1));
        final UnsafeBuffer hostileHeader = Frames.snapshotRequest(1, 1);
        hostileHeader.putShort(0, (short) -1);
        request(hostileHeader);

        run(5);

        assertEquals(2, counters.relayRequestsDropped.get());
        assertEquals(List.of("begin 1 0:0", "end 1 0 rows 0"), relay.log, "the block length of the wire was trusted");
    }

    @Test
    void shouldRefuseRequestsAtTheDoorOnceTooManyWait() {
        int taken = 0;
        while (requests.offer(Frames.snapshotRequest(taken, 1), 0, Frames.HEADER + 24)) {
            taken++;
        }
        assertTrue(taken >= 100, "room for " + taken);
        assertEquals(1, counters.relayRequestsRefused.get());
        final UnsafeBuffer oversized = new UnsafeBuffer(new byte[1024]);
        assertFalse(requests.offer(oversized, 0, oversized.capacity()));
        assertFalse(requests.offer(oversized, 0, 0));

        run(5 * taken);

        assertEquals(taken, counters.relayRequestsServed.get());
    }

    private void change(final Random random, final Map<Long, Long> versions, final List<UnsafeBuffer> stream) {
        final long orderId = 1L + random.nextInt(200);
        final long version = versions.merge(orderId, 1L, Long::sum);
        final OrdStatus status = random.nextInt(4) == 0 ? OrdStatus.CANCELED : OrdStatus.NEW;
        stream.add(apply(orderId, version, status));
    }

    private UnsafeBuffer apply(final long orderId, final long version, final OrdStatus status) {
        final UnsafeBuffer delta = Frames.orderDelta(1, ++outSeq, orderId, version, status);
        model.apply(delta, 0, delta.capacity());
        return delta;
    }

    private void request(final UnsafeBuffer frame) {
        assertTrue(requests.offer(frame, 0, frame.capacity()));
    }

    private void run(final int cycles) {
        for (int i = 0; i < cycles; i++) {
            service.doWork(nowNs);
        }
    }

    private static OrderDeltaDecoder decode(final DirectBuffer buffer, final int offset) {
        return new OrderDeltaDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
    }

    /** A relay: with some room, perhaps gone, that keeps the newest version of every order. */
    private static final class Relay implements RelayPort {
        private final List<String> log = new ArrayList<>();
        private final Set<Long> closed = new HashSet<>();
        private final Set<Long> stalled = new HashSet<>();
        private final Map<Long, Long> versions = new TreeMap<>();
        private final Map<Long, Long> outSeqs = new TreeMap<>();
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private int room = Integer.MAX_VALUE;
        private long asOfOutSeq;
        private long throughOutSeq;
        private boolean ended;

        @Override
        public boolean offerToRelay(
                final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
            if (room == 0 || stalled.contains(sessionId)) {
                return false;
            }
            room--;
            switch (Frames.templateId(buffer, offset)) {
                case SnapshotBeginDecoder.TEMPLATE_ID -> {
                    final SnapshotBeginDecoder begin =
                            new SnapshotBeginDecoder().wrapAndApplyHeader(buffer, offset, header);
                    asOfOutSeq = begin.asOfOutSeq();
                    log.add("begin " + begin.correlationId() + " " + begin.epoch() + ":" + asOfOutSeq);
                }
                case SnapshotEndDecoder.TEMPLATE_ID -> {
                    final SnapshotEndDecoder end = new SnapshotEndDecoder().wrapAndApplyHeader(buffer, offset, header);
                    throughOutSeq = end.throughOutSeq();
                    ended = true;
                    log.add("end " + end.correlationId() + " " + end.rows() + " rows " + throughOutSeq);
                }
                case GapFillEndDecoder.TEMPLATE_ID -> {
                    final GapFillEndDecoder end = new GapFillEndDecoder().wrapAndApplyHeader(buffer, offset, header);
                    log.add("gap end " + end.correlationId() + " " + (end.complete() == BooleanType.T ? "T" : "F"));
                }
                case OrderDeltaDecoder.TEMPLATE_ID -> {
                    log.add("row " + decode(buffer, offset).outSeq());
                    applyRow(buffer, offset);
                }
                default -> throw new AssertionError(Frames.templateId(buffer, offset));
            }
            return true;
        }

        private void applyRow(final DirectBuffer buffer, final int offset) {
            final OrderDeltaDecoder row = decode(buffer, offset);
            if (row.outSeq() > outSeqs.getOrDefault(row.orderId(), 0L)) {
                outSeqs.put(row.orderId(), row.outSeq());
                versions.put(row.orderId(), row.orderVersion());
            }
        }

        private List<String> rows() {
            return log.stream().filter(line -> line.startsWith("row")).toList();
        }

        @Override
        public boolean isOpen(final long sessionId) {
            return !closed.contains(sessionId);
        }
    }
}
