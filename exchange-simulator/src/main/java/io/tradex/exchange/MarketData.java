package io.tradex.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import quickfix.FieldNotFound;
import quickfix.Group;
import quickfix.Message;
import quickfix.field.MDEntryID;
import quickfix.field.MDEntryPx;
import quickfix.field.MDEntrySize;
import quickfix.field.MDEntryType;
import quickfix.field.MDReqID;
import quickfix.field.MDReqRejReason;
import quickfix.field.MDUpdateAction;
import quickfix.field.MDUpdateType;
import quickfix.field.MarketDepth;
import quickfix.field.MsgType;
import quickfix.field.NoMDEntries;
import quickfix.field.NoRelatedSym;
import quickfix.field.SubscriptionRequestType;
import quickfix.field.Symbol;
import quickfix.field.Text;

/**
 * The price levels of the exchange's own books, told to whoever asks (35=V): a snapshot (35=W), then, for subscriptions, what
 * changes (35=X, or another snapshot where that was asked for), looked at every millisecond. Used by the exchange's thread only.
 */
final class MarketData {
    /** Asked for, or what MarketDepth 0 (the whole book) gets. */
    private static final int MAX_DEPTH = 64;

    private static final int MAX_SUBSCRIPTIONS = 4096;
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int[] SNAPSHOT_ENTRY = {
        MDEntryType.FIELD, MDEntryID.FIELD, MDEntryPx.FIELD, MDEntrySize.FIELD, 0
    };
    private static final int[] UPDATE_ENTRY = {
        MDUpdateAction.FIELD, MDEntryType.FIELD, MDEntryID.FIELD, Symbol.FIELD, MDEntryPx.FIELD, MDEntrySize.FIELD, 0
    };

    private final MatchingVenue venue;
    private final Wire wire;
    private final Map<String, Map<String, Subscription>> subscriptions = new LinkedHashMap<>();
    private long nextLookNs;
    private boolean looked;

    MarketData(final MatchingVenue venue, final Wire wire) {
        this.venue = venue;
        this.wire = wire;
    }

    /** Nobody is connected any more: whoever logs on again asks again. */
    void onLogout() {
        subscriptions.clear();
    }

    void onRequest(final Message request) {
        try {
            final String id = request.getString(MDReqID.FIELD);
            final char type = request.getChar(SubscriptionRequestType.FIELD);
            if (type == SubscriptionRequestType.DISABLE_PREVIOUS_SNAPSHOT_UPDATE_REQUEST) {
                subscriptions.remove(id);
                return;
            }
            final int asked = request.getInt(MarketDepth.FIELD);
            final boolean updates = type == SubscriptionRequestType.SNAPSHOT_UPDATES;
            if (updates && subscriptions.size() >= MAX_SUBSCRIPTIONS) {
                refuse(id, MDReqRejReason.INSUFFICIENT_BANDWIDTH, "no room for another subscription");
                return;
            }
            final boolean incremental = request.isSetField(MDUpdateType.FIELD)
                    && request.getInt(MDUpdateType.FIELD) == MDUpdateType.INCREMENTAL_REFRESH;
            final Map<String, Subscription> bySymbol = new LinkedHashMap<>();
            for (final Group instrument : request.getGroups(NoRelatedSym.FIELD)) {
                final Subscription subscription = new Subscription(
                        id,
                        instrument.getString(Symbol.FIELD),
                        asked == 0 ? MAX_DEPTH : Math.min(asked, MAX_DEPTH),
                        incremental);
                subscription.snapshot();
                bySymbol.put(subscription.symbol, subscription);
            }
            if (updates) {
                subscriptions.put(id, bySymbol);
            }
        } catch (final FieldNotFound e) {
            // The dictionary has seen to every field that is read here.
            throw new IllegalStateException(e);
        }
    }

    int poll(final long nowNs) {
        if (subscriptions.isEmpty() || (looked && nowNs - nextLookNs < 0)) {
            return 0;
        }
        looked = true;
        nextLookNs = nowNs + INTERVAL_NS;
        int workCount = 0;
        for (final Map<String, Subscription> bySymbol : subscriptions.values()) {
            for (final Subscription subscription : bySymbol.values()) {
                workCount += subscription.update();
            }
        }
        return workCount;
    }

    private void refuse(final String id, final char reason, final String text) {
        final Message reject = message(MsgType.MARKET_DATA_REQUEST_REJECT, id);
        reject.setChar(MDReqRejReason.FIELD, reason);
        reject.setString(Text.FIELD, text);
        wire.send(reject);
    }

    private static Message message(final String msgType, final String id) {
        final Message message = new Message();
        message.getHeader().setString(MsgType.FIELD, msgType);
        message.setString(MDReqID.FIELD, id);
        return message;
    }

    /** One book that somebody follows, as that somebody knows it. */
    private final class Subscription {
        private final String id;
        private final String symbol;
        private final int depth;
        private final boolean incremental;

        /** Quantity of each level by what identifies it: B or A, and its price. */
        private Map<Level, Long> told = new LinkedHashMap<>();

        Subscription(final String id, final String symbol, final int depth, final boolean incremental) {
            this.id = id;
            this.symbol = symbol;
            this.depth = depth;
            this.incremental = incremental;
        }

        void snapshot() {
            told = levels();
            final Message snapshot = message(MsgType.MARKET_DATA_SNAPSHOT_FULL_REFRESH, id);
            snapshot.setString(Symbol.FIELD, symbol);
            if (told.isEmpty()) {
                snapshot.setInt(NoMDEntries.FIELD, 0);
            }
            told.forEach((level, quantityE8) -> {
                final Group entry = new Group(NoMDEntries.FIELD, MDEntryType.FIELD, SNAPSHOT_ENTRY);
                entry.setChar(MDEntryType.FIELD, level.type());
                entry.setString(MDEntryPx.FIELD, FixReports.decimal(level.priceE8));
                entry.setString(MDEntrySize.FIELD, FixReports.decimal(quantityE8));
                snapshot.addGroup(entry);
            });
            wire.send(snapshot);
        }

        int update() {
            final Map<Level, Long> now = levels();
            if (now.equals(told)) {
                return 0;
            }
            if (!incremental) {
                snapshot();
                return 1;
            }
            final Message update = message(MsgType.MARKET_DATA_INCREMENTAL_REFRESH, id);
            final TreeSet<Level> all = new TreeSet<>(told.keySet());
            all.addAll(now.keySet());
            for (final Level level : all) {
                final Long quantityE8 = now.get(level);
                final Long before = told.get(level);
                if (quantityE8 == null) {
                    entry(update, MDUpdateAction.DELETE, level, 0);
                } else if (before == null) {
                    entry(update, MDUpdateAction.NEW, level, quantityE8);
                } else if (!before.equals(quantityE8)) {
                    entry(update, MDUpdateAction.CHANGE, level, quantityE8);
                }
            }
            told = now;
            wire.send(update);
            return 1;
        }

        private Map<Level, Long> levels() {
            final Map<Level, Long> levels = new LinkedHashMap<>();
            venue.forEachLevel(
                    symbol, depth, (buy, priceE8, quantityE8) -> levels.put(new Level(buy, priceE8), quantityE8));
            return levels;
        }

        private void entry(final Message update, final char action, final Level level, final long quantityE8) {
            final Group entry = new Group(NoMDEntries.FIELD, MDUpdateAction.FIELD, UPDATE_ENTRY);
            final String price = FixReports.decimal(level.priceE8);
            entry.setChar(MDUpdateAction.FIELD, action);
            entry.setChar(MDEntryType.FIELD, level.type());
            entry.setString(MDEntryID.FIELD, symbol + (level.buy ? "-B-" : "-A-") + price);
            entry.setString(Symbol.FIELD, symbol);
            entry.setString(MDEntryPx.FIELD, price);
            entry.setString(MDEntrySize.FIELD, FixReports.decimal(quantityE8));
            update.addGroup(entry);
        }
    }

    private record Level(boolean buy, long priceE8) implements Comparable<Level> {
        char type() {
            return buy ? MDEntryType.BID : MDEntryType.OFFER;
        }

        @Override
        public int compareTo(final Level other) {
            final int bySide = Boolean.compare(buy, other.buy);
            return bySide != 0 ? bySide : Long.compare(priceE8, other.priceE8);
        }
    }
}
