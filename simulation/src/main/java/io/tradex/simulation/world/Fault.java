package io.tradex.simulation.world;

import java.util.EnumSet;
import java.util.Set;

/** What may go wrong in a simulated world, and how often out of a million occasions by default. */
public enum Fault {
    /** The core's process dies between two duty cycles. */
    CORE_CRASH(0),
    /** It dies while it appends to its journal: the input is lost. */
    CORE_CRASH_AT_APPEND(0),
    /** It dies while outputs of one input leave: some were sent, some were not. */
    CORE_CRASH_AT_OUTPUT(0),
    /** Inputs that were appended, but not yet durable, are lost with a crash. */
    JOURNAL_TAIL_LOST(0),
    /** A recovery begins with a snapshot. */
    RECOVERED_FROM_SNAPSHOT(0),
    /** The core admits no new orders for a while. */
    BACK_PRESSURE(0),
    /** A client's session is lost, with all that is on its way. */
    CLIENT_LOST(0),
    /** A client sends a request again. */
    CLIENT_REPEATS(25_000),
    /** A venue's session is cut. */
    SESSION_CUT(0),
    /** A request was on its way when the session was cut, and is lost. */
    REQUEST_LOST(0),
    /** A request was on its way when the session was cut, and the venue has it all the same. */
    REQUEST_ARRIVED_AFTER_CUT(350_000),
    /** A report was on its way when the session was cut, and is sent again later. */
    REPORT_LOST_IN_CUT(0),
    /** A message of a venue is left out, so that the next one shows a gap. */
    SEQUENCE_GAP(6_000),
    /** After a logon a venue sends executions again that it has sent before, as new messages. */
    OLD_EXECUTIONS_REPLAYED(200_000),
    /** A venue acknowledges late. */
    SLOW_ACK(10_000),
    /** A venue refuses an order. */
    REJECT(20_000),
    /** A venue refuses most orders for a while. */
    REJECT_STORM(0),
    /** A venue answers an order with a session-level or business reject. */
    REQUEST_UNREADABLE(4_000),
    /** A fill comes before the acknowledgement of its order. */
    FILL_BEFORE_ACK(20_000),
    /** A venue refuses a cancel. */
    CANCEL_REJECT(30_000),
    /** A venue refuses a replace. */
    REPLACE_REJECT(60_000),
    /** A venue fills an order between the request to cancel or replace it and its answer. */
    CROSSING_FILL(250_000),
    /** A venue fills an order after it has said that it is cancelled. */
    LATE_FILL(20_000),
    /** An execution is sent a second time, marked as such. */
    DUPLICATE_MARKED(25_000),
    /** An execution is sent a second time, not marked. */
    DUPLICATE_UNMARKED(25_000),
    /** An execution is held back and sent later, after what happened next. */
    REPORT_HELD_BACK(15_000),
    /** An execution's CumQty is wrong. */
    WRONG_CUM_QTY(8_000),
    /** A trade is busted. */
    BUST(12_000),
    /** A trade is corrected. */
    CORRECTION(12_000),
    /** A bust or correction names an execution that never was. */
    BUST_OF_NOTHING(2_000),
    /** A venue cancels an order by itself. */
    UNSOLICITED_CANCEL(20_000),
    /** A venue changes an order by itself. */
    RESTATEMENT(20_000),
    /** A venue ends an order for the day. */
    DONE_FOR_DAY(10_000),
    /** A venue lets an order expire. */
    EXPIRED(10_000),
    /** A venue guarantees a price. */
    STOPPED(10_000),
    /** Two executions of a venue have the same ExecID, on different orders. */
    EXEC_ID_COLLIDES(100_000),
    /** A venue leaves out an order in its answer to a mass status request. */
    MASS_STATUS_OMISSION(30_000),
    /** A venue does not answer a status request. */
    STATUS_UNANSWERED(20_000),
    /** A quote is withheld, so that the core believes an old one. */
    STALE_QUOTE(100_000),
    /** A venue works an order that the core has never sent. */
    FOREIGN_ORDER(100_000),
    /** A fill comes on the drop copy session as well. */
    DROP_COPY(100_000),
    /** The trading day ends, and venues count their ExecIDs from 1 again. */
    END_OF_DAY(0),
    /** Somebody gives a venue an order by telephone, for an account of ours. */
    ENTERED_BY_PHONE(3_000, 2),
    /** An order names money instead of a quantity. */
    CASH_ORDER(60_000, 2),
    /** The trading day ends while orders that outlive it rest. */
    NIGHT(500_000, 2),
    /** A venue says of an order that outlives the day that it is done for the day; in the morning it works it again. */
    DONE_FOR_THE_NIGHT(500_000, 2),
    /** In the morning a venue says how an order stands that was done for the day; of the others it just goes on. */
    RESTATED_IN_THE_MORNING(500_000, 2),
    /** While the core is stopped a venue begins its sequence numbers at 1, and an operator those of the core. */
    SEQUENCE_RESET(150_000, 2),
    /** A core whose journal was repaired begins a new epoch. */
    EPOCH_BEGUN(300_000, 2);

    private final int perMillion;
    private final int generation;

    Fault(final int perMillion) {
        this(perMillion, 1);
    }

    Fault(final int perMillion, final int generation) {
        this.perMillion = perMillion;
        this.generation = generation;
    }

    /**
     * Faults that came later do not disturb the luck of those that were there before: without them a seed gives the world that it
     * gave then.
     *
     * @param generation 1 for the first faults.
     * @return the faults that came after it.
     */
    public static Set<Fault> laterThan(final int generation) {
        final Set<Fault> later = EnumSet.noneOf(Fault.class);
        for (final Fault fault : values()) {
            if (fault.generation > generation) {
                later.add(fault);
            }
        }
        return later;
    }

    boolean isOfFirstGeneration() {
        return generation == 1;
    }

    int perMillion() {
        return perMillion;
    }
}
