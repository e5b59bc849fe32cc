package io.tradex.relay;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.SelfTradePrevention;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Writes an order row as JSON, for people and for programs. {@code docs/relay-websocket.md} describes the fields. Not
 * thread safe.
 */
final class RowJson {
    private static final int SYMBOL_LENGTH = OrderDeltaDecoder.symbolLength();
    private static final int AVERAGE_DECIMALS = 4;

    private RowJson() {}

    /**
     * Writes a row as a page shows it: decimals and words.
     *
     * @param out takes the object.
     * @param row to be written.
     */
    static void writeShown(final JsonText out, final OrderDeltaDecoder row) {
        out.open('{');
        out.name("orderId").numberAsText(row.orderId());
        out.name("outSeq").number(row.outSeq());
        out.name("epoch").number(row.epoch());
        out.name("version").number(row.orderVersion());
        out.name("account").numberAsText(row.accountId());
        out.name("clOrdId").numberAsText(row.clOrdId());
        symbol(out.name("symbol"), row);
        out.name("side").text(row.side().name());
        out.name("type").text(row.ordType().name());
        out.name("tif").text(row.timeInForce().name());
        quantity(out.name("qty"), row.quantityLots(), row);
        // A market order has none, and a stop need not have one: the core protects it by its collar.
        if (row.ordType() == OrdType.LIMIT || row.priceTicks() != 0) {
            price(out.name("price"), row.priceTicks(), row);
        }
        instructions(out, row);
        quantity(out.name("filled"), row.cumQtyLots(), row);
        out.name("filledPct").number(percent(row.cumQtyLots(), row.quantityLots()));
        if (row.cumQtyLots() > 0) {
            average(out.name("avgPrice"), row);
            quantity(out.name("lastQty"), row.lastQtyLots(), row);
            price(out.name("lastPrice"), row.lastPriceTicks(), row);
        }
        out.name("status").text(row.ordStatus().name());
        out.name("event").text(row.execType().name());
        out.name("venue").number(row.destination());
        out.name("createdMs").number(row.createdNs() / 1_000_000);
        out.name("atMs").number(row.timestampNs() / 1_000_000);
        if (RejectWords.hasWords(row.rejectReason())) {
            out.name("reason").quote();
            RejectWords.append(out, row);
            out.unquote();
        }
        out.close('}');
    }

    /** What only some orders have is left out of the others. */
    private static void instructions(final JsonText out, final OrderDeltaDecoder row) {
        if (row.stopPriceTicks() != 0) {
            price(out.name("stopPrice"), row.stopPriceTicks(), row);
        }
        if (row.workingPriceTicks() != 0) {
            price(out.name("workingPrice"), row.workingPriceTicks(), row);
        }
        if (row.displayLots() != 0) {
            quantity(out.name("display"), row.displayLots(), row);
        }
        if (row.minLots() != 0) {
            quantity(out.name("minQty"), row.minLots(), row);
        }
        if (row.ordType() == OrdType.TRAILING_STOP || row.ordType() == OrdType.PEGGED) {
            price(out.name("offset"), row.offsetTicks(), row);
        }
        if (row.expireNs() != 0) {
            out.name("expireMs").number(row.expireNs() / 1_000_000);
        }
        if (row.pegType() != PegType.NONE) {
            out.name("peg").text(row.pegType().name());
        }
        if (row.postOnly() != PostOnly.NONE) {
            out.name("postOnly").text(row.postOnly().name());
        }
        if (row.selfTradePrevention() != SelfTradePrevention.NONE) {
            out.name("selfTradePrevention").text(row.selfTradePrevention().name());
        }
    }

    /**
     * Writes every field of a row as the schema has it; 64-bit integers as strings.
     *
     * @param out takes the object.
     * @param row to be written.
     */
    static void writeRaw(final JsonText out, final OrderDeltaDecoder row) {
        out.open('{');
        out.name("inputSeq").numberAsText(row.inputSeq());
        out.name("epoch").numberAsText(row.epoch());
        out.name("outSeq").numberAsText(row.outSeq());
        out.name("timestampNs").numberAsText(row.timestampNs());
        out.name("accountId").numberAsText(row.accountId());
        out.name("accountSeq").numberAsText(row.accountSeq());
        out.name("orderId").numberAsText(row.orderId());
        out.name("orderVersion").numberAsText(row.orderVersion());
        out.name("clOrdId").numberAsText(row.clOrdId());
        out.name("priceTicks").numberAsText(row.priceTicks());
        out.name("quantityLots").numberAsText(row.quantityLots());
        out.name("cumQtyLots").numberAsText(row.cumQtyLots());
        out.name("leavesQtyLots").numberAsText(row.leavesQtyLots());
        out.name("lastPriceTicks").numberAsText(row.lastPriceTicks());
        out.name("lastQtyLots").numberAsText(row.lastQtyLots());
        out.name("cumValueMicros").numberAsText(row.cumValueMicros());
        out.name("tradeId").numberAsText(row.tradeId());
        out.name("createdNs").numberAsText(row.createdNs());
        out.name("rejectedValue").numberAsText(row.rejectedValue());
        out.name("rejectLimit").numberAsText(row.rejectLimit());
        out.name("tickSizeE8").numberAsText(row.tickSizeE8());
        out.name("lotSizeE8").numberAsText(row.lotSizeE8());
        out.name("instrumentId").number(row.instrumentId());
        out.name("destination").number(row.destination());
        symbol(out.name("symbol"), row);
        out.name("rejectReason").text(row.rejectReason().name());
        out.name("execType").text(row.execType().name());
        out.name("ordStatus").text(row.ordStatus().name());
        out.name("side").text(row.side().name());
        out.name("ordType").text(row.ordType().name());
        out.name("timeInForce").text(row.timeInForce().name());
        out.name("liquidity").text(row.liquidity().name());
        out.name("stopPriceTicks").numberAsText(row.stopPriceTicks());
        out.name("displayLots").numberAsText(row.displayLots());
        out.name("minLots").numberAsText(row.minLots());
        out.name("offsetTicks").numberAsText(row.offsetTicks());
        out.name("expireNs").numberAsText(row.expireNs());
        out.name("workingPriceTicks").numberAsText(row.workingPriceTicks());
        out.name("pegType").text(row.pegType().name());
        out.name("postOnly").text(row.postOnly().name());
        out.name("selfTradePrevention").text(row.selfTradePrevention().name());
        out.name("venueMask").numberAsText(row.venueMask());
        out.name("exposureLots").numberAsText(row.exposureLots());
        out.name("venueOrdStatus").text(row.venueOrdStatus().name());
        out.name("routingStrategy").text(row.routingStrategy().name());
        out.close('}');
    }

    private static void symbol(final JsonText out, final OrderDeltaDecoder row) {
        out.quote();
        for (int i = 0; i < SYMBOL_LENGTH && row.symbol(i) != 0; i++) {
            out.appendChar((char) (row.symbol(i) & 0xFF));
        }
        out.unquote();
    }

    private static void price(final JsonText out, final long ticks, final OrderDeltaDecoder row) {
        out.quote().appendDecimal(ticks, row.tickSizeE8(), 2).unquote();
    }

    private static void quantity(final JsonText out, final long lots, final OrderDeltaDecoder row) {
        out.quote().appendDecimal(lots, row.lotSizeE8(), 0).unquote();
    }

    /** Money of all fills divided by their quantity, rounded half up at the fourth decimal. */
    private static void average(final JsonText out, final OrderDeltaDecoder row) {
        final BigDecimal quantity =
                BigDecimal.valueOf(row.cumQtyLots()).multiply(BigDecimal.valueOf(row.lotSizeE8(), 8));
        out.quote();
        if (quantity.signum() > 0) {
            final BigDecimal value = BigDecimal.valueOf(row.cumValueMicros(), 6);
            out.append(value.divide(quantity, AVERAGE_DECIMALS, RoundingMode.HALF_UP)
                    .toPlainString());
        }
        out.unquote();
    }

    /** Never says 100 before all is filled, nor 0 once something is. */
    private static long percent(final long part, final long whole) {
        if (part <= 0 || whole <= 0) {
            return 0;
        }
        if (part >= whole) {
            return 100;
        }
        final long pct = part <= Long.MAX_VALUE / 100 ? part * 100 / whole : part / (whole / 100);
        return Math.max(1, Math.min(99, pct));
    }
}
