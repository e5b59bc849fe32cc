package io.tradex.fix;

import io.tradex.protocol.journal.VenueDownEncoder;
import io.tradex.protocol.journal.VenueRequestNotSentEncoder;
import io.tradex.protocol.journal.VenueUpEncoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
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
import quickfix.field.MsgType;

/**
 * One venue's side of the adapter. Requests come in on the egress thread, wait in a ring and are sent by the sender's thread.
 * What the venue says comes in on its QuickFIX/J session thread and goes to the sink at once; while the sink is full that
 * thread waits, QuickFIX/J stops reading, and TCP holds the venue back.
 *
 * <p>Session changes are counted here (odd: up) and told to the sink, each one exactly once and in order, by whichever of the
 * session thread and the sender's thread comes first. They are not told where QuickFIX/J reports them, since that may be its
 * timer thread, which all sessions share and which must never wait.
 */
final class VenueLink implements ControlledMessageHandler {
    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 1_000_000;
    private static final int RING_MESSAGE_TYPE = 1;
    private static final int MAX_REQUESTS_A_POLL = 64;

    private final int venueId;
    private final InboundSink sink;
    private final FixFaults faults;
    private final OneToOneRingBuffer requests;

    /** Guards the order in which session changes and reports reach the sink. */
    private final ReentrantLock inboundOrder = new ReentrantLock();

    private final VenueReportDecoder reportDecoder;
    private final MutableDirectBuffer inboundBuffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder inboundHeader = new MessageHeaderEncoder();
    private final VenueUpEncoder venueUp = new VenueUpEncoder();
    private final VenueDownEncoder venueDown = new VenueDownEncoder();

    private final VenueRequestEncoder requestEncoder = new VenueRequestEncoder();
    private final MessageHeaderDecoder requestHeader = new MessageHeaderDecoder();
    private final MutableDirectBuffer notSentBuffer = new ExpandableArrayBuffer(64);
    private final MessageHeaderEncoder notSentHeader = new MessageHeaderEncoder();
    private final VenueRequestNotSentEncoder notSent = new VenueRequestNotSentEncoder();

    private volatile Session session;
    private volatile boolean closed;
    private volatile int sessionChanges;
    private volatile int toldChanges;

    VenueLink(final int venueId, final int requestQueueBytes, final InboundSink sink, final FixFaults faults) {
        this.venueId = venueId;
        this.sink = sink;
        this.faults = faults;
        this.requests = new OneToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(requestQueueBytes + RingBufferDescriptor.TRAILER_LENGTH)));
        this.reportDecoder = new VenueReportDecoder(venueId);
    }

    int venueId() {
        return venueId;
    }

    boolean isUp() {
        return isOdd(sessionChanges);
    }

    /** From now on whoever waits for the sink gives up. */
    void close() {
        closed = true;
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
        final Session target = session;
        // What send() answers false to was never written to the connection and, as nothing is ever sent again, never
        // will be.
        if (target != null && target.isLoggedOn() && target.send(requestEncoder.encode(templateId, buffer, index))) {
            return Action.CONTINUE;
        }
        if (templateId == VenueStatusRequestDecoder.TEMPLATE_ID) {
            faults.record(venueId, FixFault.STATUS_REQUEST_DROPPED, "session not logged on");
            return Action.CONTINUE;
        }
        notSent.wrapAndApplyHeader(notSentBuffer, 0, notSentHeader)
                .venueClOrdId(VenueRequestFields.venueClOrdId(templateId, buffer, index))
                .venueId(VenueRequestFields.venueId(templateId, buffer, index));
        if (!sink.offer(notSentBuffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + notSent.encodedLength())
                && requests.size() < requests.capacity() / 2) {
            return Action.ABORT;
        }
        // With the sink full and half the ring too, core and adapter would wait for each other. The request is let go
        // without a word: at the next logon the engine asks for the order's status, and hears that it never arrived.
        faults.record(venueId, FixFault.REQUEST_NOT_SENT, "session not logged on");
        return Action.CONTINUE;
    }

    // ---- QuickFIX/J's threads

    void onCreated(final Session created) {
        session = created;
    }

    synchronized void onLogon() {
        if (!isOdd(sessionChanges)) {
            sessionChanges = sessionChanges + 1;
        }
    }

    /** Also called when a logon was tried in vain: then nothing has changed. */
    synchronized void onLogout() {
        if (isOdd(sessionChanges)) {
            sessionChanges = sessionChanges + 1;
        }
    }

    void onReport(final Message message) throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType {
        inboundOrder.lock();
        try {
            for (long parkNs = MIN_PARK_NS; !tellSessionChanges(); parkNs = park(parkNs)) {
                // The sink is full.
            }
            final int length = decode(message);
            for (long parkNs = MIN_PARK_NS; !sink.offer(inboundBuffer, 0, length); parkNs = park(parkNs)) {
                // The sink is full.
            }
        } finally {
            inboundOrder.unlock();
        }
    }

    private int decode(final Message message) throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType {
        try {
            final String msgType = message.getHeader().getString(MsgType.FIELD);
            return switch (msgType) {
                case MsgType.EXECUTION_REPORT -> reportDecoder.executionReport(message, inboundBuffer);
                case MsgType.ORDER_CANCEL_REJECT -> reportDecoder.cancelReject(message, inboundBuffer);
                default -> {
                    faults.record(venueId, FixFault.UNSUPPORTED_MESSAGE, "MsgType " + msgType);
                    throw new UnsupportedMessageType();
                }
            };
        } catch (final FieldNotFound | IncorrectTagValue | FieldException e) {
            faults.record(venueId, FixFault.MALFORMED_REPORT, e.toString());
            throw e;
        }
    }

    private long park(final long parkNs) {
        if (closed || Thread.currentThread().isInterrupted()) {
            // Not handled: QuickFIX/J leaves its inbound sequence where it is, and the venue sends the message again.
            throw new IllegalStateException("the FIX adapter stops with a message of venue " + venueId + " not taken");
        }
        LockSupport.parkNanos(parkNs);
        return Math.min(parkNs * 2, MAX_PARK_NS);
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
            if (!sink.offer(inboundBuffer, 0, length)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOdd(final int changes) {
        return (changes & 1) != 0;
    }
}
