package io.tradex.certification;

/** How something went. */
enum Verdict {
    /** As the table says. */
    PASSED("passed"),
    /** Not as the table says. */
    FAILED("FAILED"),
    /** The counterparty did not act it out. */
    NOT_SHOWN("not shown"),
    /** Left out by a flag. */
    EXCLUDED("excluded");

    private final String words;

    Verdict(final String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
