package io.tradex.core.engine;

import io.tradex.core.account.Account;
import io.tradex.core.book.BookListener;
import io.tradex.core.book.BookMemory;
import io.tradex.core.book.Instrument;
import io.tradex.core.order.ClOrdIdIndex;
import io.tradex.core.order.Order;
import io.tradex.core.order.OrderStore;
import io.tradex.core.order.Outcomes;
import io.tradex.core.routing.Executions;
import io.tradex.core.routing.Venue;
import io.tradex.core.routing.VenueQuotes;
import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.KillSwitchScope;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * All that the engine knows. Each map has a list beside it in order of arrival, because the order in which a map is walked
 * must never be seen.
 */
final class EngineState {
    private static final long KIND_CLIENT = 0x91;

    /** Ids skipped when an epoch starts, because the records that a repair cut may have given some out. */
    private static final long IDS_SKIPPED_BY_EPOCH = 1L << 30;

    final StateHash hash = new StateHash();
    final OrderStore orders = new OrderStore(hash);
    final ClOrdIdIndex clOrdIds = new ClOrdIdIndex(hash);
    final Executions executions = new Executions(hash);
    final Long2ObjectHashMap<TradedAccount> accounts = new Long2ObjectHashMap<>();
    final List<TradedAccount> accountList = new ArrayList<>();
    final Int2ObjectHashMap<Instrument> instruments = new Int2ObjectHashMap<>();
    final List<Instrument> instrumentList = new ArrayList<>();
    final Long2ObjectHashMap<Client> clients = new Long2ObjectHashMap<>();
    final List<Client> clientList = new ArrayList<>();
    final Long2ObjectHashMap<Session> sessions = new Long2ObjectHashMap<>();
    final List<Session> sessionList = new ArrayList<>();
    final BookMemory bookMemory = new BookMemory(1024);
    final Venue[] venues = new Venue[Venue.MAX_VENUE_ID + 1];
    final List<Venue> venueList = new ArrayList<>();

    /** By instrument; only of those that a venue has quoted. */
    final Int2ObjectHashMap<VenueQuotes> quotes = new Int2ObjectHashMap<>();

    final List<VenueQuotes> quoteList = new ArrayList<>();

    /** Whether something may fall due at venues at another time than before. */
    boolean venuesTouched = true;

    /** Whether a venue's circuit breaker may have another state than was told. */
    boolean breakersTouched;

    /** How many sessions are kept because their client may come back. */
    int lostSessions;

    /** Hears of what happens in all books; set once. */
    BookListener bookListener;

    /** Of the input being applied. */
    long sequence;

    long timestampNs;

    long epoch;
    long outSeq;
    long startNumber;
    long lastOrderId;
    long lastTradeId;
    long lastPrioritySeq;

    /** Counts what is waited for at venues. */
    long lastStamp;

    long lastSessionId;
    int tradingDay;

    /** The newest order of the trading day before this one. */
    long lastOrderIdBeforeDay;

    /** Whether the kill switch for all is on. */
    boolean killed;

    /** All kill switches that are on, for those who ask. */
    final KillSwitches killSwitches = new KillSwitches();

    /** The time at which the host was last asked to say that it has come. */
    long requestedTimerNs = Long.MAX_VALUE;

    int orderCapacity;
    int outcomeWindow;
    int checkpointInterval;
    int heartbeatIntervalMs;
    int marketCollarBps;
    int executionCapacity;

    boolean configured() {
        return orderCapacity > 0;
    }

    long stateHash() {
        long h = StateHash.mix(hash.sum(), epoch);
        h = StateHash.mix(h, outSeq);
        h = StateHash.mix(h, startNumber);
        h = StateHash.mix(h, lastOrderId);
        h = StateHash.mix(h, lastTradeId);
        h = StateHash.mix(h, lastPrioritySeq);
        h = StateHash.mix(h, lastStamp);
        h = StateHash.mix(h, lastSessionId);
        h = StateHash.mix(h, lastOrderIdBeforeDay);
        h = StateHash.mix(h, killed ? -tradingDay - 1L : tradingDay);
        if (killSwitches.size() > 0) {
            h = StateHash.mix(h, killSwitches.hash());
        }
        h = StateHash.mix(h, requestedTimerNs);
        h = StateHash.mix(h, ((long) orderCapacity << 32) | outcomeWindow);
        h = StateHash.mix(h, ((long) checkpointInterval << 32) | heartbeatIntervalMs);
        return StateHash.mix(h, ((long) marketCollarBps << 32) | executionCapacity);
    }

    void startEpoch(final long newEpoch) {
        epoch = newEpoch;
        lastOrderId += IDS_SKIPPED_BY_EPOCH;
        lastTradeId += IDS_SKIPPED_BY_EPOCH;
    }

    void configure(
            final int newOrderCapacity,
            final int newOutcomeWindow,
            final int newCheckpointInterval,
            final int newHeartbeatIntervalMs,
            final int newMarketCollarBps,
            final int newExecutionCapacity) {
        orderCapacity = newOrderCapacity;
        outcomeWindow = newOutcomeWindow;
        checkpointInterval = newCheckpointInterval;
        heartbeatIntervalMs = newHeartbeatIntervalMs;
        marketCollarBps = newMarketCollarBps;
        executionCapacity = newExecutionCapacity;
        orders.growTo(newOrderCapacity);
        executions.growTo(newExecutionCapacity);
        reserveClOrdIds();
    }

    TradedAccount addAccount(final long accountId, final long clientId) {
        final TradedAccount added = new TradedAccount(new Account(accountId, clientId, hash));
        accounts.put(accountId, added);
        accountList.add(added);
        added.account.ordinal(accountList.size());
        return added;
    }

    void addInstrument(final Instrument instrument) {
        instrument.defined();
        instruments.put(instrument.instrumentId(), instrument);
        instrumentList.add(instrument);
    }

    Client client(final long clientId) {
        Client client = clients.get(clientId);
        if (client == null) {
            client = new Client(clientId, new Outcomes(clientId, outcomeWindow, hash), hash);
            clients.put(clientId, client);
            clientList.add(client);
            hash.add(StateHash.mix(KIND_CLIENT, clientId));
            reserveClOrdIds();
        }
        return client;
    }

    Session addSession(final Session session) {
        sessions.put(session.sessionId, session);
        sessionList.add(session);
        if (session.isOpen()) {
            session.client.sessions.add(session);
        } else {
            lostSessions++;
        }
        session.rehash(hash);
        return session;
    }

    void removeSession(final Session session) {
        sessions.remove(session.sessionId);
        sessionList.remove(session);
        lostSessions -= session.isOpen() ? 0 : 1;
        session.client.sessions.remove(session);
        if (session.killed) {
            killSwitches.remove(KillSwitchScope.SESSION, session.sessionId);
        }
        session.unhash(hash);
    }

    /** The session, or null if it is not open. */
    Session openSession(final long sessionId) {
        final Session session = sessions.get(sessionId);
        return session == null || !session.isOpen() ? null : session;
    }

    /** Keeps the orders of a session that is lost, until a time. */
    void loseSession(final Session session, final long untilNs) {
        session.client.sessions.remove(session);
        session.lostUntilNs = untilNs;
        lostSessions++;
        session.rehash(hash);
    }

    Venue addVenue(final Venue venue) {
        venues[venue.venueId()] = venue;
        venueList.add(venue);
        return venue;
    }

    /** The quotes of an instrument, made if there were none. */
    VenueQuotes quotesOf(final int instrumentId) {
        VenueQuotes known = quotes.get(instrumentId);
        if (known == null) {
            known = new VenueQuotes(instrumentId, hash);
            quotes.put(instrumentId, known);
            quoteList.add(placeOf(instrumentId), known);
        }
        return known;
    }

    /** The list is in the order of ids and not of first quotes, which a snapshot does not know. */
    private int placeOf(final int instrumentId) {
        int from = 0;
        int to = quoteList.size();
        while (from < to) {
            final int middle = (from + to) >>> 1;
            if (quoteList.get(middle).instrumentId() < instrumentId) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** The venue, or null if it is not defined. */
    Venue venueOrNull(final int venueId) {
        return venueId < 1 || venueId > Venue.MAX_VENUE_ID ? null : venues[venueId];
    }

    /** Forgets the order that finished first, if only that makes room. */
    void makeRoomForOrder() {
        final Order oldest = orders.nextToForget();
        if (oldest != null) {
            forget(oldest);
        }
    }

    void forget(final Order order) {
        final int current = clOrdIds.find(order.account.accountId(), order.clOrdId);
        if (current != ClOrdIdIndex.NONE && clOrdIds.orderId(current) == order.orderId) {
            clOrdIds.unpin(current);
        }
        if (order.originalClOrdId != order.clOrdId) {
            final int original = clOrdIds.find(order.account.accountId(), order.originalClOrdId);
            if (original != ClOrdIdIndex.NONE && clOrdIds.orderId(original) == order.orderId) {
                clOrdIds.unpin(original);
            }
        }
        orders.forget(order);
    }

    private void reserveClOrdIds() {
        final long expected = 2L * orderCapacity + (long) clientList.size() * outcomeWindow;
        clOrdIds.ensureCapacity((int) Math.min(expected, 1 << 28));
    }
}
