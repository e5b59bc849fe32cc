package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.account.Account;
import io.tradex.core.account.Position;
import io.tradex.core.book.Instrument;
import io.tradex.core.book.OrderBook;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps its own books from the deltas and venue requests alone, and compares them with the engine's after every input. Knows
 * none of the engine's classes but those that are read to compare.
 */
final class Auditor implements RandomFlow.Listener {
    private static final long E16_TO_MICROS = 10_000_000_000L;
    private static final long IDS_SKIPPED_BY_EPOCH = 1L << 30;
    private static final int BOOKS_COMPARED_EVERY = 16;

    private static final class Row {
        Said.Delta now;
        long venuePriceTicks;

        /** Price, lots and ClOrdID of replaces that may still be pending: one whose client is gone may be given up unheard. */
        final List<long[]> replaces = new ArrayList<>();

        /** What the reservation of this row contributes to its account: at least, at most. */
        long reserved;

        long reservedAtMost;
    }

    private static final class Money {
        long cash;
        long reserved;
        long reservedAtMost;
        long accountSeq;

        /** Lots held; lots reserved, at least and at most. */
        final Map<Integer, long[]> lotsAndReserved = new HashMap<>();

        boolean excused;

        long[] position(final int instrumentId) {
            return lotsAndReserved.computeIfAbsent(instrumentId, id -> new long[3]);
        }
    }

    private record BookSide(int instrumentId, boolean buy) {}

    private final EngineDriver driver;
    private final Map<Long, Row> rows = new HashMap<>();
    private final Map<Long, Money> accounts = new HashMap<>();
    private final Map<BookSide, NavigableMap<Long, Set<Row>>> books = new HashMap<>();
    private final Set<Row> touched = new LinkedHashSet<>();
    private final List<Row> incoming = new ArrayList<>();
    private Said.Delta maker;
    private long outSeq;
    private long lastTradeId;
    private long venueCash;
    private long depositedCash;
    private long steps;
    private long lastPendingReplace;

    final Map<String, Integer> seen = new TreeMap<>();

    Auditor(final EngineDriver driver) {
        this.driver = driver;
    }

    static boolean isLive(final OrdStatus status) {
        return switch (status) {
            case NEW, PARTIALLY_FILLED, PENDING_NEW, PENDING_CANCEL, PENDING_REPLACE -> true;
            case FILLED, CANCELED, REJECTED, EXPIRED, DONE_FOR_DAY -> false;
            default -> throw new AssertionError("an order with status " + status);
        };
    }

    @Override
    public void onCash(final long accountId, final long micros) {
        money(accountId).cash += micros;
        depositedCash += micros;
    }

    @Override
    public void onPosition(final long accountId, final int instrumentId, final long lots) {
        money(accountId).position(instrumentId)[0] += lots;
    }

    @Override
    public void onStep(final Step step) {
        for (final Said said : step.said()) {
            if (said instanceof Said.Delta delta) {
                onDelta(delta);
            } else if (said instanceof Said.VenueRequest request) {
                onRequest(request);
            } else if (said instanceof Said.Alarm alarm) {
                count("alarm " + alarm.kind());
                if (alarm.orderId() != 0) {
                    money(rows.get(alarm.orderId()).now.accountId()).excused = true;
                }
            } else if (said instanceof Said.Report report) {
                count("report " + report.execType() + " " + report.ordStatus());
                if (report.execType() == ExecType.PENDING_REPLACE) {
                    lastPendingReplace = report.clOrdId();
                }
                count("reason " + report.reason());
                if (report.duplicate()) {
                    count("duplicate");
                }
            } else if (said instanceof Said.CancelReject reject) {
                count("cancel reject " + reject.reason());
                if (reject.orderId() != 0) {
                    final Row row = rows.get(reject.orderId());
                    row.replaces.removeIf(replace -> replace[2] == reject.clOrdId());
                    touched.add(row);
                }
            } else {
                count(said.getClass().getSimpleName());
            }
        }
        endStep();
    }

    private void onDelta(final Said.Delta delta) {
        final Row row = rows.computeIfAbsent(delta.orderId(), id -> new Row());
        final Said.Delta before = row.now;
        final Money money = money(delta.accountId());
        assertEquals(driver.sequence, delta.inputSeq(), "inputSeq of " + delta);
        assertEquals(++outSeq, delta.outSeq(), "outSeq of " + delta);
        assertEquals(++money.accountSeq, delta.accountSeq(), "accountSeq of " + delta);
        assertEquals(before == null ? 1 : before.orderVersion() + 1, delta.orderVersion(), "version of " + delta);
        if (before != null) {
            assertEquals(before.accountId(), delta.accountId(), "account of " + delta);
            assertEquals(before.side(), delta.side(), "side of " + delta);
            assertEquals(before.instrumentId(), delta.instrumentId(), "instrument of " + delta);
            assertEquals(before.createdNs(), delta.createdNs(), "createdNs of " + delta);
        }
        checkQuantities(before, delta);
        row.now = delta;
        if (delta.execType() == ExecType.TRADE) {
            bookTrade(before, delta, money);
        } else {
            assertEquals(before == null ? 0 : before.cumQtyLots(), delta.cumQtyLots(), "cum of " + delta);
            assertEquals(before == null ? 0 : before.cumValueMicros(), delta.cumValueMicros(), "value of " + delta);
        }
        if (delta.destination() == 0) {
            keepBook(row, before, delta);
        } else if (delta.execType() == ExecType.REPLACED) {
            row.venuePriceTicks = delta.priceTicks();
            row.replaces.removeIf(replace -> replace[2] == delta.clOrdId());
        }
        if (delta.ordStatus() != OrdStatus.PENDING_REPLACE && delta.ordStatus() != OrdStatus.PENDING_CANCEL) {
            row.replaces.clear();
        }
        touched.add(row);
    }

    private void checkQuantities(final Said.Delta before, final Said.Delta delta) {
        final long open = Math.max(0, delta.quantityLots() - delta.cumQtyLots());
        final OrdStatus status = delta.ordStatus();
        assertEquals(isLive(status) ? open : 0, delta.leavesQtyLots(), "leaves of " + delta);
        if (status == OrdStatus.FILLED) {
            assertTrue(delta.cumQtyLots() >= delta.quantityLots(), "filled " + delta);
        } else if (status == OrdStatus.NEW || status == OrdStatus.PENDING_NEW) {
            assertEquals(0, delta.cumQtyLots(), "new " + delta);
        } else if (status == OrdStatus.PARTIALLY_FILLED) {
            assertTrue(delta.cumQtyLots() > 0 && open > 0, "partly filled " + delta);
        }
        if (before != null && !isLive(before.ordStatus())) {
            assertTrue(delta.destination() != 0, "after its end on the core's own book " + delta);
            final boolean reopened =
                    before.ordStatus() == OrdStatus.FILLED && delta.execType() == ExecType.PENDING_REPLACE;
            if (!reopened) {
                assertEquals(ExecType.TRADE, delta.execType(), "after its end " + delta);
                assertTrue(status == before.ordStatus() || status == OrdStatus.FILLED, "after its end " + delta);
            }
        }
        if (delta.cumQtyLots() > Math.max(0, delta.quantityLots())) {
            assertTrue(delta.destination() != 0, "over-filled on the core's own book " + delta);
        }
    }

    private void bookTrade(final Said.Delta before, final Said.Delta delta, final Money money) {
        final long lots = delta.cumQtyLots() - before.cumQtyLots();
        final long micros = delta.cumValueMicros() - before.cumValueMicros();
        assertEquals(delta.lastQtyLots(), lots, "last quantity of " + delta);
        assertTrue(lots > 0 && micros >= 0, "trade " + delta);
        final int sign = delta.side() == Side.BUY ? 1 : -1;
        money.cash -= sign * micros;
        money.position(delta.instrumentId())[0] += sign * lots;
        switch (delta.liquidity()) {
            case MAKER -> {
                assertNull(maker, "a maker waits for its taker");
                maker = delta;
                checkTradeId(delta);
                assertEquals(delta.priceTicks(), delta.lastPriceTicks(), "a maker trades at its own price");
                assertEquals(notional(delta, delta.lastPriceTicks(), lots), micros, "money of " + delta);
            }
            case TAKER -> {
                assertNotNull(maker, "a taker follows its maker");
                assertEquals(maker.tradeId(), delta.tradeId(), "tradeId of both sides");
                assertEquals(maker.lastQtyLots(), lots, "lots of both sides");
                assertEquals(maker.lastPriceTicks(), delta.lastPriceTicks(), "price of both sides");
                assertEquals(maker.instrumentId(), delta.instrumentId(), "instrument of both sides");
                assertTrue(maker.side() != delta.side(), "sides of a trade");
                assertEquals(notional(delta, delta.lastPriceTicks(), lots), micros, "money of " + delta);
                if (delta.ordType() == OrdType.LIMIT) {
                    assertTrue(sign * (delta.priceTicks() - delta.lastPriceTicks()) >= 0, "within its limit: " + delta);
                }
                maker = null;
            }
            case ROUTED_OUT -> {
                checkTradeId(delta);
                venueCash -= sign * micros;
            }
            default -> throw new AssertionError("a trade without liquidity " + delta);
        }
    }

    /** Trade ids are gapless but for what each epoch skips. */
    private void checkTradeId(final Said.Delta delta) {
        assertEquals(1, (delta.tradeId() - lastTradeId) % IDS_SKIPPED_BY_EPOCH, () -> "tradeId after " + lastTradeId);
        lastTradeId = delta.tradeId();
    }

    private void keepBook(final Row row, final Said.Delta before, final Said.Delta delta) {
        switch (delta.execType()) {
            case NEW -> incoming.add(row);
            case REPLACED -> {
                final boolean keepsPlace = before.priceTicks() == delta.priceTicks()
                        && delta.leavesQtyLots() > 0
                        && delta.leavesQtyLots() <= before.leavesQtyLots();
                if (!keepsPlace) {
                    assertTrue(takeOut(row, before), "replaced, but not in the book: " + before);
                    incoming.add(row);
                }
            }
            case TRADE -> {
                if (delta.liquidity() == Liquidity.MAKER) {
                    final NavigableMap<Long, Set<Row>> side = side(delta.instrumentId(), delta.side() == Side.BUY);
                    final Map.Entry<Long, Set<Row>> best =
                            delta.side() == Side.BUY ? side.lastEntry() : side.firstEntry();
                    assertEquals(delta.priceTicks(), best.getKey(), "matched at the best price");
                    assertEquals(row, best.getValue().iterator().next(), "matched the oldest of its price");
                    if (delta.leavesQtyLots() == 0) {
                        takeOut(row, delta);
                    }
                }
            }
            case CANCELED, EXPIRED -> takeOut(row, before);
            case REJECTED -> assertNull(before, "rejected after it was accepted: " + delta);
            default -> throw new AssertionError("on the core's own book " + delta);
        }
    }

    private boolean takeOut(final Row row, final Said.Delta where) {
        final NavigableMap<Long, Set<Row>> side = side(where.instrumentId(), where.side() == Side.BUY);
        final Set<Row> level = side.get(where.priceTicks());
        final boolean found = level != null && level.remove(row);
        if (found && level.isEmpty()) {
            side.remove(where.priceTicks());
        }
        return found;
    }

    private void onRequest(final Said.VenueRequest request) {
        final Row row = rows.get(request.orderId());
        count("venue request " + request.templateId());
        assertTrue(isLive(row.now.ordStatus()), "a request for a finished order " + row.now);
        if (request.isNew()) {
            row.venuePriceTicks = request.priceE8() / row.now.tickSizeE8();
        } else if (request.isReplace()) {
            row.replaces.add(new long[] {
                request.priceE8() / row.now.tickSizeE8(), request.quantityE8() / row.now.lotSizeE8(), lastPendingReplace
            });
        }
    }

    private void endStep() {
        assertNull(maker, "a maker without a taker");
        for (final Row row : incoming) {
            final Said.Delta now = row.now;
            if (isLive(now.ordStatus())) {
                assertTrue(now.ordType() == OrdType.LIMIT && now.timeInForce() == TimeInForce.DAY, "rests " + now);
                side(now.instrumentId(), now.side() == Side.BUY)
                        .computeIfAbsent(now.priceTicks(), price -> new LinkedHashSet<>())
                        .add(row);
            }
        }
        incoming.clear();
        for (final Row row : touched) {
            final Said.Delta now = row.now;
            final boolean live = isLive(now.ordStatus());
            // With one replace its outcome is known from the row; what a cancel or a second replace hides may be
            // pending or not.
            final boolean sure = row.replaces.isEmpty()
                    || (row.replaces.size() == 1 && now.ordStatus() == OrdStatus.PENDING_REPLACE);
            final long atMost = live ? exposure(row) : 0;
            final long atLeast = sure || !live ? atMost : settledExposure(row);
            if (now.side() == Side.BUY) {
                money(now.accountId()).reserved += atLeast - row.reserved;
                money(now.accountId()).reservedAtMost += atMost - row.reservedAtMost;
            } else {
                money(now.accountId()).position(now.instrumentId())[1] += atLeast - row.reserved;
                money(now.accountId()).position(now.instrumentId())[2] += atMost - row.reservedAtMost;
            }
            row.reserved = atLeast;
            row.reservedAtMost = atMost;
        }
        touched.clear();
        accounts.forEach(this::compare);
        if (++steps % BOOKS_COMPARED_EVERY == 0) {
            compareBooks();
            final long cash = accounts.values().stream().mapToLong(m -> m.cash).sum();
            assertEquals(depositedCash + venueCash, cash, "money comes and goes at operators and venues alone");
        }
    }

    /** What may still be filled if no replace is pending. */
    private static long settledExposure(final Row row) {
        final Said.Delta now = row.now;
        final long price = now.destination() != 0 ? row.venuePriceTicks : now.priceTicks();
        return now.side() == Side.BUY ? notional(now, price, now.leavesQtyLots()) : now.leavesQtyLots();
    }

    /** The most that may still be filled: fill any part at the old terms, then go on at the new ones. */
    private static long exposure(final Row row) {
        final Said.Delta now = row.now;
        final boolean buy = now.side() == Side.BUY;
        if (row.replaces.isEmpty()) {
            return settledExposure(row);
        }
        if (row.replaces.size() > 1) {
            long price = row.venuePriceTicks;
            long lots = now.leavesQtyLots();
            for (final long[] replace : row.replaces) {
                price = Math.max(price, replace[0]);
                lots = Math.max(lots, replace[1] - now.cumQtyLots());
            }
            return buy ? notional(now, price, lots) : lots;
        }
        final long[] replace = row.replaces.get(0);
        long worst = 0;
        for (long filled = 0; filled <= now.leavesQtyLots(); filled++) {
            final long left = Math.max(now.leavesQtyLots() - filled, 0);
            final long replaced = Math.max(replace[1] - now.cumQtyLots() - filled, 0);
            final long then = buy
                    ? Math.max(notional(now, row.venuePriceTicks, left), notional(now, replace[0], replaced))
                    : Math.max(left, replaced);
            worst = Math.max(worst, (buy ? notional(now, row.venuePriceTicks, filled) : filled) + then);
        }
        return worst;
    }

    private static long notional(final Said.Delta of, final long priceTicks, final long lots) {
        return priceTicks * lots * (of.tickSizeE8() * of.lotSizeE8() / E16_TO_MICROS);
    }

    private void compare(final long accountId, final Money money) {
        final Account account = driver.engine.account(accountId);
        assertEquals(money.cash, account.cashMicros(), () -> "cash of account " + accountId);
        assertBetween(
                money.reserved,
                money.reservedAtMost,
                account.reservedMicros(),
                "reserved cash of account " + accountId);
        assertEquals(money.accountSeq, account.accountSeq(), () -> "accountSeq of account " + accountId);
        if (!money.excused) {
            assertTrue(account.buyingPowerMicros() >= 0, () -> "buying power of account " + accountId);
        }
        for (final Map.Entry<Integer, long[]> entry : money.lotsAndReserved.entrySet()) {
            final Position position = account.position(entry.getKey());
            assertEquals(entry.getValue()[0], position.quantityLots(), () -> "position of account " + accountId);
            assertBetween(
                    entry.getValue()[1],
                    entry.getValue()[2],
                    position.reservedLots(),
                    "reserved lots of account " + accountId);
            if (!money.excused) {
                assertTrue(position.freeLots() >= 0, () -> "free position of account " + accountId);
            }
        }
    }

    private static void assertBetween(final long atLeast, final long atMost, final long actual, final String what) {
        assertTrue(
                actual >= atLeast && actual <= atMost,
                () -> what + ": expected " + atLeast + (atLeast == atMost ? "" : " to " + atMost) + ", was " + actual);
    }

    void compareBooks() {
        for (final int instrumentId : RandomFlow.INSTRUMENTS) {
            final Instrument instrument = driver.engine.instrument(instrumentId);
            final OrderBook book = instrument.book();
            int resting = 0;
            for (final boolean buy : new boolean[] {true, false}) {
                final NavigableMap<Long, Set<Row>> side = side(instrumentId, buy);
                final List<Long> prices = new ArrayList<>(side.keySet());
                if (buy) {
                    Collections.reverse(prices);
                }
                assertEquals(prices.size(), book.levels(buy), "levels");
                for (int rank = 0; rank < prices.size(); rank++) {
                    final Set<Row> level = side.get(prices.get(rank));
                    resting += level.size();
                    assertEquals(prices.get(rank), book.levelPriceTicks(buy, rank), "price of a level");
                    assertEquals(
                            level.stream().mapToLong(r -> r.now.leavesQtyLots()).sum(),
                            book.levelLots(buy, rank),
                            "lots of a level");
                }
            }
            assertEquals(resting, book.orders(), "orders in the book");
            if (book.levels(true) > 0 && book.levels(false) > 0) {
                assertTrue(book.levelPriceTicks(true, 0) < book.levelPriceTicks(false, 0), "a crossed book");
            }
        }
    }

    /** What must have happened, or the flow did not test it. */
    void assertSeen(final String... kinds) {
        final Set<String> missing = new HashSet<>(Set.of(kinds));
        missing.removeAll(seen.keySet());
        assertTrue(missing.isEmpty(), () -> "never happened: " + missing + ", but " + seen);
    }

    /** What honest venues never bring about. */
    void assertNeverSeen(final String... kinds) {
        final Set<String> found = new HashSet<>(Set.of(kinds));
        found.retainAll(seen.keySet());
        assertTrue(found.isEmpty(), () -> "happened: " + found);
    }

    private void count(final String kind) {
        seen.merge(kind, 1, Integer::sum);
    }

    private Money money(final long accountId) {
        return accounts.computeIfAbsent(accountId, id -> new Money());
    }

    private NavigableMap<Long, Set<Row>> side(final int instrumentId, final boolean buy) {
        return books.computeIfAbsent(new BookSide(instrumentId, buy), key -> new TreeMap<>());
    }
}
