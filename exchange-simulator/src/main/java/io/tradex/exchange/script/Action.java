package io.tradex.exchange.script;

/** What a rule does. Quantities and prices are in units of 1e-8; a price of 0 stands for the order's own. */
public sealed interface Action {
    /** What an action needs. */
    enum Need {
        /** Nothing but the session. */
        NOTHING,
        /** A request that has not been looked at. */
        REQUEST,
        /** A report that has not been sent. */
        REPORT,
        /** A request or a report. */
        MESSAGE,
        /** A mass status request. */
        MASS_STATUS,
        /** An order. */
        ORDER
    }

    /** @return what it needs. */
    Need need();

    /**
     * {@code delay 50ms}: a request is looked at later, a report sent later.
     *
     * @param span how much later.
     */
    record Delay(Span span) implements Action {
        @Override
        public Need need() {
            return Need.MESSAGE;
        }
    }

    /** {@code ignore}: the request is never answered. */
    record Ignore() implements Action {
        @Override
        public Need need() {
            return Need.REQUEST;
        }
    }

    /**
     * {@code reject "text" reason=99}: a new order is rejected, a cancel or replace refused.
     *
     * @param text   Text (58).
     * @param reason OrdRejReason (103) or CxlRejReason (102); -1 for the broker's option.
     */
    record Reject(String text, int reason) implements Action {
        @Override
        public Need need() {
            return Need.REQUEST;
        }
    }

    /**
     * {@code session-reject "text"} (35=3) and {@code business-reject "text"} (35=j).
     *
     * @param business whether it is the business reject.
     * @param text     Text (58).
     */
    record Refuse(boolean business, String text) implements Action {
        @Override
        public Need need() {
            return Need.REQUEST;
        }
    }

    /** {@code pending}: a pending new, pending cancel or pending replace is sent at once. */
    record Pending() implements Action {
        @Override
        public Need need() {
            return Need.REQUEST;
        }
    }

    /**
     * {@code omit 1}: the answer leaves out orders.
     *
     * @param orders how many, the oldest first.
     */
    record Omit(int orders) implements Action {
        @Override
        public Need need() {
            return Need.MASS_STATUS;
        }
    }

    /**
     * {@code invent 1}: the answer tells of orders that nobody sent.
     *
     * @param orders how many.
     * @param symbol of them.
     */
    record Invent(int orders, String symbol) implements Action {
        @Override
        public Need need() {
            return Need.MASS_STATUS;
        }
    }

    /** {@code drop}: the report is never sent. */
    record Drop() implements Action {
        @Override
        public Need need() {
            return Need.REPORT;
        }
    }

    /**
     * {@code duplicate 2 possresend}: the report is sent again, with the same ExecID.
     *
     * @param copies     how many more.
     * @param possResend whether they say that they are (97=Y).
     */
    record Duplicate(int copies, boolean possResend) implements Action {
        @Override
        public Need need() {
            return Need.REPORT;
        }
    }

    /**
     * {@code wrong-cumqty +100}: the report says more or less CumQty than is true; LeavesQty follows.
     *
     * @param changeE8 added to CumQty.
     */
    record WrongCumQty(long changeE8) implements Action {
        @Override
        public Need need() {
            return Need.REPORT;
        }
    }

    /**
     * {@code fill 50% @ 101.5}: an execution, whatever state the order is in.
     *
     * @param amount  of it.
     * @param priceE8 its price.
     */
    record Fill(Amount amount, long priceE8) implements Action {
        @Override
        public Need need() {
            return Need.ORDER;
        }
    }

    /**
     * {@code bust last}: an execution is taken back.
     *
     * @param which of the order's.
     */
    record Bust(Which which) implements Action {
        @Override
        public Need need() {
            return Need.ORDER;
        }
    }

    /**
     * {@code correct last 80 @ 101}: an execution gets another quantity and price.
     *
     * @param which   of the order's.
     * @param amount  its new quantity.
     * @param priceE8 its new price; 0 for the old one.
     */
    record Correct(Which which, Amount amount, long priceE8) implements Action {
        @Override
        public Need need() {
            return Need.ORDER;
        }
    }

    /** Which of an order's executions is meant. */
    enum Which {
        /** The oldest that still counts. */
        FIRST,
        /** The newest that still counts. */
        LAST
    }

    /**
     * {@code cancel reason=2}, {@code expire}, {@code done-for-day}: the order ends, and nobody has asked for it.
     *
     * @param how    it ends.
     * @param reason ExecRestatementReason (378); -1 for none.
     */
    record End(Ending how, int reason) implements Action {
        @Override
        public Need need() {
            return Need.ORDER;
        }
    }

    /** How an order ends by itself. */
    enum Ending {
        /** Canceled. */
        CANCELED,
        /** Expired. */
        EXPIRED,
        /** Done for the day. */
        DONE_FOR_DAY
    }

    /**
     * {@code stop 100 @ 50.1}: an execution is guaranteed, which is none yet.
     *
     * @param amount  guaranteed.
     * @param priceE8 its price.
     */
    record Stop(Amount amount, long priceE8) implements Action {
        @Override
        public Need need() {
            return Need.ORDER;
        }
    }

    /**
     * {@code restate -20% @ 50 reason=5}: the order has another quantity or price, and nobody has asked for it.
     *
     * @param amount  the new OrderQty.
     * @param priceE8 the new price; 0 for the old one.
     * @param reason  ExecRestatementReason (378).
     */
    record Restate(Amount amount, long priceE8, int reason) implements Action {
        @Override
        public Need need() {
            return Need.ORDER;
        }
    }

    /**
     * {@code replay 10 possresend}: the newest execution reports are sent again, oldest first, with the same ExecIDs.
     *
     * @param reports    how many, at most {@value #MAX_REPORTS}.
     * @param possResend whether they say that they are (97=Y).
     */
    record Replay(int reports, boolean possResend) implements Action {
        /** As many as are kept. */
        public static final int MAX_REPORTS = 1_000;

        @Override
        public Need need() {
            return Need.NOTHING;
        }
    }

    /**
     * {@code disconnect for 2s}: the connection is cut.
     *
     * @param span for how long nobody may connect again.
     */
    record Disconnect(Span span) implements Action {
        @Override
        public Need need() {
            return Need.NOTHING;
        }
    }

    /**
     * {@code skip 3}: the next message has a MsgSeqNum that is too high by so much.
     *
     * @param numbers left out.
     */
    record Skip(int numbers) implements Action {
        @Override
        public Need need() {
            return Need.NOTHING;
        }
    }

    /**
     * {@code reset-sequence +10}: a SequenceReset (35=4) in its reset mode.
     *
     * @param ahead how far the next MsgSeqNum is moved up.
     */
    record ResetSequence(int ahead) implements Action {
        @Override
        public Need need() {
            return Need.NOTHING;
        }
    }

    /**
     * {@code quote AAPL bid 500 @ 99.5 ask 300 @ 100.5}: the house's own orders in the book, which replace those it had there.
     *
     * @param symbol     of the book.
     * @param bidQtyE8   quantity of the bid; 0 for none.
     * @param bidPriceE8 its price.
     * @param askQtyE8   quantity of the ask; 0 for none.
     * @param askPriceE8 its price.
     */
    record Quote(String symbol, long bidQtyE8, long bidPriceE8, long askQtyE8, long askPriceE8) implements Action {
        @Override
        public Need need() {
            return Need.NOTHING;
        }
    }
}
