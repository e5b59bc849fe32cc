package io.tradex.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps what the engine says, and holds it to the contract of {@link EngineOutput}: nothing is said while there is no room, and
 * never more than a step's bytes between two questions.
 */
final class RecordingOutput implements EngineOutput {
    /** Room, whenever the engine asks. */
    static final BooleanSupplier ALWAYS = () -> true;

    /** Room for one step, never for more before the host has come round again. */
    static final BooleanSupplier ONE_STEP = () -> false;

    /** Templates from here on are market data. */
    private static final int MARKET_DATA = 120;

    /** Who follows the books from outside. */
    final PublicBooks publicBooks = new PublicBooks();

    private final BooleanSupplier room;
    private final CRC32C digest = new CRC32C();
    private final byte[] bytes = new byte[MAX_STEP_BYTES];
    private List<Said> said = new ArrayList<>();
    private List<byte[]> raw;
    private boolean decoding = true;
    private boolean granted;
    private boolean silentRound;
    private int stepBytes;
    private long messages;

    RecordingOutput(final BooleanSupplier room) {
        this.room = room;
    }

    /** Keeps the messages' bytes from now on. */
    RecordingOutput keepingBytes() {
        raw = new ArrayList<>();
        return this;
    }

    /** Keeps the digest only. */
    RecordingOutput digestOnly() {
        decoding = false;
        return this;
    }

    /** The host has seen that there is room and hands over an input. */
    void beginInput() {
        granted = true;
        silentRound = true;
        stepBytes = 0;
    }

    /** The host has come round again; whether there is room is up to the first question. */
    void beginResume() {
        granted = false;
        silentRound = true;
        stepBytes = 0;
    }

    @Override
    public boolean hasRoom() {
        granted = room == ONE_STEP ? silentRound : room.getAsBoolean();
        stepBytes = 0;
        return granted;
    }

    @Override
    public void onOutput(
            final long inputSeq, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (!granted) {
            throw new AssertionError("template " + templateId + " of input " + inputSeq + " was said without room");
        }
        silentRound = false;
        stepBytes += length;
        if (stepBytes > MAX_STEP_BYTES) {
            throw new AssertionError("a step of input " + inputSeq + " said " + stepBytes + " bytes");
        }
        messages++;
        buffer.getBytes(offset, bytes, 0, length);
        digest.update(bytes, 0, length);
        if (decoding && templateId >= MARKET_DATA) {
            publicBooks.onOutput(templateId, buffer, offset);
        }
        if (raw != null && templateId < MARKET_DATA) {
            final byte[] copy = new byte[length];
            buffer.getBytes(offset, copy);
            raw.add(copy);
        }
        if (decoding && templateId < MARKET_DATA) {
            said.add(Said.decode(new UnsafeBuffer(buffer, offset, length), 0));
        }
    }

    /** What was said since the last call. */
    List<Said> take() {
        final List<Said> taken = said;
        said = new ArrayList<>();
        return taken;
    }

    /** The bytes of what was said since the last call. */
    List<byte[]> takeBytes() {
        final List<byte[]> taken = raw;
        raw = new ArrayList<>();
        return taken;
    }

    /** How many messages {@link #takeBytes()} would give. */
    int messagesKept() {
        return raw.size();
    }

    /** CRC32C over all that was ever said, in order. */
    long digest() {
        return digest.getValue();
    }

    long messages() {
        return messages;
    }
}
