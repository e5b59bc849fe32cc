package io.tradex.conformance;

/** Where what is expected differs from what is printed. This is the whole list. */
final class Oddities {
    private Oddities() {}

    /**
     * @param ref     of the scenario.
     * @param time    of the row.
     * @param printed what the table says.
     * @return what is expected.
     */
    static Expected correct(final String ref, final String time, final Expected printed) {
        // The order is accepted while its cancel is pending at the venue. The table prints New; the precedence that is
        // printed with
        // the table says PendingCancel, and that is what we show.
        if (ref.equals("B.1.d") && time.equals("4")) {
            return new Expected(State.PCX, State.PCX, printed.orderQty(), printed.cumQty(), printed.leavesQty());
        }
        // The venue has the second of two replaces and has accepted neither. The table prints the first one's OrderQty
        // already; we
        // show the quantity that was accepted last.
        if (ref.equals("D.2.b") && time.equals("7")) {
            return new Expected(printed.ordStatus(), printed.venueOrdStatus(), 10_000, printed.cumQty(), 9_000);
        }
        // E.1.a step 1 is the third: its row was hard to read where it is printed. Its LeavesQty was derived from its
        // OrderQty and
        // CumQty, and that is what is expected, so that nothing needs to be corrected here.
        return printed;
    }
}
