package io.tradex.server;

import io.tradex.protocol.types.MessageHeaderEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;

/** The inputs that come before all others after a start. */
final class StartInputs {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final List<UnsafeBuffer> messages = new ArrayList<>();

    /** Takes the next message; from offset 0. */
    MutableDirectBuffer buffer() {
        return buffer;
    }

    MessageHeaderEncoder header() {
        return header;
    }

    /** Adds what was encoded into the buffer. */
    void add(final MessageEncoderFlyweight encoded) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encoded.encodedLength();
        final UnsafeBuffer message = new UnsafeBuffer(new byte[length]);
        message.putBytes(0, buffer, 0, length);
        messages.add(message);
    }

    List<UnsafeBuffer> messages() {
        return messages;
    }
}
