package io.tradex.fix;

import io.tradex.protocol.journal.VenueQuoteEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import quickfix.FieldException;
import quickfix.FieldMap;
import quickfix.FieldNotFound;
import quickfix.Group;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.Session;
import quickfix.field.MDEntryID;
import quickfix.field.MDEntryPx;
import quickfix.field.MDEntryRefID;
import quickfix.field.MDEntrySize;
import quickfix.field.MDEntryType;
import quickfix.field.MDReqID;
import quickfix.field.MDUpdateAction;
import quickfix.field.MDUpdateType;
import quickfix.field.MarketDepth;
import quickfix.field.MsgType;
import quickfix.field.NoMDEntries;
import quickfix.field.NoMDEntryTypes;
import quickfix.field.NoRelatedSym;
import quickfix.field.SubscriptionRequestType;
import quickfix.field.Symbol;
import quickfix.field.Text;

/**
 * A venue's quotes. Subscribes to each instrument by a request of its own, keeps the top of its book, and tells the sink of the
 * newest best prices.
 *
 * <pre>
 *  session's thread: 35=W, 35=X ──► slot of the instrument ──► queue of slots, each at most once
 *  sender's thread:  sink ◄── newest prices of a slot ◄──────────┘
 * </pre>
 *
 * <p>The session's thread never waits: prices that the sink has no room for stay in their slot, and newer ones replace them. With
 * the session the quotes go: each slot is emptied, and its zero prices are told like any others. A gap in the messages, or a
 * message that makes no sense, ends in a new subscription, at most one a second for all instruments.
 */
final class MarketDataFeed {
    private static final int MAX_QUOTES_A_POLL = 64;
    private static final int MAX_REQUESTS_A_POLL = 64;
    private static final long RESUBSCRIBE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_ENTRY_ID_LENGTH = 64;
    private static final char EMPTY_BOOK = 'J';
    private static final int[] REQUEST_ENTRY_FIELDS = {MDEntryType.FIELD, 0};
    private static final int[] REQUEST_SYMBOL_FIELDS = {Symbol.FIELD, 0};

    private final int venueId;
    private final int depth;
    private final FixTags tags;
    private final InboundSink sink;
    private final SenderSignal signal;
    private final FixFaults faults;
    private final VenueQuoteSlot[] slots;
    private final Map<String, VenueQuoteSlot> slotBySymbol = new HashMap<>();
    private final ManyToOneConcurrentArrayQueue<VenueQuoteSlot> waiting;
    private final AtomicLong quotes = new AtomicLong();
    private final AtomicLong conflated = new AtomicLong();

    /** Counts what makes a new subscription necessary while the session is up. */
    private final AtomicInteger gaps = new AtomicInteger();

    /** Counts logons. */
    private final AtomicInteger logons = new AtomicInteger();

    /** Counts what made the core forget the quotes that it was told. */
    private final AtomicInteger forgotten = new AtomicInteger();

    private volatile Session session;
    private volatile boolean up;

    // ---- Sender's thread

    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(128);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final VenueQuoteEncoder quote = new VenueQuoteEncoder();

    /** Begins the MDReqIDs of this process: what a venue sends again from before a restart is none of them. */
    private final String mdReqIdPrefix = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + '-';

    private boolean subscribed;
    private int subscribedLogon;
    private int subscribedGap;
    private long subscribedAtNs;
    private int nextToSubscribe;
    private int retoldFor;
    private int subscription;

    MarketDataFeed(
            final FixVenueConfiguration venue,
            final InboundSink sink,
            final SenderSignal signal,
            final FixFaults faults) {
        final VenueMarketData configuration = venue.marketData().orElseThrow();
        this.venueId = venue.venueId();
        this.depth = configuration.depth();
        this.tags = venue.tags();
        this.sink = sink;
        this.signal = signal;
        this.faults = faults;
        // Sorted, so that the requests go out in the same order each time.
        final Map<String, Integer> instruments = new TreeMap<>(configuration.instruments());
        slots = new VenueQuoteSlot[instruments.size()];
        int index = 0;
        for (final var instrument : instruments.entrySet()) {
            slots[index] = new VenueQuoteSlot(instrument.getKey(), instrument.getValue(), depth);
            slotBySymbol.put(instrument.getKey(), slots[index]);
            index++;
        }
        waiting = new ManyToOneConcurrentArrayQueue<>(Math.max(2, slots.length));
        nextToSubscribe = slots.length;
    }

    /** @return quotes told so far; any thread. */
    long quotes() {
        return quotes.get();
    }

    /** @return changes of quotes that were replaced by newer ones before they were told; any thread. */
    long conflated() {
        return conflated.get();
    }

    /** The sink has taken that the venue went up or down: the core knows no quotes of it any more. Any thread, does not wait. */
    void onVenueTold() {
        forgotten.incrementAndGet();
    }

    // ---- QuickFIX/J's threads

    void onCreated(final Session created) {
        session = created;
    }

    void onLogon() {
        logons.incrementAndGet();
        up = true;
        signal.wake();
    }

    void onLogout() {
        up = false;
        signal.wake();
    }

    /** Messages were left out by the venue, or could not be read: what they said of its book is not known. */
    void onGap() {
        gaps.incrementAndGet();
    }

    /**
     * @param message an application message.
     * @param msgType of it.
     * @return false if it is no market data.
     * @throws FieldNotFound     if a required field is missing.
     * @throws IncorrectTagValue if a field holds an impossible value.
     */
    boolean onMessage(final Message message, final String msgType) throws FieldNotFound, IncorrectTagValue {
        if (!isMarketData(msgType)) {
            return false;
        }
        if (!message.isSetField(MDReqID.FIELD) && FixFields.possDup(message) == BooleanType.T) {
            // Sent again, and nothing says for which subscription.
            onGap();
            return true;
        }
        try {
            switch (msgType) {
                case MsgType.MARKET_DATA_SNAPSHOT_FULL_REFRESH -> onSnapshot(message);
                case MsgType.MARKET_DATA_INCREMENTAL_REFRESH -> onUpdate(message);
                default -> onRefusal(message);
            }
        } catch (final FieldNotFound | IncorrectTagValue | FieldException e) {
            faults.record(venueId, FixFault.MALFORMED_QUOTE, e.toString());
            throw e;
        }
        return true;
    }

    private static boolean isMarketData(final String msgType) {
        return MsgType.MARKET_DATA_SNAPSHOT_FULL_REFRESH.equals(msgType)
                || MsgType.MARKET_DATA_INCREMENTAL_REFRESH.equals(msgType)
                || MsgType.MARKET_DATA_REQUEST_REJECT.equals(msgType);
    }

    private void onSnapshot(final Message message) throws FieldNotFound, IncorrectTagValue {
        final VenueQuoteSlot slot = slotBySymbol.get(FixFields.optionalText(message, Symbol.FIELD));
        if (slot == null) {
            return;
        }
        synchronized (slot) {
            if (!slot.counts(FixFields.optionalText(message, MDReqID.FIELD), true)) {
                return;
            }
            slot.beginSnapshot();
            try {
                for (final Group entry : message.getGroups(NoMDEntries.FIELD)) {
                    apply(slot, entry, MDUpdateAction.NEW);
                }
            } catch (final FieldNotFound | IncorrectTagValue | FieldException e) {
                withdraw(slot);
                throw e;
            }
            afterUpdate(slot);
        }
    }

    private void onUpdate(final Message message) throws FieldNotFound, IncorrectTagValue {
        final String mdReqId = FixFields.optionalText(message, MDReqID.FIELD);
        VenueQuoteSlot slot = mdReqId.isEmpty() ? null : slotBySubscription(mdReqId);
        for (final Group entry : message.getGroups(NoMDEntries.FIELD)) {
            // An entry without a symbol is of the one before.
            if (entry.isSetField(Symbol.FIELD)) {
                slot = slotBySymbol.get(entry.getString(Symbol.FIELD));
            }
            if (slot != null) {
                onEntry(slot, entry, mdReqId);
            }
        }
    }

    private void onEntry(final VenueQuoteSlot slot, final Group entry, final String mdReqId)
            throws FieldNotFound, IncorrectTagValue {
        synchronized (slot) {
            if (!slot.counts(mdReqId, false)) {
                return;
            }
            try {
                apply(slot, entry, FixFields.character(entry, MDUpdateAction.FIELD));
            } catch (final FieldNotFound | IncorrectTagValue | FieldException e) {
                withdraw(slot);
                throw e;
            }
            afterUpdate(slot);
        }
    }

    private void onRefusal(final Message message) throws FieldNotFound {
        faults.record(venueId, FixFault.QUOTES_REFUSED, "35=Y: " + FixFields.optionalText(message, Text.FIELD));
        final String mdReqId = FixFields.optionalText(message, MDReqID.FIELD);
        final VenueQuoteSlot slot = slotBySubscription(mdReqId);
        if (slot != null) {
            synchronized (slot) {
                // Only of the newest subscription: an older one is not missed.
                if (mdReqId.equals(slot.mdReqId())) {
                    slot.unsubscribe();
                    tell(slot);
                }
            }
        }
    }

    /** Holding the slot. */
    private void apply(final VenueQuoteSlot slot, final FieldMap entry, final char action)
            throws FieldNotFound, IncorrectTagValue {
        final char type = FixFields.character(entry, MDEntryType.FIELD);
        if (type == EMPTY_BOOK) {
            slot.clear();
            return;
        }
        if (type != MDEntryType.BID && type != MDEntryType.OFFER) {
            return;
        }
        final QuoteSide side = slot.side(type == MDEntryType.BID);
        final String entryId = entryId(entry, MDEntryID.FIELD);
        final String refId = entryId(entry, MDEntryRefID.FIELD);
        final String knownAs = refId.isEmpty() ? entryId : refId;
        final long priceE8 = entry.isSetField(MDEntryPx.FIELD) ? priceE8(entry) : QuoteSide.NO_PRICE;
        switch (action) {
            case MDUpdateAction.NEW, MDUpdateAction.CHANGE, MDUpdateAction.OVERLAY -> {
                if (action == MDUpdateAction.NEW && priceE8 == QuoteSide.NO_PRICE) {
                    throw new FieldNotFound(MDEntryPx.FIELD);
                }
                final long quantityE8 = FixFields.quantityE8(entry, MDEntrySize.FIELD);
                if (!side.put(knownAs, entryId, priceE8, quantityE8)) {
                    faults.record(venueId, FixFault.QUOTE_LEVELS_DROPPED, "more than " + depth);
                }
            }
            case MDUpdateAction.DELETE -> side.remove(knownAs, priceE8);
            default -> throw new IncorrectTagValue(MDUpdateAction.FIELD, String.valueOf(action));
        }
    }

    private static long priceE8(final FieldMap entry) throws FieldNotFound, IncorrectTagValue {
        final long priceE8 = FixFields.decimalE8(entry, MDEntryPx.FIELD);
        if (priceE8 <= 0) {
            throw new IncorrectTagValue(MDEntryPx.FIELD, entry.getString(MDEntryPx.FIELD));
        }
        return priceE8;
    }

    private static String entryId(final FieldMap entry, final int field) throws FieldNotFound, IncorrectTagValue {
        final String entryId = FixFields.optionalText(entry, field);
        if (entryId.length() > MAX_ENTRY_ID_LENGTH) {
            throw new IncorrectTagValue(field, entryId);
        }
        return entryId;
    }

    /** Holding the slot. What its book is now is not known; no quote is better than a wrong one. */
    private void withdraw(final VenueQuoteSlot slot) {
        slot.unsubscribe();
        tell(slot);
        gaps.incrementAndGet();
    }

    /** Holding the slot. */
    private void afterUpdate(final VenueQuoteSlot slot) {
        tell(slot);
        if (slot.hasRunDry()) {
            gaps.incrementAndGet();
        }
    }

    /** Holding the slot. */
    private void tell(final VenueQuoteSlot slot) {
        if (!slot.update()) {
            return;
        }
        if (slot.isWaiting()) {
            conflated.incrementAndGet();
        } else {
            enqueue(slot);
        }
    }

    /** Holding the slot. The queue has a place for each, and none is in it twice. */
    private void enqueue(final VenueQuoteSlot slot) {
        slot.waiting(true);
        waiting.offer(slot);
        signal.wake();
    }

    /** The slot that an MDReqID of ours is about; null if it is none, whether or not it is the newest. */
    private VenueQuoteSlot slotBySubscription(final String mdReqId) {
        final int separator = mdReqId.indexOf(':');
        return separator < 0 ? null : slotBySymbol.get(mdReqId.substring(separator + 1));
    }

    // ---- Sender's thread

    /** @return how much was done. */
    int doWork() {
        return subscribe() + tellQuotes();
    }

    private int subscribe() {
        if (subscribed && (!up || subscribedLogon != logons.get())) {
            // The subscriptions have ended with their session.
            subscribed = false;
            nextToSubscribe = slots.length;
            for (final VenueQuoteSlot slot : slots) {
                synchronized (slot) {
                    slot.unsubscribe();
                    tell(slot);
                }
            }
        }
        if (!up) {
            return 0;
        }
        final long nowNs = System.nanoTime();
        if (!subscribed || (isAgainNecessary() && nowNs - subscribedAtNs > RESUBSCRIBE_INTERVAL_NS)) {
            subscribedLogon = logons.get();
            subscribedGap = gaps.get();
            subscribedAtNs = nowNs;
            subscribed = true;
            nextToSubscribe = 0;
            subscription++;
        }
        return sendRequests();
    }

    private boolean isAgainNecessary() {
        return nextToSubscribe == slots.length && subscribedGap != gaps.get();
    }

    private int sendRequests() {
        int sent = 0;
        final Session target = session;
        while (nextToSubscribe < slots.length && sent < MAX_REQUESTS_A_POLL && target.isLoggedOn()) {
            final VenueQuoteSlot slot = slots[nextToSubscribe++];
            final String mdReqId = mdReqIdPrefix + subscription + ':' + slot.symbol();
            final String before;
            synchronized (slot) {
                before = slot.mdReqId();
                slot.subscribe(mdReqId);
                tell(slot);
            }
            if (before != null) {
                target.send(request(
                        before, slot.symbol(), SubscriptionRequestType.DISABLE_PREVIOUS_SNAPSHOT_UPDATE_REQUEST));
            }
            target.send(request(mdReqId, slot.symbol(), SubscriptionRequestType.SNAPSHOT_UPDATES));
            sent++;
        }
        return sent;
    }

    private Message request(final String mdReqId, final String symbol, final char subscriptionRequestType) {
        final Message message = new Message();
        message.getHeader().setString(MsgType.FIELD, MsgType.MARKET_DATA_REQUEST);
        message.setString(MDReqID.FIELD, mdReqId);
        message.setChar(SubscriptionRequestType.FIELD, subscriptionRequestType);
        message.setInt(MarketDepth.FIELD, depth);
        message.setInt(MDUpdateType.FIELD, MDUpdateType.INCREMENTAL_REFRESH);
        for (final char type : new char[] {MDEntryType.BID, MDEntryType.OFFER}) {
            final Group entryType = new Group(NoMDEntryTypes.FIELD, MDEntryType.FIELD, REQUEST_ENTRY_FIELDS);
            entryType.setChar(MDEntryType.FIELD, type);
            message.addGroup(entryType);
        }
        final Group instrument = new Group(NoRelatedSym.FIELD, Symbol.FIELD, REQUEST_SYMBOL_FIELDS);
        instrument.setString(Symbol.FIELD, symbol);
        message.addGroup(instrument);
        tags.complete(message, MsgType.MARKET_DATA_REQUEST);
        return message;
    }

    /** Puts all quotes that there are into the queue again. */
    private void tellAnew() {
        retoldFor = forgotten.get();
        for (final VenueQuoteSlot slot : slots) {
            synchronized (slot) {
                if (slot.hasQuote() && !slot.isWaiting()) {
                    enqueue(slot);
                }
            }
        }
    }

    private int tellQuotes() {
        if (retoldFor != forgotten.get()) {
            tellAnew();
        }
        int told = 0;
        while (told < MAX_QUOTES_A_POLL && sink.hasRoomForQuotes()) {
            final VenueQuoteSlot slot = waiting.poll();
            if (slot == null) {
                break;
            }
            synchronized (slot) {
                slot.waiting(false);
                quote.wrapAndApplyHeader(buffer, 0, header)
                        .bidPriceE8(slot.bidPriceE8())
                        .bidQtyE8(slot.bidQtyE8())
                        .askPriceE8(slot.askPriceE8())
                        .askQtyE8(slot.askQtyE8())
                        .instrumentId(slot.instrumentId())
                        .venueId(venueId);
            }
            if (!sink.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + quote.encodedLength())) {
                synchronized (slot) {
                    if (!slot.isWaiting()) {
                        enqueue(slot);
                    }
                }
                break;
            }
            told++;
        }
        quotes.addAndGet(told);
        return told;
    }
}
