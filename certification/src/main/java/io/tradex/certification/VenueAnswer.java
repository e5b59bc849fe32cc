package io.tradex.certification;

import io.tradex.protocol.journal.VenueCancelRejectDecoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;

/**
 * What the venue says of an order, as the adapter has read it.
 *
 * @param cancelReject     whether it is an OrderCancelReject, which has no quantities.
 * @param venueClOrdId     ClOrdID (11); 0 if it is none of ours.
 * @param origVenueClOrdId OrigClOrdID (41); 0 for none.
 * @param execType         ExecType (150); null in an OrderCancelReject.
 * @param ordStatus        OrdStatus (39).
 * @param cumQtyE8         CumQty (14) in units of 1e-8.
 * @param leavesQtyE8      LeavesQty (151) in units of 1e-8.
 * @param reasonCode       OrdRejReason, CxlRejReason or ExecRestatementReason.
 */
record VenueAnswer(
        boolean cancelReject,
        long venueClOrdId,
        long origVenueClOrdId,
        ExecType execType,
        OrdStatus ordStatus,
        long cumQtyE8,
        long leavesQtyE8,
        int reasonCode) {
    static VenueAnswer of(final VenueExecutionReportDecoder report) {
        return new VenueAnswer(
                false,
                report.venueClOrdId(),
                report.origVenueClOrdId(),
                report.execType(),
                report.ordStatus(),
                report.cumQtyE8(),
                report.leavesQtyE8(),
                report.reasonCode());
    }

    static VenueAnswer of(final VenueCancelRejectDecoder reject) {
        return new VenueAnswer(
                true,
                reject.venueClOrdId(),
                reject.origVenueClOrdId(),
                null,
                reject.ordStatus(),
                0,
                0,
                reject.reasonCode());
    }
}
