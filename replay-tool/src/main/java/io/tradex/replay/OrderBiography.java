package io.tradex.replay;

import io.tradex.core.engine.EngineOutput;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.SelfTradePreventedDecoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.QueuePlace;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.venue.AlarmDecoder;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * The story of one order: each input that touched it, and what the engine said of it then. Takes the engine's outputs while an
 * input is applied, and the input afterwards.
 */
final class OrderBiography implements EngineOutput {
    private static final int E8_SCALE = 8;
    private static final int MICROS_SCALE = 6;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderDeltaDecoder delta = new OrderDeltaDecoder();
    private final ExecutionReportDecoder report = new ExecutionReportDecoder();
    private final CancelRejectDecoder cancelReject = new CancelRejectDecoder();
    private final SelfTradePreventedDecoder selfTrade = new SelfTradePreventedDecoder();
    private final VenueNewOrderDecoder venueNewOrder = new VenueNewOrderDecoder();
    private final VenueCancelDecoder venueCancel = new VenueCancelDecoder();
    private final VenueReplaceDecoder venueReplace = new VenueReplaceDecoder();
    private final VenueStatusRequestDecoder venueStatusRequest = new VenueStatusRequestDecoder();
    private final AlarmDecoder alarm = new AlarmDecoder();

    private final long orderId;
    private final MessageSchemas schemas;
    private final PrintWriter out;
    private final List<String> lines = new ArrayList<>();

    /** Children of a smartly routed order: what venues are asked and alarms say of them is part of its story. */
    private final Set<Long> children = new HashSet<>();

    private final StringBuilder input = new StringBuilder(512);
    private String title;
    private String ending = "";
    private long startNs;
    private long tickSizeE8;
    private long lotSizeE8;
    private boolean told;

    OrderBiography(final long orderId, final MessageSchemas schemas, final PrintWriter out) {
        this.orderId = orderId;
        this.schemas = schemas;
        this.out = out;
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void onOutput(
            final long inputSeq, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        switch (templateId) {
            case OrderDeltaDecoder.TEMPLATE_ID -> {
                delta.wrapAndApplyHeader(buffer, offset, header);
                if (delta.orderId() == orderId) {
                    onDelta();
                }
            }
            case ExecutionReportDecoder.TEMPLATE_ID -> {
                report.wrapAndApplyHeader(buffer, offset, header);
                if (report.orderId() == orderId) {
                    onReport();
                }
            }
            case CancelRejectDecoder.TEMPLATE_ID -> {
                cancelReject.wrapAndApplyHeader(buffer, offset, header);
                if (cancelReject.orderId() == orderId) {
                    onCancelReject();
                }
            }
            case SelfTradePreventedDecoder.TEMPLATE_ID -> {
                selfTrade.wrapAndApplyHeader(buffer, offset, header);
                // One goes to each session that it concerns; the story needs it once.
                if ((selfTrade.restingOrderId() == orderId || selfTrade.incomingOrderId() == orderId)
                        && title != null) {
                    onSelfTradePrevented();
                }
            }
            case VenueNewOrderDecoder.TEMPLATE_ID -> {
                venueNewOrder.wrapAndApplyHeader(buffer, offset, header);
                if (venueNewOrder.orderId() == orderId || venueNewOrder.parentOrderId() == orderId) {
                    if (venueNewOrder.orderId() != orderId) {
                        children.add(venueNewOrder.orderId());
                    }
                    lines.add("to venue " + venueNewOrder.venueId() + ": " + ofChild(venueNewOrder.orderId())
                            + "new order " + venueNewOrder.venueClOrdId() + ", "
                            + words(venueNewOrder.side()) + " " + e8(venueNewOrder.quantityE8())
                            + priced(venueNewOrder.priceE8()));
                }
            }
            case VenueCancelDecoder.TEMPLATE_ID -> {
                venueCancel.wrapAndApplyHeader(buffer, offset, header);
                if (concerns(venueCancel.orderId())) {
                    lines.add("to venue " + venueCancel.venueId() + ": " + ofChild(venueCancel.orderId()) + "cancel "
                            + venueCancel.venueClOrdId() + " of " + venueCancel.origVenueClOrdId());
                }
            }
            case VenueReplaceDecoder.TEMPLATE_ID -> {
                venueReplace.wrapAndApplyHeader(buffer, offset, header);
                if (concerns(venueReplace.orderId())) {
                    lines.add("to venue " + venueReplace.venueId() + ": replace " + venueReplace.venueClOrdId() + " of "
                            + venueReplace.origVenueClOrdId() + ", " + e8(venueReplace.quantityE8())
                            + priced(venueReplace.priceE8()));
                }
            }
            case VenueStatusRequestDecoder.TEMPLATE_ID -> {
                venueStatusRequest.wrapAndApplyHeader(buffer, offset, header);
                if (concerns(venueStatusRequest.orderId())) {
                    lines.add("to venue " + venueStatusRequest.venueId() + ": " + ofChild(venueStatusRequest.orderId())
                            + "what of " + venueStatusRequest.venueClOrdId() + "?");
                }
            }
            case AlarmDecoder.TEMPLATE_ID -> {
                alarm.wrapAndApplyHeader(buffer, offset, header);
                if (concerns(alarm.orderId())) {
                    lines.add("ALARM: " + ofChild(alarm.orderId()) + words(alarm.kind()) + ", value " + alarm.value());
                }
            }
            default -> {
                // Says nothing of an order.
            }
        }
    }

    private boolean concerns(final long id) {
        return id == orderId || children.contains(id);
    }

    private String ofChild(final long id) {
        return id == orderId ? "" : "child " + id + ", ";
    }

    /** The input that has just been applied. */
    void onInput(
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (lines.isEmpty()) {
            return;
        }
        if (!told) {
            told = true;
            startNs = timestampNs;
            out.println(title == null ? "order " + orderId : title);
            out.println("began " + Times.utc(timestampNs));
        }
        input.setLength(0);
        input.append(schemas.name(schemas.templateId(buffer, offset, length))).append(' ');
        schemas.appendText(input, buffer, offset, length);
        out.println();
        out.printf(Locale.ROOT, "+%,.3f ms  input %d  %s%n", (timestampNs - startNs) / 1e6, sequence, input);
        for (final String line : lines) {
            out.println("    " + line);
        }
        lines.clear();
    }

    /** Whether there was anything to tell. */
    boolean end() {
        if (told) {
            out.println();
            out.println("in the end: " + ending);
        }
        return told;
    }

    private void onDelta() {
        tickSizeE8 = delta.tickSizeE8();
        lotSizeE8 = delta.lotSizeE8();
        if (title == null) {
            title = "order " + orderId + ": account " + delta.accountId() + ", " + words(delta.side()) + " "
                    + quantity(delta.quantityLots()) + " " + symbol() + type() + instructions()
                    + place();
        }
        final StringBuilder line = new StringBuilder(200);
        line.append("order version ").append(delta.orderVersion()).append(": ");
        line.append(words(delta.execType())).append(", now ").append(state());
        if (delta.execType() == ExecType.TRADE) {
            line.append("; this fill ").append(quantity(delta.lastQtyLots()));
            line.append(" at ").append(price(delta.lastPriceTicks()));
            if (delta.liquidity() != Liquidity.NONE) {
                line.append(" as ").append(words(delta.liquidity()));
            }
            line.append(", trade ").append(delta.tradeId());
        }
        if (delta.stopPriceTicks() > 0) {
            line.append("; stop ").append(price(delta.stopPriceTicks()));
        }
        if (delta.workingPriceTicks() > 0 && delta.workingPriceTicks() != delta.priceTicks()) {
            line.append("; rests at ").append(price(delta.workingPriceTicks()));
        }
        line.append(reason(delta.rejectReason(), delta.rejectedValue(), delta.rejectLimit()));
        lines.add(line.toString());
        ending = state() + reason(delta.rejectReason(), delta.rejectedValue(), delta.rejectLimit());
    }

    private String place() {
        return switch (delta.destination()) {
            case 0 -> ", own book";
            case -1 -> ", routed by " + words(delta.routingStrategy());
            default -> ", venue " + delta.destination();
        };
    }

    private String type() {
        final String price = price(delta.priceTicks());
        // A market order has no price, and a stop need not have one: the core protects it by its collar.
        final String bound = delta.priceTicks() == 0 ? "" : ", no further than " + price;
        return switch (delta.ordType()) {
            case MARKET -> " at market" + bound;
            case STOP -> ", stop at " + price(delta.stopPriceTicks()) + bound;
            case STOP_LIMIT -> ", stop at " + price(delta.stopPriceTicks()) + ", limit " + price;
            case TRAILING_STOP ->
                ", trailing stop at " + price(delta.stopPriceTicks()) + ", distance " + price(delta.offsetTicks())
                        + bound;
            case PEGGED ->
                ", pegged to " + words(delta.pegType()) + " with offset " + price(delta.offsetTicks()) + bound;
            default -> " at " + price;
        };
    }

    private String instructions() {
        final StringBuilder instructions = new StringBuilder(100);
        instructions
                .append(", ")
                .append(
                        switch (delta.timeInForce()) {
                            case IOC -> "immediate or cancel";
                            case FOK -> "fill or kill";
                            case GTC -> "good till cancelled";
                            case GTD -> "good till " + Times.utc(delta.expireNs());
                            default -> words(delta.timeInForce());
                        });
        if (delta.displayLots() > 0) {
            instructions.append(", shows ").append(quantity(delta.displayLots()));
        }
        if (delta.minLots() > 0) {
            instructions.append(", at least ").append(quantity(delta.minLots())).append(" at once");
        }
        if (delta.postOnly() == PostOnly.REJECT || delta.postOnly() == PostOnly.SLIDE) {
            instructions.append(", post-only (").append(words(delta.postOnly())).append(')');
        }
        if (delta.selfTradePrevention() != SelfTradePrevention.NONE
                && delta.selfTradePrevention() != SelfTradePrevention.NULL_VAL) {
            instructions.append(", on a self-trade ").append(words(delta.selfTradePrevention()));
        }
        return instructions.toString();
    }

    private String state() {
        final StringBuilder state = new StringBuilder(100);
        state.append(words(delta.ordStatus())).append(": filled ").append(quantity(delta.cumQtyLots()));
        state.append(" of ").append(quantity(delta.quantityLots()));
        state.append(", ").append(quantity(delta.leavesQtyLots())).append(" open");
        if (delta.cumQtyLots() > 0) {
            state.append(", for ").append(decimal(delta.cumValueMicros(), MICROS_SCALE));
        }
        return state.toString();
    }

    private void onReport() {
        lines.add("reply to session " + report.sessionId()
                + (report.clientSeq() == 0 ? "" : ", message " + report.clientSeq())
                + ": " + words(report.execType()) + ", " + words(report.ordStatus())
                + (report.queuePlace() == QueuePlace.KEPT ? ", kept its place in the queue" : "")
                + (report.queuePlace() == QueuePlace.LOST ? ", went to the back of the queue" : "")
                + (report.duplicate() == BooleanType.T ? " (a repeated request: nothing was applied again)" : "")
                + reason(report.rejectReason(), report.rejectedValue(), report.rejectLimit()));
    }

    private void onSelfTradePrevented() {
        final boolean resting = selfTrade.restingOrderId() == orderId;
        final String line = "self-trade prevented: " + (resting ? "rested when order " : "met resting order ")
                + (resting ? selfTrade.incomingOrderId() : selfTrade.restingOrderId()) + " of account "
                + (resting ? selfTrade.incomingAccountId() : selfTrade.restingAccountId())
                + (resting ? " came in" : "") + "; " + quantity(selfTrade.quantityLots()) + " at "
                + price(selfTrade.priceTicks()) + " did not trade; " + words(selfTrade.instruction());
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }

    private void onCancelReject() {
        lines.add("reply to session " + cancelReject.sessionId() + ", message " + cancelReject.clientSeq() + ": "
                + schemas.name(cancelReject.requestTemplateId()) + " " + cancelReject.clOrdId() + " refused, order is "
                + words(cancelReject.ordStatus())
                + reason(cancelReject.rejectReason(), cancelReject.rejectedValue(), cancelReject.rejectLimit()));
    }

    private String reason(final RejectReason reason, final long value, final long limit) {
        if (reason == RejectReason.NONE) {
            return "";
        }
        return "; because: " + words(reason) + " (" + schemas.description(reason) + "; value " + value + ", limit "
                + limit + ")";
    }

    private String symbol() {
        final String symbol = delta.symbol();
        final int end = symbol.indexOf('\0');
        return end < 0 ? symbol : symbol.substring(0, end);
    }

    private String price(final long ticks) {
        return product(ticks, tickSizeE8);
    }

    private String quantity(final long lots) {
        return product(lots, lotSizeE8);
    }

    private static String product(final long count, final long unitE8) {
        return plain(BigDecimal.valueOf(count).multiply(BigDecimal.valueOf(unitE8, E8_SCALE)));
    }

    private static String priced(final long priceE8) {
        return priceE8 == 0 ? " at market" : " at " + e8(priceE8);
    }

    private static String e8(final long value) {
        return decimal(value, E8_SCALE);
    }

    private static String decimal(final long value, final int scale) {
        return plain(BigDecimal.valueOf(value, scale));
    }

    private static String plain(final BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String words(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
