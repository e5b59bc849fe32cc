package io.tradex.fix;

import io.tradex.protocol.journal.VenueDownEncoder;
import io.tradex.protocol.journal.VenueRequestNotSentEncoder;
import io.tradex.protocol.journal.VenueRequestRejectedEncoder;
import io.tradex.protocol.journal.VenueUpEncoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.ReportSource;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntToLongFunction;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import quickfix.FieldException;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.Session;
import quickfix.UnsupportedMessageType;
import quickfix.field.BusinessRejectReason;
import quickfix.field.BusinessRejectRefID;
import quickfix.field.MsgSeqNum;
import quickfix.field.MsgType;
import quickfix.field.RefMsgType;
import quickfix.field.RefSeqNum;
import quickfix.field.SessionRejectReason;
import quickfix.field.Text;

/**
 * The session that a venue's orders go out on. Requests come in on the egress thread, wait in a ring and are sent by the sender's
 * thread. What the venue says comes in on its QuickFIX/J session thread and goes to the sink at once; while the sink is full that
 * thread waits, QuickFIX/J stops reading, and TCP holds the venue back.
 *
 * <p>Session changes are counted here (odd: up) and told to the sink, each one exactly once and in order, by whichever of the
 * session thread and the sender's thread comes first. They are not told where QuickFIX/J reports them, since that may be its
 * timer thread, which all sessions share and which must never wait.
 */
final class VenueLink implements VenueSession, ControlledMessageHandler {
    private static final int RING_MESSAGE_TYPE = 1;
    private static final int MAX_REQUESTS_A_POLL = 64;

    private final int venueId;
    private final FixDialect dialect;
    private final FixTags tags;
    private final PatientSink sink;
    private final FixFaults faults;
    private final IntToLongFunction lastJournalledMsgSeqNum;
    private final SenderSignal signal;
    private final OneToOneRingBuffer requests;

    /** The venue's quotes, on whatever session they come; null if there are none. */
    private final MarketDataFeed quotes;

    /** The same if they come on this session; else null. */
    private final MarketDataFeed marketData;

    /** Guards the order in which session changes and reports reach the sink. */
    private final ReentrantLock inboundOrder = new ReentrantLock();

    private final VenueReportDecoder reportDecoder;
    private final MutableDirectBuffer inboundBuffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder inboundHeader = new MessageHeaderEncoder();
    private final VenueUpEncoder venueUp = new VenueUpEncoder();
    private final VenueDownEncoder venueDown = new VenueDownEncoder();
    private final VenueRequestRejectedEncoder requestRejected = new VenueRequestRejectedEncoder();

    private final SentRequests sent = new SentRequests();
    private final VenueRequestEncoder requestEncoder;
    private final MessageHeaderDecoder requestHeader = new MessageHeaderDecoder();
    private final MutableDirectBuffer notSentBuffer = new ExpandableArrayBuffer(64);
    private final MessageHeaderEncoder notSentHeader = new MessageHeaderEncoder();
    private final VenueRequestNotSentEncoder notSent = new VenueRequestNotSentEncoder();

    private volatile Session session;
    private volatile int sessionChanges;
    private volatile int toldChanges;

    /**
     * @param venueId                 of the venue; 0 for requests that have none.
     * @param version                 that it speaks.
     * @param tags                    that it has its own way with.
     * @param requestQueueBytes       capacity of the queue of requests.
     * @param sink                    takes what comes.
     * @param quotes                  of the venue; null if there are none.
     * @param carriesQuotes           whether they come on this session.
     * @param lastJournalledMsgSeqNum of a venue.
     * @param signal                  wakes the sender's thread.
     * @param faults                  counts what goes wrong.
     */
    VenueLink(
            final int venueId,
            final FixVersion version,
            final FixTags tags,
            final int requestQueueBytes,
            final PatientSink sink,
            final MarketDataFeed quotes,
            final boolean carriesQuotes,
            final IntToLongFunction lastJournalledMsgSeqNum,
            final SenderSignal signal,
            final FixFaults faults) {
        this.venueId = venueId;
        this.dialect = version.dialect();
        this.tags = tags;
        this.sink = sink;
        this.quotes = quotes;
        this.marketData = carriesQuotes ? quotes : null;
        this.lastJournalledMsgSeqNum = lastJournalledMsgSeqNum;
        this.signal = signal;
        this.faults = faults;
        this.requests = new OneToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(requestQueueBytes + RingBufferDescriptor.TRAILER_LENGTH)));
        this.reportDecoder = new VenueReportDecoder(venueId, dialect, ReportSource.VENUE);
        this.requestEncoder = new VenueRequestEncoder(dialect, tags);
    }

    @Override
    public int venueId() {
        return venueId;
    }

    boolean isUp() {
        return isOdd(sessionChanges);
    }

    // ---- Egress thread

    boolean enqueue(final DirectBuffer buffer, final int offset, final int length) {
        return requests.write(RING_MESSAGE_TYPE, buffer, offset, length);
    }

    /** @return bytes of requests that wait; any thread. */
    int queuedBytes() {
        return requests.size();
    }

    int queueCapacityBytes() {
        return requests.capacity();
    }

    // ---- Sender's thread

    int sendRequests() {
        int workCount = 0;
        if (toldChanges != sessionChanges && inboundOrder.tryLock()) {
            try {
                workCount += tellSessionChanges() ? 1 : 0;
            } finally {
                inboundOrder.unlock();
            }
        }
        return workCount + requests.controlledRead(this, MAX_REQUESTS_A_POLL);
    }

    @Override
    public Action onMessage(final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
        requestHeader.wrap(buffer, index);
        final int templateId = requestHeader.templateId();
        if (templateId == VenueMassStatusRequestDecoder.TEMPLATE_ID && !dialect.hasMassStatus()) {
            faults.record(venueId, FixFault.STATUS_REQUEST_DROPPED, "the venue's FIX has no order mass status request");
            return Action.CONTINUE;
        }
        final Session target = session;
        String cause = "session not logged on";
        if (target != null && target.isLoggedOn()) {
            final Message message = encode(templateId, buffer, index);
            // What send() answers false to was never written to the connection and, as nothing is ever sent again,
            // never
            // will be.
            if (message == null) {
                cause = "the request holds what FIX cannot say";
            } else if (target.send(message)) {
                return Action.CONTINUE;
            }
        }
        if (VenueRequestFields.isQuestion(templateId)) {
            faults.record(venueId, FixFault.STATUS_REQUEST_DROPPED, cause);
            return Action.CONTINUE;
        }
        notSent.wrapAndApplyHeader(notSentBuffer, 0, notSentHeader)
                .venueClOrdId(VenueRequestFields.venueClOrdId(templateId, buffer, index))
                .venueId(VenueRequestFields.venueId(templateId, buffer, index));
        if (!sink.tryOffer(notSentBuffer, MessageHeaderEncoder.ENCODED_LENGTH + notSent.encodedLength())
                && requests.size() < requests.capacity() / 2) {
            return Action.ABORT;
        }
        // With the sink full and half the ring too, core and adapter would wait for each other. The request is let go
        // without a word: at the next logon the engine asks for the order's status, and hears that it never arrived.
        faults.record(venueId, FixFault.REQUEST_NOT_SENT, cause);
        return Action.CONTINUE;
    }

    /** A request that cannot be written must not be lost in silence: the engine hears that it was not sent. */
    private Message encode(final int templateId, final DirectBuffer buffer, final int offset) {
        try {
            return requestEncoder.encode(templateId, buffer, offset);
        } catch (final IllegalArgumentException e) {
            return null;
        }
    }

    // ---- QuickFIX/J's threads

    /**
     * QuickFIX/J counts a message as received once it was handed to us, which is before it is journalled. So the session goes
     * back to what the journal has: the venue sends the rest again, and heartbeats in between come as gap fills.
     */
    @Override
    public void onCreated(final Session created) {
        final long nextJournalled = lastJournalledMsgSeqNum.applyAsLong(venueId) + 1;
        if (nextJournalled < created.getExpectedTargetNum()) {
            try {
                created.setNextTargetMsgSeqNum((int) nextJournalled);
            } catch (final IOException e) {
                throw new UncheckedIOException("venue " + venueId + ": cannot set the expected MsgSeqNum", e);
            }
        }
        session = created;
        if (marketData != null) {
            marketData.onCreated(created);
        }
    }

    @Override
    public synchronized void onLogon() {
        if (!isOdd(sessionChanges)) {
            sessionChanges = sessionChanges + 1;
            signal.wake();
        }
        if (marketData != null) {
            marketData.onLogon();
        }
    }

    /** Also called when a logon was tried in vain: then nothing has changed. */
    @Override
    public synchronized void onLogout() {
        if (isOdd(sessionChanges)) {
            sessionChanges = sessionChanges + 1;
            signal.wake();
        }
        if (marketData != null) {
            marketData.onLogout();
        }
    }

    @Override
    public void completeLogon(final Message message) {
        tags.complete(message, MsgType.LOGON);
    }

    @Override
    public void onSent(final Message message) throws FieldNotFound {
        sent.onSent(message);
    }

    @Override
    public void onRefused() {
        if (marketData != null) {
            marketData.onGap();
        }
    }

    @Override
    public void onSessionMessage(final Message message) throws FieldNotFound {
        final String msgType = message.getHeader().getString(MsgType.FIELD);
        if (MsgType.REJECT.equals(msgType)) {
            onReject(message, SessionRejectReason.FIELD, 0);
        } else if (MsgType.SEQUENCE_RESET.equals(msgType) && marketData != null) {
            marketData.onGap();
        }
    }

    @Override
    public void onMessage(final Message message) throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType {
        final String msgType = message.getHeader().getString(MsgType.FIELD);
        switch (msgType) {
            case MsgType.EXECUTION_REPORT, MsgType.ORDER_CANCEL_REJECT -> onReport(message, msgType);
            case MsgType.BUSINESS_MESSAGE_REJECT ->
                // Unlike a Reject it may name the request by ClOrdID, which holds over restarts. A status request has
                // the ClOrdID of its order: that the venue refuses to answer it says nothing of the order.
                onReject(
                        message,
                        BusinessRejectReason.FIELD,
                        SentRequests.isOrderRequest(FixFields.optionalText(message, RefMsgType.FIELD))
                                ? FixFields.optionalClOrdId(message, BusinessRejectRefID.FIELD)
                                : 0);
            default -> {
                if (marketData == null || !marketData.onMessage(message, msgType)) {
                    faults.record(venueId, FixFault.UNSUPPORTED_MESSAGE, "MsgType " + msgType);
                    throw new UnsupportedMessageType();
                }
            }
        }
    }

    private void onReport(final Message message, final String msgType) throws FieldNotFound, IncorrectTagValue {
        inboundOrder.lock();
        try {
            sink.until(this::tellSessionChanges);
            sink.offer(inboundBuffer, decode(message, msgType));
        } finally {
            inboundOrder.unlock();
        }
    }

    private int decode(final Message message, final String msgType) throws FieldNotFound, IncorrectTagValue {
        try {
            tags.normalize(message);
            return MsgType.EXECUTION_REPORT.equals(msgType)
                    ? reportDecoder.executionReport(message, inboundBuffer)
                    : reportDecoder.cancelReject(message, inboundBuffer);
        } catch (final FieldNotFound | IncorrectTagValue | FieldException e) {
            faults.record(venueId, FixFault.MALFORMED_REPORT, e.toString());
            throw e;
        }
    }

    private void onReject(final Message message, final int reasonField, final long namedClOrdId) throws FieldNotFound {
        faults.record(venueId, FixFault.REFUSED_BY_VENUE, "reject: " + FixFields.optionalText(message, Text.FIELD));
        final long venueClOrdId = namedClOrdId > 0
                ? namedClOrdId
                : sent.venueClOrdId(
                        FixFields.optionalInt(message, RefSeqNum.FIELD),
                        FixFields.optionalText(message, RefMsgType.FIELD));
        if (venueClOrdId == 0) {
            return;
        }
        final int reasonCode = Math.max(FixFields.optionalInt(message, reasonField), 0);
        inboundOrder.lock();
        try {
            sink.until(this::tellSessionChanges);
            requestRejected
                    .wrapAndApplyHeader(inboundBuffer, 0, inboundHeader)
                    .venueClOrdId(venueClOrdId)
                    .msgSeqNum(message.getHeader().getInt(MsgSeqNum.FIELD))
                    .venueId(venueId)
                    .reasonCode(reasonCode)
                    .possDup(FixFields.possDup(message));
            sink.offer(inboundBuffer, MessageHeaderEncoder.ENCODED_LENGTH + requestRejected.encodedLength());
        } finally {
            inboundOrder.unlock();
        }
    }

    /** Holding {@link #inboundOrder}. */
    private boolean tellSessionChanges() {
        for (int told = toldChanges; told != sessionChanges; toldChanges = ++told) {
            final int length;
            if (isOdd(told)) {
                venueDown.wrapAndApplyHeader(inboundBuffer, 0, inboundHeader).venueId(venueId);
                length = MessageHeaderEncoder.ENCODED_LENGTH + venueDown.encodedLength();
            } else {
                venueUp.wrapAndApplyHeader(inboundBuffer, 0, inboundHeader).venueId(venueId);
                length = MessageHeaderEncoder.ENCODED_LENGTH + venueUp.encodedLength();
            }
            if (!sink.tryOffer(inboundBuffer, length)) {
                return false;
            }
            if (quotes != null) {
                quotes.onVenueTold();
            }
        }
        return true;
    }

    private static boolean isOdd(final int changes) {
        return (changes & 1) != 0;
    }
}
