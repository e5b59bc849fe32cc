package io.tradex.core.engine;

import io.tradex.core.engine.Said.VenueRequest;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.journal.ClientRoutingEncoder;
import io.tradex.protocol.journal.VenueQuoteEncoder;
import io.tradex.protocol.journal.VenueSettingsEncoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.WhenTripped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** What smart routing is driven by: settings and quotes of venues, instructions of clients, orders with destination -1. */
final class RoutingPuppet {
    final EngineDriver driver;
    private final VenueSettingsEncoder settings = new VenueSettingsEncoder();
    private final VenueQuoteEncoder quote = new VenueQuoteEncoder();

    RoutingPuppet(final EngineDriver driver) {
        this.driver = driver;
    }

    /** A venue that is up and may be used, without fee, limit or breaker. */
    VenuePuppet venue(final int venueId) {
        final VenuePuppet venue = driver.venue(venueId);
        send(settings(venueId));
        venue.up();
        return venue;
    }

    /** Settings that a test goes on to change before it {@link #send sends} them. */
    VenueSettingsEncoder settings(final int venueId) {
        return settings.wrapAndApplyHeader(driver.buffer, 0, driver.header)
                .takerFeeE8(0)
                .makerFeeE8(0)
                .latencyNs(1_000_000)
                .venueId(venueId)
                .fillProbabilityBps(5_000)
                .messagesPerSecond(0)
                .ackTimeoutMs(0)
                .unreachableMs(0)
                .breakerWindow(0)
                .breakerRejects(0)
                .breakerSlow(0)
                .breakerCoolDownMs(0)
                .whenTripped(WhenTripped.REROUTE)
                .massStatus(BooleanType.F)
                .smart(BooleanType.T);
    }

    Step send(final VenueSettingsEncoder message) {
        return driver.apply(message.encodedLength());
    }

    Step quote(final int venueId, final long bidTicks, final long bidLots, final long askTicks, final long askLots) {
        quote.wrapAndApplyHeader(driver.buffer, 0, driver.header)
                .bidPriceE8(bidTicks * EngineDriver.TICK_E8)
                .bidQtyE8(bidLots * EngineDriver.E8)
                .askPriceE8(askTicks * EngineDriver.TICK_E8)
                .askQtyE8(askLots * EngineDriver.E8)
                .instrumentId(EngineDriver.ACME)
                .venueId(venueId);
        return driver.apply(quote.encodedLength());
    }

    /** A venue offers to sell. */
    Step asks(final int venueId, final long lots, final long ticks) {
        return quote(venueId, 0, 0, ticks, lots);
    }

    /** A venue offers to buy. */
    Step bids(final int venueId, final long lots, final long ticks) {
        return quote(venueId, ticks, lots, 0, 0);
    }

    /** A quote of a venue that may not be known. */
    Step asksAt(final int venueId) {
        return asks(venueId, 1, 1);
    }

    Step instruct(
            final long clientId, final long venueMask, final RoutingStrategy strategy, final boolean excludeOwnBook) {
        final var message = new ClientRoutingEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        message.clientId(clientId)
                .venueMask(venueMask)
                .routingStrategy(strategy)
                .excludeOwnBook(excludeOwnBook ? BooleanType.T : BooleanType.F);
        return driver.apply(message.encodedLength());
    }

    /** An order to buy that is to be routed. */
    static NewOrderEncoder buy(
            final Trader trader,
            final long clOrdId,
            final RoutingStrategy strategy,
            final long lots,
            final long priceTicks,
            final TimeInForce timeInForce) {
        return trader.newOrder(clOrdId)
                .side(Side.BUY)
                .destination(SmartRouting.DESTINATION)
                .routingStrategy(strategy)
                .quantityLots(lots)
                .priceTicks(priceTicks)
                .timeInForce(timeInForce);
    }

    /** New orders to venues, each as venue:lots@ticks and time in force. */
    static List<String> children(final Step step) {
        return step.requests().stream()
                .filter(VenueRequest::isNew)
                .map(request -> request.venueId() + ":" + request.quantityE8() / EngineDriver.E8 + "@"
                        + request.priceE8() / EngineDriver.TICK_E8 + " " + request.timeInForce())
                .toList();
    }

    /** What a relay would be shown of an order now. */
    record Row(
            long orderId,
            OrdStatus ordStatus,
            long quantityLots,
            long cumLots,
            long leavesLots,
            long exposureLots,
            boolean isParent) {}

    /** All rows a relay would be shown now, by order. */
    static Map<Long, Row> rows(final TradingEngine engine) {
        final Map<Long, Row> rows = new TreeMap<>();
        engine.forEachOrder(new EngineOutput() {
            @Override
            public boolean hasRoom() {
                return true;
            }

            @Override
            public void onOutput(
                    final long inputSeq,
                    final int templateId,
                    final DirectBuffer buffer,
                    final int offset,
                    final int length) {
                final var m = new OrderDeltaDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
                rows.put(
                        m.orderId(),
                        new Row(
                                m.orderId(),
                                m.ordStatus(),
                                m.quantityLots(),
                                m.cumQtyLots(),
                                m.leavesQtyLots(),
                                m.exposureLots(),
                                m.routingStrategy() != RoutingStrategy.NONE));
            }
        });
        return rows;
    }

    long exposureOf(final long orderId) {
        return rows(driver.engine).get(orderId).exposureLots();
    }
}
