package io.tradex.pipeline;

import io.tradex.core.engine.EngineOutput;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdStatus;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Answers every new order with a report and a delta, routes it if it names a venue, breaks at one ClOrdID, and answers a mass
 * cancel with many deltas, in as many steps as the output makes of them.
 */
final class ScriptedEngine implements EngineHost {
    static final long POISON = 666;
    static final int MASS_CANCEL_DELTAS = 3_000;
    private static final int DELTAS_IN_STEP = 50;

    private final NewOrderDecoder newOrder = new NewOrderDecoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    final List<Long> applied = new ArrayList<>();
    final List<Long> refusedForPressure = new ArrayList<>();
    private EngineOutput output;
    private long sequence;
    private long timestampNs;
    private long outSeq;
    private int deltasLeft;

    @Override
    public boolean onCommand(
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (sequence != this.sequence + 1 || timestampNs < this.timestampNs || deltasLeft > 0) {
            throw new IllegalStateException("input " + sequence + " after " + this.sequence);
        }
        this.sequence = sequence;
        this.timestampNs = timestampNs;
        applied.add(sequence);
        final int templateId = Frames.templateId(buffer, offset);
        if (templateId == NewOrderDecoder.TEMPLATE_ID) {
            newOrder.wrapAndApplyHeader(buffer, offset, header);
            if (newOrder.clOrdId() == POISON) {
                throw new IllegalStateException("poison");
            }
            if (newOrder.admission() == Admission.BACK_PRESSURE) {
                refusedForPressure.add(sequence);
            }
            emit(Frames.executionReport(newOrder.sessionId(), sequence, newOrder.clOrdId()));
            emit(Frames.orderDelta(1, ++outSeq, newOrder.clOrdId(), 1, OrdStatus.NEW));
            if (newOrder.destination() > 0) {
                emit(Frames.venueNewOrder(sequence, newOrder.destination()));
            }
        } else if (templateId == MassCancelDecoder.TEMPLATE_ID) {
            deltasLeft = MASS_CANCEL_DELTAS;
            return resume();
        }
        return true;
    }

    @Override
    public boolean resume() {
        while (deltasLeft > 0) {
            if (!output.hasRoom()) {
                return false;
            }
            for (int i = 0; i < DELTAS_IN_STEP; i++) {
                emit(Frames.orderDelta(1, ++outSeq, deltasLeft, 2, OrdStatus.CANCELED));
                deltasLeft--;
            }
        }
        return true;
    }

    private void emit(final DirectBuffer message) {
        output.onOutput(sequence, Frames.templateId(message, 0), message, 0, message.capacity());
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long timestampNs() {
        return timestampNs;
    }

    @Override
    public void goLive(final EngineOutput output, final ReadModel readModel, final MarketDataStage marketData) {
        this.output = output;
        readModel.seeded(0, 1);
    }
}
