package io.tradex.simulation.venue;

import io.tradex.protocol.journal.VenueCancelRejectDecoder;
import io.tradex.protocol.journal.VenueCancelRejectEncoder;
import io.tradex.protocol.journal.VenueDownEncoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.journal.VenueRequestNotSentEncoder;
import io.tradex.protocol.journal.VenueRequestRejectedEncoder;
import io.tradex.protocol.journal.VenueUpEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import io.tradex.simulation.world.Dice;
import io.tradex.simulation.world.Fault;
import io.tradex.simulation.world.Faults;
import io.tradex.simulation.world.VirtualTime;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A FIX session between the core and a venue, both ends of it, without the text: messages of the venue are numbered, kept and
 * sent again from where the core has them; requests of the core are never sent again. A cut loses what is on its way.
 */
final class VenueSession {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final long HEARTBEAT_NS = 100_000_000;

    private final int venueId;
    private final VirtualTime time;
    private final Dice dice;
    private final Faults faults;
    private final CoreDoor core;
    private final SimulatedVenue venue;
    private final long latencyNs;
    private final List<byte[]> kept = new ArrayList<>();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[64]);
    private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final VenueUpEncoder venueUp = new VenueUpEncoder();
    private final VenueDownEncoder venueDown = new VenueDownEncoder();
    private final VenueRequestNotSentEncoder notSent = new VenueRequestNotSentEncoder();

    /** MsgSeqNum of the first message that is kept. */
    private long firstKept = 1;

    /** Which connection this is; 0 and all even numbers: none. */
    private int connection;

    private boolean loggingOn;
    private long expectedByCore = 1;
    private boolean resendAsked;
    private long lastArrivalAtCoreNs;
    private long lastArrivalAtVenueNs;
    private int onTheirWay;

    /** Sequence numbers begin at 1 when the core starts again. */
    private boolean resetWanted;

    /** What the core's journal had when they last did, while it may still have nothing newer; -1 otherwise. */
    private long journalledBeforeReset = -1;

    /** Up to this one no message was sent under its present number yet. */
    private long unsentThrough;

    VenueSession(
            final int venueId,
            final VirtualTime time,
            final Dice dice,
            final Faults faults,
            final CoreDoor core,
            final SimulatedVenue venue,
            final long latencyNs) {
        this.venueId = venueId;
        this.time = time;
        this.dice = dice;
        this.faults = faults;
        this.core = core;
        this.venue = venue;
        this.latencyNs = latencyNs;
    }

    boolean isUp() {
        return (connection & 1) != 0;
    }

    /** Whether the core has all that the venue has said. */
    boolean isCaughtUp() {
        return isUp() && expectedByCore == nextSeq() && onTheirWay == 0;
    }

    long nextSeq() {
        return firstKept + kept.size();
    }

    // ---- Requests

    /** A request of the core; it leaves, or the core is told that it did not. */
    void request(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (!isUp()) {
            if (templateId != VenueStatusRequestDecoder.TEMPLATE_ID
                    && templateId != VenueMassStatusRequestDecoder.TEMPLATE_ID) {
                final long clOrdId = SimulatedVenue.clOrdIdOf(templateId, buffer, offset);
                // As the adapter does: on a thread of its own, after the request was handed over.
                time.after(dice.between(1_000, 100_000), () -> tellNotSent(clOrdId));
            }
            return;
        }
        final byte[] frame = new byte[length];
        buffer.getBytes(offset, frame);
        venue.onSent(templateId, frame);
        final int sentOn = connection;
        onTheirWay++;
        lastArrivalAtVenueNs = Math.max(lastArrivalAtVenueNs, time.nanoTime() + latency());
        time.at(lastArrivalAtVenueNs, () -> {
            onTheirWay--;
            if (sentOn == connection) {
                venue.onArrived(templateId, frame);
            } else if (faults.happens(Fault.REQUEST_ARRIVED_AFTER_CUT)) {
                venue.onArrived(templateId, frame);
            } else {
                faults.count(Fault.REQUEST_LOST);
                venue.onLost(templateId, frame);
            }
        });
    }

    private void tellNotSent(final long clOrdId) {
        if (core.isRunning()) {
            notSent.wrapAndApplyHeader(scratch, 0, header).venueClOrdId(clOrdId).venueId(venueId);
            core.offer(scratch, 0, HEADER + notSent.encodedLength());
        }
    }

    // ---- Reports

    /** The venue says something: numbers it, keeps it, sends it if it can. */
    void say(final byte[] frame) {
        number(frame, nextSeq());
        kept.add(frame);
        if (isUp()) {
            if (faults.happens(Fault.SEQUENCE_GAP)) {
                // What comes next shows it, or the heartbeat does.
                final int sentOn = connection;
                time.after(HEARTBEAT_NS, () -> onHeartbeat(sentOn));
            } else {
                transmit(frame, nextSeq() - 1);
            }
        }
    }

    /** Something that is not numbered, and lost if nobody listens: a quote, a drop copy. */
    void sayAside(final byte[] frame, final long extraNs) {
        time.after(latency() + extraNs, () -> {
            if (core.isRunning()) {
                view.wrap(frame);
                core.offer(view, 0, frame.length);
            }
        });
    }

    private void onHeartbeat(final int sentOn) {
        if (sentOn == connection && expectedByCore < nextSeq()) {
            askResend();
        }
    }

    private void transmit(final byte[] frame, final long seq) {
        final int sentOn = connection;
        onTheirWay++;
        lastArrivalAtCoreNs = Math.max(lastArrivalAtCoreNs, time.nanoTime() + latency());
        time.at(lastArrivalAtCoreNs, () -> {
            onTheirWay--;
            if (sentOn == connection) {
                arrive(frame, seq);
            } else {
                faults.count(Fault.REPORT_LOST_IN_CUT);
            }
        });
    }

    private void arrive(final byte[] frame, final long seq) {
        if (seq == expectedByCore) {
            expectedByCore++;
            view.wrap(frame);
            core.offer(view, 0, frame.length);
        } else if (seq > expectedByCore) {
            askResend();
        }
    }

    private void askResend() {
        if (resendAsked) {
            return;
        }
        resendAsked = true;
        final int askedOn = connection;
        time.after(latency(), () -> {
            if (askedOn == connection) {
                resendFrom(expectedByCore);
                resendAsked = false;
            }
        });
    }

    private void resendFrom(final long from) {
        for (long seq = from; seq < nextSeq(); seq++) {
            final byte[] again = kept.get((int) (seq - firstKept)).clone();
            if (seq > unsentThrough) {
                mark(again);
            }
            transmit(again, seq);
        }
        unsentThrough = 0;
    }

    // ---- Up and down

    /** The connection breaks; both ends know at once. */
    void cut() {
        if (isUp()) {
            connection++;
            resendAsked = false;
            if (core.isRunning()) {
                venueDown.wrapAndApplyHeader(scratch, 0, header).venueId(venueId);
                core.offer(scratch, 0, HEADER + venueDown.encodedLength());
            }
        }
    }

    /**
     * Connects after a while, if nobody does already.
     *
     * @param delayNs from now.
     */
    void logonAfter(final long delayNs) {
        if (isUp() || loggingOn) {
            return;
        }
        loggingOn = true;
        time.after(delayNs, () -> {
            loggingOn = false;
            if (!isUp() && core.isRunning()) {
                logon();
            }
        });
    }

    private void logon() {
        connection++;
        venueUp.wrapAndApplyHeader(scratch, 0, header).venueId(venueId);
        core.offer(scratch, 0, HEADER + venueUp.encodedLength());
        resendFrom(expectedByCore);
        venue.onLogon();
    }

    /** The core is stopped: sequence numbers begin at 1 when it starts again. */
    void resetSequence() {
        resetWanted = true;
    }

    /** @param lastMsgSeqNum of the venue that a core which has started anew has in its journal. */
    void coreStarted(final long lastMsgSeqNum) {
        if (lastMsgSeqNum == journalledBeforeReset) {
            // Nothing that was said since is known to be in the journal: an operator begins anew once more.
            expectedByCore = firstKept;
        } else if (lastMsgSeqNum >= nextSeq() || lastMsgSeqNum < firstKept - 1) {
            throw new IllegalStateException("venue " + venueId + " has said " + (firstKept - 1) + " to "
                    + (nextSeq() - 1) + ", and the core's journal has " + lastMsgSeqNum);
        } else {
            journalledBeforeReset = -1;
            expectedByCore = lastMsgSeqNum + 1;
        }
        if (resetWanted) {
            resetWanted = false;
            forget();
            firstKept = 1;
            expectedByCore = 1;
            journalledBeforeReset = lastMsgSeqNum;
            for (int i = 0; i < kept.size(); i++) {
                number(kept.get(i), 1L + i);
            }
            unsentThrough = kept.size();
        }
    }

    /** Keeps no message that the core has for good; everything must be in its journal. */
    void forget() {
        final int known = (int) (expectedByCore - firstKept);
        kept.subList(0, known).clear();
        firstKept = expectedByCore;
    }

    private long latency() {
        return latencyNs + dice.between(0, latencyNs / 4 + 1);
    }

    private void number(final byte[] frame, final long seq) {
        view.wrap(frame);
        view.putLong(HEADER + msgSeqNumOffset(templateOf(view)), seq, ByteOrder.LITTLE_ENDIAN);
    }

    private void mark(final byte[] frame) {
        view.wrap(frame);
        view.putByte(HEADER + possDupOffset(templateOf(view)), (byte) BooleanType.T.value());
    }

    private static int templateOf(final DirectBuffer buffer) {
        return buffer.getShort(MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    private static int msgSeqNumOffset(final int templateId) {
        return switch (templateId) {
            case VenueExecutionReportDecoder.TEMPLATE_ID -> VenueExecutionReportEncoder.msgSeqNumEncodingOffset();
            case VenueCancelRejectDecoder.TEMPLATE_ID -> VenueCancelRejectEncoder.msgSeqNumEncodingOffset();
            default -> VenueRequestRejectedEncoder.msgSeqNumEncodingOffset();
        };
    }

    private static int possDupOffset(final int templateId) {
        return switch (templateId) {
            case VenueExecutionReportDecoder.TEMPLATE_ID -> VenueExecutionReportEncoder.possDupEncodingOffset();
            case VenueCancelRejectDecoder.TEMPLATE_ID -> VenueCancelRejectEncoder.possDupEncodingOffset();
            default -> VenueRequestRejectedEncoder.possDupEncodingOffset();
        };
    }
}
