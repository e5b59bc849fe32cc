package io.tradex.demo;

import io.tradex.core.engine.EngineOutput;
import io.tradex.journal.JournalCondition;
import io.tradex.journal.JournalRecovery;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.replay.JournalReplay;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * What the journal of a run proves: every record is intact and follows the one before, an engine that is given them all comes by
 * every state hash that the live one had, and ends with these order rows.
 */
final class JournalProof {
    private final Long2ObjectHashMap<String> rows = new Long2ObjectHashMap<>();
    private final long sequence;
    private final long outSeq;
    private final long checkpointsCompared;
    private long busiestOrderId;
    private long busiestVersion;

    private JournalProof(final Path journal) {
        try (JournalReplay replay = JournalReplay.full(journal, new Rows(false)).toEnd()) {
            final JournalCondition end = JournalRecovery.inspect(journal, replay.position());
            if (!end.startable()) {
                throw new DemoFailure(end.describe());
            }
            sequence = replay.engine().sequence();
            outSeq = replay.engine().outSeq();
            checkpointsCompared = replay.engine().checkpointsCompared();
            replay.engine().forEachOrder(new Rows(true));
        }
    }

    /**
     * Replays a journal that nobody writes any more.
     *
     * @param journal directory.
     * @return the proof.
     * @throws RuntimeException that says where the journal is damaged, or where the replay went another way.
     */
    static JournalProof of(final Path journal) {
        return new JournalProof(journal);
    }

    /** @return sequence of the last input. */
    long sequence() {
        return sequence;
    }

    /** @return outSeq of the last delta. */
    long outSeq() {
        return outSeq;
    }

    /** @return how many state hashes were compared. */
    long checkpointsCompared() {
        return checkpointsCompared;
    }

    /** @return every order's row by orderId, as the generated decoder prints it: each field of the schema by name. */
    Long2ObjectHashMap<String> rows() {
        return rows;
    }

    /** @return orderId of the order that changed most often: the one with the longest story; 0 if there is none. */
    long busiestOrderId() {
        return busiestOrderId;
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
                if (row.orderVersion() > busiestVersion) {
                    busiestVersion = row.orderVersion();
                    busiestOrderId = row.orderId();
                }
                rows.put(row.orderId(), row.appendTo(new StringBuilder(1024)).toString());
            }
        }
    }
}
