package io.tradex.fix;

import io.tradex.protocol.types.ReportSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import quickfix.FieldException;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.Session;
import quickfix.UnsupportedMessageType;
import quickfix.field.MsgType;

/**
 * A venue's drop copy: execution reports come in a second time, marked as such, and settle what the first session left in doubt.
 * Nothing is sent on it, and whether it is up says nothing of the venue.
 *
 * <p>The journal keeps the MsgSeqNum of the order session alone. QuickFIX/J counts a message as received once it was handed to
 * us, which is before it is journalled; so at a start the session goes back by more messages than can be on that way
 * ({@link #REWIND_MESSAGES}), the venue sends them again, and the engine drops what it has by ExecID.
 */
final class DropCopyLink implements VenueSession {
    /** More reports than fit into input buffer and ring of a core with the sizes of the production profile. */
    static final int REWIND_MESSAGES = 128 * 1024;

    private final int venueId;
    private final FixTags tags;
    private final PatientSink sink;
    private final FixFaults faults;
    private final VenueReportDecoder decoder;
    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(512);
    private volatile boolean up;

    DropCopyLink(final FixVenueConfiguration venue, final PatientSink sink, final FixFaults faults) {
        this.venueId = venue.venueId();
        this.tags = venue.tags();
        this.sink = sink;
        this.faults = faults;
        this.decoder = new VenueReportDecoder(venueId, venue.version().dialect(), ReportSource.DROP_COPY);
    }

    @Override
    public int venueId() {
        return venueId;
    }

    boolean isUp() {
        return up;
    }

    @Override
    public void onCreated(final Session session) {
        try {
            session.setNextTargetMsgSeqNum(Math.max(1, session.getExpectedTargetNum() - REWIND_MESSAGES));
        } catch (final IOException e) {
            throw new UncheckedIOException("drop copy of venue " + venueId + ": cannot set the expected MsgSeqNum", e);
        }
    }

    @Override
    public void onLogon() {
        up = true;
    }

    @Override
    public void onLogout() {
        up = false;
    }

    @Override
    public void completeLogon(final Message message) {
        tags.complete(message, MsgType.LOGON);
    }

    @Override
    public void onSent(final Message message) {
        // Only QuickFIX/J itself sends here.
    }

    @Override
    public void onRefused() {
        // It is counted.
    }

    @Override
    public void onSessionMessage(final Message message) throws FieldNotFound {
        if (MsgType.REJECT.equals(message.getHeader().getString(MsgType.FIELD))) {
            faults.record(venueId, FixFault.REFUSED_BY_VENUE, "on the drop copy session");
        }
    }

    @Override
    public void onMessage(final Message message) throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType {
        final String msgType = message.getHeader().getString(MsgType.FIELD);
        switch (msgType) {
            case MsgType.EXECUTION_REPORT -> onExecutionReport(message);
            // Copies of what the order session answers for itself.
            case MsgType.ORDER_CANCEL_REJECT, MsgType.BUSINESS_MESSAGE_REJECT -> {}
            default -> {
                faults.record(
                        venueId, FixFault.UNSUPPORTED_MESSAGE, "MsgType " + msgType + " on the drop copy session");
                throw new UnsupportedMessageType();
            }
        }
    }

    private void onExecutionReport(final Message message) throws FieldNotFound, IncorrectTagValue {
        final int length;
        try {
            tags.normalize(message);
            length = decoder.executionReport(message, buffer);
        } catch (final FieldNotFound | IncorrectTagValue | FieldException e) {
            faults.record(venueId, FixFault.MALFORMED_REPORT, e.toString());
            throw e;
        }
        sink.offer(buffer, length);
    }
}
