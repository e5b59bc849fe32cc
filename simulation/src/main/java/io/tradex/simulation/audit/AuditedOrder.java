package io.tradex.simulation.audit;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.simulation.venue.VenueOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The audit's own record of an order, from what was said of it. */
final class AuditedOrder {
    /** An execution that a venue has reported: what of it counts, after busts and corrections. */
    static final class Booked {
        long lots;
        long micros;

        Booked(final long lots, final long micros) {
            this.lots = lots;
            this.micros = micros;
        }
    }

    /** A request to a venue. */
    static final class Request {
        /** 0 while it waits for the venue's message limit. */
        long clOrdId;

        final Kind kind;
        final long lots;
        final long priceE8;

        /** Sequence of the input that let it leave. */
        long leftAt;

        boolean answered;

        Request(final long clOrdId, final Kind kind, final long lots, final long priceE8) {
            this.clOrdId = clOrdId;
            this.kind = kind;
            this.lots = lots;
            this.priceE8 = priceE8;
        }
    }

    enum Kind {
        NEW,
        CANCEL,
        REPLACE
    }

    /** An order as it stands at one venue: the order itself, or a child of it. */
    static final class AtVenue {
        final long orderId;
        final int venueId;
        final AuditedOrder row;

        /** What the venue has; null if nothing ever left for it. */
        final VenueOrder there;

        /** Money that it names instead of a quantity; else 0. */
        final long cashMicros;

        final List<Request> requests = new ArrayList<>(2);
        final Map<String, Booked> booked = new HashMap<>(4);
        long bookedLots;

        /** Of those without an execution, because the venue says that it has filled more than it has reported. */
        long inferredLots;

        /** The session was cut while something was not answered: only the venue knows now. */
        boolean inTheDark;

        AtVenue(
                final long orderId,
                final int venueId,
                final AuditedOrder row,
                final VenueOrder there,
                final long cashMicros) {
            this.orderId = orderId;
            this.venueId = venueId;
            this.row = row;
            this.there = there;
            this.cashMicros = cashMicros;
        }

        boolean isWaitingFor(final Kind kind) {
            for (final Request request : requests) {
                if (request.kind == kind && !request.answered) {
                    return true;
                }
            }
            return false;
        }

        boolean isWaiting() {
            for (final Request request : requests) {
                if (!request.answered) {
                    return true;
                }
            }
            return false;
        }

        /** The oldest request of a kind that waits for the venue's message limit; null if none does. */
        Request unsent(final Kind kind) {
            for (final Request request : requests) {
                if (request.clOrdId == 0 && request.kind == kind && !request.answered) {
                    return request;
                }
            }
            return null;
        }

        /** Whether a replace to these terms has left with an input. */
        boolean hasReplaceLeft(final long sequence, final long lots, final long priceE8) {
            for (final Request request : requests) {
                if (request.kind == Kind.REPLACE
                        && request.leftAt == sequence
                        && request.lots == lots
                        && request.priceE8 == priceE8) {
                    return true;
                }
            }
            return false;
        }

        /** What waited for the venue's message limit does not leave any more. */
        void unsentTakenBack() {
            for (final Request request : requests) {
                request.answered |= request.clOrdId == 0;
            }
        }

        /** The largest quantity that a replace asks for which is not answered; 0 if there is none. */
        long largestReplaceLots() {
            long lots = 0;
            for (final Request request : requests) {
                if (request.kind == Kind.REPLACE && !request.answered) {
                    lots = Math.max(lots, request.lots);
                }
            }
            return lots;
        }

        boolean isWaitingForAnswerTo(final long clOrdId) {
            for (final Request request : requests) {
                if (request.clOrdId == clOrdId) {
                    return !request.answered;
                }
            }
            return false;
        }

        /** The venue has the order, as anything says that it can only say of an order which it has. */
        void accepted() {
            if (!requests.isEmpty() && requests.get(0).kind == Kind.NEW) {
                requests.get(0).answered = true;
            }
        }

        void answered(final long clOrdId) {
            for (final Request request : requests) {
                request.answered |= request.clOrdId == clOrdId;
            }
        }

        void allAnswered() {
            for (final Request request : requests) {
                request.answered = true;
            }
        }
    }

    final long orderId;
    final List<AtVenue> atVenues = new ArrayList<>(1);
    long accountId;
    long createdNs;
    int instrumentId;
    int destination;
    Side side;
    OrdType ordType;
    TimeInForce timeInForce;
    OrdStatus status = OrdStatus.NULL_VAL;
    ExecType execType = ExecType.NULL_VAL;
    long version;
    long clOrdId;
    long priceTicks;
    long lots;
    long cumLots;
    long leavesLots;
    long cumMicros;
    long exposureLots;

    /** Lots and money that this input's executions are worth, and those that were booked. */
    long expectedLots;

    long expectedMicros;
    long bookedLots;
    long bookedMicros;
    boolean touched;

    /** The money of this input cannot be told, because a fill took the place of what was inferred. */
    boolean moneyUnsure;

    /** What the pending replaces of a smartly routed order ask for at most; 0 if none is pending. */
    long askedTicks;

    long askedLots;

    /** Replaces that were asked for since none was pending. */
    int asked;

    /** What its venues did against their own word. */
    boolean excused;

    /** Lots that are booked of its parts beyond what was ordered. */
    long overFilledLots;

    /** Sequence of the input that it was last published after. */
    long publishedAt;

    /** Place among the live orders of its account; -1 while it is none. */
    int liveIndex = -1;

    /** Ended before the last rest. */
    boolean old;

    AuditedOrder(final long orderId) {
        this.orderId = orderId;
    }

    boolean isLive() {
        return switch (status) {
            case FILLED, CANCELED, REJECTED, EXPIRED, NULL_VAL -> false;
            case DONE_FOR_DAY -> outlivesDay() && isAtOneVenue();
            default -> true;
        };
    }

    /** Whether a venue works it again on the next day: a market order is an immediate one there. */
    boolean outlivesDay() {
        return timeInForce == TimeInForce.GTC && ordType == OrdType.LIMIT;
    }

    boolean isAtOneVenue() {
        return destination > 0;
    }

    int sign() {
        return side == Side.BUY ? 1 : -1;
    }

    void read(final OrderDeltaDecoder delta) {
        accountId = delta.accountId();
        createdNs = delta.createdNs();
        instrumentId = delta.instrumentId();
        destination = delta.destination();
        side = delta.side();
        ordType = delta.ordType();
        timeInForce = delta.timeInForce();
        status = delta.ordStatus();
        execType = delta.execType();
        version = delta.orderVersion();
        clOrdId = delta.clOrdId();
        priceTicks = delta.priceTicks();
        lots = delta.quantityLots();
        cumLots = delta.cumQtyLots();
        leavesLots = delta.leavesQtyLots();
        cumMicros = delta.cumValueMicros();
        exposureLots = delta.exposureLots();
    }

    @Override
    public String toString() {
        return "order " + orderId + " (account " + accountId + ", " + side + " " + lots + " @ " + priceTicks
                + " of instrument " + instrumentId + " at " + destination + ", " + status + ", cum " + cumLots
                + ", leaves " + leavesLots + ", version " + version + ")";
    }
}
