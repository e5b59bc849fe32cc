package io.tradex.exchange.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words for ExecType (150) and OrdStatus (39). */
public enum ReportWord {
    /** New. */
    NEW('0', '0'),
    /** Partially filled. */
    PARTIALLY_FILLED(ReportWord.NONE, '1'),
    /** Filled. */
    FILLED(ReportWord.NONE, '2'),
    /** Done for day. */
    DONE_FOR_DAY('3', '3'),
    /** Canceled. */
    CANCELED('4', '4'),
    /** Replaced. */
    REPLACED('5', ReportWord.NONE),
    /** Pending cancel. */
    PENDING_CANCEL('6', '6'),
    /** Stopped. */
    STOPPED('7', '7'),
    /** Rejected. */
    REJECTED('8', '8'),
    /** Suspended. */
    SUSPENDED('9', '9'),
    /** Pending new. */
    PENDING_NEW('A', 'A'),
    /** Expired. */
    EXPIRED('C', 'C'),
    /** Restated. */
    RESTATED('D', ReportWord.NONE),
    /** Pending replace. */
    PENDING_REPLACE('E', 'E'),
    /** Trade. */
    TRADE('F', ReportWord.NONE),
    /** Trade correct. */
    TRADE_CORRECT('G', ReportWord.NONE),
    /** Trade cancel. */
    TRADE_CANCEL('H', ReportWord.NONE),
    /** Order status. */
    ORDER_STATUS('I', ReportWord.NONE);

    private static final char NONE = '\0';

    private final char execType;
    private final char ordStatus;

    ReportWord(final char execType, final char ordStatus) {
        this.execType = execType;
        this.ordStatus = ordStatus;
    }

    /** @return ExecType (150) in FIX 4.4; a zero character if it is none. */
    public char execType() {
        return execType;
    }

    /** @return OrdStatus (39); a zero character if it is none. */
    public char ordStatus() {
        return ordStatus;
    }

    /** @return as scripts write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param word of a script that was read.
     * @return what it means.
     */
    public static ReportWord of(final String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static void check(final Line line, final String word, final boolean asExecType) {
        final List<String> allowed = new ArrayList<>();
        for (final ReportWord known : values()) {
            if ((asExecType ? known.execType : known.ordStatus) != NONE) {
                if (known.word().equalsIgnoreCase(word)) {
                    return;
                }
                allowed.add(known.word());
            }
        }
        throw line.wrong('"' + word + "\" is no " + (asExecType ? "type" : "status") + "; allowed are "
                + String.join(", ", allowed));
    }
}
