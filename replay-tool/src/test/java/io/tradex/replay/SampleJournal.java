package io.tradex.replay;

import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.TradingEngine;
import io.tradex.journal.ChronicleJournalWriter;
import io.tradex.journal.Durability;
import io.tradex.journal.JournalConfig;
import io.tradex.journal.JournalRoll;
import io.tradex.journal.WatermarkMode;
import io.tradex.protocol.entry.CancelOrderEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.entry.ReplaceOrderEncoder;
import io.tradex.protocol.journal.AccountDefinedEncoder;
import io.tradex.protocol.journal.CashAdjustedEncoder;
import io.tradex.protocol.journal.CheckpointEncoder;
import io.tradex.protocol.journal.CoreStartedEncoder;
import io.tradex.protocol.journal.EngineConfiguredEncoder;
import io.tradex.protocol.journal.EpochStartedEncoder;
import io.tradex.protocol.journal.InstrumentDefinedEncoder;
import io.tradex.protocol.journal.PositionAdjustedEncoder;
import io.tradex.protocol.journal.SessionOpenedEncoder;
import io.tradex.protocol.journal.VenueDefinedEncoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.journal.VenueUpEncoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.CheckpointReachedDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A small day of trading, run through a live engine and journalled, as the core does it: two accounts that trade on the own
 * book, an order at a venue, and the engine's checkpoints, which come back as inputs.
 */
final class SampleJournal implements AutoCloseable {
    static final long START_NS = 1_763_726_400_000_000_000L;
    static final long BUYER = 1001;
    static final long SELLER = 1002;
    static final int VENUE = 1;
    static final int INSTRUMENT = 7;

    private static final long STEP_NS = 250_000_000;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final Outputs outputs = new Outputs();
    private final TradingEngine engine = new TradingEngine(outputs);
    private final ChronicleJournalWriter writer;
    private long clientSeq;
    private long clOrdId;

    SampleJournal(final Path directory) {
        writer = ChronicleJournalWriter.open(new JournalConfig(
                directory, Durability.NONE, WatermarkMode.STRICT, 5, JournalRoll.SECOND, 64 * 1024, 0, 0));
    }

    TradingEngine engine() {
        return engine;
    }

    /** Sets the core up and trades so many rounds; a round is a resting sell, a buy that takes half of it, and a cancel. */
    SampleJournal tradeRounds(final int rounds) {
        setUp();
        for (int round = 0; round < rounds; round++) {
            final long sell = newOrder(SELLER, Side.SELL, 5000, 100, 0);
            newOrder(BUYER, Side.BUY, 5000, 40, 0);
            cancel(SELLER, sell);
        }
        return this;
    }

    void setUp() {
        apply(new EpochStartedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .epoch(1)
                .encodedLength());
        apply(new EngineConfiguredEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .orderCapacity(4096)
                .outcomeWindow(64)
                .checkpointInterval(10)
                .heartbeatIntervalMs(500)
                .marketCollarBps(500)
                .executionCapacity(1024)
                .encodedLength());
        apply(new CoreStartedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .startNumber(1)
                .encodedLength());
        apply(new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .instrumentId(INSTRUMENT)
                .symbol("AAPL")
                .tickSizeE8(1_000_000)
                .lotSizeE8(100_000_000)
                .maxPriceTicks(1_000_000)
                .maxQuantityLots(1_000_000)
                .referencePriceTicks(5000)
                .encodedLength());
        apply(new VenueDefinedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .venueId(VENUE)
                .encodedLength());
        apply(new VenueUpEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .venueId(VENUE)
                .encodedLength());
        for (final long account : new long[] {BUYER, SELLER}) {
            apply(new AccountDefinedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .accountId(account)
                    .clientId(account)
                    .encodedLength());
            apply(new CashAdjustedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .accountId(account)
                    .adjustmentId(1)
                    .amountMicros(1_000_000_000_000L)
                    .encodedLength());
            apply(new PositionAdjustedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .accountId(account)
                    .adjustmentId(2)
                    .quantityLots(100_000)
                    .instrumentId(INSTRUMENT)
                    .encodedLength());
            apply(new SessionOpenedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .sessionId(session(account))
                    .correlationId(1)
                    .clientId(account)
                    .role(SessionRole.TRADER)
                    .cancelOnDisconnect(BooleanType.F)
                    .encodedLength());
        }
    }

    /** Answers its ClOrdID. */
    long newOrder(
            final long account,
            final Side side,
            final long priceTicks,
            final long quantityLots,
            final int destination) {
        clOrdId++;
        clientSeq++;
        apply(new NewOrderEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session(account))
                .clientSeq(clientSeq)
                .accountId(account)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .side(side)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .instrumentId(INSTRUMENT)
                .destination(destination)
                .priceTicks(priceTicks)
                .quantityLots(quantityLots)
                .encodedLength());
        return clOrdId;
    }

    void cancel(final long account, final long origClOrdId) {
        clOrdId++;
        clientSeq++;
        apply(new CancelOrderEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session(account))
                .clientSeq(clientSeq)
                .accountId(account)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .origClOrdId(origClOrdId)
                .encodedLength());
    }

    long replace(final long account, final long origClOrdId, final long priceTicks, final long quantityLots) {
        clOrdId++;
        clientSeq++;
        apply(new ReplaceOrderEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session(account))
                .clientSeq(clientSeq)
                .accountId(account)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .origClOrdId(origClOrdId)
                .priceTicks(priceTicks)
                .quantityLots(quantityLots)
                .encodedLength());
        return clOrdId;
    }

    /** The venue acknowledges the last order it was sent, or fills some of it. */
    void venueReport(
            final String execId,
            final ExecType execType,
            final OrdStatus ordStatus,
            final long lastQty,
            final long cumQty,
            final long leavesQty) {
        venueReport(execId, "", execType, ordStatus, lastQty, cumQty, leavesQty);
    }

    /** As above, of an earlier execution. */
    void venueReport(
            final String execId,
            final String execRefId,
            final ExecType execType,
            final OrdStatus ordStatus,
            final long lastQty,
            final long cumQty,
            final long leavesQty) {
        apply(new VenueExecutionReportEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .venueClOrdId(outputs.lastVenueClOrdId)
                .origVenueClOrdId(0)
                .msgSeqNum(writer.lastSequence())
                .transactTimeNs(0)
                .lastPriceE8(lastQty == 0 ? 0 : 5_000_000_000L)
                .lastQtyE8(lastQty * 100_000_000)
                .cumQtyE8(cumQty * 100_000_000)
                .leavesQtyE8(leavesQty * 100_000_000)
                .orderQtyE8((cumQty + leavesQty) * 100_000_000)
                .priceE8(5_000_000_000L)
                .venueId(VENUE)
                .reasonCode(0)
                .execType(execType)
                .ordStatus(ordStatus)
                .possDup(BooleanType.F)
                .unknownOrder(BooleanType.F)
                .execId(execId)
                .execRefId(execRefId)
                .encodedLength());
    }

    /** A checkpoint that speaks of another state than the engine's. */
    void lie() {
        apply(
                new CheckpointEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .checkpointSeq(outputs.lastCheckpointSeq)
                        .stateHash(outputs.lastCheckpointHash + 1)
                        .encodedLength(),
                false);
    }

    long lastOrderId() {
        return outputs.lastOrderId;
    }

    private static long session(final long account) {
        return account - 1000;
    }

    private void apply(final int bodyLength) {
        apply(bodyLength, true);
        if (outputs.checkpointDue) {
            outputs.checkpointDue = false;
            apply(new CheckpointEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .checkpointSeq(outputs.lastCheckpointSeq)
                    .stateHash(outputs.lastCheckpointHash)
                    .encodedLength());
        }
    }

    private void apply(final int bodyLength, final boolean toEngine) {
        final long sequence = writer.lastSequence() + 1;
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
        writer.append(sequence, START_NS + sequence * STEP_NS, buffer, 0, length);
        writer.endOfBatch();
        if (toEngine && !engine.onCommand(sequence, START_NS + sequence * STEP_NS, buffer, 0, length)) {
            throw new AssertionError("input " + sequence + " was not applied");
        }
        // What the next message does not set is absent.
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
    }

    @Override
    public void close() {
        writer.close();
    }

    private static final class Outputs implements EngineOutput {
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final CheckpointReachedDecoder checkpoint = new CheckpointReachedDecoder();
        private final OrderDeltaDecoder delta = new OrderDeltaDecoder();
        private final VenueNewOrderDecoder venueNewOrder = new VenueNewOrderDecoder();
        private final List<Integer> templates = new ArrayList<>();
        private boolean checkpointDue;
        private long lastCheckpointSeq;
        private long lastCheckpointHash;
        private long lastOrderId;
        private long lastVenueClOrdId;

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void onOutput(
                final long inputSeq, final int templateId, final DirectBuffer out, final int offset, final int length) {
            templates.add(templateId);
            if (templateId == CheckpointReachedDecoder.TEMPLATE_ID) {
                checkpoint.wrapAndApplyHeader(out, offset, header);
                checkpointDue = true;
                lastCheckpointSeq = checkpoint.inputSeq();
                lastCheckpointHash = checkpoint.stateHash();
            } else if (templateId == OrderDeltaDecoder.TEMPLATE_ID) {
                delta.wrapAndApplyHeader(out, offset, header);
                lastOrderId = delta.orderId();
            } else if (templateId == VenueNewOrderDecoder.TEMPLATE_ID) {
                venueNewOrder.wrapAndApplyHeader(out, offset, header);
                lastVenueClOrdId = venueNewOrder.venueClOrdId();
            }
        }
    }
}
