package io.tradex.demo.flow;

/** One row of a LOBSTER message file. Reused: plain fields. */
public final class LobsterRow {
    /** A new limit order. */
    public static final int NEW = 1;

    /** Part of an order is cancelled. */
    public static final int PARTIAL_CANCEL = 2;

    /** An order is cancelled (the format calls it deletion). */
    public static final int CANCEL = 3;

    /** A visible order is executed. */
    public static final int EXECUTION = 4;

    /** A hidden order is executed. */
    public static final int HIDDEN_EXECUTION = 5;

    /** A cross trade, such as an auction. */
    public static final int CROSS = 6;

    /** Trading halts or goes on. */
    public static final int HALT = 7;

    /** Since midnight. */
    public long timeNs;

    public int type;
    public long orderId;
    public long quantityLots;

    /** In units of 0.0001. */
    public long priceTicks;

    /** Whether the resting order buys. */
    public boolean buy;
}
