package io.tradex.relay;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is lost, repeated, delayed or reordered on the way, the rows end up as the core has them once the network
 * behaves. On failure: {@code mvn -pl edge-relay test -Dtest=LossyStreamTest -Drelay.seed=SEED}.
 */
class LossyStreamTest {
    private static final FollowerSettings SETTINGS = new FollowerSettings(
            65_536,
            256,
            64,
            MILLISECONDS.toNanos(50),
            MILLISECONDS.toNanos(400),
            MILLISECONDS.toNanos(20),
            SECONDS.toNanos(1),
            MILLISECONDS.toNanos(500));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void shouldEndUpWithTheRowsOfTheCore(final long seed) {
        follow(seed);
    }

    @Test
    void shouldEndUpWithTheRowsOfTheCoreWithAFreshSeed() {
        follow(Long.getLong("relay.seed", System.nanoTime()));
    }

    private static void follow(final long seed) {
        System.out.println("relay.seed=" + seed);
        final Random random = new Random(seed);
        final long[] nowNs = {0};
        final ScriptedCore core = new ScriptedCore(() -> nowNs[0], 300);
        final OrderStateFollower follower =
                new OrderStateFollower(SETTINGS, core.session(), new Shown(), random.nextLong());
        final OrderStateAdapter streamed = new OrderStateAdapter(follower, true);
        final OrderStateAdapter answered = new OrderStateAdapter(follower, false);
        final CoreSession answers = core.session();
        final List<byte[]> delayed = new ArrayList<>();
        final double loss = random.nextDouble() * 0.2;
        int orders = 0;

        for (int ms = 0; ms < 20_000; ms++) {
            nowNs[0] = MILLISECONDS.toNanos(ms);
            final boolean calm = ms > 12_000;
            if (!calm) {
                final int changes = random.nextInt(random.nextInt(50) == 0 ? 400 : 4);
                for (int i = 0; i < changes; i++) {
                    orders = change(core, random, orders);
                }
                if (random.nextInt(4_000) == 0) {
                    core.startEpoch();
                }
                if (random.nextInt(3_000) == 0) {
                    core.answers.clear();
                }
            }
            if (ms % 100 == 0) {
                core.heartbeat();
            }
            final List<byte[]> arriving = new ArrayList<>(delayed);
            delayed.clear();
            for (byte[] frame = core.stream.poll(); frame != null; frame = core.stream.poll()) {
                final double luck = calm ? 1 : random.nextDouble();
                if (luck > loss) {
                    arriving.add(frame);
                    if (luck < loss + 0.05) {
                        delayed.add(frame);
                    }
                } else if (luck > loss / 2) {
                    delayed.add(frame);
                }
            }
            if (!calm && random.nextInt(5) == 0) {
                Collections.shuffle(arriving, random);
            }
            streamed.atTime(nowNs[0]);
            arriving.forEach(frame -> streamed.onFrame(new UnsafeBuffer(frame), 0, frame.length));
            answered.atTime(nowNs[0]);
            // A slow reader of the answers, so that deltas overtake a snapshot.
            answers.poll(answered, calm ? 500 : 1 + random.nextInt(60));
            follower.doWork(nowNs[0]);
        }

        final String run = "relay.seed=" + seed;
        assertTrue(follower.isLive(nowNs[0]), run);
        assertEquals(core.epoch(), follower.epoch(), run);
        assertEquals(core.outSeq(), follower.outSeq(), run);
        assertRowsEqual(core.rows(), follower.rows(), run);
        System.out.printf(
                "rows=%d gaps=%d gapFills=%d snapshots=%d overflows=%d timeouts=%d duplicates=%d%n",
                follower.rows().size(),
                follower.gaps(),
                follower.gapFills(),
                follower.snapshots(),
                follower.overflows(),
                follower.timeouts(),
                follower.duplicates());
        assertTrue(follower.gapFills() > 0 && follower.snapshots() > 0, run);
    }

    private static int change(final ScriptedCore core, final Random random, final int orders) {
        if (orders == 0 || random.nextInt(12) == 0) {
            core.publish(core.order(orders + 1));
            return orders + 1;
        }
        final OrderRow order = core.order(1 + random.nextInt(orders));
        if (!OrderRows.isFinished(order.ordStatus.value())) {
            if (random.nextBoolean()) {
                core.publish(order.filled(1 + random.nextInt((int) order.leavesQtyLots()), order.priceTicks));
            } else {
                core.publish(order.status(OrdStatus.CANCELED, ExecType.CANCELED));
            }
        }
        return orders;
    }

    private static void assertRowsEqual(final Map<Long, byte[]> expected, final OrderRows actual, final String run) {
        assertEquals(expected.size(), actual.size(), run);
        final OrderDeltaDecoder row = new OrderDeltaDecoder();
        expected.forEach((orderId, frame) -> {
            actual.read(actual.slotOf(orderId), row);
            final byte[] bytes = new byte[OrderRows.ROW_LENGTH];
            row.buffer().getBytes(row.offset(), bytes);
            assertArrayEquals(Arrays.copyOfRange(frame, 8, frame.length), bytes, run + " order " + orderId);
        });
    }

    private static final class Shown implements OrderStateFollower.Listener {
        @Override
        public void onRowChanged(final int slot) {}

        @Override
        public void onRowsReplaced() {}
    }
}
