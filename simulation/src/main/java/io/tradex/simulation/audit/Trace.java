package io.tradex.simulation.audit;

import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.MassCancelReportDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.journal.CheckpointDecoder;
import io.tradex.protocol.journal.CoreStartedDecoder;
import io.tradex.protocol.journal.ReconciliationRequestedDecoder;
import io.tradex.protocol.journal.SessionLostDecoder;
import io.tradex.protocol.journal.SessionOpenedDecoder;
import io.tradex.protocol.journal.TimerFiredDecoder;
import io.tradex.protocol.journal.VenueCancelRejectDecoder;
import io.tradex.protocol.journal.VenueDownDecoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.journal.VenueQuoteDecoder;
import io.tradex.protocol.journal.VenueRequestNotSentDecoder;
import io.tradex.protocol.journal.VenueRequestRejectedDecoder;
import io.tradex.protocol.journal.VenueUpDecoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/** Puts inputs and outputs into words, for whoever looks for the cause of what an audit has found. */
final class Trace {
    private static final List<MessageDecoderFlyweight> DECODERS = List.of(
            new NewOrderDecoder(),
            new CancelOrderDecoder(),
            new ReplaceOrderDecoder(),
            new MassCancelDecoder(),
            new OrderStatusRequestDecoder(),
            new ExecutionReportDecoder(),
            new CancelRejectDecoder(),
            new MassCancelReportDecoder(),
            new OrderDeltaDecoder(),
            new SessionOpenedDecoder(),
            new SessionLostDecoder(),
            new CoreStartedDecoder(),
            new CheckpointDecoder(),
            new TimerFiredDecoder(),
            new ReconciliationRequestedDecoder(),
            new VenueUpDecoder(),
            new VenueDownDecoder(),
            new VenueQuoteDecoder(),
            new VenueExecutionReportDecoder(),
            new VenueCancelRejectDecoder(),
            new VenueRequestNotSentDecoder(),
            new VenueRequestRejectedDecoder(),
            new VenueNewOrderDecoder(),
            new VenueCancelDecoder(),
            new VenueReplaceDecoder(),
            new VenueStatusRequestDecoder(),
            new VenueMassStatusRequestDecoder());

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final long from;
    private final long through;
    private final Consumer<String> lines;

    /**
     * @param from    sequence of the first input to show.
     * @param through sequence of the last.
     * @param lines   takes the words.
     */
    Trace(final long from, final long through, final Consumer<String> lines) {
        this.from = from;
        this.through = through;
        this.lines = lines;
    }

    void input(final long sequence, final DirectBuffer buffer, final int offset) {
        if (shows(sequence)) {
            lines.accept(sequence + " in  " + text(buffer, offset));
        }
    }

    void output(final long sequence, final DirectBuffer buffer, final int offset) {
        if (shows(sequence)) {
            lines.accept(sequence + " out " + text(buffer, offset));
        }
    }

    void note(final long sequence, final String text) {
        if (shows(sequence)) {
            lines.accept(sequence + " out " + text);
        }
    }

    private boolean shows(final long sequence) {
        return sequence >= from && sequence <= through;
    }

    private String text(final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        for (final MessageDecoderFlyweight decoder : DECODERS) {
            if (decoder.sbeTemplateId() == header.templateId()) {
                decoder.wrap(
                        buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
                return decoder.toString().replaceAll("\\(sbeTemplateId[^)]*\\):", " ");
            }
        }
        return "template " + header.templateId();
    }
}
