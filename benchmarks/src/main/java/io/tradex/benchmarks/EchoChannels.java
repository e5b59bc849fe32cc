package io.tradex.benchmarks;

import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.types.MessageHeaderEncoder;

/** What the two ends of the echo agree on: streams and messages as large as the core's. */
final class EchoChannels {
    static final int REQUEST_STREAM = 2001;
    static final int REPLY_STREAM = 2002;
    static final int REQUEST_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + NewOrderEncoder.BLOCK_LENGTH;
    static final int REPLY_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + ExecutionReportEncoder.BLOCK_LENGTH;

    private EchoChannels() {}

    static String channel(final int port) {
        return "aeron:udp?endpoint=127.0.0.1:" + port + "|term-length=1m";
    }
}
