package io.tradex.core.engine;

import io.tradex.core.account.Account;
import io.tradex.core.account.Position;
import io.tradex.core.book.BookRules;
import io.tradex.core.book.Instrument;
import io.tradex.core.book.OrderBook;
import io.tradex.core.order.Order;
import io.tradex.core.order.VenueOrder;
import io.tradex.core.order.VenueRequest;
import io.tradex.core.routing.Venue;
import io.tradex.core.routing.VenueQuotes;
import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.protocol.types.AssetClass;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.TradingPhase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns the state into records and back. Live orders go before finished ones, each in list order, so that every list comes
 * out in the same order; books are rebuilt by priority. The last record holds the state hash, which must come out equal.
 */
final class EngineSnapshot {
    private static final long VERSION = 5;

    private static final int HEADER = 1;
    private static final int INSTRUMENT = 2;
    private static final int VENUE = 3;
    private static final int CLIENT = 4;
    private static final int ACCOUNT = 5;
    private static final int POSITION = 6;
    private static final int SESSION = 7;
    private static final int ORDER = 8;
    private static final int CL_ORD_ID = 9;
    private static final int OUTCOME = 10;
    private static final int EXECUTION = 11;
    private static final int CHECKPOINT = 12;
    private static final int END = 13;
    private static final int VENUE_ROUTE = 14;
    private static final int VENUE_REQUEST = 15;
    private static final int QUOTE = 16;
    private static final int KILL_SWITCH = 17;

    private final EngineState state;
    private final Checkpoints checkpoints;
    private final SnapshotRecordWriter record = new SnapshotRecordWriter();
    private final SnapshotRecordReader reader = new SnapshotRecordReader();
    private final List<Order> resting = new ArrayList<>();
    private final List<Market> markets = new ArrayList<>();
    private final BookTerms terms = new BookTerms();
    private boolean begun;
    private boolean complete;

    EngineSnapshot(final EngineState state, final Checkpoints checkpoints) {
        this.state = state;
        this.checkpoints = checkpoints;
    }

    void write(final SnapshotSink sink) {
        final Runnable flush = () -> sink.onRecord(record.buffer(), 0, record.length());
        record.begin(HEADER)
                .put(VERSION)
                .put(state.sequence)
                .put(state.timestampNs)
                .put(state.epoch)
                .put(state.outSeq)
                .put(state.startNumber)
                .put(state.lastOrderId)
                .put(state.lastTradeId)
                .put(state.lastPrioritySeq)
                .put(state.lastStamp)
                .put(state.lastSessionId)
                .put(state.tradingDay)
                .put(state.lastOrderIdBeforeDay)
                .put(state.killed)
                .put(state.requestedTimerNs)
                .put(state.orderCapacity)
                .put(state.outcomeWindow)
                .put(state.checkpointInterval)
                .put(state.heartbeatIntervalMs)
                .put(state.marketCollarBps)
                .put(state.executionCapacity);
        flush.run();
        final UnsafeBuffer symbol = new UnsafeBuffer(new byte[0]);
        for (final Instrument instrument : state.instrumentList) {
            symbol.wrap(instrument.symbol());
            record.begin(INSTRUMENT)
                    .put(instrument.instrumentId())
                    .put(instrument.tickSizeE8())
                    .put(instrument.lotSizeE8())
                    .put(instrument.maxPriceTicks())
                    .put(instrument.maxQuantityLots())
                    .put(instrument.referencePriceTicks())
                    .put(symbol, 0, Instrument.SYMBOL_LENGTH);
            writeMarket(instrument);
            flush.run();
        }
        for (final Venue venue : state.venueList) {
            venue.writeTo(record.begin(VENUE).put(venue.venueId()));
            flush.run();
            venue.route().writeTo(record.begin(VENUE_ROUTE).put(venue.venueId()));
            flush.run();
            if (venue.route().queue() != null) {
                venue.route().queue().writeTo(record, VENUE_REQUEST, venue.venueId(), flush);
            }
        }
        for (final Client client : state.clientList) {
            record.begin(CLIENT)
                    .put(client.clientId)
                    .put(client.venueMask())
                    .put(client.strategy().value())
                    .put(client.excludesOwnBook());
            flush.run();
        }
        for (final VenueQuotes quotes : state.quoteList) {
            for (long left = quotes.venues(); left != 0; left &= left - 1) {
                final int venueId = Long.numberOfTrailingZeros(left) + 1;
                record.begin(QUOTE)
                        .put(quotes.instrumentId())
                        .put(venueId)
                        .put(quotes.priceE8(venueId, false))
                        .put(quotes.lots(venueId, false))
                        .put(quotes.priceE8(venueId, true))
                        .put(quotes.lots(venueId, true));
                flush.run();
            }
        }
        for (final TradedAccount traded : state.accountList) {
            writeAccount(traded.account, flush);
        }
        for (final Session session : state.sessionList) {
            record.begin(SESSION)
                    .put(session.sessionId)
                    .put(session.client.clientId)
                    .put(session.role.value())
                    .put(session.cancelOnDisconnect)
                    .put(session.graceMs)
                    .put(session.killed)
                    .put(session.lostUntilNs);
            flush.run();
        }
        state.killSwitches.writeTo(record, KILL_SWITCH, flush);
        for (Order order = state.orders.firstLive(); order != null; order = order.next()) {
            writeOrder(order, flush);
        }
        for (Order order = state.orders.firstFinished(); order != null; order = order.next()) {
            writeOrder(order, flush);
        }
        state.clOrdIds.writeTo(record, CL_ORD_ID, flush);
        for (final Client client : state.clientList) {
            client.outcomes.writeTo(record, OUTCOME, state.clOrdIds, flush);
        }
        state.executions.writeTo(record, EXECUTION, flush);
        for (int i = 0; i < Checkpoints.KEPT; i++) {
            record.begin(CHECKPOINT).put(checkpoints.sequence(i)).put(checkpoints.hash(i));
            flush.run();
        }
        record.begin(END).put(state.stateHash());
        flush.run();
    }

    void load(final DirectBuffer buffer, final int offset, final int length) {
        reader.wrap(buffer, offset, length);
        final int type = reader.nextInt();
        if (complete || begun != (type != HEADER) || (!begun && state.sequence != 0)) {
            throw new IllegalArgumentException("snapshot record of type " + type + " is out of place");
        }
        begun = true;
        switch (type) {
            case HEADER -> loadHeader();
            case INSTRUMENT -> loadInstrument();
            case VENUE -> {
                final int venueId = reader.nextInt();
                state.addVenue(new Venue(venueId, state.hash)).readFrom(reader);
            }
            case VENUE_ROUTE -> state.venues[reader.nextInt()].route().readFrom(reader);
            case VENUE_REQUEST -> state.venues[reader.nextInt()].route().queue().readFrom(reader);
            case QUOTE ->
                state.quotesOf(reader.nextInt())
                        .set(reader.nextInt(), reader.next(), reader.next(), reader.next(), reader.next());
            case CLIENT ->
                state.client(reader.next())
                        .route(reader.next(), RoutingStrategy.get((short) reader.next()), reader.nextBoolean());
            case ACCOUNT -> {
                final Account account = state.addAccount(reader.next(), reader.next()).account;
                account.addCash(reader.next());
                account.reserve(reader.next());
                account.advanceAccountSeq(reader.next());
                account.adjusted(reader.next());
                account.tradeGroup(reader.nextInt());
                account.killed(reader.nextBoolean());
            }
            case POSITION -> {
                final Position position = account(reader.next()).account.position(reader.nextInt());
                position.addQuantity(reader.next());
                position.reserve(reader.next());
                position.protection().readFrom(reader);
            }
            case SESSION -> {
                final Session session = new Session(
                        reader.next(),
                        state.client(reader.next()),
                        SessionRole.get((short) reader.next()),
                        reader.nextBoolean(),
                        reader.nextInt());
                session.killed = reader.nextBoolean();
                session.lostUntilNs = reader.next();
                state.addSession(session);
            }
            case KILL_SWITCH -> state.killSwitches.readFrom(reader);
            case ORDER -> loadOrder();
            case CL_ORD_ID -> state.clOrdIds.readFrom(reader);
            case OUTCOME -> state.client(reader.next()).outcomes.readFrom(reader, state.clOrdIds);
            case EXECUTION -> state.executions.readFrom(reader);
            case CHECKPOINT -> checkpoints.add(reader.next(), reader.next());
            case END -> {
                rebuildFamilies();
                rebuildBooks();
                final long expected = reader.next();
                if (expected != state.stateHash()) {
                    throw new IllegalArgumentException("snapshot of input " + state.sequence + " has state hash "
                            + Long.toHexString(expected) + " but loads to " + Long.toHexString(state.stateHash()));
                }
                complete = true;
            }
            default -> throw new IllegalArgumentException("snapshot record of unknown type " + type);
        }
    }

    boolean isComplete() {
        return complete;
    }

    private void loadHeader() {
        final long version = reader.next();
        if (version != VERSION) {
            throw new IllegalArgumentException("snapshot version " + version + ", this build reads " + VERSION);
        }
        state.sequence = reader.next();
        state.timestampNs = reader.next();
        state.epoch = reader.next();
        state.outSeq = reader.next();
        state.startNumber = reader.next();
        state.lastOrderId = reader.next();
        state.lastTradeId = reader.next();
        state.lastPrioritySeq = reader.next();
        state.lastStamp = reader.next();
        state.lastSessionId = reader.next();
        state.tradingDay = reader.nextInt();
        state.lastOrderIdBeforeDay = reader.next();
        state.killed = reader.nextBoolean();
        state.requestedTimerNs = reader.next();
        state.configure(
                reader.nextInt(),
                reader.nextInt(),
                reader.nextInt(),
                reader.nextInt(),
                reader.nextInt(),
                reader.nextInt());
    }

    private void loadInstrument() {
        final int instrumentId = reader.nextInt();
        final long tickSizeE8 = reader.next();
        final long lotSizeE8 = reader.next();
        final long maxPriceTicks = reader.next();
        final long maxQuantityLots = reader.next();
        final long referencePriceTicks = reader.next();
        final byte[] symbol = new byte[Instrument.SYMBOL_LENGTH];
        reader.nextBytes(new UnsafeBuffer(symbol), 0, symbol.length);
        final Instrument instrument = new Instrument(
                instrumentId,
                symbol,
                tickSizeE8,
                lotSizeE8,
                maxPriceTicks,
                maxQuantityLots,
                state.hash,
                state.bookMemory,
                state.bookListener);
        instrument.referencePriceTicks(referencePriceTicks);
        readMarket(instrument);
        state.addInstrument(instrument);
    }

    private void writeMarket(final Instrument instrument) {
        final OrderBook book = instrument.book();
        final BookRules rules = instrument.rules();
        record.put(instrument.assetClass().value()).put(instrument.multiplier()).put(instrument.cutOffSeconds());
        for (final byte b : instrument.currency()) {
            record.put(b);
        }
        record.put(instrument.maxOrderLots())
                .put(instrument.maxOrderNotionalMicros())
                .put(instrument.isRetired())
                .put(instrument.isKilled())
                .put(instrument.bookSeq())
                .put(rules.tickRows());
        for (int row = 0; row < rules.tickRows(); row++) {
            record.put(rules.fromTicks(row)).put(rules.step(row));
        }
        record.put(rules.bandBps())
                .put(rules.velocityBps())
                .put(rules.velocityWindowNs())
                .put(book.phase().value())
                .put(book.lastTradeTicks())
                .put(book.referencePriceTicks());
        book.writeVelocityTo(record);
    }

    private void readMarket(final Instrument instrument) {
        final AssetClass assetClass = AssetClass.get((short) reader.next());
        final int multiplier = reader.nextInt();
        final int cutOffSeconds = reader.nextInt();
        final byte[] currency = new byte[instrument.currency().length];
        for (int i = 0; i < currency.length; i++) {
            currency[i] = (byte) reader.next();
        }
        instrument.describe(assetClass, multiplier, cutOffSeconds, currency);
        instrument.limitOrders(reader.next(), reader.next());
        if (reader.nextBoolean()) {
            instrument.retire();
        }
        instrument.killed(reader.nextBoolean());
        instrument.bookSeq(reader.next());
        final int rows = reader.nextInt();
        final long[] from = new long[rows];
        final long[] steps = new long[rows];
        for (int row = 0; row < rows; row++) {
            from[row] = reader.next();
            steps[row] = reader.next();
        }
        instrument.rules().tickTable(from, steps).band(reader.nextInt()).velocity(reader.nextInt(), reader.next());
        instrument.book().applyRules();
        markets.add(new Market(instrument, TradingPhase.get((short) reader.next()), reader.next(), reader.next()));
        instrument.book().readVelocityFrom(reader);
    }

    /** What a book is told after its orders are back. */
    private record Market(Instrument instrument, TradingPhase phase, long lastTradeTicks, long referenceTicks) {}

    private void writeAccount(final Account account, final Runnable flush) {
        record.begin(ACCOUNT)
                .put(account.accountId())
                .put(account.clientId())
                .put(account.cashMicros())
                .put(account.reservedMicros())
                .put(account.accountSeq())
                .put(account.lastAdjustmentId())
                .put(account.tradeGroup())
                .put(account.isKilled());
        flush.run();
        for (final Position position : account.positions()) {
            record.begin(POSITION)
                    .put(account.accountId())
                    .put(position.instrumentId())
                    .put(position.quantityLots())
                    .put(position.reservedLots());
            position.protection().writeTo(record);
            flush.run();
        }
    }

    private void writeOrder(final Order order, final Runnable flush) {
        record.begin(ORDER);
        order.writeTo(record);
        flush.run();
    }

    private void loadOrder() {
        final Order order = state.orders.acquire(reader.next());
        final TradedAccount traded = account(reader.next());
        order.account = traded.account;
        order.readFrom(reader, state.orders);
        // An instrument that was defined after an order named it in vain is not that order's.
        order.instrument = order.rejectReason == RejectReason.UNKNOWN_INSTRUMENT
                ? null
                : state.instruments.get(order.instrumentId);
        if (order.live) {
            final Session session = state.sessions.get(order.sessionId);
            final boolean isChild = order.parentOrderId() != 0;
            state.orders.goLive(
                    order, isChild ? null : traded.orders, isChild || session == null ? null : session.orders);
            if (order.atVenue != null) {
                loadAtVenue(order.atVenue);
            }
        } else {
            state.orders.finish(order);
        }
        if (order.place != null) {
            resting.add(order);
        }
        if (order.parentOrderId() == 0 && !order.isParent()) {
            order.rehash(state.hash);
        }
    }

    /** Brings children and parents together, when all orders are there. */
    private void rebuildFamilies() {
        for (Order order = state.orders.firstLive(); order != null; order = order.next()) {
            if (order.parentOrderId() != 0) {
                order.parent = state.orders.byId(order.parentOrderId());
                order.parent.asParent.add(order);
            }
        }
        for (Order order = state.orders.firstFinished(); order != null; order = order.next()) {
            if (order.parentOrderId() != 0) {
                order.parent = state.orders.byId(order.parentOrderId());
            }
        }
        rebuildWaiting();
        rehashFamilies(state.orders.firstLive());
        rehashFamilies(state.orders.firstFinished());
    }

    private void rebuildWaiting() {
        final List<Order> waiting = new ArrayList<>();
        for (Order order = state.orders.firstLive(); order != null; order = order.next()) {
            if (order.isParent() && order.asParent.isWaiting()) {
                waiting.add(order);
            }
        }
        waiting.sort(Comparator.comparingLong(order -> order.asParent.waitingStamp()));
        for (final Order order : waiting) {
            state.quotesOf(order.instrumentId).waiting().addLast(order, order.asParent.waitingStamp());
        }
    }

    private void rehashFamilies(final Order first) {
        for (Order order = first; order != null; order = order.next()) {
            if (order.parent != null || order.isParent()) {
                order.rehash(state.hash);
            }
        }
    }

    private void loadAtVenue(final VenueOrder atVenue) {
        final Venue venue = state.venues[atVenue.venueId];
        venue.orders().addLast(atVenue);
        for (VenueRequest request = atVenue.oldest(); request != null; request = request.younger()) {
            if (request.waitedFor) {
                (request.overdue ? venue.overdue() : venue.unanswered()).add(request);
            }
        }
        if (atVenue.claimedStamp != 0) {
            venue.claims().add(atVenue);
        }
        if (atVenue.awaitingStatus) {
            venue.statusAsked();
        }
    }

    private void rebuildBooks() {
        resting.sort(Comparator.comparingLong(order -> order.prioritySeq));
        for (final Order order : resting) {
            order.bookHandle = order.instrument
                    .book()
                    .restore(
                            terms.ofStanding(order),
                            order.place,
                            order.placeTicks,
                            order.leavesQtyLots,
                            order.visibleLots);
        }
        resting.clear();
        for (final Market market : markets) {
            market.instrument().book().restored(market.phase(), market.lastTradeTicks(), market.referenceTicks());
            market.instrument().changed();
        }
        markets.clear();
    }

    private TradedAccount account(final long accountId) {
        final TradedAccount traded = state.accounts.get(accountId);
        if (traded == null) {
            throw new IllegalArgumentException("snapshot names account " + accountId + ", which it does not hold");
        }
        return traded;
    }
}
