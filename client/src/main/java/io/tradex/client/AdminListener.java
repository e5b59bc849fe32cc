package io.tradex.client;

import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.RejectReason;

/**
 * What an operator's client hears of the core. Called on the thread that calls {@link AdminClient#poll()}, which may send from
 * within.
 */
public interface AdminListener {
    /**
     * A request was applied or refused.
     *
     * @param requestId       as the method that sent it returned it; 0 if the frame could not be read at all.
     * @param reason          {@link RejectReason#NONE} if it was applied.
     * @param value           the figure that was refused, as the reason says; of an applied mass cancel or kill switch how many
     *                        orders it met, of a question for kill switches how many are on.
     * @param inputTemplateId template id of the input that it carried; of the request, if it was refused before.
     * @param inputSeq        sequence at which it is journalled; 0 if it was refused before.
     */
    void onResult(long requestId, RejectReason reason, long value, int inputTemplateId, long inputSeq);

    /**
     * A kill switch that is on; {@link #onResult} follows the last one, and its value says how many there are.
     *
     * @param requestId  as {@link AdminClient#requestKillSwitches} returned it.
     * @param scope      what it stops.
     * @param id         account, session or instrument, as the scope says; 0 for all.
     * @param sinceNs    when it was thrown, nanoseconds since 1970.
     * @param sinceSeq   sequence of the input that threw it.
     * @param byClientId the operator who threw it; 0 if it was none.
     */
    default void onKillSwitch(
            final long requestId,
            final KillSwitchScope scope,
            final long id,
            final long sinceNs,
            final long sinceSeq,
            final long byClientId) {}

    /**
     * The session is open: requests may be sent.
     *
     * @param sessionId of the new session.
     * @param epoch     of the core.
     */
    default void onSessionUp(final long sessionId, final long epoch) {}

    /**
     * The session has ended. A request that is not answered may or may not have been applied.
     *
     * @param reason why.
     */
    default void onSessionDown(final SessionDownReason reason) {}

    /** The core refused a logon; the client tries again later by itself. */
    default void onLogonRejected() {}

    /**
     * A fault that the client recovers from by itself.
     *
     * @param error what happened.
     */
    default void onError(final Throwable error) {}
}
