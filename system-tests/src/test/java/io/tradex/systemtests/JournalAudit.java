package io.tradex.systemtests;

import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.TradingEngine;
import io.tradex.journal.JournalReader;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdStatus;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/** An engine that has done nothing but read a journal from its first record. */
final class JournalAudit {
    /** The part of an order that tests compare. */
    record Row(
            long orderId,
            long orderVersion,
            long clOrdId,
            int destination,
            OrdStatus ordStatus,
            long quantityLots,
            long cumQtyLots,
            long leavesQtyLots,
            long outSeq) {}

    final TradingEngine engine = new TradingEngine(new Nowhere());

    /** Replays up to an input, or the end. */
    JournalAudit(final Path journal, final long upToSequence) {
        try (JournalReader reader = JournalReader.open(journal)) {
            while (reader.poll(engine::onCommand, 10_000, upToSequence) > 0) {
                // Each poll applies a batch.
            }
        }
    }

    Map<Long, Row> rows() {
        final Map<Long, Row> rows = new LinkedHashMap<>();
        final OrderDeltaDecoder delta = new OrderDeltaDecoder();
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        engine.forEachOrder(new Nowhere() {
            @Override
            public void onOutput(
                    final long inputSeq,
                    final int templateId,
                    final DirectBuffer buffer,
                    final int offset,
                    final int length) {
                delta.wrapAndApplyHeader(buffer, offset, header);
                rows.put(
                        delta.orderId(),
                        new Row(
                                delta.orderId(),
                                delta.orderVersion(),
                                delta.clOrdId(),
                                delta.destination(),
                                delta.ordStatus(),
                                delta.quantityLots(),
                                delta.cumQtyLots(),
                                delta.leavesQtyLots(),
                                delta.outSeq()));
            }
        });
        return rows;
    }

    private static class Nowhere implements EngineOutput {
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
                final int length) {}
    }
}
