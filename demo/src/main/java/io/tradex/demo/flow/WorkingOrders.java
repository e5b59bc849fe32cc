package io.tradex.demo.flow;

import io.tradex.protocol.types.OrdStatus;
import org.agrona.collections.Long2LongHashMap;

/**
 * An algo's view of its own live orders, built from what it sent and what came back. An order is known by its key, the first
 * ClOrdID it had; reports may name it by any ClOrdID it has or asked for. Bounded; allocates nothing once warm. One thread.
 */
public final class WorkingOrders {
    /** No order. */
    public static final int NO_SLOT = -1;

    private static final long NONE = NO_SLOT;

    private final Long2LongHashMap slotById;
    private final long[] key;
    private final long[] name;
    private final long[] pendingReplace;
    private final long[] accountId;
    private final int[] instrumentId;
    private final int[] destination;
    private final boolean[] buy;
    private final long[] priceTicks;
    private final long[] quantityLots;
    private final boolean[] cancelSent;
    private final boolean[] cancelWanted;
    private final long[] wantedQuantityLots;
    private final boolean[] pending;
    private final int[] freeSlots;
    private final int[] candidates;
    private final int[] candidateIndex;
    private int freeCount;
    private int candidateCount;
    private int pendingCount;

    /** @param capacity live orders that it holds at most. */
    public WorkingOrders(final int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        slotById = new Long2LongHashMap(NONE);
        key = new long[capacity];
        name = new long[capacity];
        pendingReplace = new long[capacity];
        accountId = new long[capacity];
        instrumentId = new int[capacity];
        destination = new int[capacity];
        buy = new boolean[capacity];
        priceTicks = new long[capacity];
        quantityLots = new long[capacity];
        cancelSent = new boolean[capacity];
        cancelWanted = new boolean[capacity];
        wantedQuantityLots = new long[capacity];
        pending = new boolean[capacity];
        freeSlots = new int[capacity];
        candidates = new int[capacity];
        candidateIndex = new int[capacity];
        freeCount = capacity;
        for (int i = 0; i < capacity; i++) {
            freeSlots[i] = capacity - 1 - i;
        }
    }

    /** @return orders held. */
    public int size() {
        return key.length - freeCount;
    }

    /** @return whether one more fits. */
    public boolean hasRoom() {
        return freeCount > 0;
    }

    /** @return orders that a cancel or replace makes sense for: nothing of them is on its way. */
    public int candidateCount() {
        return candidateCount;
    }

    /** @return orders of which the core said that a venue has yet to answer. */
    public int pendingCount() {
        return pendingCount;
    }

    /**
     * Makes a command a cancel of a candidate.
     *
     * @param index     less than {@link #candidateCount()}; means nothing beyond the next change.
     * @param clOrdId   of the request.
     * @param command   takes it.
     */
    public void cancelCandidate(final int index, final long clOrdId, final OrderCommand command) {
        final int slot = candidates[index];
        describe(slot, command.cancel(clOrdId, key[slot], name[slot]));
    }

    /**
     * Makes a command a replace of a candidate to a part of its quantity, at its price.
     *
     * @param index     less than {@link #candidateCount()}.
     * @param clOrdId   of the request.
     * @param newQuantityLots its total from now on.
     * @param command   takes it.
     */
    public void shrinkCandidate(
            final int index, final long clOrdId, final long newQuantityLots, final OrderCommand command) {
        final int slot = candidates[index];
        describe(slot, command.replace(clOrdId, key[slot], name[slot], priceTicks[slot], newQuantityLots));
    }

    /**
     * @param index less than {@link #candidateCount()}.
     * @return the total quantity that the candidate has.
     */
    public long candidateQuantityLots(final int index) {
        return quantityLots[candidates[index]];
    }

    /**
     * Whether something asked of an order is on its way, so that the next request has to wait.
     *
     * @param orderKey of an order.
     * @return true if it is live and a replace or a cancel of it is not answered for good.
     */
    public boolean isBusy(final long orderKey) {
        final int slot = (int) slotById.get(orderKey);
        return slot != NONE && (pendingReplace[slot] != 0 || cancelSent[slot]);
    }

    /**
     * @param orderKey of an order.
     * @return the ClOrdID by which to ask for a change; the key itself if the order is not live.
     */
    public long nameOf(final long orderKey) {
        final int slot = (int) slotById.get(orderKey);
        return slot == NONE ? orderKey : name[slot];
    }

    /**
     * @param orderKey of an order.
     * @return whether it is live, as far as is known.
     */
    public boolean isLive(final long orderKey) {
        return slotById.get(orderKey) != NONE;
    }

    /**
     * Remembers that an order is to be cancelled as soon as nothing else of it is on its way.
     *
     * @param orderKey of an order.
     */
    public void wantCancel(final long orderKey) {
        final int slot = (int) slotById.get(orderKey);
        if (slot != NONE) {
            cancelWanted[slot] = true;
        }
    }

    /**
     * Remembers that an order is to be made smaller as soon as nothing else of it is on its way.
     *
     * @param orderKey         of an order.
     * @param newQuantityLots its total from then on.
     */
    public void wantQuantity(final long orderKey, final long newQuantityLots) {
        final int slot = (int) slotById.get(orderKey);
        if (slot != NONE) {
            wantedQuantityLots[slot] = newQuantityLots;
        }
    }

    /**
     * Whether a request that had to wait can go now; each is given out once.
     *
     * @param id      a ClOrdID of the order.
     * @param clOrdId for the request.
     * @param command takes it.
     * @return true if the command is to be sent.
     */
    public boolean takeWanted(final long id, final long clOrdId, final OrderCommand command) {
        final int slot = (int) slotById.get(id);
        if (slot == NONE || pendingReplace[slot] != 0 || cancelSent[slot]) {
            return false;
        }
        final long quantity = wantedQuantityLots[slot];
        wantedQuantityLots[slot] = 0;
        if (cancelWanted[slot]) {
            cancelWanted[slot] = false;
            describe(slot, command.cancel(clOrdId, key[slot], name[slot]));
            return true;
        }
        if (quantity != 0 && quantity < quantityLots[slot]) {
            describe(slot, command.replace(clOrdId, key[slot], name[slot], priceTicks[slot], quantity));
            return true;
        }
        return false;
    }

    /**
     * @param id a ClOrdID of an order.
     * @return whether a request of it had to wait.
     */
    public boolean hasWanted(final long id) {
        final int slot = (int) slotById.get(id);
        return slot != NONE && (cancelWanted[slot] || wantedQuantityLots[slot] != 0);
    }

    /**
     * Walks the live orders, in no order that means anything.
     *
     * @param fromSlot 0 at first, then one more than what came back.
     * @return where a live order is; {@link #NO_SLOT} if there is none any more.
     */
    public int nextLive(final int fromSlot) {
        for (int slot = fromSlot; slot < key.length; slot++) {
            if (slotById.get(key[slot]) == slot) {
                return slot;
            }
        }
        return NO_SLOT;
    }

    /**
     * @param slot of a live order.
     * @return its key.
     */
    public long key(final int slot) {
        return key[slot];
    }

    /**
     * @param slot of a live order.
     * @return its account.
     */
    public long accountId(final int slot) {
        return accountId[slot];
    }

    /**
     * A command was sent.
     *
     * @param command it; a new one only while there {@linkplain #hasRoom() is room}.
     */
    public void onSent(final OrderCommand command) {
        switch (command.kind) {
            case NEW -> add(command);
            case CANCEL -> {
                final int slot = (int) slotById.get(command.key);
                if (slot != NONE) {
                    cancelSent[slot] = true;
                    removeCandidate(slot);
                }
            }
            case REPLACE -> {
                final int slot = (int) slotById.get(command.key);
                if (slot != NONE) {
                    pendingReplace[slot] = command.clOrdId;
                    slotById.put(command.clOrdId, slot);
                    removeCandidate(slot);
                }
            }
        }
    }

    /**
     * An order was reported on.
     *
     * @param clOrdId         of the report: of the order, or of the request it answers.
     * @param origClOrdId     of the report; 0 if none.
     * @param ordStatus       of the order.
     * @param newPriceTicks   of the order.
     * @param newQuantityLots of the order.
     * @param replaced        whether the report says that a replace is done.
     */
    public void onReport(
            final long clOrdId,
            final long origClOrdId,
            final OrdStatus ordStatus,
            final long newPriceTicks,
            final long newQuantityLots,
            final boolean replaced) {
        final int slot = slotOf(clOrdId, origClOrdId);
        if (slot == NONE) {
            return;
        }
        if (isFinal(ordStatus)) {
            remove(slot);
            return;
        }
        priceTicks[slot] = newPriceTicks;
        quantityLots[slot] = newQuantityLots;
        setPending(slot, isPending(ordStatus));
        if (replaced && pendingReplace[slot] == clOrdId) {
            forget(name[slot], slot);
            name[slot] = clOrdId;
            pendingReplace[slot] = 0;
        }
        if (pendingReplace[slot] == 0 && !cancelSent[slot]) {
            addCandidate(slot);
        }
    }

    /**
     * A cancel or replace was refused.
     *
     * @param clOrdId     of the refused request.
     * @param origClOrdId by which it named the order.
     * @param ordStatus   of the order; Rejected if the core does not know it.
     */
    public void onRequestRefused(final long clOrdId, final long origClOrdId, final OrdStatus ordStatus) {
        final int slot = slotOf(clOrdId, origClOrdId);
        if (slot == NONE) {
            return;
        }
        if (isFinal(ordStatus)) {
            remove(slot);
            return;
        }
        if (pendingReplace[slot] == clOrdId) {
            forget(clOrdId, slot);
            pendingReplace[slot] = 0;
        } else {
            cancelSent[slot] = false;
        }
        setPending(slot, isPending(ordStatus));
        if (pendingReplace[slot] == 0 && !cancelSent[slot]) {
            addCandidate(slot);
        }
    }

    /**
     * A new order left no trace in the core.
     *
     * @param clOrdId of the order.
     */
    public void onNewRefused(final long clOrdId) {
        final int slot = (int) slotById.get(clOrdId);
        if (slot != NONE) {
            remove(slot);
        }
    }

    private static boolean isPending(final OrdStatus ordStatus) {
        return ordStatus == OrdStatus.PENDING_NEW
                || ordStatus == OrdStatus.PENDING_CANCEL
                || ordStatus == OrdStatus.PENDING_REPLACE;
    }

    private static boolean isFinal(final OrdStatus ordStatus) {
        return ordStatus == OrdStatus.FILLED
                || ordStatus == OrdStatus.CANCELED
                || ordStatus == OrdStatus.REJECTED
                || ordStatus == OrdStatus.EXPIRED
                || ordStatus == OrdStatus.DONE_FOR_DAY;
    }

    private void add(final OrderCommand command) {
        if (freeCount == 0) {
            throw new IllegalStateException("more than " + key.length + " working orders");
        }
        final int slot = freeSlots[--freeCount];
        key[slot] = command.key;
        name[slot] = command.clOrdId;
        pendingReplace[slot] = 0;
        accountId[slot] = command.accountId;
        instrumentId[slot] = command.instrumentId;
        destination[slot] = command.destination;
        buy[slot] = command.buy;
        priceTicks[slot] = command.priceTicks;
        quantityLots[slot] = command.quantityLots;
        // What cannot rest is no candidate for a cancel.
        cancelSent[slot] = command.immediateOrCancel;
        cancelWanted[slot] = false;
        wantedQuantityLots[slot] = 0;
        pending[slot] = false;
        candidateIndex[slot] = (int) NONE;
        slotById.put(command.clOrdId, slot);
    }

    private void remove(final int slot) {
        removeCandidate(slot);
        setPending(slot, false);
        slotById.remove(key[slot]);
        slotById.remove(name[slot]);
        if (pendingReplace[slot] != 0) {
            slotById.remove(pendingReplace[slot]);
        }
        freeSlots[freeCount++] = slot;
    }

    private void forget(final long id, final int slot) {
        // The key stays, because the flow knows the order by it.
        if (id != key[slot]) {
            slotById.remove(id);
        }
    }

    private int slotOf(final long clOrdId, final long origClOrdId) {
        final long slot = slotById.get(clOrdId);
        return (int) (slot != NONE || origClOrdId == 0 ? slot : slotById.get(origClOrdId));
    }

    private void describe(final int slot, final OrderCommand command) {
        command.accountId = accountId[slot];
        command.instrumentId = instrumentId[slot];
        command.destination = destination[slot];
        command.buy = buy[slot];
    }

    private void setPending(final int slot, final boolean nowPending) {
        if (pending[slot] != nowPending) {
            pending[slot] = nowPending;
            pendingCount += nowPending ? 1 : -1;
        }
    }

    private void addCandidate(final int slot) {
        if (candidateIndex[slot] == NONE) {
            candidateIndex[slot] = candidateCount;
            candidates[candidateCount++] = slot;
        }
    }

    private void removeCandidate(final int slot) {
        final int index = candidateIndex[slot];
        if (index != NONE) {
            final int last = candidates[--candidateCount];
            candidates[index] = last;
            candidateIndex[last] = index;
            candidateIndex[slot] = (int) NONE;
        }
    }
}
