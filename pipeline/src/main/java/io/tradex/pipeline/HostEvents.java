package io.tradex.pipeline;

import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;

/** Takes what the engine has to say to the people who run it: count it and log it. Called on the egress thread; must not block. */
public interface HostEvents {
    /**
     * An input from a venue, an operator or the host made no sense and was not applied.
     *
     * @param inputSeq      sequence of the input.
     * @param refTemplateId template id of the input.
     * @param reason        why.
     * @param value         the figure at fault, as the reason says.
     */
    void onInputRefused(long inputSeq, int refTemplateId, RejectReason reason, long value);

    /**
     * An input was applied, but a person should look.
     *
     * @param inputSeq sequence of the input.
     * @param kind     what is odd.
     * @param orderId  of the order; 0 if there is none.
     * @param value    the figure, as the kind says.
     */
    void onAlarm(long inputSeq, AlarmKind kind, long orderId, long value);
}
