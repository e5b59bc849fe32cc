package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A whole random trading day under the eyes of an {@link Auditor}. Run one seed again with
 * {@code mvn -pl protocol,core-engine verify -Dtest=RandomFlowTest -Dseed=N}, and more of them with {@code -DfreshSeeds=100}.
 */
class RandomFlowTest {
    private static final int INPUTS = 25_000;

    /** Seeds that once found a bug stay here. */
    private static final long[] REGRESSIONS = {1, 2, 3, 4};

    static LongStream seeds() {
        final Long only = Long.getLong("seed");
        if (only != null) {
            return LongStream.of(only);
        }
        return LongStream.concat(LongStream.of(REGRESSIONS), new Random().longs(Integer.getInteger("freshSeeds", 3)));
    }

    static Stream<Long> fewSeeds() {
        return seeds().boxed().limit(2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldAgreeWithAnAuditorThatKnowsOnlyWhatIsPublished(final long seed) {
        System.out.println("RandomFlowTest seed " + seed);
        final EngineDriver driver = new EngineDriver();
        driver.keepNoInputs();
        final Auditor auditor = new Auditor(driver);
        final RandomFlow flow = new RandomFlow(seed, driver, (seed & 1) == 1, auditor);
        try {
            flow.start();
            while (driver.sequence < INPUTS) {
                flow.next();
            }
            auditor.compareBooks();
            System.out.println(auditor.seen);
        } catch (final Throwable t) {
            throw new AssertionError("seed " + seed + " at input " + driver.sequence, t);
        }
        if ((seed & 1) == 0) {
            auditor.assertNeverSeen(
                    "alarm LATE_FILL",
                    "alarm OVER_FILL",
                    "alarm NEGATIVE_CASH",
                    "alarm NEGATIVE_POSITION",
                    "alarm CUM_QTY_MISMATCH");
        }
        auditor.assertSeen(
                "duplicate",
                "report TRADE FILLED",
                "report TRADE PARTIALLY_FILLED",
                "report TRADE PENDING_CANCEL",
                "report TRADE PENDING_REPLACE",
                "report REPLACED PARTIALLY_FILLED",
                "report EXPIRED EXPIRED",
                "report REJECTED REJECTED",
                "report CANCELED CANCELED",
                "reason INSUFFICIENT_BUYING_POWER",
                "reason INSUFFICIENT_POSITION",
                "reason UNKNOWN_AT_VENUE",
                "reason VENUE_UNAVAILABLE",
                "reason DUPLICATE_OUTCOME_EXPIRED",
                "reason DUPLICATE_CL_ORD_ID",
                "reason SESSION_LOST",
                "reason NO_LIQUIDITY",
                "cancel reject TOO_LATE",
                "cancel reject UNKNOWN_ORDER",
                "cancel reject REQUEST_PENDING",
                "cancel reject DUPLICATE_CL_ORD_ID",
                "Checkpoint",
                "MassCancelDone",
                "CommandReject",
                "Refused");
    }

    /** One recorded day, hosted in every way there is. */
    @ParameterizedTest
    @MethodSource("fewSeeds")
    void shouldSayTheSameBytesHoweverItIsHosted(final long seed) {
        System.out.println("RandomFlowTest seed " + seed);
        final Random random = new Random(seed);
        final EngineDriver live = new EngineDriver();
        record(seed, live, INPUTS);
        final List<byte[]> inputs = live.inputs;

        // Paused now and then, and paused at every chance.
        for (final RecordingOutput output :
                List.of(new RecordingOutput(random::nextBoolean), new RecordingOutput(RecordingOutput.ONE_STEP))) {
            final EngineDriver paused = new EngineDriver(output.digestOnly());
            replay(paused, inputs, 0, inputs.size());
            assertEquals(live.output.digest(), output.digest(), "seed " + seed);
            assertEquals(live.engine.stateHash(), paused.engine.stateHash(), "seed " + seed);
            assertEquals(live.output.messages(), output.messages());
        }

        // From snapshots at random points, against one run from the start.
        final EngineDriver whole = new EngineDriver(new RecordingOutput(RecordingOutput.ALWAYS).digestOnly());
        final List<EngineDriver> followers = new ArrayList<>();
        int at = 0;
        for (int snapshots = 1; snapshots <= 8; snapshots++) {
            final int until = at + random.nextInt(inputs.size() / 8);
            replay(whole, inputs, at, until);
            followers.add(snapshotAndLoad(whole, seed));
            at = until;
        }
        final long digestBefore = whole.output.digest();
        final RecordingOutput tail = new RecordingOutput(RecordingOutput.ALWAYS).digestOnly();
        final EngineDriver last = EngineDriver.load(whole.snapshot(), tail);
        replay(whole, inputs, at, inputs.size());
        replay(last, inputs, at, inputs.size());
        assertEquals(live.output.digest(), whole.output.digest(), "seed " + seed);
        for (final EngineDriver follower : followers) {
            replay(follower, inputs, (int) follower.sequence, inputs.size());
            assertEquals(whole.engine.stateHash(), follower.engine.stateHash(), "seed " + seed);
            assertEquals(contents(whole.snapshot()), contents(follower.snapshot()), "seed " + seed);
        }
        final EngineDriver again =
                EngineDriver.load(snapshotAt(inputs, at), new RecordingOutput(RecordingOutput.ALWAYS).digestOnly());
        replay(again, inputs, at, inputs.size());
        assertEquals(tail.digest(), again.output.digest(), "the tail's bytes, digest before it " + digestBefore);
    }

    /** The hash that is kept up to date equals the one that is computed anew by loading a snapshot. */
    @Test
    void shouldKeepTheHashOfTheStateItWouldBeLoadedTo() {
        final long seed = 5;
        final EngineDriver live = new EngineDriver();
        final RandomFlow flow = new RandomFlow(seed, live, true, new Unheard());
        flow.start();
        int compared = 0;
        while (live.sequence < 4_000) {
            flow.next();
            if (live.sequence % 10 == 0) {
                final EngineDriver loaded = live.reloaded();
                assertEquals(live.engine.stateHash(), loaded.engine.stateHash(), "input " + live.sequence);
                compared++;
            }
        }
        assertEquals(true, compared > 200, "compared " + compared);
    }

    static void record(final long seed, final EngineDriver driver, final int inputs) {
        final RandomFlow flow = new RandomFlow(seed, driver, (seed & 1) == 1, new Unheard());
        flow.start();
        while (driver.sequence < inputs) {
            flow.next();
        }
    }

    private static List<byte[]> snapshotAt(final List<byte[]> inputs, final int at) {
        final EngineDriver driver = new EngineDriver(new RecordingOutput(RecordingOutput.ALWAYS).digestOnly());
        replay(driver, inputs, 0, at);
        return driver.snapshot();
    }

    private static EngineDriver snapshotAndLoad(final EngineDriver driver, final long seed) {
        final List<byte[]> snapshot = driver.snapshot();
        final EngineDriver loaded =
                EngineDriver.load(snapshot, new RecordingOutput(RecordingOutput.ALWAYS).digestOnly());
        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash(), "seed " + seed);
        assertEquals(contents(snapshot), contents(loaded.snapshot()), "seed " + seed);
        return loaded;
    }

    private static void replay(final EngineDriver driver, final List<byte[]> inputs, final int from, final int until) {
        final UnsafeBuffer input = new UnsafeBuffer(new byte[0]);
        for (int i = from; i < until; i++) {
            input.wrap(inputs.get(i));
            driver.feed(input, 0, input.capacity());
        }
    }

    /** The records as a multiset: those of ClOrdIDs come in the order of a hash table, which is nobody's business. */
    private static Map<String, Integer> contents(final List<byte[]> records) {
        final Map<String, Integer> contents = new TreeMap<>();
        for (final byte[] record : records) {
            contents.merge(HexFormat.of().formatHex(record), 1, Integer::sum);
        }
        return contents;
    }

    /** Nobody listens. */
    static final class Unheard implements RandomFlow.Listener {
        @Override
        public void onCash(final long accountId, final long micros) {
            // Nobody keeps books here.
        }

        @Override
        public void onPosition(final long accountId, final int instrumentId, final long lots) {
            // Nobody keeps books here.
        }

        @Override
        public void onStep(final Step step) {
            // Nobody keeps books here.
        }
    }
}
