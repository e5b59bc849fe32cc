package io.tradex.demo;

import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.TradingEngine;
import io.tradex.journal.JournalReader;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * What the journal of a run proves: every record is intact and follows the one before, an engine that is given them all comes by
 * every state hash that the live one had, and ends with these order rows.
 */
final class JournalProof {
    private static final int BATCH = 10_000;

    private final Long2ObjectHashMap<String> rows = new Long2ObjectHashMap<>();
    private final TradingEngine engine = new TradingEngine(new Rows(false));

    private JournalProof() {}

    /**
     * Replays a journal that nobody writes any more.
     *
     * @param journal directory.
     * @return the proof.
     * @throws RuntimeException that says where the journal is damaged, or where the replay went another way.
     */
    static JournalProof of(final Path journal) {
        final JournalProof proof = new JournalProof();
        try (JournalReader reader = JournalReader.open(journal)) {
            while (reader.poll(proof.engine::onCommand, BATCH) > 0) {
                // Each poll applies a batch.
            }
        }
        proof.engine.forEachOrder(proof.new Rows(true));
        return proof;
    }

    /** @return sequence of the last input. */
    long sequence() {
        return engine.sequence();
    }

    /** @return outSeq of the last delta. */
    long outSeq() {
        return engine.outSeq();
    }

    /** @return how many state hashes were compared. */
    long checkpointsCompared() {
        return engine.checkpointsCompared();
    }

    /** @return every order's row by orderId, as the generated decoder prints it: each field of the schema by name. */
    Long2ObjectHashMap<String> rows() {
        return rows;
    }

    private final class Rows implements EngineOutput {
        private final boolean keep;
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final OrderDeltaDecoder row = new OrderDeltaDecoder();

        Rows(final boolean keep) {
            this.keep = keep;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void onOutput(
                final long inputSeq,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            if (keep) {
                row.wrapAndApplyHeader(buffer, offset, header);
                rows.put(row.orderId(), row.appendTo(new StringBuilder(1024)).toString());
            }
        }
    }
}
