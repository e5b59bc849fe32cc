package io.tradex.relay;

import io.tradex.protocol.state.OrderDeltaEncoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An order row in the making: a limit order for 100 AAPL at 187.42 unless told otherwise. Ticks are cents, lots are 1. */
final class OrderRow {
    long epoch = 1;
    long outSeq;
    long timestampNs = 1_795_000_000_000_000_000L;
    long createdNs = 1_795_000_000_000_000_000L;
    long accountId = 1001;
    long orderId;
    long orderVersion = 1;
    long clOrdId;
    long priceTicks = 18_742;
    long quantityLots = 100;
    long cumQtyLots;
    long lastPriceTicks;
    long lastQtyLots;
    long cumValueMicros;
    long rejectedValue;
    long rejectLimit;
    long tickSizeE8 = 1_000_000;
    long lotSizeE8 = 100_000_000;
    int destination;
    String symbol = "AAPL";
    RejectReason rejectReason = RejectReason.NONE;
    ExecType execType = ExecType.NEW;
    OrdStatus ordStatus = OrdStatus.NEW;
    Side side = Side.BUY;
    OrdType ordType = OrdType.LIMIT;
    TimeInForce timeInForce = TimeInForce.DAY;
    long stopPriceTicks;
    long displayLots;
    long minLots;
    long offsetTicks;
    long expireNs;
    long workingPriceTicks;
    PegType pegType = PegType.NONE;
    PostOnly postOnly = PostOnly.NONE;
    SelfTradePrevention selfTradePrevention = SelfTradePrevention.NONE;
    long venueMask;
    long exposureLots;
    OrdStatus venueOrdStatus = OrdStatus.NULL_VAL;
    RoutingStrategy routingStrategy = RoutingStrategy.NONE;

    private OrderRow(final long orderId) {
        this.orderId = orderId;
        clOrdId = 5000 + orderId;
    }

    static OrderRow order(final long orderId) {
        return new OrderRow(orderId);
    }

    OrderRow at(final long rowEpoch, final long rowOutSeq) {
        epoch = rowEpoch;
        outSeq = rowOutSeq;
        return this;
    }

    OrderRow status(final OrdStatus status, final ExecType exec) {
        ordStatus = status;
        execType = exec;
        return this;
    }

    OrderRow filled(final long lots, final long ticks) {
        lastQtyLots = lots;
        lastPriceTicks = ticks;
        cumQtyLots += lots;
        cumValueMicros += lots * ticks * 10_000;
        return status(cumQtyLots == quantityLots ? OrdStatus.FILLED : OrdStatus.PARTIALLY_FILLED, ExecType.TRADE);
    }

    OrderRow rejected(final RejectReason reason, final long value, final long limit) {
        rejectReason = reason;
        rejectedValue = value;
        rejectLimit = limit;
        return status(OrdStatus.REJECTED, ExecType.REJECTED);
    }

    long leavesQtyLots() {
        return OrderRows.isFinished(ordStatus.value()) ? 0 : quantityLots - cumQtyLots;
    }

    /** Writes header and body and returns their length. */
    int encode(final MutableDirectBuffer buffer, final int offset) {
        new OrderDeltaEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .inputSeq(outSeq * 2)
                .epoch(epoch)
                .outSeq(outSeq)
                .timestampNs(timestampNs)
                .accountId(accountId)
                .accountSeq(outSeq)
                .orderId(orderId)
                .orderVersion(orderVersion)
                .clOrdId(clOrdId)
                .priceTicks(priceTicks)
                .quantityLots(quantityLots)
                .cumQtyLots(cumQtyLots)
                .leavesQtyLots(leavesQtyLots())
                .lastPriceTicks(lastPriceTicks)
                .lastQtyLots(lastQtyLots)
                .cumValueMicros(cumValueMicros)
                .tradeId(cumQtyLots > 0 ? 9 : 0)
                .createdNs(createdNs)
                .rejectedValue(rejectedValue)
                .rejectLimit(rejectLimit)
                .tickSizeE8(tickSizeE8)
                .lotSizeE8(lotSizeE8)
                .instrumentId(7)
                .destination(destination)
                .symbol(symbol)
                .rejectReason(rejectReason)
                .execType(execType)
                .ordStatus(ordStatus)
                .side(side)
                .ordType(ordType)
                .timeInForce(timeInForce)
                .liquidity(cumQtyLots > 0 ? Liquidity.TAKER : Liquidity.NONE)
                .stopPriceTicks(stopPriceTicks)
                .displayLots(displayLots)
                .minLots(minLots)
                .offsetTicks(offsetTicks)
                .expireNs(expireNs)
                .workingPriceTicks(workingPriceTicks)
                .pegType(pegType)
                .postOnly(postOnly)
                .selfTradePrevention(selfTradePrevention)
                .venueMask(venueMask)
                .exposureLots(exposureLots)
                .venueOrdStatus(venueOrdStatus)
                .routingStrategy(routingStrategy);
        return 8 + OrderDeltaEncoder.BLOCK_LENGTH;
    }

    /** Returns the frame as a core of version 1 sends it. */
    byte[] frameOfVersion1() {
        final int blockLength = OrderDeltaEncoder.stopPriceTicksEncodingOffset();
        final byte[] frame = Arrays.copyOf(frame(), 8 + blockLength);
        new MessageHeaderEncoder()
                .wrap(new UnsafeBuffer(frame), 0)
                .blockLength(blockLength)
                .version(1);
        return frame;
    }

    /** Returns the frame: header and body. */
    byte[] frame() {
        final byte[] frame = new byte[8 + OrderDeltaEncoder.BLOCK_LENGTH];
        encode(new UnsafeBuffer(frame), 0);
        return frame;
    }
}
