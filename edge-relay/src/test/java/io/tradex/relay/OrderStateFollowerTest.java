package io.tradex.relay;

import static io.tradex.relay.OrderRow.order;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.SelfTradePrevention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OrderStateFollowerTest {
    private static final long EPOCH = 3;

    private final RecordingSession session = new RecordingSession();
    private final RecordingListener listener = new RecordingListener();
    private final OrderStateFollower follower = newFollower(1024, 512);
    private final OrderStateAdapter stream = new OrderStateAdapter(follower, true);
    private final OrderStateAdapter answers = new OrderStateAdapter(follower, false);
    private long nowNs = MILLISECONDS.toNanos(1);

    @Test
    void shouldStartFromASnapshotAndGoOnWithTheNextDelta() {
        follower.doWork(nowNs);
        assertEquals(1, session.snapshotRequests.size());
        assertFalse(follower.isLive(nowNs));

        answer(Frames.snapshotBegin(session.lastSnapshot(), EPOCH, 10));
        answer(order(1).at(EPOCH, 4).frame());
        answer(order(2).at(EPOCH, 10).frame());
        answer(Frames.snapshotEnd(session.lastSnapshot(), 2, 10));
        heartbeat(10);
        assertTrue(follower.isLive(nowNs));
        assertEquals(1, listener.replaced);

        deliver(order(2).at(EPOCH, 11).filled(100, 18_740).frame());
        assertEquals(11, follower.outSeq());
        assertEquals(OrdStatus.FILLED, statusOf(2));
        assertEquals(OrdStatus.NEW, statusOf(1));
        assertEquals(1, listener.changed);
    }

    @Test
    void shouldNotBeLiveBeforeTheNewestRowOfTheSnapshotIsReached() {
        follower.doWork(nowNs);
        answer(Frames.snapshotBegin(session.lastSnapshot(), EPOCH, 10));
        answer(order(1).at(EPOCH, 12).filled(10, 18_742).frame());
        answer(Frames.snapshotEnd(session.lastSnapshot(), 1, 12));
        heartbeat(12);
        assertFalse(follower.isLive(nowNs));

        deliver(order(1).at(EPOCH, 11).frame());
        assertFalse(follower.isLive(nowNs));
        assertEquals(OrdStatus.PARTIALLY_FILLED, statusOf(1), "an older delta must not undo a newer row");

        deliver(order(1).at(EPOCH, 12).filled(10, 18_742).frame());
        assertTrue(follower.isLive(nowNs));
        assertEquals(12, follower.outSeq());
    }

    @Test
    void shouldApplyDeltasThatCameBeforeAndDuringTheSnapshot() {
        deliver(order(3).at(EPOCH, 11).frame());
        follower.doWork(nowNs);
        answer(Frames.snapshotBegin(session.lastSnapshot(), EPOCH, 10));
        answer(order(1).at(EPOCH, 10).frame());
        deliver(order(4).at(EPOCH, 12).frame());
        answer(Frames.snapshotEnd(session.lastSnapshot(), 1, 10));
        heartbeat(12);

        assertTrue(follower.isLive(nowNs));
        assertEquals(12, follower.outSeq());
        assertEquals(3, follower.rows().size());
        assertEquals(0, session.gapFills.size());
    }

    @Test
    void shouldKeepRowsOfAnEarlierEpochThatTheSnapshotBrings() {
        follower.doWork(nowNs);
        answer(Frames.snapshotBegin(session.lastSnapshot(), EPOCH, 2));
        answer(order(1).at(EPOCH - 1, 900).frame());
        answer(order(2).at(EPOCH, 2).frame());
        answer(Frames.snapshotEnd(session.lastSnapshot(), 2, 2));
        heartbeat(2);
        assertTrue(follower.isLive(nowNs));
        assertEquals(2, follower.rows().size());

        deliver(order(1).at(EPOCH, 3).filled(100, 18_742).frame());
        assertEquals(OrdStatus.FILLED, statusOf(1), "a lower outSeq of a higher epoch is newer");
    }

    @Test
    void shouldFillTheGapOfALostDelta() {
        goLive(10);
        deliver(order(2).at(EPOCH, 12).frame());
        deliver(order(3).at(EPOCH, 13).frame());
        assertEquals(10, follower.outSeq(), "what comes after a gap waits");

        follower.doWork(nowNs);
        assertEquals(new GapFill(session.lastGapFill().correlationId(), EPOCH, 11, 11), session.lastGapFill());
        answer(order(1).at(EPOCH, 11).frame());
        answer(Frames.gapFillEnd(session.lastGapFill().correlationId(), true));

        assertEquals(13, follower.outSeq());
        assertEquals(1, follower.gapFills());
        assertEquals(1, follower.gaps());
        assertTrue(follower.isLive(nowNs));
    }

    @Test
    void shouldFillTheGapOfALostLastDeltaOnceTheGraceIsOver() {
        goLive(10);
        heartbeat(11);
        follower.doWork(nowNs);
        assertEquals(0, session.gapFills.size(), "the delta may still be on its way");

        nowNs += ms(50);
        follower.doWork(nowNs);
        assertEquals(11, session.lastGapFill().fromOutSeq());
        assertEquals(11, session.lastGapFill().toOutSeq());
        answer(order(1).at(EPOCH, 11).frame());
        answer(Frames.gapFillEnd(session.lastGapFill().correlationId(), true));
        assertEquals(11, follower.outSeq());
        assertTrue(follower.isLive(nowNs));
    }

    @Test
    void shouldAskForNothingWhenTheLastDeltaIsOnlyLate() {
        goLive(10);
        heartbeat(11);
        nowNs += ms(20);
        deliver(order(1).at(EPOCH, 11).frame());
        nowNs += ms(100);
        heartbeat(11);
        follower.doWork(nowNs);
        assertEquals(0, session.gapFills.size());
        assertEquals(0, follower.gaps());
    }

    @Test
    void shouldIgnoreDuplicates() {
        goLive(10);
        deliver(order(1).at(EPOCH, 11).filled(10, 18_742).frame());
        deliver(order(1).at(EPOCH, 11).filled(10, 18_742).frame());
        deliver(order(1).at(EPOCH, 5).frame());

        assertEquals(11, follower.outSeq());
        assertEquals(2, follower.duplicates());
        assertEquals(OrdStatus.PARTIALLY_FILLED, statusOf(1));
        assertEquals(1, listener.changed);
    }

    @Test
    void shouldPutDeltasThatComeOutOfOrderIntoOrder() {
        goLive(10);
        deliver(order(1).at(EPOCH, 13).filled(20, 18_742).frame());
        deliver(order(1).at(EPOCH, 12).filled(10, 18_742).frame());
        deliver(order(1).at(EPOCH, 11).frame());
        follower.doWork(nowNs);

        assertEquals(13, follower.outSeq());
        assertEquals(0, session.gapFills.size(), "nothing is missing any more");
        assertEquals(0, follower.gaps());
    }

    @Test
    void shouldTakeASnapshotWhenTheEpochChanges() {
        goLive(10);
        deliver(order(9).at(EPOCH + 1, 1).frame());
        assertFalse(follower.isLive(nowNs));
        nowNs += ms(10_000);
        follower.doWork(nowNs);
        assertEquals(2, session.snapshotRequests.size());

        answer(Frames.snapshotBegin(session.lastSnapshot(), EPOCH + 1, 0));
        answer(Frames.snapshotEnd(session.lastSnapshot(), 0, 0));
        stream(Frames.heartbeat(EPOCH + 1, 1, 1));
        assertTrue(follower.isLive(nowNs));
        assertEquals(1, follower.rows().size(), "rows of the old epoch that the snapshot lacks are gone");
        assertEquals(EPOCH + 1, follower.epoch());
        assertEquals(1, follower.outSeq());
    }

    @Test
    void shouldIgnoreWhatComesFromAnEpochThatIsOver() {
        goLive(10);
        deliver(order(1).at(EPOCH - 1, 11).filled(10, 18_742).frame());
        stream(Frames.heartbeat(EPOCH - 1, 99, 1));
        follower.doWork(nowNs + ms(100));

        assertEquals(10, follower.outSeq());
        assertEquals(2, follower.staleEpochs());
        assertEquals(0, session.gapFills.size());
    }

    @Test
    void shouldNotLoadASnapshotOfAnEpochThatIsOver() {
        follower.doWork(nowNs);
        stream(Frames.heartbeat(EPOCH + 1, 0, 1));
        answer(Frames.snapshotBegin(session.lastSnapshot(), EPOCH, 10));
        answer(order(1).at(EPOCH, 10).frame());
        answer(Frames.snapshotEnd(session.lastSnapshot(), 1, 10));

        assertEquals(0, listener.replaced);
        assertEquals(0, follower.snapshots());
    }

    @Test
    void shouldTakeASnapshotWhenTheGapFillIsIncomplete() {
        goLive(10);
        deliver(order(2).at(EPOCH, 12).frame());
        follower.doWork(nowNs);
        answer(Frames.gapFillEnd(session.lastGapFill().correlationId(), false));
        nowNs += ms(10_000);
        follower.doWork(nowNs);
        assertEquals(2, session.snapshotRequests.size());
    }

    @Test
    void shouldNotTrustAGapFillThatSaysCompleteAndIsNot() {
        goLive(10);
        deliver(order(2).at(EPOCH, 14).frame());
        follower.doWork(nowNs);
        answer(order(2).at(EPOCH, 11).frame());
        answer(Frames.gapFillEnd(session.lastGapFill().correlationId(), true));
        nowNs += ms(10_000);
        follower.doWork(nowNs);
        assertEquals(2, session.snapshotRequests.size());
    }

    @Test
    void shouldTakeASnapshotWhenTheGapFillTimesOut() {
        goLive(10);
        deliver(order(2).at(EPOCH, 12).frame());
        follower.doWork(nowNs);
        nowNs += ms(2_001);
        follower.doWork(nowNs);
        assertEquals(1, follower.timeouts());
        nowNs += ms(10_000);
        follower.doWork(nowNs);
        assertEquals(2, session.snapshotRequests.size());
    }

    @Test
    void shouldAskForALongGapInSlices() {
        goLive(10);
        deliver(order(2).at(EPOCH, 1011).frame());
        follower.doWork(nowNs);
        assertEquals(11, session.lastGapFill().fromOutSeq());
        assertEquals(522, session.lastGapFill().toOutSeq());
        for (long outSeq = 11; outSeq <= 522; outSeq++) {
            answer(order(outSeq).at(EPOCH, outSeq).frame());
        }
        answer(Frames.gapFillEnd(session.lastGapFill().correlationId(), true));
        follower.doWork(nowNs);
        assertEquals(523, session.lastGapFill().fromOutSeq());
        assertEquals(1010, session.lastGapFill().toOutSeq());
    }

    @Test
    void shouldTakeASnapshotWhenMoreIsMissingThanCanWait() {
        goLive(10);
        deliver(order(2).at(EPOCH, 12).frame());
        deliver(order(2).at(EPOCH, 12 + 1024).frame());
        assertEquals(1, follower.overflows());
        nowNs += ms(10_000);
        follower.doWork(nowNs);
        assertEquals(2, session.snapshotRequests.size());
        assertEquals(0, session.gapFills.size());
    }

    @Test
    void shouldRetryATimedOutSnapshotEverMoreSlowly() {
        long lastRequestNs = nowNs;
        long longestPauseNs = 0;
        final long endNs = nowNs + ms(60_000);
        while (nowNs < endNs) {
            final int before = session.snapshotRequests.size();
            follower.doWork(nowNs);
            if (session.snapshotRequests.size() > before && before > 0) {
                longestPauseNs = Math.max(longestPauseNs, nowNs - lastRequestNs);
                lastRequestNs = nowNs;
            }
            nowNs += ms(1);
        }
        assertTrue(session.snapshotRequests.size() <= 30, "requests: " + session.snapshotRequests.size());
        assertTrue(longestPauseNs >= ms(2_500), "longest pause " + longestPauseNs);
    }

    @Test
    void shouldNotStormWhenEveryGapFillIsRefused() {
        final long endNs = nowNs + ms(10_000);
        long outSeq = 10;
        while (nowNs < endNs) {
            final int snapshots = session.snapshotRequests.size();
            final int gapFills = session.gapFills.size();
            follower.doWork(nowNs);
            if (session.snapshotRequests.size() > snapshots) {
                answer(Frames.snapshotBegin(session.lastSnapshot(), EPOCH, outSeq));
                answer(Frames.snapshotEnd(session.lastSnapshot(), 0, outSeq));
            }
            if (session.gapFills.size() > gapFills) {
                answer(Frames.gapFillEnd(session.lastGapFill().correlationId(), false));
            }
            outSeq += 2;
            deliver(order(1).at(EPOCH, outSeq).frame());
            nowNs += ms(1);
        }
        assertTrue(session.snapshotRequests.size() < 20, "requests: " + session.snapshotRequests.size());
    }

    @Test
    void shouldKeepAskingWhileTheSessionIsDown() {
        session.up = false;
        follower.doWork(nowNs);
        nowNs += ms(500);
        session.up = true;
        follower.doWork(nowNs);
        assertEquals(1, session.snapshotRequests.size());
    }

    @Test
    void shouldDiscardASnapshotWithRowsMissing() {
        follower.doWork(nowNs);
        answer(Frames.snapshotBegin(session.lastSnapshot(), EPOCH, 10));
        answer(order(1).at(EPOCH, 4).frame());
        answer(Frames.snapshotEnd(session.lastSnapshot(), 2, 10));
        assertEquals(0, listener.replaced);
        assertFalse(follower.isLive(nowNs));
        nowNs += ms(10_000);
        follower.doWork(nowNs);
        assertEquals(2, session.snapshotRequests.size());
    }

    @Test
    void shouldShowTheOldRowsUntilTheNewOnesAreComplete() {
        goLive(10);
        stream(Frames.heartbeat(EPOCH + 1, 0, 1));
        nowNs += ms(10_000);
        follower.doWork(nowNs);
        answer(Frames.snapshotBegin(session.lastSnapshot(), EPOCH + 1, 5));
        assertEquals(1, follower.rows().size());
        assertEquals(EPOCH, follower.epoch());
        assertFalse(follower.isLive(nowNs));
    }

    @Test
    void shouldGoStaleWithoutHeartbeatAndComeBackWithIt() {
        goLive(10);
        nowNs += ms(501);
        assertFalse(follower.isLive(nowNs));
        heartbeat(10);
        assertTrue(follower.isLive(nowNs));
        assertEquals(1, session.snapshotRequests.size(), "nothing was missed, so nothing is asked for");
    }

    @Test
    void shouldTakeASnapshotWhenTheCoreHasLostWhatItOncePublished() {
        goLive(10);
        heartbeat(7);
        nowNs += ms(100);
        heartbeat(7);
        assertTrue(follower.isLive(nowNs), "one late heartbeat proves nothing");
        for (int i = 0; i < 6; i++) {
            nowNs += ms(100);
            heartbeat(7);
        }
        nowNs += ms(10_000);
        follower.doWork(nowNs);
        assertEquals(2, session.snapshotRequests.size());
        answer(Frames.snapshotBegin(session.lastSnapshot(), EPOCH, 7));
        answer(Frames.snapshotEnd(session.lastSnapshot(), 0, 7));
        heartbeat(7);
        assertTrue(follower.isLive(nowNs));
        assertEquals(7, follower.outSeq());
    }

    @Test
    void shouldIgnoreAnswersThatNobodyWaitsFor() {
        goLive(10);
        answer(Frames.gapFillEnd(4711, false));
        answer(Frames.snapshotBegin(4711, EPOCH, 3));
        answer(Frames.snapshotEnd(4711, 0, 3));
        assertEquals(3, follower.unaskedAnswers());
        assertTrue(follower.isLive(nowNs));
        assertEquals(1, follower.rows().size());
    }

    @Test
    void shouldCountMalformedFramesAndGoOn() {
        goLive(10);
        final byte[] good = order(1).at(EPOCH, 11).frame();
        stream(Arrays.copyOf(good, 5));
        stream(Arrays.copyOf(good, good.length - 1));
        stream(new byte[300]);
        final byte[] unknownTemplate = good.clone();
        unknownTemplate[2] = 99;
        stream(unknownTemplate);
        final byte[] shortBlock = good.clone();
        shortBlock[0] = 10;
        stream(shortBlock);
        stream(order(0).at(EPOCH, 11).frame());
        stream(order(1).at(EPOCH, -1).frame());
        assertEquals(7, stream.malformedFrames());
        assertEquals(10, follower.outSeq());

        stream(good);
        assertEquals(11, follower.outSeq());
    }

    @Test
    void shouldReadARowOfANewerWriterThatHasMoreFields() {
        goLive(10);
        final byte[] row = order(1).at(EPOCH, 11).frame();
        final byte[] longer = Arrays.copyOf(row, row.length + 16);
        new MessageHeaderEncoder()
                .wrap(new UnsafeBuffer(longer), 0)
                .blockLength(OrderDeltaDecoder.BLOCK_LENGTH + 16)
                .version(OrderDeltaDecoder.SCHEMA_VERSION + 1);
        stream(longer);
        assertEquals(11, follower.outSeq());
    }

    @Test
    void shouldReadARowOfAnOlderWriterAsOneThatAsksForNothingNew() {
        goLive(10);
        final OrderRow row = order(2).at(EPOCH, 11);
        row.stopPriceTicks = 77;
        row.pegType = PegType.MID;
        stream(order(1).at(EPOCH, 12).frame());
        stream(row.frameOfVersion1());

        assertEquals(12, follower.outSeq());
        final OrderDeltaDecoder read = new OrderDeltaDecoder();
        follower.rows().read(follower.rows().slotOf(2), read);
        assertEquals(OrdStatus.NEW, read.ordStatus());
        assertEquals(100, read.quantityLots());
        assertEquals(0, read.stopPriceTicks());
        assertEquals(0, read.workingPriceTicks());
        assertEquals(PegType.NONE, read.pegType());
        assertEquals(PostOnly.NONE, read.postOnly());
        assertEquals(SelfTradePrevention.NONE, read.selfTradePrevention());
        assertEquals(0, stream.malformedFrames());
    }

    @Test
    void shouldDropARowThatIsShorterThanItsVersionHasIt() {
        goLive(10);
        final byte[] frame = order(1).at(EPOCH, 11).frameOfVersion1();
        final byte[] tooNew = frame.clone();
        new MessageHeaderEncoder().wrap(new UnsafeBuffer(tooNew), 0).version(2);
        stream(tooNew);
        stream(Arrays.copyOf(frame, frame.length - 1));

        assertEquals(2, stream.malformedFrames());
        assertEquals(10, follower.outSeq());
    }

    private void goLive(final long outSeq) {
        follower.doWork(nowNs);
        answer(Frames.snapshotBegin(session.lastSnapshot(), EPOCH, outSeq));
        answer(order(1).at(EPOCH, outSeq).status(OrdStatus.NEW, ExecType.NEW).frame());
        answer(Frames.snapshotEnd(session.lastSnapshot(), 1, outSeq));
        heartbeat(outSeq);
        assertTrue(follower.isLive(nowNs));
    }

    private void heartbeat(final long highestOutSeq) {
        stream(Frames.heartbeat(EPOCH, highestOutSeq, 1_000));
    }

    private void deliver(final byte[] frame) {
        stream(frame);
    }

    private void stream(final byte[] frame) {
        stream.atTime(nowNs);
        stream.onFrame(new UnsafeBuffer(frame), 0, frame.length);
    }

    private void answer(final byte[] frame) {
        answers.atTime(nowNs);
        answers.onFrame(new UnsafeBuffer(frame), 0, frame.length);
    }

    private OrdStatus statusOf(final long orderId) {
        final OrderDeltaDecoder row = new OrderDeltaDecoder();
        follower.rows().read(follower.rows().slotOf(orderId), row);
        return row.ordStatus();
    }

    private OrderStateFollower newFollower(final int pendingCapacity, final int gapFillDeltasMax) {
        return new OrderStateFollower(
                new FollowerSettings(
                        4096, pendingCapacity, gapFillDeltasMax, ms(50), ms(2_000), ms(100), ms(5_000), ms(500)),
                session,
                listener,
                42);
    }

    private static long ms(final long millis) {
        return MILLISECONDS.toNanos(millis);
    }

    private record GapFill(long correlationId, long epoch, long fromOutSeq, long toOutSeq) {}

    private static final class RecordingSession implements CoreSession {
        private final List<Long> snapshotRequests = new ArrayList<>();
        private final List<GapFill> gapFills = new ArrayList<>();
        private boolean up = true;

        @Override
        public boolean requestSnapshot(final long correlationId) {
            return up && snapshotRequests.add(correlationId);
        }

        @Override
        public boolean requestGapFill(
                final long correlationId, final long epoch, final long fromOutSeq, final long toOutSeq) {
            return up && gapFills.add(new GapFill(correlationId, epoch, fromOutSeq, toOutSeq));
        }

        @Override
        public int poll(final FrameHandler handler, final int limit) {
            return 0;
        }

        @Override
        public void close() {}

        private long lastSnapshot() {
            return snapshotRequests.get(snapshotRequests.size() - 1);
        }

        private GapFill lastGapFill() {
            return gapFills.get(gapFills.size() - 1);
        }
    }

    private static final class RecordingListener implements OrderStateFollower.Listener {
        private int changed;
        private int replaced;

        @Override
        public void onRowChanged(final int slot) {
            changed++;
        }

        @Override
        public void onRowsReplaced() {
            replaced++;
        }
    }
}
