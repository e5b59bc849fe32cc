package io.tradex.conformance;

/** What a row of the table is. */
public enum Kind {
    /** NewOrderSingle (35=D). */
    NEW_ORDER("N"),
    /** OrderCancelRequest (35=F). */
    CANCEL("C"),
    /** OrderCancelReplaceRequest (35=G). */
    REPLACE("R"),
    /** OrderStatusRequest (35=H). */
    STATUS("S"),
    /** ExecutionReport (35=8). */
    REPORT("E"),
    /** OrderCancelReject (35=9). */
    CANCEL_REJECT("J"),
    /** Something that no message says. */
    EVENT("*");

    private final String letter;

    Kind(final String letter) {
        this.letter = letter;
    }

    /** @return whether the buy side sends it. */
    public boolean isRequest() {
        return this == NEW_ORDER || this == CANCEL || this == REPLACE || this == STATUS;
    }

    /** @return whether the sell side sends it. */
    public boolean isAnswer() {
        return this == REPORT || this == CANCEL_REJECT;
    }

    static Kind of(final String letter) {
        for (final Kind kind : values()) {
            if (kind.letter.equals(letter)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such kind of row: " + letter);
    }
}
