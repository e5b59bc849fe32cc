package io.tradex.exchange.script;

/** What a rule waits for. */
public enum Trigger {
    /** A NewOrderSingle arrives. */
    NEW("new", Scope.REQUEST),
    /** An OrderCancelRequest arrives. */
    CANCEL("cancel", Scope.REQUEST),
    /** An OrderCancelReplaceRequest arrives. */
    REPLACE("replace", Scope.REQUEST),
    /** An OrderStatusRequest arrives. */
    STATUS("status", Scope.REQUEST),
    /** An OrderMassStatusRequest arrives. */
    MASS_STATUS("mass-status", Scope.REQUEST),
    /** Any of these arrives. */
    REQUEST("request", Scope.REQUEST),
    /** An order is acknowledged. */
    ACCEPTED("accepted", Scope.REPORT),
    /** An execution is reported. */
    FILL("fill", Scope.REPORT),
    /** An order is cancelled. */
    CANCELED("canceled", Scope.REPORT),
    /** An order is replaced. */
    REPLACED("replaced", Scope.REPORT),
    /** A new order is rejected. */
    REJECTED("rejected", Scope.REPORT),
    /** A cancel or replace is refused. */
    CANCEL_REJECTED("cancel-rejected", Scope.REPORT),
    /** A status is answered, asked for alone or with all others. */
    STATUS_REPORT("status-report", Scope.REPORT),
    /** Anything is reported. */
    REPORT("report", Scope.REPORT),
    /** The counterparty logs on. */
    LOGON("logon", Scope.SESSION),
    /** The exchange starts. */
    START("start", Scope.SESSION),
    /** Some time has passed, again and again: {@code when every 5s}. */
    TIMER("every", Scope.SESSION);

    /** What a trigger comes with. */
    public enum Scope {
        /** A request that has not been looked at yet. */
        REQUEST,
        /** A report that has not been sent yet. */
        REPORT,
        /** Nothing but the session. */
        SESSION
    }

    private final String word;
    private final Scope scope;

    Trigger(final String word, final Scope scope) {
        this.word = word;
        this.scope = scope;
    }

    /** @return the word of the script. */
    public String word() {
        return word;
    }

    /** @return what it comes with. */
    public Scope scope() {
        return scope;
    }

    /**
     * @param happened a trigger that is no collective one.
     * @return whether this one means it.
     */
    public boolean covers(final Trigger happened) {
        return this == happened
                || (this == REQUEST && happened.scope == Scope.REQUEST)
                || (this == REPORT && happened.scope == Scope.REPORT);
    }
}
