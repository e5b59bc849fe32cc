package io.tradex.replay;

import io.tradex.core.engine.EngineOutput;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.venue.AlarmDecoder;
import io.tradex.protocol.venue.AlarmKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * The fills of one venue that the engine has booked and not turned back, by ExecID, found by replaying a journal: what the engine
 * says while it applies a report is the proof that it was booked. Takes the outputs while an input is applied, and the input
 * afterwards.
 */
final class BookedFills implements EngineOutput {
    /**
     * One fill.
     *
     * @param execId     the venue's ExecID.
     * @param symbol     of the instrument.
     * @param side       of the order.
     * @param quantityE8 filled.
     * @param priceE8    of the fill.
     * @param orderId    the core's id of the order.
     */
    record Fill(String execId, String symbol, Side side, long quantityE8, long priceE8, long orderId) {}

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderDeltaDecoder delta = new OrderDeltaDecoder();
    private final AlarmDecoder alarm = new AlarmDecoder();
    private final VenueExecutionReportDecoder report = new VenueExecutionReportDecoder();
    private final Map<String, Fill> fills = new LinkedHashMap<>();
    private final int venueId;
    private final long fromNs;
    private final long toNs;
    private boolean booked;
    private boolean reversed;
    private String symbol = "";
    private Side side = Side.NULL_VAL;
    private long inferredLots;

    /**
     * @param venueId of the venue.
     * @param fromNs  fills booked from then on, nanoseconds since 1970.
     * @param toNs    and before this.
     */
    BookedFills(final int venueId, final long fromNs, final long toNs) {
        this.venueId = venueId;
        this.fromNs = fromNs;
        this.toNs = toNs;
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void onOutput(
            final long inputSeq, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (templateId == OrderDeltaDecoder.TEMPLATE_ID) {
            delta.wrapAndApplyHeader(buffer, offset, header);
            symbol = trimmed(delta.symbol());
            side = delta.side();
            booked |= delta.execType() == ExecType.TRADE;
        } else if (templateId == AlarmDecoder.TEMPLATE_ID) {
            alarm.wrapAndApplyHeader(buffer, offset, header);
            reversed |= alarm.kind() == AlarmKind.TRADE_REVERSED;
            inferredLots += alarm.kind() == AlarmKind.INFERRED_FILL ? alarm.value() : 0;
        }
    }

    /** The input that has just been applied. */
    void onInput(
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        header.wrap(buffer, offset);
        final boolean wanted = timestampNs >= fromNs
                && timestampNs < toNs
                && header.templateId() == VenueExecutionReportDecoder.TEMPLATE_ID
                && (booked || reversed);
        if (wanted) {
            report.wrapAndApplyHeader(buffer, offset, header);
            if (report.venueId() == venueId) {
                onReport();
            }
        }
        booked = false;
        reversed = false;
    }

    private void onReport() {
        final String execId = trimmed(report.execId());
        if (report.execType() == ExecType.TRADE && booked) {
            put(execId);
        } else if (reversed) {
            fills.remove(trimmed(report.execRefId()));
            if (report.execType() == ExecType.TRADE_CORRECT) {
                put(execId);
            }
        }
    }

    private void put(final String execId) {
        // An ExecID that two orders share, as both sides of one trade do at some venues, needs the order to tell them
        // apart.
        final long orderId = report.venueClOrdId() >>> 16;
        final String key = fills.containsKey(execId) ? execId + '/' + orderId : execId;
        fills.put(key, new Fill(execId, symbol, side, report.lastQtyE8(), report.lastPriceE8(), orderId));
    }

    /** @return the fills, in the order in which they were booked. */
    Iterable<Fill> fills() {
        return fills.values();
    }

    /** @return lots that were booked by a venue's CumQty alone, without an execution. */
    long inferredLots() {
        return inferredLots;
    }

    private static String trimmed(final String text) {
        final int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
