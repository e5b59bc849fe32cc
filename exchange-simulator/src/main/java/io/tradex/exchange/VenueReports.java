package io.tradex.exchange;

/** Where an exchange says what happened. Called on its thread. */
interface VenueReports {
    /**
     * Something happened to an order, or its state was asked for.
     *
     * @param order       after it happened.
     * @param execType    ExecType (150).
     * @param clOrdId     ClOrdID (11) of the report.
     * @param origClOrdId OrigClOrdID (41); null for none.
     * @param lastQtyE8   LastQty (32) of a trade; else 0.
     * @param lastPriceE8 LastPx (31) of a trade; else 0.
     */
    void executed(
            VenueOrder order, char execType, String clOrdId, String origClOrdId, long lastQtyE8, long lastPriceE8);

    /**
     * A new order was refused, or the order of a status request is unknown.
     *
     * @param request      what was asked.
     * @param execType     ExecType (150): rejected or order status.
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
}
