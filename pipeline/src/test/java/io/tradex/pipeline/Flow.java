package io.tradex.pipeline;

import io.tradex.protocol.entry.CancelOrderEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.journal.AccountDefinedEncoder;
import io.tradex.protocol.journal.CashAdjustedEncoder;
import io.tradex.protocol.journal.CoreStartedEncoder;
import io.tradex.protocol.journal.EngineConfiguredEncoder;
import io.tradex.protocol.journal.EpochStartedEncoder;
import io.tradex.protocol.journal.InstrumentDefinedEncoder;
import io.tradex.protocol.journal.PositionAdjustedEncoder;
import io.tradex.protocol.journal.SessionOpenedEncoder;
import io.tradex.protocol.journal.VenueDefinedEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** Inputs that set up a real engine, and seeded order flow for it. */
final class Flow {
    static final int ORDER_CAPACITY = 4_096;
    private static final int INSTRUMENT = 1;
    private static final int VENUE = 5;
    private static final long CLIENT = 3;
    private static final long SESSION = 11;
    private static final int BYTES = 192;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final List<UnsafeBuffer> inputs = new ArrayList<>();

    static List<UnsafeBuffer> setUp(final int checkpointInterval) {
        return new Flow().start(checkpointInterval).inputs;
    }

    static List<UnsafeBuffer> orders(final long seed, final int count) {
        return new Flow().trade(new Random(seed), count).inputs;
    }

    private Flow start(final int checkpointInterval) {
        UnsafeBuffer frame = frame();
        add(
                frame,
                new EpochStartedEncoder()
                        .wrapAndApplyHeader(frame, 0, header)
                        .epoch(1)
                        .encodedLength());
        frame = frame();
        add(
                frame,
                new EngineConfiguredEncoder()
                        .wrapAndApplyHeader(frame, 0, header)
                        .orderCapacity(ORDER_CAPACITY)
                        .outcomeWindow(64)
                        .checkpointInterval(checkpointInterval)
                        .heartbeatIntervalMs(100)
                        .marketCollarBps(500)
                        .executionCapacity(1_000)
                        .encodedLength());
        frame = frame();
        add(
                frame,
                new CoreStartedEncoder()
                        .wrapAndApplyHeader(frame, 0, header)
                        .startNumber(1)
                        .encodedLength());
        frame = frame();
        add(
                frame,
                new InstrumentDefinedEncoder()
                        .wrapAndApplyHeader(frame, 0, header)
                        .instrumentId(INSTRUMENT)
                        .symbol("AAPL")
                        .tickSizeE8(1_000_000)
                        .lotSizeE8(100_000_000)
                        .maxPriceTicks(1_000_000)
                        .maxQuantityLots(1_000_000)
                        .referencePriceTicks(10_000)
                        .encodedLength());
        frame = frame();
        add(
                frame,
                new VenueDefinedEncoder()
                        .wrapAndApplyHeader(frame, 0, header)
                        .venueId(VENUE)
                        .encodedLength());
        inputs.add(Frames.venueUp(VENUE));
        frame = frame();
        add(
                frame,
                new AccountDefinedEncoder()
                        .wrapAndApplyHeader(frame, 0, header)
                        .accountId(Frames.ACCOUNT)
                        .clientId(CLIENT)
                        .encodedLength());
        frame = frame();
        add(
                frame,
                new CashAdjustedEncoder()
                        .wrapAndApplyHeader(frame, 0, header)
                        .accountId(Frames.ACCOUNT)
                        .adjustmentId(1)
                        .amountMicros(1_000_000_000_000_000L)
                        .encodedLength());
        frame = frame();
        add(
                frame,
                new PositionAdjustedEncoder()
                        .wrapAndApplyHeader(frame, 0, header)
                        .accountId(Frames.ACCOUNT)
                        .adjustmentId(2)
                        .quantityLots(1_000_000_000L)
                        .instrumentId(INSTRUMENT)
                        .encodedLength());
        frame = frame();
        add(
                frame,
                new SessionOpenedEncoder()
                        .wrapAndApplyHeader(frame, 0, header)
                        .sessionId(SESSION)
                        .correlationId(1)
                        .clientId(CLIENT)
                        .role(SessionRole.TRADER)
                        .cancelOnDisconnect(BooleanType.F)
                        .encodedLength());
        return this;
    }

    private Flow trade(final Random random, final int count) {
        for (int i = 1; i <= count; i++) {
            final UnsafeBuffer frame = frame();
            if (i > 10 && random.nextInt(100) < 44) {
                add(
                        frame,
                        new CancelOrderEncoder()
                                .wrapAndApplyHeader(frame, 0, header)
                                .sessionId(SESSION)
                                .clientSeq(i)
                                .accountId(Frames.ACCOUNT)
                                .clOrdId(i)
                                .origClOrdId(i - 1L - random.nextInt(10))
                                .encodedLength());
            } else {
                add(
                        frame,
                        new NewOrderEncoder()
                                .wrapAndApplyHeader(frame, 0, header)
                                .sessionId(SESSION)
                                .clientSeq(i)
                                .accountId(Frames.ACCOUNT)
                                .clOrdId(i)
                                .side(random.nextBoolean() ? Side.BUY : Side.SELL)
                                .ordType(OrdType.LIMIT)
                                .timeInForce(random.nextInt(8) == 0 ? TimeInForce.IOC : TimeInForce.DAY)
                                .instrumentId(INSTRUMENT)
                                .destination(random.nextInt(5) == 0 ? VENUE : 0)
                                .priceTicks(9_990L + random.nextInt(20))
                                .quantityLots(1L + random.nextInt(50))
                                .encodedLength());
            }
        }
        return this;
    }

    private static UnsafeBuffer frame() {
        return new UnsafeBuffer(new byte[BYTES]);
    }

    private void add(final UnsafeBuffer frame, final int bodyLength) {
        inputs.add(new UnsafeBuffer(frame, 0, Frames.HEADER + bodyLength));
    }
}
