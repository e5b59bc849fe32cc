package io.tradex.relay;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.TradingPhase;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

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
            case VENUE_UNREACHABLE ->
                out.append("Venue ").appendNumber(value).append(" does not answer: what became of it is not known yet");
            case NO_VENUE -> out.append("No venue can take it at the moment");
            case VENUE_TRIPPED ->
                out.append("Venue ").appendNumber(value).append(" has failed too often: no new orders go there now");
            case VENUE_THROTTLED -> out.append("Venue ").appendNumber(value).append(" is used to its message limit");
            case ROUTING_LIMIT ->
                out.append("Routed ").appendNumber(value).append(" times, which is all that one order may");
            case INVALID_DEFINITION -> out.append("Contradictory definition ").appendNumber(value);
            case ACCOUNT_CAPACITY -> out.append("A table of the core is full: ").appendGrouped(limit);
            case SESSION_LOST -> out.append("Its session was lost");
            case END_OF_DAY -> out.append("The trading day ended");
            case SEQUENCE_NOT_RISING ->
                out.append("Sequence ")
                        .appendNumber(value)
                        .append(" is not above ")
                        .appendNumber(limit);
            case INVALID_COMBINATION -> out.append("Type, time in force and instructions do not go together");
            case WRONG_PHASE -> out.append("Not taken while trading is ").append(phase(value));
            case INVALID_TICK -> {
                out.append("Price ");
                price(out, value, row);
                out.append(" lies between two allowed prices: the step there is ");
                price(out, limit, row);
            }
            case PRICE_BAND -> {
                out.append("Price ");
                price(out, value, row);
                out.append(" is outside the price band, which ends at ");
                price(out, limit, row);
            }
            case POST_ONLY -> {
                out.append("Post-only, but ");
                price(out, value, row);
                out.append(" would have traded with ");
                price(out, limit, row);
            }
            case NOT_FILLABLE -> {
                out.append("Not enough to trade with: needs ");
                quantity(out, value, row);
                out.append(", found ");
                quantity(out, limit, row);
            }
            case SELF_TRADE -> out.append("It met an order of its own account or trade group");
            case AUCTION_OVER -> out.append("The auction it was meant for is over");
            case VELOCITY_HALT -> out.append("Trading was halted: the price moved too fast");
            case MAX_ORDER_QUANTITY -> {
                out.append("Quantity ");
                quantity(out, value, row);
                out.append(" is above ");
                quantity(out, limit, row);
                out.append(", the most that an order may have");
            }
            case MAX_ORDER_NOTIONAL ->
                out.append("Worth ")
                        .appendMoney(value)
                        .append(", above ")
                        .appendMoney(limit)
                        .append(", the most that an order may be worth");
            case KILL_SWITCH -> {
                out.append("Trading is stopped by a kill switch ").append(scope(value));
                if (value != KillSwitchScope.ALL.value()) {
                    out.append(" ").appendNumber(limit);
                }
            }
            case MARKET_MAKER_PROTECTION -> {
                out.append("Market-maker protection has tripped: executed ");
                quantity(out, value, row);
                out.append(", allowed ");
                quantity(out, limit, row);
                out.append("; it waits for a reset");
            }
            case INSTRUMENT_RETIRED -> out.append("The instrument takes no more orders");
            case CUT_OFF -> {
                out.append("After the fund's cut-off: came at ");
                timeOfDay(out, value);
                out.append(", cut-off at ");
                timeOfDay(out, limit);
            }
            case EXPIRED ->
                out.append("Its time was over at ").append(DateTimeFormatter.ISO_INSTANT.format(instant(limit)));
            case MASS_CANCEL -> out.append("Cancelled by an operator");
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

    private static String phase(final long value) {
        return switch (TradingPhase.get((short) value)) {
            case CLOSED -> "closed";
            case PRE_OPEN -> "not open yet";
            case OPENING_AUCTION -> "in the opening auction";
            case CONTINUOUS -> "continuous";
            case HALT -> "halted";
            case CLOSING_AUCTION -> "in the closing auction";
            default -> "in phase " + value;
        };
    }

    private static String scope(final long value) {
        return switch (KillSwitchScope.get((short) value)) {
            case ALL -> "for all";
            case ACCOUNT -> "for account";
            case SESSION -> "for session";
            case INSTRUMENT -> "for instrument";
            default -> "of scope " + value + " for";
        };
    }

    private static void timeOfDay(final JsonText out, final long seconds) {
        out.append(String.format(Locale.ROOT, "%02d:%02d:%02d UTC", seconds / 3600, seconds / 60 % 60, seconds % 60));
    }

    private static Instant instant(final long timeNs) {
        return Instant.ofEpochSecond(Math.floorDiv(timeNs, 1_000_000_000L), Math.floorMod(timeNs, 1_000_000_000L));
    }

    private static void price(final JsonText out, final long ticks, final OrderDeltaDecoder row) {
        out.appendGroupedDecimal(ticks, row.tickSizeE8(), 2);
    }

    private static void quantity(final JsonText out, final long lots, final OrderDeltaDecoder row) {
        out.appendGroupedDecimal(lots, row.lotSizeE8(), 0);
    }
}
