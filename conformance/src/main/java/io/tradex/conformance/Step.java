package io.tradex.conformance;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of the table.
 *
 * @param line        where it stands in the file, the heading being line 1.
 * @param time        as printed: a number, or day and number with a point between.
 * @param kind        of message.
 * @param alternative whether it is another answer than that of the main path, which goes on with the next row.
 * @param crossing    whether it crosses the other row of the same time on the wire.
 * @param clOrdId     ClOrdID (11) as a letter; empty for none, "-" for an order that the sell side was given in another way.
 * @param origClOrdId OrigClOrdID (41) as a letter; empty for none.
 * @param execType    of a report; null where the row has none.
 * @param ordStatus   of an answer; null where the row has none.
 * @param orderQty    OrderQty (38); {@link #NONE} for none.
 * @param cumQty      CumQty (14); {@link #NONE} for none.
 * @param leavesQty   LeavesQty (151); {@link #NONE} for none.
 * @param lastQty     LastQty (32); {@link #NONE} for none.
 * @param note        what is printed beside it.
 */
public record Step(
        int line,
        String time,
        Kind kind,
        boolean alternative,
        boolean crossing,
        String clOrdId,
        String origClOrdId,
        State execType,
        State ordStatus,
        long orderQty,
        long cumQty,
        long leavesQty,
        long lastQty,
        String note) {
    /** Where the table has no number. */
    public static final long NONE = -1;

    private static final Pattern EXEC_ID = Pattern.compile("ExecID ([A-Z])(?: ref ([A-Z]))?");
    private static final Pattern LAST_PX = Pattern.compile("(?:LastPx |@)([0-9.]+)");
    private static final Pattern AVG_PX = Pattern.compile("AvgPx ([0-9.]+)");
    private static final Pattern CASH = Pattern.compile("CashOrderQty=([0-9]+)");
    private static final Pattern CXL_REJ_REASON = Pattern.compile("CxlRejReason=([0-9]+)");
    private static final int UNKNOWN_ORDER = 1;

    /** @return the trading day, 1 or 2: most scenarios have one alone. */
    public int day() {
        final int point = time.indexOf('.');
        return point < 0 ? 1 : Integer.parseInt(time.substring(0, point));
    }

    /** @return whether a sell side may leave it out. */
    public boolean optional() {
        return note.contains("optional");
    }

    /** @return whether the request is marked PossResend (97=Y). */
    public boolean possResend() {
        return note.contains("PossResend=Y");
    }

    /** @return CashOrderQty (152) of a new order that names money; {@link #NONE} for none. */
    public long cashOrderQty() {
        return found(CASH, 1).map(Long::parseLong).orElse(NONE);
    }

    /** @return the letter of this execution's ExecID (17); empty where the table prints none. */
    public String execId() {
        return found(EXEC_ID, 1).orElse("");
    }

    /** @return the letter of the execution that this one busts or corrects (ExecRefID, 19); empty for none. */
    public String execRefId() {
        return found(EXEC_ID, 2).orElse("");
    }

    /** @return LastPx (31) as printed; empty where none is. */
    public String lastPx() {
        return found(LAST_PX, 1).orElse("");
    }

    /** @return AvgPx (6) as printed; empty where none is. */
    public String avgPx() {
        return found(AVG_PX, 1).orElse("");
    }

    /** @return CxlRejReason (102) of a refusal; {@link #NONE} where none is printed. */
    public long cxlRejReason() {
        return note.contains("CxlRejReason=UnknownOrder")
                ? UNKNOWN_ORDER
                : found(CXL_REJ_REASON, 1).map(Long::parseLong).orElse(NONE);
    }

    /** @return ExecRestatementReason (378) that the note means, for restatements and unsolicited cancels; else {@link #NONE}. */
    public long execRestatementReason() {
        final boolean unsolicitedCancel = execType == State.CXL && note.contains("ExecRestatementReason");
        if (execType != State.RST && !unsolicitedCancel) {
            return NONE;
        }
        final String words = note.toLowerCase(Locale.ROOT);
        if (words.contains("split")) {
            return 0;
        }
        if (words.contains("verbal")) {
            return 2;
        }
        if (words.contains("partial decline")) {
            return 5;
        }
        if (words.contains("halt")) {
            return 6;
        }
        if (words.contains("not best")) {
            return 9;
        }
        // What is left is an order that is renewed for its next day.
        return 1;
    }

    private Optional<String> found(final Pattern pattern, final int group) {
        final Matcher matcher = pattern.matcher(note);
        return matcher.find() ? Optional.ofNullable(matcher.group(group)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "step " + time + " (line " + line + "): " + kind
                + (clOrdId.isEmpty() ? "" : " " + clOrdId)
                + (origClOrdId.isEmpty() ? "" : "/" + origClOrdId)
                + (execType == null ? "" : " ExecType " + execType)
                + (ordStatus == null ? "" : " OrdStatus " + ordStatus);
    }
}
