package io.tradex.exchange.script;

/** What must hold besides the trigger. */
public sealed interface Condition {
    /** What can be compared. */
    enum Field {
        /** Symbol (55). */
        SYMBOL("symbol", false),
        /** Side (54): buy or sell. */
        SIDE("side", false),
        /** ClOrdID (11). */
        CLORDID("clordid", false),
        /** Account (1). */
        ACCOUNT("account", false),
        /** TimeInForce (59): day, gtc, ioc, fok or gtd. */
        TIF("tif", false),
        /** OrderQty (38). */
        QTY("qty", true),
        /** Price (44). */
        PRICE("price", true);

        private final String word;
        private final boolean number;

        Field(final String word, final boolean number) {
            this.word = word;
            this.number = number;
        }

        /** @return the word of the script. */
        public String word() {
            return word;
        }

        /** @return whether it can be more or less than another. */
        public boolean isNumber() {
            return number;
        }
    }

    /** How it is compared. */
    enum Operator {
        /** The same. */
        EQUAL("="),
        /** Not the same. */
        UNEQUAL("!="),
        /** At least. */
        AT_LEAST(">="),
        /** At most. */
        AT_MOST("<="),
        /** More. */
        MORE(">"),
        /** Less. */
        LESS("<");

        private final String sign;

        Operator(final String sign) {
            this.sign = sign;
        }

        /** @return as the script writes it. */
        public String sign() {
            return sign;
        }
    }

    /**
     * A field of the request or order compares with a value.
     *
     * @param field    which.
     * @param operator how.
     * @param text     value of a field that is text.
     * @param valueE8  value of a field that is a number, in units of 1e-8.
     */
    record Comparison(Field field, Operator operator, String text, long valueE8) implements Condition {
        /**
         * @param actual text of the field; null if it has none.
         * @return whether it holds.
         */
        public boolean holds(final String actual) {
            return text.equals(actual) == (operator == Operator.EQUAL);
        }

        /**
         * @param actualE8 number of the field in units of 1e-8.
         * @return whether it holds.
         */
        public boolean holds(final long actualE8) {
            return switch (operator) {
                case EQUAL -> actualE8 == valueE8;
                case UNEQUAL -> actualE8 != valueE8;
                case AT_LEAST -> actualE8 >= valueE8;
                case AT_MOST -> actualE8 <= valueE8;
                case MORE -> actualE8 > valueE8;
                case LESS -> actualE8 < valueE8;
            };
        }
    }

    /**
     * {@code first 3}, {@code after 3}, {@code every 10th}, {@code storm 20/200}: of every {@code period} times those from
     * {@code from} on, {@code count} of them. Times are those that meet the comparisons, counted from 0.
     *
     * @param period after which it begins again; {@link Long#MAX_VALUE} for never.
     * @param from   the first that counts.
     * @param count  how many count.
     */
    record Turn(long period, long from, long count) implements Condition {
        /**
         * @param time counted from 0.
         * @return whether this time counts.
         */
        public boolean holds(final long time) {
            final long place = time % period;
            return place >= from && place - from < count;
        }
    }

    /**
     * {@code chance 5%}.
     *
     * @param bps in units of 0.01 %.
     */
    record Chance(int bps) implements Condition {}

    /**
     * {@code from 10s to 20s}: since the start of the exchange.
     *
     * @param fromNs from then on, in nanoseconds.
     * @param toNs   until then, exclusive; {@link Long#MAX_VALUE} for ever.
     */
    record Window(long fromNs, long toNs) implements Condition {}
}
