package io.tradex.simulation.world;

import io.tradex.core.engine.EngineOutput;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.KillSwitchReportDecoder;
import io.tradex.protocol.entry.LogonAcceptedDecoder;
import io.tradex.protocol.entry.MassCancelReportDecoder;
import io.tradex.protocol.entry.ProtectionTrippedDecoder;
import io.tradex.protocol.entry.RequestResultDecoder;
import io.tradex.protocol.entry.SelfTradePreventedDecoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.venue.AlarmDecoder;
import io.tradex.protocol.venue.InputRefusedDecoder;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import org.agrona.DirectBuffer;

/** Passes on what an engine says while it is recovered, as the pipeline's egress would have let it out. */
final class RawOutputs implements EngineOutput {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InputRefusedDecoder inputRefused = new InputRefusedDecoder();
    private final AlarmDecoder alarm = new AlarmDecoder();
    private final OutputTap tap;

    RawOutputs(final OutputTap tap) {
        this.tap = tap;
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void onOutput(
            final long inputSeq, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (isReply(templateId) || isDelta(templateId) || isVenueRequest(templateId)) {
            tap.onOutput(templateId, buffer, offset, length);
        } else if (templateId == InputRefusedDecoder.TEMPLATE_ID) {
            inputRefused.wrapAndApplyHeader(buffer, offset, header);
            tap.onInputRefused(
                    inputRefused.inputSeq(),
                    inputRefused.refTemplateId(),
                    inputRefused.rejectReason(),
                    inputRefused.value());
        } else if (templateId == AlarmDecoder.TEMPLATE_ID) {
            alarm.wrapAndApplyHeader(buffer, offset, header);
            tap.onAlarm(alarm.inputSeq(), alarm.kind(), alarm.orderId(), alarm.value());
        }
    }

    static boolean isReply(final int templateId) {
        return switch (templateId) {
            case LogonAcceptedDecoder.TEMPLATE_ID,
                    ExecutionReportDecoder.TEMPLATE_ID,
                    CancelRejectDecoder.TEMPLATE_ID,
                    MassCancelReportDecoder.TEMPLATE_ID,
                    CommandRejectDecoder.TEMPLATE_ID,
                    SelfTradePreventedDecoder.TEMPLATE_ID,
                    RequestResultDecoder.TEMPLATE_ID,
                    KillSwitchReportDecoder.TEMPLATE_ID,
                    ProtectionTrippedDecoder.TEMPLATE_ID -> true;
            default -> false;
        };
    }

    static boolean isDelta(final int templateId) {
        return templateId == OrderDeltaDecoder.TEMPLATE_ID;
    }

    static boolean isVenueRequest(final int templateId) {
        return switch (templateId) {
            case VenueNewOrderDecoder.TEMPLATE_ID,
                    VenueCancelDecoder.TEMPLATE_ID,
                    VenueReplaceDecoder.TEMPLATE_ID,
                    VenueStatusRequestDecoder.TEMPLATE_ID,
                    VenueMassStatusRequestDecoder.TEMPLATE_ID -> true;
            default -> false;
        };
    }
}
