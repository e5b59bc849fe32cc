package io.tradex.simulation.run;

import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.VenueCancelEncoder;
import io.tradex.protocol.venue.VenueNewOrderEncoder;
import io.tradex.simulation.venue.CoreDoor;
import io.tradex.simulation.venue.OrdersOfVenues;
import io.tradex.simulation.venue.SimulatedVenue;
import io.tradex.simulation.world.Dice;
import io.tradex.simulation.world.Fault;
import io.tradex.simulation.world.Faults;
import io.tradex.simulation.world.Listing;
import io.tradex.simulation.world.VirtualTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The routing that over-fills, for comparison: every order goes to all venues in full, and at its first fill the others are asked to
 * cancel. No part of the product.
 */
final class SendToAll implements CoreDoor {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final long MILLIS = 1_000_000;
    private static final long MEAN_WAIT_NS = 2 * MILLIS;
    private static final long PATIENCE_NS = 300 * MILLIS;
    private static final int BATCH = 2_000;
    private static final int REQUEST_BITS = 16;
    private static final long[] NO_ACCOUNTS = {};

    private static final class Parent {
        final List<Long> orderIds = new ArrayList<>();
        final int listing;
        final Side side;
        final long lots;
        final long priceTicks;
        long cumLots;
        boolean cancelled;

        Parent(final int listing, final Side side, final long lots, final long priceTicks) {
            this.listing = listing;
            this.side = side;
            this.lots = lots;
            this.priceTicks = priceTicks;
        }
    }

    private final VirtualTime time = new VirtualTime(0);
    private final Dice dice;
    private final List<SimulatedVenue> venues = new ArrayList<>();
    private final OrdersOfVenues orders = new OrdersOfVenues();
    private final Long2ObjectHashMap<Parent> byOrderId = new Long2ObjectHashMap<>();
    private final List<Parent> open = new ArrayList<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final VenueExecutionReportDecoder report = new VenueExecutionReportDecoder();
    private final VenueNewOrderEncoder newOrder = new VenueNewOrderEncoder();
    private final VenueCancelEncoder cancel = new VenueCancelEncoder();
    private long lastOrderId;
    private long parents;
    private long filled;
    private long overFilled;
    private long overFilledLots;
    private long overFilledMicros;

    SendToAll(final long seed, final int venueCount) {
        dice = new Dice(seed);
        final EnumSet<Fault> excluded = EnumSet.allOf(Fault.class);
        excluded.removeAll(EnumSet.of(Fault.CROSSING_FILL, Fault.FILL_BEFORE_ACK));
        final Faults faults = new Faults(dice.split(), new Dice(~seed), excluded);
        for (int venueId = 1; venueId <= venueCount; venueId++) {
            venues.add(new SimulatedVenue(
                    venueId,
                    time,
                    dice.split(),
                    faults,
                    this,
                    orders,
                    NO_ACCOUNTS,
                    dice.between(2 * MILLIS, 40 * MILLIS),
                    dice.between(3 * MILLIS, 12 * MILLIS)));
        }
    }

    long parents() {
        return parents;
    }

    long filled() {
        return filled;
    }

    long children() {
        return lastOrderId;
    }

    long overFilled() {
        return overFilled;
    }

    long overFilledLots() {
        return overFilledLots;
    }

    long overFilledMicros() {
        return overFilledMicros;
    }

    void run(final long count) {
        for (final SimulatedVenue venue : venues) {
            venue.logonAfter(0);
            venue.trading(true);
        }
        while (parents < count) {
            for (int i = 0; i < BATCH; i++) {
                time.after(dice.waitNs(MEAN_WAIT_NS * BATCH), this::send);
            }
            final long untilNs = time.nanoTime() + 21 * MEAN_WAIT_NS * BATCH;
            while (time.nextNs() < untilNs && (open.size() < BATCH || !isQuiet())) {
                time.runNext();
            }
            settle();
        }
    }

    private boolean isQuiet() {
        for (final SimulatedVenue venue : venues) {
            if (venue.liveOrders() > 0 || !venue.isCaughtUp()) {
                return false;
            }
        }
        return true;
    }

    private void settle() {
        for (final Parent parent : open) {
            parents++;
            filled += parent.cumLots > 0 ? 1 : 0;
            if (parent.cumLots > parent.lots) {
                overFilled++;
                overFilledLots += parent.cumLots - parent.lots;
                overFilledMicros +=
                        Listing.of(parent.listing).microsAtTicks(parent.priceTicks, parent.cumLots - parent.lots);
            }
        }
        open.clear();
        byOrderId.clear();
        orders.clear();
        for (final SimulatedVenue venue : venues) {
            venue.forget();
        }
    }

    private void send() {
        final Listing listing = Listing.all()[dice.below(Listing.all().length)];
        final Parent parent = new Parent(
                listing.instrumentId(),
                dice.coin() ? Side.BUY : Side.SELL,
                dice.between(1, 100),
                listing.middleTicks() + dice.between(-12, 12));
        open.add(parent);
        for (final SimulatedVenue venue : venues) {
            final long orderId = ++lastOrderId;
            parent.orderIds.add(orderId);
            byOrderId.put(orderId, parent);
            newOrder.wrapAndApplyHeader(buffer, 0, headerEncoder)
                    .inputSeq(0)
                    .timestampNs(time.nanoTime())
                    .venueClOrdId(orderId << REQUEST_BITS)
                    .orderId(orderId)
                    .accountId(1)
                    .priceE8(parent.priceTicks * listing.tickSizeE8())
                    .quantityE8(parent.lots * listing.lotSizeE8())
                    .venueId(venue.venueId())
                    .symbol(listing.symbol())
                    .side(parent.side)
                    .ordType(OrdType.LIMIT)
                    .timeInForce(TimeInForce.DAY)
                    .cashOrderQtyE8(0)
                    .parentOrderId(0)
                    .expireNs(0);
            venue.request(VenueNewOrderEncoder.TEMPLATE_ID, buffer, 0, HEADER + newOrder.encodedLength());
        }
        time.after(PATIENCE_NS, () -> cancelAll(parent));
    }

    private void cancelAll(final Parent parent) {
        if (parent.cancelled) {
            return;
        }
        parent.cancelled = true;
        final Listing listing = Listing.of(parent.listing);
        for (int i = 0; i < venues.size(); i++) {
            final long orderId = parent.orderIds.get(i);
            cancel.wrapAndApplyHeader(buffer, 0, headerEncoder)
                    .inputSeq(0)
                    .timestampNs(time.nanoTime())
                    .venueClOrdId((orderId << REQUEST_BITS) + 1)
                    .origVenueClOrdId(orderId << REQUEST_BITS)
                    .orderId(orderId)
                    .quantityE8(parent.lots * listing.lotSizeE8())
                    .venueId(i + 1)
                    .symbol(listing.symbol())
                    .side(parent.side)
                    .venueOrderId("")
                    .foreignClOrdId("");
            venues.get(i).request(VenueCancelEncoder.TEMPLATE_ID, buffer, 0, HEADER + cancel.encodedLength());
        }
    }

    @Override
    public void offer(final DirectBuffer message, final int offset, final int length) {
        header.wrap(message, offset);
        if (header.templateId() != VenueExecutionReportDecoder.TEMPLATE_ID) {
            return;
        }
        report.wrapAndApplyHeader(message, offset, header);
        if (report.execType() == ExecType.TRADE) {
            final Parent parent = byOrderId.get(report.venueClOrdId() >> REQUEST_BITS);
            if (parent != null) {
                parent.cumLots +=
                        report.lastQtyE8() / Listing.of(parent.listing).lotSizeE8();
                cancelAll(parent);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return true;
    }
}
