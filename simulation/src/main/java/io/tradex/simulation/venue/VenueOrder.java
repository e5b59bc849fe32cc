package io.tradex.simulation.venue;

import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.simulation.world.Listing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The truth about an order at a venue: what the venue itself has in its books, whatever it reports. */
public final class VenueOrder {
    /** A trade. */
    public static final class Execution {
        String execId;
        long lots;
        long priceE8;
        boolean busted;

        /** The core was told, so that a bust makes sense to it. */
        boolean told;

        Execution(final String execId, final long lots, final long priceE8) {
            this.execId = execId;
            this.lots = lots;
            this.priceE8 = priceE8;
        }
    }

    /** A request that is on its way, or that the venue has and has not answered. */
    static final class Request {
        final long clOrdId;
        final long origClOrdId;
        final boolean replace;
        final long priceE8;
        final long lots;

        Request(
                final long clOrdId,
                final long origClOrdId,
                final boolean replace,
                final long priceE8,
                final long lots) {
            this.clOrdId = clOrdId;
            this.origClOrdId = origClOrdId;
            this.replace = replace;
            this.priceE8 = priceE8;
            this.lots = lots;
        }
    }

    /** The core's id; 0 for an order that was given to the venue directly, until the core asks something about it. */
    long orderId;

    final long parentOrderId;
    final long accountId;
    final Listing listing;
    final Side side;
    final TimeInForce timeInForce;
    final String venueOrderId;
    final List<Execution> executions = new ArrayList<>(4);

    /** Every ExecID that one of its executions has or had. */
    final Set<String> execIds = new HashSet<>(4);

    /** Requests that the venue has and has not decided on. */
    final ArrayDeque<Request> waiting = new ArrayDeque<>(2);

    /** Replaces that may still raise what the venue fills: on their way, or waiting. */
    final List<Request> replaces = new ArrayList<>(2);

    long currentId;
    long priceE8;
    long lots;
    long cumLots;
    long cumMicros;
    OrdStatus status = OrdStatus.PENDING_NEW;

    /** On its way to the venue. */
    boolean onItsWay = true;

    /** The venue has accepted it. */
    boolean accepted;

    /** The venue may fill it. */
    boolean live;

    /** The venue has told of it, so that it may tell of what comes next. */
    boolean deciding;

    /** The venue filled or changed it against its own word. */
    boolean excused;

    /** The venue is done with it for the day, but it outlives that. */
    boolean doneForDay;

    /** Had ended before the last rest. */
    boolean old;

    /** Place among the live orders of its venue. */
    int liveIndex = -1;

    VenueOrder(
            final long orderId,
            final long parentOrderId,
            final long accountId,
            final Listing listing,
            final Side side,
            final TimeInForce timeInForce,
            final long clOrdId,
            final long priceE8,
            final long lots,
            final String venueOrderId) {
        this.orderId = orderId;
        this.parentOrderId = parentOrderId;
        this.accountId = accountId;
        this.listing = listing;
        this.side = side;
        this.timeInForce = timeInForce;
        this.currentId = clOrdId;
        this.priceE8 = priceE8;
        this.lots = lots;
        this.venueOrderId = venueOrderId;
    }

    /** @return whether it had ended at the last rest already; it counts from now on. */
    public boolean ageAtRest() {
        final boolean wasOld = old;
        old = !live && !onItsWay;
        return wasOld;
    }

    /** @return the venue's id of the order. */
    public String venueOrderId() {
        return venueOrderId;
    }

    /** @return whether the venue has said that it is done with it for the day, and has not worked it since. */
    public boolean isDoneForDay() {
        return doneForDay;
    }

    /** @return the core's id of the order; 0 if the venue does not know of one. */
    public long orderId() {
        return orderId;
    }

    /** @return whether the venue may still fill it. */
    public boolean isLive() {
        return live;
    }

    /** @return whether it is on its way to the venue. */
    public boolean isOnItsWay() {
        return onItsWay;
    }

    /** @return whether the venue has ever accepted it. */
    public boolean isAccepted() {
        return accepted;
    }

    /** @return lots filled, after busts and corrections. */
    public long cumLots() {
        return cumLots;
    }

    /** @return money of what is filled. */
    public long cumMicros() {
        return cumMicros;
    }

    /** @return quantity in lots as the venue has it. */
    public long lots() {
        return lots;
    }

    /** @return price as the venue has it. */
    public long priceE8() {
        return priceE8;
    }

    /** @return status as the venue has it, without what is pending. */
    public OrdStatus status() {
        return status;
    }

    /**
     * @param execId of a fill.
     * @return whether the venue has made it.
     */
    public boolean hasHad(final String execId) {
        return execIds.contains(execId);
    }

    /** @return whether the venue filled or changed it against its own word. */
    public boolean isExcused() {
        return excused;
    }

    /** @return the most that may be filled in all: what is filled, and what the venue may add with what it has and gets. */
    public long mayReachLots() {
        if (!live && !onItsWay) {
            return cumLots;
        }
        long most = Math.max(cumLots, lots);
        for (final Request replace : replaces) {
            most = Math.max(most, replace.lots);
        }
        return most;
    }

    long leavesLots() {
        return live ? Math.max(0, lots - cumLots) : 0;
    }

    boolean hasUntold() {
        for (final Execution execution : executions) {
            if (!execution.told) {
                return true;
            }
        }
        return false;
    }

    long averageE8() {
        long sum = 0;
        for (final Execution execution : executions) {
            if (!execution.busted) {
                sum += execution.priceE8 * execution.lots;
            }
        }
        return cumLots == 0 ? 0 : sum / cumLots;
    }

    /** As the venue reports it: what is pending first, then how much is filled. */
    OrdStatus reported() {
        if (live) {
            boolean replacePending = false;
            for (final Request request : waiting) {
                if (!request.replace) {
                    return OrdStatus.PENDING_CANCEL;
                }
                replacePending = true;
            }
            if (replacePending) {
                return OrdStatus.PENDING_REPLACE;
            }
        }
        return live && doneForDay ? OrdStatus.DONE_FOR_DAY : status;
    }
}
