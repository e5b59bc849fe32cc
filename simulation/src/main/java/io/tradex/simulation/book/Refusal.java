package io.tradex.simulation.book;

import io.tradex.protocol.types.RejectReason;

/**
 * Why a book refuses an order.
 *
 * @param reason of it; {@link RejectReason#NONE} if it is not refused.
 * @param value  the figure that goes with the reason, else 0.
 * @param limit  the limit that goes with the reason, else 0.
 */
public record Refusal(RejectReason reason, long value, long limit) {
    /** Not refused. */
    public static final Refusal NONE = new Refusal(RejectReason.NONE, 0, 0);

    /** @return whether the order is refused. */
    public boolean isRefused() {
        return reason != RejectReason.NONE;
    }
}
