package io.tradex.certification;

import io.tradex.core.engine.EngineOutput;
import io.tradex.fix.FixAdapter;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.venue.InputRefusedDecoder;
import io.tradex.protocol.venue.TimerRequestedDecoder;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import org.agrona.DirectBuffer;

/** Writes down what the engine says, and gives the venue's part to the adapter. One thread. */
final class EngineSays implements EngineOutput {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderDeltaDecoder delta = new OrderDeltaDecoder();
    private final ExecutionReportDecoder report = new ExecutionReportDecoder();
    private final CancelRejectDecoder cancelReject = new CancelRejectDecoder();
    private final VenueNewOrderDecoder newOrder = new VenueNewOrderDecoder();
    private final VenueCancelDecoder cancel = new VenueCancelDecoder();
    private final VenueReplaceDecoder replace = new VenueReplaceDecoder();
    private final VenueStatusRequestDecoder statusRequest = new VenueStatusRequestDecoder();
    private final VenueMassStatusRequestDecoder massStatus = new VenueMassStatusRequestDecoder();
    private final TimerRequestedDecoder timer = new TimerRequestedDecoder();
    private final InputRefusedDecoder refused = new InputRefusedDecoder();
    private FixAdapter adapter;
    private Outcome outcome = new Outcome();
    private long deadlineNs = Long.MAX_VALUE;

    /** @param venues takes the requests to the venue from now on. */
    void to(final FixAdapter venues) {
        adapter = venues;
    }

    /** @return what was said since the last time. */
    Outcome take() {
        final Outcome taken = outcome;
        outcome = new Outcome();
        return taken;
    }

    /** @return the next time that the engine wants to be told of. */
    long deadlineNs() {
        return deadlineNs;
    }

    void timerFired() {
        deadlineNs = Long.MAX_VALUE;
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void onOutput(
            final long inputSeq, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        switch (templateId) {
            case OrderDeltaDecoder.TEMPLATE_ID ->
                outcome.rows().add(OrderRow.of(delta.wrapAndApplyHeader(buffer, offset, header)));
            case ExecutionReportDecoder.TEMPLATE_ID ->
                outcome.replies().add(ClientReply.of(report.wrapAndApplyHeader(buffer, offset, header)));
            case CancelRejectDecoder.TEMPLATE_ID ->
                outcome.replies().add(ClientReply.of(cancelReject.wrapAndApplyHeader(buffer, offset, header)));
            case InputRefusedDecoder.TEMPLATE_ID -> {
                refused.wrapAndApplyHeader(buffer, offset, header);
                outcome.refusals()
                        .add("input " + refused.refTemplateId() + " refused: " + refused.rejectReason() + ' '
                                + refused.value());
            }
            case TimerRequestedDecoder.TEMPLATE_ID ->
                deadlineNs = timer.wrapAndApplyHeader(buffer, offset, header).deadlineNs();
            case VenueNewOrderDecoder.TEMPLATE_ID -> {
                newOrder.wrapAndApplyHeader(buffer, offset, header);
                ask("NewOrderSingle", newOrder.orderId(), newOrder.venueClOrdId(), 0, buffer, offset, length);
            }
            case VenueCancelDecoder.TEMPLATE_ID -> {
                cancel.wrapAndApplyHeader(buffer, offset, header);
                ask(
                        "OrderCancelRequest",
                        cancel.orderId(),
                        cancel.venueClOrdId(),
                        cancel.origVenueClOrdId(),
                        buffer,
                        offset,
                        length);
            }
            case VenueReplaceDecoder.TEMPLATE_ID -> {
                replace.wrapAndApplyHeader(buffer, offset, header);
                ask(
                        "OrderCancelReplaceRequest",
                        replace.orderId(),
                        replace.venueClOrdId(),
                        replace.origVenueClOrdId(),
                        buffer,
                        offset,
                        length);
            }
            case VenueStatusRequestDecoder.TEMPLATE_ID -> {
                statusRequest.wrapAndApplyHeader(buffer, offset, header);
                ask(
                        "OrderStatusRequest",
                        statusRequest.orderId(),
                        statusRequest.venueClOrdId(),
                        0,
                        buffer,
                        offset,
                        length);
            }
            case VenueMassStatusRequestDecoder.TEMPLATE_ID -> {
                massStatus.wrapAndApplyHeader(buffer, offset, header);
                ask("OrderMassStatusRequest", 0, massStatus.massStatusId(), 0, buffer, offset, length);
            }
            default -> {
                // Market data, checkpoints, alarms: nothing that the table speaks of.
            }
        }
    }

    private void ask(
            final String name,
            final long orderId,
            final long venueClOrdId,
            final long origVenueClOrdId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        outcome.asks().add(new VenueAsk(name, orderId, venueClOrdId, origVenueClOrdId));
        if (!adapter.onVenueRequest(buffer, offset, length)) {
            throw new IllegalStateException("the venue's queue is full");
        }
    }
}
