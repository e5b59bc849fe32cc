package io.tradex.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import io.tradex.protocol.state.OrderDeltaDecoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes a copy of all rows as lines of JSON, one chunk of rows at a time, as fast as the client reads. */
final class RowsStream implements ChunkedInput<ByteBuf> {
    private static final int ROWS_PER_CHUNK = 64;

    private final RowsCopy rows;
    private final JsonText text = new JsonText(64 * 1024);
    private final OrderDeltaDecoder row = new OrderDeltaDecoder();
    private final UnsafeBuffer chunk = new UnsafeBuffer(new byte[0]);
    private int written;
    private long bytes;
    private boolean ended;

    RowsStream(final RowsCopy rows) {
        this.rows = rows;
    }

    @Override
    public boolean isEndOfInput() {
        return ended;
    }

    @Override
    public void close() {
        ended = true;
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Deprecated by Netty, and still part of the interface.
    public ByteBuf readChunk(final ChannelHandlerContext ctx) {
        return readChunk(ctx.alloc());
    }

    @Override
    public ByteBuf readChunk(final ByteBufAllocator allocator) {
        if (ended) {
            return null;
        }
        text.clear();
        if (written == 0) {
            text.open('{').name("t").text("rows");
            text.name("epoch").numberAsText(rows.epoch());
            text.name("outSeq").numberAsText(rows.outSeq());
            text.name("live").bool(rows.live());
            text.name("count").number(rows.rowCount());
            text.close('}').newLine();
        }
        final int end = Math.min(rows.rowCount(), written + ROWS_PER_CHUNK);
        for (; written < end; written++) {
            chunk.wrap(rows.chunks().get(written / OrderRows.CHUNK_ROWS));
            row.wrap(
                    chunk,
                    written % OrderRows.CHUNK_ROWS * OrderRows.ROW_LENGTH,
                    OrderRows.ROW_LENGTH,
                    OrderDeltaDecoder.SCHEMA_VERSION);
            RowJson.writeRaw(text, row);
            text.newLine();
        }
        if (written == rows.rowCount()) {
            text.open('{')
                    .name("t")
                    .text("end")
                    .name("count")
                    .number(written)
                    .close('}')
                    .newLine();
            ended = true;
        }
        bytes += text.length();
        return allocator.buffer(text.length()).writeBytes(text.bytes(), 0, text.length());
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public long progress() {
        return bytes;
    }
}
