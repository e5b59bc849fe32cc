package io.tradex.core.account;

import io.tradex.core.state.StateHash;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * An account: cash, positions, what of both is reserved for open orders, and the count of its order changes. Money in
 * millionths of the currency.
 */
public final class Account {
    private static final long KIND_ACCOUNT = 0x11;
    private static final long KIND_CASH = 0x12;
    private static final long KIND_RESERVED = 0x13;
    private static final long KIND_SEQ = 0x14;
    private static final long KIND_ADJUSTMENT = 0x15;
    private static final long KIND_GROUP = 0x16;
    private static final long KIND_KILLED = 0x17;

    private final long accountId;
    private final long clientId;
    private final StateHash hash;
    private final long cashMultiplier;
    private final long reservedMultiplier;
    private final long seqMultiplier;
    private final long adjustmentMultiplier;
    private final long groupMultiplier;
    private final long killMultiplier;
    private final Int2ObjectHashMap<Position> positionByInstrument = new Int2ObjectHashMap<>();
    /** In the order in which they came to be, because the map's own order must not be seen. */
    private final List<Position> positions = new ArrayList<>();

    private long cashMicros;
    private long reservedMicros;
    private long accountSeq;
    private long lastAdjustmentId;
    private int ordinal;
    private int tradeGroup;
    private boolean killed;

    /**
     * @param accountId of the account.
     * @param clientId  that trades it.
     * @param hash      of the state it belongs to.
     */
    public Account(final long accountId, final long clientId, final StateHash hash) {
        this.accountId = accountId;
        this.clientId = clientId;
        this.hash = hash;
        cashMultiplier = StateHash.multiplier(KIND_CASH, accountId);
        reservedMultiplier = StateHash.multiplier(KIND_RESERVED, accountId);
        seqMultiplier = StateHash.multiplier(KIND_SEQ, accountId);
        adjustmentMultiplier = StateHash.multiplier(KIND_ADJUSTMENT, accountId);
        groupMultiplier = StateHash.multiplier(KIND_GROUP, accountId);
        killMultiplier = StateHash.multiplier(KIND_KILLED, accountId);
        hash.add(StateHash.mix(StateHash.mix(KIND_ACCOUNT, accountId), clientId));
    }

    /** @return the account's id. */
    public long accountId() {
        return accountId;
    }

    /** @return the client that trades it. */
    public long clientId() {
        return clientId;
    }

    /** @return the cash; negative only after a late fill. */
    public long cashMicros() {
        return cashMicros;
    }

    /** @return what open buy orders may still cost. */
    public long reservedMicros() {
        return reservedMicros;
    }

    /** @return what a new buy order may cost. */
    public long buyingPowerMicros() {
        return cashMicros - reservedMicros;
    }

    /** @return how often an order of the account has changed. */
    public long accountSeq() {
        return accountSeq;
    }

    /** @return the highest adjustment applied. */
    public long lastAdjustmentId() {
        return lastAdjustmentId;
    }

    /**
     * Who it is where self-trades are prevented: its trade group, or else itself.
     *
     * @return a number that the accounts of a group share and no other has; never 0.
     */
    public int tradeOwner() {
        return tradeGroup != 0 ? tradeGroup : -ordinal;
    }

    /** @param number of the account among all, from 1; the same after a snapshot. */
    public void ordinal(final int number) {
        ordinal = number;
    }

    /** @return its trade group; 0 if it is in none. */
    public int tradeGroup() {
        return tradeGroup;
    }

    /** @param group its trade group; 0 for none. */
    public void tradeGroup(final int group) {
        hash.add((group - (long) tradeGroup) * groupMultiplier);
        tradeGroup = group;
    }

    /** @return whether its kill switch is on. */
    public boolean isKilled() {
        return killed;
    }

    /** @param on whether its kill switch is on. */
    public void killed(final boolean on) {
        hash.add(((on ? 1 : 0) - (killed ? 1 : 0)) * killMultiplier);
        killed = on;
    }

    /** @return the positions, oldest first. */
    public List<Position> positions() {
        return positions;
    }

    /** @param micros to add to the cash; negative takes. */
    public void addCash(final long micros) {
        cashMicros = Math.addExact(cashMicros, micros);
        hash.add(micros * cashMultiplier);
    }

    /** @param micros to reserve; negative releases. */
    public void reserve(final long micros) {
        reservedMicros = Math.addExact(reservedMicros, micros);
        hash.add(micros * reservedMultiplier);
    }

    /** @return the next number in the account's gapless sequence. */
    public long nextAccountSeq() {
        advanceAccountSeq(accountSeq + 1);
        return accountSeq;
    }

    /** @param adjustmentId that was applied. */
    public void adjusted(final long adjustmentId) {
        hash.add((adjustmentId - lastAdjustmentId) * adjustmentMultiplier);
        lastAdjustmentId = adjustmentId;
    }

    /**
     * @param instrumentId of the position.
     * @return the position, or null if there never was one.
     */
    public Position positionOrNull(final int instrumentId) {
        return positionByInstrument.get(instrumentId);
    }

    /**
     * @param instrumentId of the position.
     * @return the position, made if there was none.
     */
    public Position position(final int instrumentId) {
        Position position = positionByInstrument.get(instrumentId);
        if (position == null) {
            position = new Position(accountId, instrumentId, hash);
            positionByInstrument.put(instrumentId, position);
            positions.add(position);
        }
        return position;
    }

    /** @param seq to go on from, when a snapshot is loaded. */
    public void advanceAccountSeq(final long seq) {
        hash.add((seq - accountSeq) * seqMultiplier);
        accountSeq = seq;
    }
}
