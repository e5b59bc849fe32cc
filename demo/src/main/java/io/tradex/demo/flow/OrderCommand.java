package io.tradex.demo.flow;

/** One request to the core. Filled by an {@link OrderFlow}, read by whoever sends it, reused: a record of plain fields. */
public final class OrderCommand {
    /** What is asked for. */
    public enum Kind {
        /** A new order. */
        NEW,
        /** The rest of an order is to be cancelled. */
        CANCEL,
        /** Price and total quantity of an order are to be changed. */
        REPLACE
    }

    public Kind kind = Kind.NEW;

    /** ClOrdID of this request. */
    public long clOrdId;

    /** The ClOrdID that the order had first, by which {@link WorkingOrders} knows it; of a new order its own. */
    public long key;

    /** ClOrdID that the order has now; 0 for a new order. */
    public long origClOrdId;

    public long accountId;
    public int instrumentId;

    /** Venue; 0 for the core's own book. Of a cancel or replace: where the order is. */
    public int destination;

    public boolean buy;
    public boolean immediateOrCancel;
    public long priceTicks;

    /** Of a replace: the new total. */
    public long quantityLots;

    /** When it should have left, by the clock of whoever sends it. */
    public long intendedNs;

    /**
     * Copies all fields.
     *
     * @param from another command.
     */
    public void set(final OrderCommand from) {
        kind = from.kind;
        clOrdId = from.clOrdId;
        key = from.key;
        origClOrdId = from.origClOrdId;
        accountId = from.accountId;
        instrumentId = from.instrumentId;
        destination = from.destination;
        buy = from.buy;
        immediateOrCancel = from.immediateOrCancel;
        priceTicks = from.priceTicks;
        quantityLots = from.quantityLots;
        intendedNs = from.intendedNs;
    }

    /**
     * Makes this a new limit order.
     *
     * @param id of the request.
     * @return this.
     */
    public OrderCommand newOrder(final long id) {
        kind = Kind.NEW;
        clOrdId = id;
        key = id;
        origClOrdId = 0;
        immediateOrCancel = false;
        return this;
    }

    /**
     * Makes this a cancel.
     *
     * @param id of the request.
     * @param orderKey of the order.
     * @param name ClOrdID that the order has now.
     * @return this.
     */
    public OrderCommand cancel(final long id, final long orderKey, final long name) {
        kind = Kind.CANCEL;
        clOrdId = id;
        key = orderKey;
        origClOrdId = name;
        immediateOrCancel = false;
        priceTicks = 0;
        quantityLots = 0;
        return this;
    }

    /**
     * Makes this a replace.
     *
     * @param id of the request.
     * @param orderKey of the order.
     * @param name ClOrdID that the order has now.
     * @param newPriceTicks its price from now on.
     * @param newQuantityLots its total quantity from now on.
     * @return this.
     */
    public OrderCommand replace(
            final long id, final long orderKey, final long name, final long newPriceTicks, final long newQuantityLots) {
        kind = Kind.REPLACE;
        clOrdId = id;
        key = orderKey;
        origClOrdId = name;
        immediateOrCancel = false;
        priceTicks = newPriceTicks;
        quantityLots = newQuantityLots;
        return this;
    }
}
