package io.tradex.simulation.world;

import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;
import org.agrona.DirectBuffer;

/** Hears of everything that the engine says and that somebody outside takes, in the order in which it is said. */
public interface OutputTap {
    /**
     * A reply, a delta or a request to a venue.
     *
     * @param templateId of the message.
     * @param buffer     holding it, header first.
     * @param offset     of the header.
     * @param length     of header and body.
     */
    void onOutput(int templateId, DirectBuffer buffer, int offset, int length);

    /**
     * @param inputSeq      sequence of the input.
     * @param refTemplateId template id of the input.
     * @param reason        why.
     * @param value         the figure at fault.
     */
    void onInputRefused(long inputSeq, int refTemplateId, RejectReason reason, long value);

    /**
     * @param inputSeq sequence of the input.
     * @param kind     what is odd.
     * @param orderId  of the order; 0 if there is none.
     * @param value    the figure.
     */
    void onAlarm(long inputSeq, AlarmKind kind, long orderId, long value);
}
