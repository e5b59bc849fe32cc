package io.tradex.benchmarks.matching;

import static io.tradex.benchmarks.matching.CommandStream.CANCEL;
import static io.tradex.benchmarks.matching.CommandStream.LIMIT;
import static io.tradex.benchmarks.matching.CommandStream.LOTS_OWNER;
import static io.tradex.benchmarks.matching.CommandStream.MOVE;
import static io.tradex.benchmarks.matching.CommandStream.ORDER_ID;
import static io.tradex.benchmarks.matching.CommandStream.PRICE;
import static io.tradex.benchmarks.matching.CommandStream.STRIDE;
import static io.tradex.benchmarks.matching.CommandStream.SYMBOL_KIND;

import java.util.Arrays;
import org.agrona.UnsafeApi;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The floor: price-time priority and nothing else, in flat arrays. A place for every price that there may be, no owners, no
 * checks, no events beyond the count of trades. No book with features can be much faster than this.
 *
 * <pre>
 *   node, 32 bytes: order id | lots, place | next, previous | unused
 *   place (one for each price of each symbol): head, tail; 0 where nobody stands, nodes count from 1
 *   bits (one for each place): whether somebody stands there
 *   index: open addressing over the order ids; node and distance from the slot that the id's hash asks for; 0 where it is empty
 * </pre>
 */
final class FloorSide implements MatchingSide {
    private static final long NODES = UnsafeApi.arrayBaseOffset(byte[].class);
    private static final int NODE_SHIFT = 5;
    private static final int LOTS = 8;
    private static final int PLACE = 12;
    private static final int NEXT = 16;
    private static final int PREVIOUS = 20;
    private static final long LOW = 0xFFFF_FFFFL;
    private static final int NONE = Integer.MIN_VALUE / 2;
    private static final int DISTANCE_BITS = 5;
    private static final int DISTANCE_MASK = (1 << DISTANCE_BITS) - 1;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final Tally tally = new Tally();
    private final int[] index;
    private final int indexMask;
    private final int indexShift;
    private final long minTicks;
    private final int width;
    private final long[] places;
    private final long[] bits;
    /** Best ask and best bid of each symbol, as places, those of asks negated: the higher the better; NONE where there is none. */
    private final int[] best;

    private byte[] nodes;
    private int freeNode;
    private int nodesUsed = 1;
    private int live;

    FloorSide(final Flow flow) {
        index = new int[Integer.highestOneBit(3 * flow.liveOrders) << 1];
        indexMask = index.length - 1;
        indexShift = Long.numberOfLeadingZeros(indexMask);
        minTicks = flow.minTicks();
        // Whole words of bits for each symbol.
        width = (int) (flow.maxTicks() - minTicks) / Long.SIZE * Long.SIZE + Long.SIZE;
        places = new long[flow.symbols * width];
        bits = new long[places.length / Long.SIZE];
        best = new int[2 * flow.symbols];
        Arrays.fill(best, NONE);
        nodes = new byte[(flow.liveOrders + flow.liveOrders / 8 + 1) << NODE_SHIFT];
    }

    @Override
    public void startPass() {
        tally.reset();
    }

    @Override
    public void apply(final CommandStream stream, final int from, final int to) {
        final long[] words = stream.words;
        for (int at = from * STRIDE; at < to * STRIDE; at += STRIDE) {
            final long orderId = words[at + ORDER_ID];
            final long symbolKind = words[at + SYMBOL_KIND];
            final int kind = CommandStream.kind(symbolKind);
            final int symbol = CommandStream.symbol(symbolKind);
            if (kind == CANCEL) {
                final int slot = find(orderId);
                if (slot >= 0) {
                    final int node = index[slot] >>> DISTANCE_BITS;
                    closeGap(slot);
                    unlink(symbol, node);
                    free(node);
                }
            } else {
                final int buy = CommandStream.isBuy(symbolKind) ? 1 : 0;
                final int place = symbol * width + (int) (words[at + PRICE] - minTicks);
                if (kind == MOVE) {
                    move(orderId, symbol, buy, place);
                } else {
                    final int left = match(orderId, symbol, buy, place, CommandStream.lots(words[at + LOTS_OWNER]));
                    if (left > 0 && kind == LIMIT) {
                        final int node = allocate();
                        UnsafeApi.putLong(nodes, offset(node, 0), orderId);
                        link(symbol, buy, place, node, left);
                        put(orderId, node);
                    }
                }
            }
        }
    }

    private void move(final long orderId, final int symbol, final int buy, final int place) {
        final int slot = find(orderId);
        if (slot < 0) {
            return;
        }
        final int node = index[slot] >>> DISTANCE_BITS;
        final int lots = get(node, LOTS);
        unlink(symbol, node);
        final int left = match(orderId, symbol, buy, place, lots);
        if (left > 0) {
            link(symbol, buy, place, node, left);
        } else {
            // The slot may have moved: others were taken out.
            closeGap(find(orderId));
            free(node);
        }
    }

    private int match(final long orderId, final int symbol, final int buy, final int place, final int lots) {
        final int rank = (place ^ (buy - 1)) - (buy - 1);
        int left = lots;
        while (left > 0) {
            final int other = best[2 * symbol + 1 - buy];
            if (rank + other < 0) {
                break;
            }
            final int bestPlace = Math.abs(other);
            final int node = (int) (places[bestPlace] >>> 32);
            final int resting = get(node, LOTS);
            final int traded = Math.min(left, resting);
            left -= traded;
            tally.onTrade(id(node), orderId, minTicks + bestPlace - (long) symbol * width, traded);
            if (traded == resting) {
                closeGap(find(id(node)));
                unlink(symbol, node);
                free(node);
            } else {
                set(node, LOTS, resting - traded);
            }
        }
        return left;
    }

    private void link(final int symbol, final int buy, final int place, final int node, final int lots) {
        set(node, LOTS, lots);
        set(node, PLACE, place);
        final long ends = places[place];
        final int tail = (int) ends;
        set(node, PREVIOUS, tail);
        set(node, NEXT, 0);
        if (tail != 0) {
            set(tail, NEXT, node);
            places[place] = (ends & ~LOW) | node;
            return;
        }
        places[place] = ((long) node << 32) | node;
        bits[place >>> 6] |= 1L << place;
        best[2 * symbol + buy] = Math.max(best[2 * symbol + buy], (place ^ (buy - 1)) - (buy - 1));
    }

    private void unlink(final int symbol, final int node) {
        final int place = get(node, PLACE);
        final int next = get(node, NEXT);
        final int previous = get(node, PREVIOUS);
        if (next != 0) {
            set(next, PREVIOUS, previous);
        }
        if (previous != 0) {
            set(previous, NEXT, next);
        }
        if (next == 0 && previous == 0) {
            places[place] = 0;
            bits[place >>> 6] &= ~(1L << place);
            if (place == best[2 * symbol + 1]) {
                best[2 * symbol + 1] = below(symbol, place);
            } else if (-place == best[2 * symbol]) {
                best[2 * symbol] = -above(symbol, place);
            }
        } else if (previous == 0) {
            places[place] = (places[place] & LOW) | ((long) next << 32);
        } else if (next == 0) {
            places[place] = (places[place] & ~LOW) | previous;
        }
    }

    private int below(final int symbol, final int place) {
        final int first = (symbol * width) >>> 6;
        int word = place >>> 6;
        long standing = bits[word] & ((1L << place) - 1);
        while (standing == 0) {
            if (--word < first) {
                return NONE;
            }
            standing = bits[word];
        }
        return (word << 6) + 63 - Long.numberOfLeadingZeros(standing);
    }

    private int above(final int symbol, final int place) {
        final int last = ((symbol + 1) * width - 1) >>> 6;
        int word = place >>> 6;
        long standing = bits[word] & (-1L << place);
        while (standing == 0) {
            if (++word > last) {
                return -NONE;
            }
            standing = bits[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(standing);
    }

    private int find(final long orderId) {
        int slot = (int) ((orderId * SPREAD) >>> indexShift);
        for (int distance = 0; ; distance++) {
            final int entry = index[slot];
            if (entry == 0) {
                return -1;
            }
            if ((entry & DISTANCE_MASK) == distance && id(entry >>> DISTANCE_BITS) == orderId) {
                return slot;
            }
            slot = (slot + 1) & indexMask;
        }
    }

    private void put(final long orderId, final int node) {
        int slot = (int) ((orderId * SPREAD) >>> indexShift);
        int distance = 0;
        while (index[slot] != 0) {
            slot = (slot + 1) & indexMask;
            distance++;
        }
        if (distance > DISTANCE_MASK) {
            throw new IllegalStateException("the index is too small");
        }
        index[slot] = (node << DISTANCE_BITS) | distance;
    }

    private void closeGap(final int emptied) {
        int gap = emptied;
        int slot = (emptied + 1) & indexMask;
        for (int entry = index[slot]; entry != 0; entry = index[slot]) {
            final int step = (slot - gap) & indexMask;
            if ((entry & DISTANCE_MASK) >= step) {
                index[gap] = entry - step;
                gap = slot;
            }
            slot = (slot + 1) & indexMask;
        }
        index[gap] = 0;
    }

    private int allocate() {
        live++;
        final int node = freeNode;
        if (node != 0) {
            freeNode = get(node, NEXT);
            return node;
        }
        if (nodesUsed << NODE_SHIFT == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * nodes.length);
        }
        return nodesUsed++;
    }

    private void free(final int node) {
        live--;
        set(node, NEXT, freeNode);
        freeNode = node;
    }

    private long id(final int node) {
        return UnsafeApi.getLong(nodes, offset(node, 0));
    }

    private int get(final int node, final int field) {
        return UnsafeApi.getInt(nodes, offset(node, field));
    }

    private void set(final int node, final int field, final int value) {
        UnsafeApi.putInt(nodes, offset(node, field), value);
    }

    private static long offset(final int node, final int field) {
        return NODES + ((long) node << NODE_SHIFT) + field;
    }

    @Override
    public void convert(final CommandStream stream, final int from, final int to, final Blackhole blackhole) {
        final long[] words = stream.words;
        for (int at = from * STRIDE; at < to * STRIDE; at += STRIDE) {
            final long symbolKind = words[at + SYMBOL_KIND];
            blackhole.consume(words[at + ORDER_ID]);
            blackhole.consume(CommandStream.kind(symbolKind));
            blackhole.consume(CommandStream.symbol(symbolKind));
            blackhole.consume(CommandStream.isBuy(symbolKind));
            blackhole.consume(words[at + PRICE] - minTicks);
            blackhole.consume(CommandStream.lots(words[at + LOTS_OWNER]));
        }
    }

    @Override
    public Tally tally() {
        tally.liveOrders = live;
        return tally;
    }
}
