package io.tradex.core.account;

import io.tradex.core.state.StateHash;

/** What an account holds of one instrument, in lots. */
public final class Position {
    private static final long KIND_QUANTITY = 0x21;
    private static final long KIND_RESERVED = 0x22;

    private final int instrumentId;
    private final StateHash hash;
    private final long quantityMultiplier;
    private final long reservedMultiplier;
    private long quantityLots;
    private long reservedLots;
    private final Protection protection;

    Position(final long accountId, final int instrumentId, final StateHash hash) {
        this.instrumentId = instrumentId;
        this.hash = hash;
        final long id = StateHash.mix(accountId, instrumentId);
        protection = new Protection(id, hash);
        quantityMultiplier = StateHash.multiplier(KIND_QUANTITY, id);
        reservedMultiplier = StateHash.multiplier(KIND_RESERVED, id);
    }

    /** @return the instrument. */
    public int instrumentId() {
        return instrumentId;
    }

    /** @return the account's protection in this instrument. */
    public Protection protection() {
        return protection;
    }

    /** @return what is held; negative only after a late fill. */
    public long quantityLots() {
        return quantityLots;
    }

    /** @return what open sell orders may still take. */
    public long reservedLots() {
        return reservedLots;
    }

    /** @return what a new sell order may take. */
    public long freeLots() {
        return quantityLots - reservedLots;
    }

    /** @param lots to add; negative takes. */
    public void addQuantity(final long lots) {
        quantityLots = Math.addExact(quantityLots, lots);
        hash.add(lots * quantityMultiplier);
    }

    /** @param lots to reserve; negative releases. */
    public void reserve(final long lots) {
        reservedLots = Math.addExact(reservedLots, lots);
        hash.add(lots * reservedMultiplier);
    }
}
