package io.tradex.core.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Long2LongHashMap;
import org.junit.jupiter.api.Test;

/** Real order flow, AAPL on Nasdaq on 2012-06-21, through the book, against the exchange's own depth. */
class NasdaqMorningTest {
    private static final Path DATA = Path.of("..", "..", "shared", "data", "aapl-2012-06-21");
    private static final int LEVELS_IN_FILE = 10;

    /** The tenth level changes when liquidity below the extract's window scrolls in, which no message tells. */
    private static final int LEVELS_COMPARED = 9;

    private static final int NEW = 1;
    private static final int PARTIAL_CANCEL = 2;
    private static final int CANCEL = 3;
    private static final int EXECUTION = 4;
    private static final int NOBODY = -1;

    private record Message(int type, long orderId, long lots, long priceTicks, boolean buy) {}

    private record Resting(int handle, long priceTicks) {}

    private final PlainBook plain = new PlainBook();
    private final OrderBook book = plain.book;
    private final Map<Long, Resting> resting = new HashMap<>();

    @Test
    void shouldShowTheExchangesDepthAfterEveryMessage() throws IOException {
        final List<Message> messages = messages("first-999-messages.csv");
        final List<long[]> depths = Files.readAllLines(DATA.resolve("first-999-orderbook-10.csv")).stream()
                .map(NasdaqMorningTest::numbers)
                .toList();
        assertEquals(messages.size(), depths.size());
        // What stands in the book before the first message has no order ids: it is added level by level.
        final Long2LongHashMap anonymous = seed(depths.get(0));
        for (int i = 1; i < messages.size(); i++) {
            apply(messages.get(i), anonymous);
            assertDepth(depths.get(i), "after message " + i);
            scrollIn(depths.get(i), anonymous);
        }
        assertEquals(999, depths.size());
    }

    @Test
    void shouldExecuteAtTheHeadOfTheQueueAsTheExchangeDid() throws IOException {
        int executions = 0;
        int known = 0;
        int atBestPrice = 0;
        int atHead = 0;
        for (final Message message : messages("messages.csv")) {
            if (message.type != EXECUTION) {
                apply(message, null);
                continue;
            }
            executions++;
            final Resting handle = resting.get(message.orderId);
            if (handle == null) {
                continue;
            }
            known++;
            if (book.levelPriceTicks(message.buy, 0) == message.priceTicks) {
                atBestPrice++;
            }
            if (book.levelHeadKey(message.buy, 0) == message.orderId) {
                atHead++;
                // The execution as what caused it: an opposite order of that price and size.
                final long left =
                        plain.match(!message.buy, message.priceTicks, message.lots, (key, price, lots, rest) -> {
                            assertEquals(message.orderId, key);
                            if (rest == 0) {
                                resting.remove(key);
                            }
                            return true;
                        });
                assertEquals(0, left);
            } else {
                apply(message, null);
            }
        }
        assertEquals(2_079, executions);
        assertEquals(2_067, known);
        assertEquals(known, atBestPrice);
        assertTrue(atHead >= 2_048, "executions at the head of their queue: " + atHead);
    }

    private Long2LongHashMap seed(final long[] depth) {
        final Long2LongHashMap handleByPrice = new Long2LongHashMap(NOBODY);
        for (int level = 0; level < LEVELS_IN_FILE; level++) {
            for (final boolean buy : new boolean[] {false, true}) {
                final int at = 4 * level + (buy ? 2 : 0);
                handleByPrice.put(depth[at], plain.add(NOBODY, buy, depth[at], depth[at + 1]));
            }
        }
        return handleByPrice;
    }

    private void apply(final Message message, final Long2LongHashMap anonymous) {
        if (message.type == NEW) {
            resting.put(
                    message.orderId,
                    new Resting(
                            plain.add(message.orderId, message.buy, message.priceTicks, message.lots),
                            message.priceTicks));
            return;
        }
        if (message.type != PARTIAL_CANCEL && message.type != CANCEL && message.type != EXECUTION) {
            return;
        }
        final Resting known = resting.get(message.orderId);
        final long handle =
                known != null ? known.handle : anonymous == null ? NOBODY : anonymous.get(message.priceTicks);
        if (handle == NOBODY) {
            return;
        }
        final long leavesLots = book.leavesLots((int) handle) - message.lots;
        if (leavesLots > 0 && (message.type != CANCEL || known == null)) {
            book.reduceTo((int) handle, leavesLots);
        } else {
            book.cancel((int) handle);
            if (known == null) {
                anonymous.remove(message.priceTicks);
            } else {
                resting.remove(message.orderId);
            }
        }
    }

    /**
     * Takes over what the file shows at the tenth level: messages about what was out of sight were left out of the extract, so
     * that levels come into sight that nothing told of, and others are gone when their turn comes.
     */
    private void scrollIn(final long[] depth, final Long2LongHashMap anonymous) {
        for (final boolean buy : new boolean[] {false, true}) {
            final int at = 4 * LEVELS_COMPARED + (buy ? 2 : 0);
            final long priceTicks = depth[at];
            while (book.levels(buy) > LEVELS_COMPARED) {
                final long ours = book.levelPriceTicks(buy, LEVELS_COMPARED);
                final boolean equal = ours == priceTicks && book.levelLots(buy, LEVELS_COMPARED) == depth[at + 1];
                if (equal || (buy ? ours < priceTicks : ours > priceTicks)) {
                    break;
                }
                drop(ours, anonymous);
            }
            if (book.levels(buy) <= LEVELS_COMPARED || book.levelPriceTicks(buy, LEVELS_COMPARED) != priceTicks) {
                anonymous.put(priceTicks, plain.add(NOBODY, buy, priceTicks, depth[at + 1]));
            }
        }
    }

    private void drop(final long priceTicks, final Long2LongHashMap anonymous) {
        final long handle = anonymous.remove(priceTicks);
        if (handle != NOBODY) {
            book.cancel((int) handle);
        }
        resting.values().removeIf(order -> {
            final boolean gone = order.priceTicks == priceTicks;
            if (gone) {
                book.cancel(order.handle);
            }
            return gone;
        });
    }

    private void assertDepth(final long[] depth, final String when) {
        for (int level = 0; level < LEVELS_COMPARED; level++) {
            for (final boolean buy : new boolean[] {false, true}) {
                final int at = 4 * level + (buy ? 2 : 0);
                final String where = when + ", level " + (level + 1) + (buy ? " bid" : " ask");
                assertEquals(depth[at], book.levelPriceTicks(buy, level), "price " + where);
                assertEquals(depth[at + 1], book.levelLots(buy, level), "size " + where);
            }
        }
    }

    private static List<Message> messages(final String name) throws IOException {
        assumeTrue(Files.isDirectory(DATA), () -> "skipped: " + DATA + " is not here");
        return Files.readAllLines(DATA.resolve(name)).stream()
                .map(line -> line.split(","))
                .map(fields -> new Message(
                        Integer.parseInt(fields[1]),
                        Long.parseLong(fields[2]),
                        Long.parseLong(fields[3]),
                        Long.parseLong(fields[4]),
                        fields[5].equals("1")))
                .toList();
    }

    private static long[] numbers(final String line) {
        return java.util.Arrays.stream(line.split(","))
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
