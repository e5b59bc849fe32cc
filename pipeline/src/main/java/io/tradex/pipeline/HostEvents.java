package io.tradex.pipeline;

import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;
import org.agrona.DirectBuffer;

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

    /**
     * What the operator's report on venues holds: a difference that a reconciliation has found, the end of one, a circuit breaker
     * that has another state.
     *
     * @param templateId of the message, of the venue schema.
     * @param buffer     holding it, header first; only during the call.
     * @param offset     of the header.
     * @param length     of header and body in bytes.
     */
    default void onVenueNews(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        // Whoever keeps no report needs none.
    }
}
