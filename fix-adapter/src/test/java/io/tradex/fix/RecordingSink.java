package io.tradex.fix;

import io.tradex.protocol.journal.VenueCancelRejectDecoder;
import io.tradex.protocol.journal.VenueDownDecoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.journal.VenueQuoteDecoder;
import io.tradex.protocol.journal.VenueRequestNotSentDecoder;
import io.tradex.protocol.journal.VenueRequestRejectedDecoder;
import io.tradex.protocol.journal.VenueUpDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps what the adapter says, in order, in words. Can be told to be full. */
final class RecordingSink implements InboundSink {
    private final List<String> messages = new ArrayList<>();
    private final List<String> details = new ArrayList<>();
    private final List<String> execIds = new ArrayList<>();
    private final AtomicLong refused = new AtomicLong();
    private long lastMsgSeqNum;
    private volatile boolean full;

    @Override
    public synchronized boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        if (full) {
            refused.incrementAndGet();
            return false;
        }
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, buffer, offset, length);
        messages.add(inWords(copy));
        return true;
    }

    void full(final boolean isFull) {
        full = isFull;
    }

    long refused() {
        return refused.get();
    }

    synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    /** What the reports say beside their quantities, in order. */
    synchronized List<String> details() {
        return List.copyOf(details);
    }

    /** ExecIDs of the reports, in order. */
    synchronized List<String> execIds() {
        return List.copyOf(execIds);
    }

    @Override
    public boolean hasRoomForQuotes() {
        return !full;
    }

    synchronized void clear() {
        messages.clear();
        details.clear();
    }

    synchronized long lastMsgSeqNum() {
        return lastMsgSeqNum;
    }

    String await(final String beginning) {
        Await.until(
                "\"" + beginning + "\" comes; there is " + messages(),
                () -> messages().stream().anyMatch(m -> m.startsWith(beginning)));
        return messages().stream()
                .filter(m -> m.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    void awaitCount(final int count) {
        Await.until(
                count + " messages come; there are " + messages(),
                () -> messages().size() >= count);
    }

    private String inWords(final DirectBuffer buffer) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
        return switch (header.templateId()) {
            case VenueUpDecoder.TEMPLATE_ID ->
                "up "
                        + new VenueUpDecoder()
                                .wrapAndApplyHeader(buffer, 0, header)
                                .venueId();
            case VenueDownDecoder.TEMPLATE_ID ->
                "down "
                        + new VenueDownDecoder()
                                .wrapAndApplyHeader(buffer, 0, header)
                                .venueId();
            case VenueRequestNotSentDecoder.TEMPLATE_ID -> {
                final VenueRequestNotSentDecoder notSent =
                        new VenueRequestNotSentDecoder().wrapAndApplyHeader(buffer, 0, header);
                yield "notSent " + notSent.venueId() + ' ' + notSent.venueClOrdId();
            }
            case VenueExecutionReportDecoder.TEMPLATE_ID ->
                inWords(new VenueExecutionReportDecoder().wrapAndApplyHeader(buffer, 0, header));
            case VenueCancelRejectDecoder.TEMPLATE_ID ->
                inWords(new VenueCancelRejectDecoder().wrapAndApplyHeader(buffer, 0, header));
            case VenueRequestRejectedDecoder.TEMPLATE_ID -> {
                final VenueRequestRejectedDecoder rejected =
                        new VenueRequestRejectedDecoder().wrapAndApplyHeader(buffer, 0, header);
                lastMsgSeqNum = rejected.msgSeqNum();
                yield "requestRejected " + rejected.venueId() + ' ' + id(rejected.venueClOrdId()) + " reason "
                        + rejected.reasonCode() + (rejected.possDup() == BooleanType.T ? " possDup" : "");
            }
            case VenueQuoteDecoder.TEMPLATE_ID -> {
                final VenueQuoteDecoder quote = new VenueQuoteDecoder().wrapAndApplyHeader(buffer, 0, header);
                yield "quote " + quote.venueId() + ' ' + quote.instrumentId() + ' '
                        + DecimalE8.format(quote.bidQtyE8()) + '@' + DecimalE8.format(quote.bidPriceE8()) + ' '
                        + DecimalE8.format(quote.askQtyE8()) + '@' + DecimalE8.format(quote.askPriceE8());
            }
            default -> throw new AssertionError("template " + header.templateId());
        };
    }

    private String inWords(final VenueExecutionReportDecoder report) {
        lastMsgSeqNum = report.msgSeqNum();
        execIds.add(report.execId());
        details.add(report.source() + " avg " + DecimalE8.format(report.avgPriceE8()) + " account "
                + report.accountId() + " side " + report.side() + " type " + report.ordType() + " tif "
                + report.timeInForce() + " symbol " + report.symbol() + " order " + report.venueOrderId()
                + (report.foreignClOrdId().isEmpty() ? "" : " foreign " + report.foreignClOrdId())
                + (report.execRefId().isEmpty() ? "" : " ref " + report.execRefId())
                + (report.massStatusId() == 0 ? "" : " mass " + report.massStatusId())
                + (report.lastReport() == BooleanType.T ? " last" : ""));
        return report.execType().name() + ' ' + report.ordStatus() + ' ' + id(report.venueClOrdId())
                + (report.origVenueClOrdId() == 0 ? "" : " of " + id(report.origVenueClOrdId()))
                + (report.lastQtyE8() == 0
                        ? ""
                        : " last " + DecimalE8.format(report.lastQtyE8()) + '@'
                                + DecimalE8.format(report.lastPriceE8()))
                + " order " + DecimalE8.format(report.orderQtyE8()) + '@' + DecimalE8.format(report.priceE8())
                + " cum " + DecimalE8.format(report.cumQtyE8())
                + " leaves " + DecimalE8.format(report.leavesQtyE8())
                + (report.reasonCode() == 0 ? "" : " reason " + report.reasonCode())
                + (report.unknownOrder() == BooleanType.T ? " unknown" : "")
                + (report.possDup() == BooleanType.T ? " possDup" : "");
    }

    private String inWords(final VenueCancelRejectDecoder reject) {
        lastMsgSeqNum = reject.msgSeqNum();
        return (reject.responseToReplace() == BooleanType.T ? "replaceReject " : "cancelReject ")
                + reject.ordStatus() + ' '
                + id(reject.venueClOrdId()) + " of " + id(reject.origVenueClOrdId())
                + " reason " + reject.reasonCode()
                + (reject.possDup() == BooleanType.T ? " possDup" : "");
    }

    private static String id(final long venueClOrdId) {
        return "T" + venueClOrdId;
    }
}
