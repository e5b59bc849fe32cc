package io.tradex.relay;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.RejectReason;

/** Says in words, with the figures, why the core refused or ended an order. */
final class RejectWords {
    private RejectWords() {}

    /**
     * Writes the words as a piece of a JSON string; nothing if there is no reason.
     *
     * @param out takes the words.
     * @param row of the order.
     */
    static void append(final JsonText out, final OrderDeltaDecoder row) {
        final long value = row.rejectedValue();
        final long limit = row.rejectLimit();
        switch (row.rejectReason()) {
            case NONE, NULL_VAL -> {}
            case UNKNOWN_INSTRUMENT -> out.append("Unknown instrument ").appendNumber(value);
            case UNKNOWN_ACCOUNT -> out.append("Unknown account ").appendNumber(value);
            case UNKNOWN_VENUE -> out.append("Unknown venue ").appendNumber(value);
            case UNKNOWN_SESSION -> out.append("Session ").appendNumber(value).append(" is not open");
            case NOT_PERMITTED -> out.append("Not permitted to this session");
            case MALFORMED -> out.append("Field ").appendNumber(value).append(" holds no valid value");
            case INVALID_PRICE -> {
                out.append("Price out of range: ");
                price(out, value, row);
                out.append(", highest allowed ");
                price(out, limit, row);
            }
            case INVALID_QUANTITY -> {
                out.append("Quantity out of range: ");
                quantity(out, value, row);
                out.append(", highest allowed ");
                quantity(out, limit, row);
            }
            case INSUFFICIENT_BUYING_POWER ->
                out.append("Insufficient buying power: needs ")
                        .appendMoney(value)
                        .append(", has ")
                        .appendMoney(limit);
            case INSUFFICIENT_POSITION -> {
                out.append("Insufficient position: needs ");
                quantity(out, value, row);
                out.append(", has ");
                quantity(out, limit, row);
                out.append(" free");
            }
            case NOTIONAL_OVERFLOW -> {
                out.append("Order value too large: quantity ");
                quantity(out, value, row);
            }
            case NO_REFERENCE_PRICE -> out.append("No reference price yet for a market order");
            case DUPLICATE_CL_ORD_ID ->
                out.append("ClOrdID ").appendNumber(value).append(" was used before");
            case DUPLICATE_OUTCOME_EXPIRED -> out.append("Repeated request; its first answer is no longer kept");
            case UNKNOWN_ORDER -> out.append("Unknown order ").appendNumber(value);
            case TOO_LATE -> out.append("Too late: the order is finished");
            case REQUEST_PENDING -> out.append("An earlier cancel or replace is not settled yet");
            case BACK_PRESSURE -> out.append("The core takes no new orders at the moment: try again");
            case ORDER_CAPACITY ->
                out.append("Order store full: ").appendGrouped(limit).append(" live orders");
            case VENUE_UNAVAILABLE -> out.append("Venue ").appendNumber(value).append(" is not connected");
            case VENUE_REJECTED -> {
                out.append("Refused by venue ").appendNumber(row.destination());
                if (value != 0) {
                    out.append(", its reason code ").appendNumber(value);
                }
            }
            case UNKNOWN_AT_VENUE ->
                out.append("Unknown at venue ").appendNumber(row.destination()).append(": it never arrived");
            case NO_LIQUIDITY -> out.append("Nothing to trade with");
            case INVALID_DEFINITION -> out.append("Contradictory definition ").appendNumber(value);
            case ACCOUNT_CAPACITY -> out.append("A table of the core is full: ").appendGrouped(limit);
            case SESSION_LOST -> out.append("Its session was lost");
            case END_OF_DAY -> out.append("The trading day ended");
            case SEQUENCE_NOT_RISING ->
                out.append("Sequence ")
                        .appendNumber(value)
                        .append(" is not above ")
                        .appendNumber(limit);
            case SBE_UNKNOWN -> out.append("Reason ").appendNumber(row.rejectReasonRaw());
        }
    }

    /**
     * @param reason of a row.
     * @return whether there is anything to say.
     */
    static boolean hasWords(final RejectReason reason) {
        return reason != RejectReason.NONE && reason != RejectReason.NULL_VAL;
    }

    private static void price(final JsonText out, final long ticks, final OrderDeltaDecoder row) {
        out.appendGroupedDecimal(ticks, row.tickSizeE8(), 2);
    }

    private static void quantity(final JsonText out, final long lots, final OrderDeltaDecoder row) {
        out.appendGroupedDecimal(lots, row.lotSizeE8(), 0);
    }
}
