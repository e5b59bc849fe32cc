package io.tradex.certification;

import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;

/**
 * What the core tells its client.
 *
 * @param cancelReject  whether it is a refusal of a cancel or replace, which has no quantities.
 * @param clOrdId       ClOrdID.
 * @param origClOrdId   OrigClOrdID; 0 for none.
 * @param execType      ExecType; null in a refusal.
 * @param ordStatus     OrdStatus.
 * @param quantityLots  OrderQty.
 * @param cumQtyLots    CumQty.
 * @param leavesQtyLots LeavesQty.
 * @param reason        why, if refused.
 */
record ClientReply(
        boolean cancelReject,
        long clOrdId,
        long origClOrdId,
        ExecType execType,
        OrdStatus ordStatus,
        long quantityLots,
        long cumQtyLots,
        long leavesQtyLots,
        RejectReason reason) {
    static ClientReply of(final ExecutionReportDecoder report) {
        return new ClientReply(
                false,
                report.clOrdId(),
                report.origClOrdId(),
                report.execType(),
                report.ordStatus(),
                report.quantityLots(),
                report.cumQtyLots(),
                report.leavesQtyLots(),
                report.rejectReason());
    }

    static ClientReply of(final CancelRejectDecoder reject) {
        return new ClientReply(
                true, reject.clOrdId(), reject.origClOrdId(), null, reject.ordStatus(), 0, 0, 0, reject.rejectReason());
    }
}
