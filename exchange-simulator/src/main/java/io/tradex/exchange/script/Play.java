package io.tradex.exchange.script;

import java.util.List;
import java.util.Map;

/**
 * A scenario: exact messages in order.
 *
 * @param name  of it.
 * @param line  where it begins.
 * @param moves in order.
 */
public record Play(String name, int line, List<Move> moves) {
    /** One line of a scenario. */
    public sealed interface Move {
        /** @return where it stands. */
        int line();
    }

    /**
     * {@code expect cancel as Y orig=X qty>=100}: the counterparty's next request.
     *
     * @param line        where it stands.
     * @param kind        of request: new, cancel, replace or status.
     * @param name        by which the script goes on to speak of it.
     * @param orig        name of the request whose ClOrdID is its OrigClOrdID (41); null if it is not compared.
     * @param comparisons of its fields.
     */
    public record Expect(int line, Trigger kind, String name, String orig, List<Condition.Comparison> comparisons)
            implements Move {}

    /**
     * {@code send report X type=trade status=filled qty=100 cum=100 leaves=0 last=100 price=50}.
     *
     * @param line   where it stands.
     * @param what   is sent.
     * @param name   of the request it names as ClOrdID (11), or of the order given by telephone.
     * @param fields what it says, by the words of {@link SendField}.
     */
    public record Send(int line, What what, String name, Map<SendField, String> fields) implements Move {}

    /** What can be sent. */
    public enum What {
        /** ExecutionReport (35=8). */
        REPORT("report"),
        /** OrderCancelReject (35=9). */
        CANCEL_REJECT("cancel-reject"),
        /** Reject (35=3). */
        SESSION_REJECT("session-reject"),
        /** BusinessMessageReject (35=j). */
        BUSINESS_REJECT("business-reject");

        private final String word;

        What(final String word) {
            this.word = word;
        }

        /** @return the word of the script. */
        public String word() {
            return word;
        }
    }

    /** What a message that is sent may say. */
    public enum SendField {
        /** Name of the request whose ClOrdID is OrigClOrdID (41). */
        ORIG,
        /** ExecType (150), by a word. */
        TYPE,
        /** OrdStatus (39), by a word. */
        STATUS,
        /** OrderQty (38). */
        QTY,
        /** CumQty (14). */
        CUM,
        /** LeavesQty (151). */
        LEAVES,
        /** LastQty (32). */
        LAST,
        /** LastPx (31). */
        PX,
        /** AvgPx (6). */
        AVG,
        /** Price (44). */
        PRICE,
        /** Name of the execution: becomes part of its ExecID (17). */
        EXEC,
        /** Name of the execution that is busted or corrected (19). */
        REF,
        /** OrdRejReason (103), CxlRejReason (102) or ExecRestatementReason (378). */
        REASON,
        /** Text (58). */
        TEXT
    }

    /**
     * {@code verbal V symbol=AAPL side=buy qty=100 price=50 account=7}: an order that came by telephone.
     *
     * @param line    where it stands.
     * @param name    of it.
     * @param symbol  of it.
     * @param buy     or sell.
     * @param qtyE8   OrderQty in units of 1e-8.
     * @param priceE8 Price in units of 1e-8.
     * @param account Account (1).
     */
    public record Verbal(int line, String name, String symbol, boolean buy, long qtyE8, long priceE8, String account)
            implements Move {}

    /**
     * {@code wait 50ms}.
     *
     * @param line where it stands.
     * @param span how long.
     */
    public record Wait(int line, Span span) implements Move {}

    /**
     * A session action among the messages: {@code disconnect}, {@code skip 3}, {@code reset-sequence +5}.
     *
     * @param line   where it stands.
     * @param action what.
     */
    public record Act(int line, Action action) implements Move {}
}
