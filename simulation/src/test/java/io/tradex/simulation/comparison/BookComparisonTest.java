package io.tradex.simulation.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tradex.core.book.BookListener;
import io.tradex.simulation.book.BookState;
import io.tradex.simulation.book.KeyedBook;
import io.tradex.simulation.book.MarketRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The core's book against the plain one, under random flow with every feature. */
class BookComparisonTest {
    private static final int FIXED_SEEDS = 150;
    private static final long FRESH_NS = 8_000_000_000L;

    @Test
    void shouldDoTheSameAsTheReferenceBook() {
        final FeatureCount features = new FeatureCount();
        final Long given = Long.getLong("tradex.seed");
        if (given != null) {
            System.out.println("seed " + given);
            compare(given, features);
            return;
        }
        final long fresh = System.nanoTime() & 0xffff_ffffL;
        System.out.println("seeds 1 to " + FIXED_SEEDS + ", then from " + fresh + " on");
        LongStream.rangeClosed(1, FIXED_SEEDS).forEach(seed -> compare(seed, features));
        assertEquals(List.of(), features.missing(), "features that never came up");

        final long fromNs = System.nanoTime();
        for (long seed = fresh; System.nanoTime() - fromNs < FRESH_NS; seed++) {
            compare(seed, features);
        }
        System.out.println(features.commands() + " commands, no difference");
        System.out.print(features);
    }

    private static void compare(final long seed, final FeatureCount features) {
        final Optional<String> failure = CompareBooks.run(seed, BookUnderTest.ORDER_BOOK, features);
        if (failure.isPresent()) {
            fail(failure.get() + "\nonce more: mvn -pl simulation -am test -Dtest=BookComparisonTest -Dtradex.seed="
                    + seed + " -Dsurefire.failIfNoSpecifiedTests=false");
        }
    }

    @Test
    void shouldShrinkADifferenceToTheCommandsThatShowIt() {
        final String report = firstFailure(ForgetsToReduce::new);

        final List<String> script = report.lines()
                .dropWhile(line -> !line.equals("when"))
                .skip(1)
                .takeWhile(line -> !line.equals("then events"))
                .toList();
        assertTrue(
                script.stream().anyMatch(line -> line.strip().startsWith("reduce ")) && script.size() <= 5,
                () -> "not small: " + script);
    }

    @Test
    void shouldNoticeAnOrderThatMemoryForgetsToFree() {
        final String report = firstFailure((rules, listener) -> new Leaks(rules, listener));

        assertTrue(report.contains("the book's memory holds"), report);
    }

    private static String firstFailure(final BookUnderTest bookUnderTest) {
        return LongStream.rangeClosed(1, 20)
                .mapToObj(seed -> CompareBooks.run(seed, bookUnderTest, new FeatureCount()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing was noticed"));
    }

    /** A book that does as if it had reduced an order. */
    private static final class ForgetsToReduce implements BookUnderTest.Probed {
        private final BookUnderTest.Probed probed;

        ForgetsToReduce(final MarketRules rules, final BookListener listener) {
            probed = BookUnderTest.ORDER_BOOK.make(rules, listener);
        }

        @Override
        public KeyedBook book() {
            return new ForwardingBook(probed.book()) {
                @Override
                public boolean reduceTo(final long key, final long leavesLots, final long timestampNs) {
                    return leavesLots > 5 ? super.reduceTo(key, leavesLots, timestampNs) : leavesLots >= 1;
                }
            };
        }

        @Override
        public int ordersInUse() {
            return probed.ordersInUse();
        }

        @Override
        public void requireLevelsOf(final BookState state) {
            probed.requireLevelsOf(state);
        }
    }

    /** A book whose memory keeps one order in a hundred. */
    private static final class Leaks implements BookUnderTest.Probed {
        private final BookUnderTest.Probed probed;
        private int asked;

        Leaks(final MarketRules rules, final BookListener listener) {
            probed = BookUnderTest.ORDER_BOOK.make(rules, listener);
        }

        @Override
        public KeyedBook book() {
            return probed.book();
        }

        @Override
        public int ordersInUse() {
            asked++;
            return probed.ordersInUse() + asked / 100;
        }

        @Override
        public void requireLevelsOf(final BookState state) {
            probed.requireLevelsOf(state);
        }
    }
}
