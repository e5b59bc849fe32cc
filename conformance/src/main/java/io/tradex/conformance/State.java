package io.tradex.conformance;

import java.util.EnumSet;
import java.util.Set;

/** The words of the table for ExecType and OrdStatus, with what FIX 4.4 sends for them. */
public enum State {
    /** New. */
    NEW('0', '0'),
    /** Pending new. */
    PNW('A', 'A'),
    /** Trade: an ExecType alone. */
    TRD('F', State.NONE),
    /** Partially filled: an OrdStatus alone. */
    PF(State.NONE, '1'),
    /** Filled: an OrdStatus alone. */
    FIL(State.NONE, '2'),
    /** Done for day. */
    DFD('3', '3'),
    /** Canceled. */
    CXL('4', '4'),
    /** Replaced: an ExecType alone. */
    RPL('5', State.NONE),
    /** Pending cancel. */
    PCX('6', '6'),
    /** Stopped. */
    STP('7', '7'),
    /** Rejected. */
    REJ('8', '8'),
    /** Pending replace. */
    PRP('E', 'E'),
    /** Restated: an ExecType alone. */
    RST('D', State.NONE),
    /** Order status: an ExecType alone. */
    OST('I', State.NONE),
    /** Trade correct: an ExecType alone. */
    TCO('G', State.NONE),
    /** Trade cancel: an ExecType alone. */
    TCX('H', State.NONE);

    private static final char NONE = '\0';
    /** The requests that outrank whatever else holds. */
    static final Set<State> PENDING = EnumSet.of(PCX, PRP);

    private final char execType;
    private final char ordStatus;

    State(final char execType, final char ordStatus) {
        this.execType = execType;
        this.ordStatus = ordStatus;
    }

    /** @return ExecType (150) in FIX 4.4. */
    public char execType() {
        return present(execType, "ExecType");
    }

    /** @return OrdStatus (39), the same in every version of FIX. */
    public char ordStatus() {
        return present(ordStatus, "OrdStatus");
    }

    private char present(final char value, final String field) {
        if (value == NONE) {
            throw new IllegalStateException(name() + " is no " + field);
        }
        return value;
    }
}
