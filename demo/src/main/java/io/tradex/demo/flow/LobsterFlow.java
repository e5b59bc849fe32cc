package io.tradex.demo.flow;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Replays a LOBSTER message file as order flow: a new order for type 1, a replace to the smaller quantity for type 2 (partial
 * cancel), a cancel for type 3, an opposite immediate-or-cancel order of that price and size from another account for type 4
 * (execution of a visible order). Type 5 (execution of a hidden order), 6 (auction) and 7 (halt) are counted and skipped, and
 * so are rows of orders that the file never added. A share of the orders goes to venues, chosen by seed and order id, and
 * everything that happens to an order goes where it is. One thread.
 */
public final class LobsterFlow implements OrderFlow {
    /** One in this many new orders is preceded by one that must be refused, because the file has none. */
    private static final int HOPELESS_ORDER_EVERY = 500;

    private final Market market;
    private final LobsterReader reader;
    private final WorkingOrders working;
    private final double speed;
    private final double venueShare;
    private final long seed;
    private final Long2ObjectHashMap<FileOrder> orders = new Long2ObjectHashMap<>();
    private final ArrayDeque<FileOrder> spares = new ArrayDeque<>();
    private final LobsterRow row = new LobsterRow();
    private boolean rowReady;
    private boolean ended;
    private long firstTimeNs = -1;
    private long newOrders;
    private boolean hopelessIsNext;
    private long hiddenExecutions;
    private long otherRows;
    private long unknownOrders;
    private long waited;

    /**
     * @param lines      of the file.
     * @param source     its name, for messages.
     * @param market     with at least two accounts; its first instrument is what the file trades.
     * @param working    the live orders, kept by whoever sends the flow.
     * @param speed      how much faster than the file's clock: 2 is twice as fast; {@link Double#POSITIVE_INFINITY} for as fast
     *                   as the flow is taken.
     * @param venueShare part of the orders that goes to venues, 0 to 1.
     * @param seed       of the choice which.
     */
    public LobsterFlow(
            final BufferedReader lines,
            final String source,
            final Market market,
            final WorkingOrders working,
            final double speed,
            final double venueShare,
            final long seed) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be above 0: " + speed);
        }
        if (!(venueShare >= 0 && venueShare <= 1)) {
            throw new IllegalArgumentException("venueShare must be 0 to 1: " + venueShare);
        }
        this.market = market;
        this.working = working;
        this.speed = speed;
        this.venueShare = venueShare;
        this.seed = seed;
        final Market.Instrument instrument = market.instruments().get(0);
        reader = new LobsterReader(lines, source, instrument.maxPriceTicks(), instrument.maxQuantityLots());
    }

    @Override
    public long dueNs() throws IOException {
        if (!rowReady) {
            findRow();
        }
        if (ended) {
            return Long.MAX_VALUE;
        }
        if (!isPaced()) {
            return 0;
        }
        return Math.round((row.timeNs - firstTimeNs) / speed);
    }

    @Override
    public boolean isPaced() {
        return speed != Double.POSITIVE_INFINITY;
    }

    @Override
    public void next(final long clOrdId, final OrderCommand command) {
        if (hopelessIsNext) {
            hopelessIsNext = false;
            describe(clOrdId, command, market.poorAccount().id(), row.buy);
            return;
        }
        rowReady = false;
        switch (row.type) {
            case LobsterRow.NEW -> newOrder(clOrdId, command);
            case LobsterRow.PARTIAL_CANCEL -> partialCancel(clOrdId, command);
            case LobsterRow.CANCEL -> cancel(clOrdId, command);
            case LobsterRow.EXECUTION -> execution(clOrdId, command);
            default -> throw new IllegalStateException("type " + row.type + " makes no request");
        }
    }

    @Override
    public String remarks() {
        return "rows " + reader.rows() + ", hidden executions skipped " + hiddenExecutions
                + ", rows of orders from before the file skipped " + unknownOrders + ", halts and auctions skipped "
                + otherRows + ", requests that waited for an earlier one " + waited;
    }

    /** @return executions of hidden orders, which no book shows. */
    public long hiddenExecutions() {
        return hiddenExecutions;
    }

    /** @return rows of orders that the file never added, or that were gone already. */
    public long unknownOrders() {
        return unknownOrders;
    }

    /** @return rows of other types. */
    public long otherRows() {
        return otherRows;
    }

    /** Reads on to the next row that makes a request. */
    private void findRow() throws IOException {
        while (!ended && !rowReady) {
            if (!reader.read(row)) {
                ended = true;
            } else {
                if (firstTimeNs < 0) {
                    firstTimeNs = row.timeNs;
                }
                rowReady = makesRequest();
            }
        }
    }

    private boolean makesRequest() {
        switch (row.type) {
            case LobsterRow.NEW -> {
                if (orders.containsKey(row.orderId)) {
                    throw reader.malformed("order id " + row.orderId + " was added before and is still open");
                }
                hopelessIsNext = ++newOrders % HOPELESS_ORDER_EVERY == 0;
                return true;
            }
            case LobsterRow.PARTIAL_CANCEL, LobsterRow.CANCEL, LobsterRow.EXECUTION -> {
                final FileOrder order = orders.get(row.orderId);
                if (order == null) {
                    unknownOrders++;
                    return false;
                }
                return row.type == LobsterRow.EXECUTION || !waits(order);
            }
            case LobsterRow.HIDDEN_EXECUTION -> {
                hiddenExecutions++;
                return false;
            }
            default -> {
                otherRows++;
                return false;
            }
        }
    }

    /**
     * Whether a cancel or partial cancel cannot go yet, because the one before it is not answered; then it is left with the
     * working orders, which give it out when it can.
     */
    private boolean waits(final FileOrder order) {
        if (!working.isBusy(order.key)) {
            return false;
        }
        waited++;
        if (row.type == LobsterRow.CANCEL || order.openLots <= row.quantityLots) {
            working.wantCancel(order.key);
            close(order);
        } else {
            reduce(order);
            working.wantQuantity(order.key, order.totalLots);
        }
        return true;
    }

    private void newOrder(final long clOrdId, final OrderCommand command) {
        final FileOrder spare = spares.poll();
        final FileOrder order = spare != null ? spare : new FileOrder();
        order.fileId = row.orderId;
        order.key = clOrdId;
        order.totalLots = row.quantityLots;
        order.openLots = row.quantityLots;
        orders.put(row.orderId, order);
        describe(clOrdId, command, market.accounts().get(0).id(), row.buy);
    }

    private void partialCancel(final long clOrdId, final OrderCommand command) {
        final FileOrder order = orders.get(row.orderId);
        if (order.openLots <= row.quantityLots) {
            cancel(clOrdId, command);
            return;
        }
        reduce(order);
        command.replace(clOrdId, order.key, working.nameOf(order.key), row.priceTicks, order.totalLots);
        command.accountId = market.accounts().get(0).id();
        command.destination = destination();
    }

    private void cancel(final long clOrdId, final OrderCommand command) {
        final FileOrder order = orders.get(row.orderId);
        command.cancel(clOrdId, order.key, working.nameOf(order.key));
        command.accountId = market.accounts().get(0).id();
        command.destination = destination();
        close(order);
    }

    private void execution(final long clOrdId, final OrderCommand command) {
        final FileOrder order = orders.get(row.orderId);
        order.openLots -= row.quantityLots;
        describe(clOrdId, command, market.accounts().get(1).id(), !row.buy);
        command.immediateOrCancel = true;
        if (order.openLots <= 0) {
            close(order);
        }
    }

    private void describe(final long clOrdId, final OrderCommand command, final long accountId, final boolean buy) {
        command.newOrder(clOrdId);
        command.accountId = accountId;
        command.instrumentId = market.instruments().get(0).id();
        command.destination = destination();
        command.buy = buy;
        command.priceTicks = row.priceTicks;
        command.quantityLots = row.quantityLots;
    }

    /** Where the row's order is: the same for all of its rows. */
    private int destination() {
        if (market.venues() == 0) {
            return 0;
        }
        long h = (row.orderId + seed) * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
        h ^= h >>> 32;
        // The upper 53 bits are as many as a double holds exactly.
        return (h >>> 11) * 0x1p-53 < venueShare ? 1 + (int) ((h & 0x7FF) % market.venues()) : 0;
    }

    private void reduce(final FileOrder order) {
        order.openLots -= row.quantityLots;
        order.totalLots -= row.quantityLots;
    }

    private void close(final FileOrder order) {
        orders.remove(order.fileId);
        spares.add(order);
    }

    /** An order as the file tells of it. */
    private static final class FileOrder {
        private long fileId;
        private long key;
        private long totalLots;
        private long openLots;
    }

    /** @return nanoseconds that the file spans so far. */
    public long spannedNs() {
        return firstTimeNs < 0 ? 0 : row.timeNs - firstTimeNs;
    }

    /** @return the file's clock when the flow began, for people. */
    public long firstSecond() {
        return TimeUnit.NANOSECONDS.toSeconds(Math.max(0, firstTimeNs));
    }
}
