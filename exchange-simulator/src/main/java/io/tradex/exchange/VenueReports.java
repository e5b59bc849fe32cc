package io.tradex.exchange;

/** Where an exchange says what happened. Called on its thread. */
interface VenueReports {
    /**
     * What a report says besides the state of its order.
     *
     * @param execType    ExecType (150) as FIX 4.4 has it.
     * @param clOrdId     ClOrdID (11) of the report.
     * @param origClOrdId OrigClOrdID (41); null for none.
     * @param lastQtyE8   LastQty (32) of an execution, a correction or a guarantee; else 0.
     * @param lastPriceE8 LastPx (31) of it; else 0.
     * @param execRefId   ExecRefID (19) of a bust or correction; null for none.
     * @param reason      ExecRestatementReason (378); {@link #NO_REASON} for none.
     * @param massStatus  the mass status request it answers; null for none.
     * @param total       reports in that answer.
     * @param last        whether it is the last of them.
     */
    record Happening(
            char execType,
            String clOrdId,
            String origClOrdId,
            long lastQtyE8,
            long lastPriceE8,
            String execRefId,
            int reason,
            VenueRequest massStatus,
            int total,
            boolean last) {
        /** Nobody says why. */
        static final int NO_REASON = -1;

        static Happening of(final char execType, final String clOrdId, final String origClOrdId) {
            return trade(execType, clOrdId, origClOrdId, 0, 0);
        }

        static Happening trade(
                final char execType,
                final String clOrdId,
                final String origClOrdId,
                final long lastQtyE8,
                final long lastPriceE8) {
            return new Happening(
                    execType, clOrdId, origClOrdId, lastQtyE8, lastPriceE8, null, NO_REASON, null, 0, false);
        }

        static Happening reversal(
                final char execType,
                final String clOrdId,
                final String execRefId,
                final long lastQtyE8,
                final long lastPriceE8) {
            return new Happening(execType, clOrdId, null, lastQtyE8, lastPriceE8, execRefId, NO_REASON, null, 0, false);
        }

        static Happening unasked(final char execType, final String clOrdId, final int reason) {
            return new Happening(execType, clOrdId, null, 0, 0, null, reason, null, 0, false);
        }

        static Happening status(
                final char execType,
                final String clOrdId,
                final VenueRequest massStatus,
                final int total,
                final boolean last) {
            return new Happening(execType, clOrdId, null, 0, 0, null, NO_REASON, massStatus, total, last);
        }
    }

    /**
     * Something happened to an order, or its state was asked for.
     *
     * @param order after it happened.
     * @param what  happened.
     * @return ExecID (17) of the report.
     */
    String executed(VenueOrder order, Happening what);

    /**
     * A new order was refused, or the order of a status request is unknown.
     *
     * @param request      what was asked.
     * @param execType     ExecType (150): rejected, order status, or pending new.
     * @param ordRejReason OrdRejReason (103).
     * @param text         Text (58).
     */
    void refused(VenueRequest request, char execType, int ordRejReason, String text);

    /**
     * A cancel or replace was refused.
     *
     * @param request      what was asked.
     * @param order        the order meant; null if it is unknown.
     * @param cxlRejReason CxlRejReason (102).
     * @param text         Text (58).
     */
    void cancelRefused(VenueRequest request, VenueOrder order, int cxlRejReason, String text);

    /**
     * A new order has arrived and is not looked at yet.
     *
     * @param request that brought it.
     */
    void pendingNew(VenueRequest request);

    /**
     * Orders were asked for, and there is none.
     *
     * @param massStatus the request.
     */
    void noOrders(VenueRequest massStatus);
}
