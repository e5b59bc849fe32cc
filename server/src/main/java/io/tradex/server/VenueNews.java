package io.tradex.server;

import io.tradex.protocol.types.BreakerState;
import io.tradex.protocol.types.FindingKind;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.venue.BreakerChangedDecoder;
import io.tradex.protocol.venue.ReconciliationEndedDecoder;
import io.tradex.protocol.venue.ReconciliationFindingDecoder;
import org.agrona.DirectBuffer;

/** What the engine tells its operator of a venue, copied out of the buffer that it came in. Immutable. */
sealed interface VenueNews {
    /** A difference between the core and a venue. */
    record Finding(
            long timestampNs,
            long reconciliationId,
            int venueId,
            FindingKind kind,
            long orderId,
            long venueClOrdId,
            String foreignClOrdId,
            long ours,
            long theirs)
            implements VenueNews {}

    /** All open orders at a venue were compared. */
    record Ended(long timestampNs, long reconciliationId, int venueId, long orders, long findings)
            implements VenueNews {}

    /** A circuit breaker has another state. */
    record Breaker(long inputSeq, int venueId, BreakerState state) implements VenueNews {}

    /**
     * @param templateId of the message.
     * @param buffer     holding it, header first.
     * @param offset     of the header.
     * @return what it says.
     */
    static VenueNews read(final int templateId, final DirectBuffer buffer, final int offset) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        return switch (templateId) {
            case ReconciliationFindingDecoder.TEMPLATE_ID -> {
                final ReconciliationFindingDecoder finding =
                        new ReconciliationFindingDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new Finding(
                        finding.timestampNs(),
                        finding.reconciliationId(),
                        finding.venueId(),
                        finding.kind(),
                        finding.orderId(),
                        finding.venueClOrdId(),
                        finding.foreignClOrdId(),
                        finding.ours(),
                        finding.theirs());
            }
            case ReconciliationEndedDecoder.TEMPLATE_ID -> {
                final ReconciliationEndedDecoder ended =
                        new ReconciliationEndedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new Ended(
                        ended.timestampNs(),
                        ended.reconciliationId(),
                        ended.venueId(),
                        ended.orders(),
                        ended.findings());
            }
            case BreakerChangedDecoder.TEMPLATE_ID -> {
                final BreakerChangedDecoder breaker =
                        new BreakerChangedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new Breaker(breaker.inputSeq(), breaker.venueId(), breaker.state());
            }
            default -> throw new IllegalArgumentException("no news of a venue: template " + templateId);
        };
    }
}
