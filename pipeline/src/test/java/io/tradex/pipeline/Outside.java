package io.tradex.pipeline;

import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.state.DeltaHeartbeatDecoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** The world beyond the egress: writes down what reaches it, in order. */
final class Outside implements ReplyPort, DeltaPort, VenuePort, HostEvents, RelayPort, MarketDataPort {
    private final List<String> log = new ArrayList<>();
    private final List<String> marketData = new ArrayList<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    volatile boolean venueQueueFull;
    volatile boolean snapshotsFull;
    volatile boolean onlyOrdersAreHeard;

    EgressPorts ports() {
        return new EgressPorts(this, this, this, this, this, this);
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    synchronized int size() {
        return log.size();
    }

    synchronized void clear() {
        log.clear();
    }

    private synchronized void add(final String event) {
        log.add(event);
    }

    @Override
    public void onReply(
            final long sessionId, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        String what = "";
        if (templateId == ExecutionReportDecoder.TEMPLATE_ID) {
            what = " input "
                    + new ExecutionReportDecoder()
                            .wrapAndApplyHeader(buffer, offset, header)
                            .inputSeq();
        }
        add("reply " + templateId + " to " + sessionId + what);
    }

    @Override
    public void onDelta(final DirectBuffer buffer, final int offset, final int length) {
        if (Frames.templateId(buffer, offset) == DeltaHeartbeatDecoder.TEMPLATE_ID) {
            final DeltaHeartbeatDecoder beat = new DeltaHeartbeatDecoder().wrapAndApplyHeader(buffer, offset, header);
            add("heartbeat " + beat.epoch() + ":" + beat.highestOutSeq() + " at " + beat.timestampNs());
        } else {
            add("delta "
                    + new OrderDeltaDecoder()
                            .wrapAndApplyHeader(buffer, offset, header)
                            .outSeq());
        }
    }

    @Override
    public boolean onVenueRequest(
            final int venueId, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (venueQueueFull) {
            return false;
        }
        add("venue " + venueId + " gets " + templateId);
        return true;
    }

    @Override
    public void onInputRefused(
            final long inputSeq, final int refTemplateId, final RejectReason reason, final long value) {
        add("refused input " + inputSeq + " of template " + refTemplateId + ": " + reason + " " + value);
    }

    @Override
    public void onAlarm(final long inputSeq, final AlarmKind kind, final long orderId, final long value) {
        add("alarm at " + inputSeq + ": " + kind + " order " + orderId + " " + value);
    }

    @Override
    public boolean offerToRelay(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        add("relay " + sessionId + " gets " + Frames.templateId(buffer, offset));
        return true;
    }

    @Override
    public synchronized void onMarketData(
            final BookDepth stream, final DirectBuffer buffer, final int offset, final int length) {
        marketData.add(stream + " " + MarketDataText.of(buffer, offset));
    }

    @Override
    public boolean isHeard(final BookDepth stream) {
        return stream == BookDepth.ORDERS || !onlyOrdersAreHeard;
    }

    @Override
    public synchronized boolean offerSnapshot(final DirectBuffer buffer, final int offset, final int length) {
        if (snapshotsFull) {
            return false;
        }
        marketData.add("snapshot " + MarketDataText.of(buffer, offset));
        return true;
    }

    /** What was published of books, but for heartbeats, since the last call. */
    synchronized List<String> takeMarketData() {
        final List<String> taken =
                marketData.stream().filter(line -> !line.contains("heartbeat")).toList();
        marketData.clear();
        return taken;
    }

    /** The heartbeats of the market data streams that come while something is done. */
    List<String> takeHeartbeats(final Runnable step) {
        takeMarketData();
        step.run();
        synchronized (this) {
            final List<String> taken = marketData.stream()
                    .filter(line -> line.contains("heartbeat"))
                    .toList();
            marketData.clear();
            return taken;
        }
    }

    @Override
    public boolean isOpen(final long sessionId) {
        return true;
    }
}
