package io.tradex.client;

import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.MassCancelReportDecoder;
import io.tradex.protocol.entry.ProtectionTrippedDecoder;
import io.tradex.protocol.entry.RequestResultDecoder;
import io.tradex.protocol.entry.SelfTradePreventedDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Notes in words what it hears. */
class RecordingListener implements TradexClientListener {
    final List<String> events = new ArrayList<>();
    final List<SessionDownReason> downs = new ArrayList<>();
    final List<Throwable> errors = new ArrayList<>();
    int ups;
    int rejectedLogons;

    @Override
    public void onSessionUp(final long sessionId, final long epoch) {
        ups++;
    }

    @Override
    public void onSessionDown(final SessionDownReason reason) {
        downs.add(reason);
    }

    @Override
    public void onLogonRejected() {
        rejectedLogons++;
    }

    @Override
    public void onExecutionReport(final ExecutionReportDecoder report) {
        events.add("report " + report.clientSeq() + " " + report.clOrdId());
    }

    @Override
    public void onCancelReject(final CancelRejectDecoder reject) {
        events.add("cancel reject " + reject.clientSeq() + " " + reject.clOrdId());
    }

    @Override
    public void onMassCancelReport(final MassCancelReportDecoder report) {
        events.add("mass cancel " + report.clientSeq() + " " + report.clOrdId());
    }

    @Override
    public void onCommandReject(final CommandRejectDecoder reject) {
        events.add("command reject " + reject.clientSeq() + " " + reject.rejectReason());
    }

    @Override
    public void onSelfTradePrevented(final SelfTradePreventedDecoder prevented) {
        events.add("self-trade " + prevented.restingOrderId() + " " + prevented.incomingOrderId() + " "
                + prevented.instruction());
    }

    @Override
    public void onRequestResult(final RequestResultDecoder result) {
        events.add("result " + result.clientSeq() + " " + result.requestId() + " " + result.rejectReason());
    }

    @Override
    public void onProtectionTripped(final ProtectionTrippedDecoder tripped) {
        events.add("tripped " + tripped.accountId() + " " + tripped.executedLots());
    }

    @Override
    public void onRelayMessage(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        events.add("relay " + templateId);
    }

    @Override
    public void onError(final Throwable error) {
        errors.add(error);
    }
}
