package io.tradex.benchmarks;

import io.tradex.core.engine.TradingEngine;
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
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A loop of commands, encoded beforehand, that leaves the book as it found it, so that it can be played for as long as one
 * likes: {@link #RESTING} orders rest; 95% of the commands cancel one of them and put another in its place, 2.5% are orders at
 * the best price that the next 2.5%, immediate ones of another account, fill. Each time round the ids are raised, or all would
 * be duplicates.
 */
public final class EngineFlow {
    static final int RESTING = 1_024;
    static final int COMMANDS = 64 * 1_024;

    private static final long CLIENT = 1;
    private static final long MAKER = 1;
    private static final long TAKER = 2;
    private static final long VENUE_ACCOUNT = 3;
    private static final int INSTRUMENT = 1;
    private static final int SLOT_BYTES = 192;
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int NEW_BYTES = HEADER + NewOrderEncoder.BLOCK_LENGTH;
    private static final int CANCEL_BYTES = HEADER + CancelOrderEncoder.BLOCK_LENGTH;
    private static final int NEW_ID_OFFSET = HEADER + NewOrderEncoder.clOrdIdEncodingOffset();
    private static final int CANCEL_ID_OFFSET = HEADER + CancelOrderEncoder.clOrdIdEncodingOffset();
    private static final int CANCEL_ORIG_OFFSET = HEADER + CancelOrderEncoder.origClOrdIdEncodingOffset();
    private static final int MID_TICKS = 58_500;
    private static final int DEPTH_TICKS = 64;
    private static final int LOTS = 100;
    private static final int PAIRS_PER_TRADE = 20;
    private static final long SESSION = 1;
    private static final long TICK_SIZE_E8 = 1_000_000;
    private static final long LOT_SIZE_E8 = 100_000_000;
    private static final long CASH_MICROS = 1_000_000_000_000_000L;
    private static final long POSITION_LOTS = 1_000_000_000L;
    private static final long INPUT_INTERVAL_NS = 1_000;

    private final UnsafeBuffer commands = new UnsafeBuffer(new byte[COMMANDS * SLOT_BYTES]);
    private final UnsafeBuffer venueOrder = new UnsafeBuffer(new byte[SLOT_BYTES]);
    private final UnsafeBuffer setUp = new UnsafeBuffer(new byte[SLOT_BYTES]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final NewOrderEncoder newOrder = new NewOrderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final boolean[] isCancel = new boolean[COMMANDS];
    private final TradingEngine engine;
    private long sequence;
    private long venueClOrdId;
    private int next;

    /**
     * Defines all there is and puts the resting orders into the book.
     *
     * @param engine a fresh one.
     * @param seed   of the flow.
     */
    public EngineFlow(final TradingEngine engine, final long seed) {
        this.engine = engine;
        defineEverything();
        final int[] lastOrderInPlace = encode(new SplittableRandom(seed));
        // What the loop leaves behind is what it must find the first time too.
        for (final int index : lastOrderInPlace) {
            setUp.putBytes(0, commands, index * SLOT_BYTES, NEW_BYTES);
            apply(setUp, 0, NEW_BYTES);
        }
    }

    /** Applies the next command. */
    public void applyNext() {
        final int offset = next * SLOT_BYTES;
        final boolean cancels = isCancel[next];
        if (cancels) {
            raise(offset + CANCEL_ID_OFFSET);
            raise(offset + CANCEL_ORIG_OFFSET);
        } else {
            raise(offset + NEW_ID_OFFSET);
        }
        apply(commands, offset, cancels ? CANCEL_BYTES : NEW_BYTES);
        next = (next + 1) & (COMMANDS - 1);
    }

    /**
     * Applies an input of somebody else.
     *
     * @param buffer holding it, SBE header first.
     * @param offset of the header.
     * @param length of header and body in bytes.
     */
    public void apply(final DirectBuffer buffer, final int offset, final int length) {
        sequence++;
        if (!engine.onCommand(sequence, sequence * INPUT_INTERVAL_NS, buffer, offset, length)) {
            throw new IllegalStateException("the output always has room");
        }
    }

    /**
     * Defines a venue.
     *
     * @param venueId its id.
     */
    public void defineVenue(final int venueId) {
        set(new VenueDefinedEncoder()
                .wrapAndApplyHeader(setUp, 0, header)
                .venueId(venueId)
                .encodedLength());
    }

    /**
     * Applies an order to buy and, the next time, to sell at a venue.
     *
     * @param venueId its id.
     */
    public void orderAtVenue(final int venueId) {
        venueClOrdId--;
        newOrder.wrapAndApplyHeader(venueOrder, 0, header)
                .sessionId(SESSION)
                .clientSeq(1)
                .accountId(VENUE_ACCOUNT)
                .clOrdId(Long.MAX_VALUE + venueClOrdId)
                .admission(Admission.ADMITTED)
                .side((venueClOrdId & 1) == 0 ? Side.BUY : Side.SELL)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .instrumentId(INSTRUMENT)
                .destination(venueId)
                .priceTicks(MID_TICKS)
                .quantityLots(1);
        apply(venueOrder, 0, NEW_BYTES);
    }

    private void raise(final int offset) {
        commands.putLong(offset, commands.getLong(offset, ByteOrder.LITTLE_ENDIAN) + COMMANDS, ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns, for each resting order at the end of the loop, the command that made it. */
    private int[] encode(final SplittableRandom random) {
        final int[] orderInPlace = new int[RESTING];
        final int[] firstCancelOfPlace = new int[RESTING];
        java.util.Arrays.fill(firstCancelOfPlace, -1);
        boolean takerBuys = true;
        for (int index = 0, pair = 0; index < COMMANDS; index += 2, pair++) {
            if (pair % PAIRS_PER_TRADE == 0) {
                encodeNew(index, MAKER, !takerBuys, TimeInForce.DAY, MID_TICKS);
                encodeNew(index + 1, TAKER, takerBuys, TimeInForce.IOC, MID_TICKS);
                takerBuys = !takerBuys;
                continue;
            }
            // Each place has its turn once, so that none is left with an order of no loop.
            final int place = pair < 2 * RESTING ? pair % RESTING : random.nextInt(RESTING);
            if (firstCancelOfPlace[place] < 0) {
                firstCancelOfPlace[place] = index;
            } else {
                encodeCancel(index, orderInPlace[place]);
            }
            final boolean buy = (place & 1) == 0;
            final int distanceTicks = 1 + random.nextInt(DEPTH_TICKS);
            encodeNew(
                    index + 1,
                    MAKER,
                    buy,
                    TimeInForce.DAY,
                    buy ? MID_TICKS - distanceTicks : MID_TICKS + distanceTicks);
            orderInPlace[place] = index + 1;
        }
        for (int place = 0; place < RESTING; place++) {
            // The order that stands there when the loop begins is the one that the last time round left.
            encodeCancel(firstCancelOfPlace[place], orderInPlace[place] - COMMANDS);
        }
        return orderInPlace;
    }

    private void encodeNew(
            final int index, final long accountId, final boolean buy, final TimeInForce timeInForce, final long price) {
        newOrder.wrapAndApplyHeader(commands, index * SLOT_BYTES, header)
                .sessionId(SESSION)
                .clientSeq(1)
                .accountId(accountId)
                .clOrdId(idOf(index))
                .admission(Admission.ADMITTED)
                .side(buy ? Side.BUY : Side.SELL)
                .ordType(OrdType.LIMIT)
                .timeInForce(timeInForce)
                .instrumentId(INSTRUMENT)
                .destination(0)
                .priceTicks(price)
                .quantityLots(LOTS);
    }

    private void encodeCancel(final int index, final int cancelledIndex) {
        isCancel[index] = true;
        cancel.wrapAndApplyHeader(commands, index * SLOT_BYTES, header)
                .sessionId(SESSION)
                .clientSeq(1)
                .accountId(MAKER)
                .clOrdId(idOf(index))
                .admission(Admission.ADMITTED)
                .origClOrdId(idOf(cancelledIndex));
    }

    /** Ids of the time before the first one; each command raises its own by the length of the loop before it is applied. */
    private static long idOf(final int index) {
        return 1L + index + COMMANDS;
    }

    private void defineEverything() {
        set(new EpochStartedEncoder()
                .wrapAndApplyHeader(setUp, 0, header)
                .epoch(1)
                .encodedLength());
        set(new EngineConfiguredEncoder()
                .wrapAndApplyHeader(setUp, 0, header)
                .orderCapacity(128 * 1024)
                .outcomeWindow(4_096)
                .checkpointInterval(100_000)
                .heartbeatIntervalMs(250)
                .marketCollarBps(500)
                .executionCapacity(1_024)
                .encodedLength());
        set(new CoreStartedEncoder()
                .wrapAndApplyHeader(setUp, 0, header)
                .startNumber(1)
                .encodedLength());
        set(new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(setUp, 0, header)
                .instrumentId(INSTRUMENT)
                .symbol("AAPL")
                .tickSizeE8(TICK_SIZE_E8)
                .lotSizeE8(LOT_SIZE_E8)
                .maxPriceTicks(100_000_000)
                .maxQuantityLots(1_000_000)
                .referencePriceTicks(MID_TICKS)
                .encodedLength());
        for (final long account : new long[] {MAKER, TAKER, VENUE_ACCOUNT}) {
            set(new AccountDefinedEncoder()
                    .wrapAndApplyHeader(setUp, 0, header)
                    .accountId(account)
                    .clientId(CLIENT)
                    .encodedLength());
            set(new CashAdjustedEncoder()
                    .wrapAndApplyHeader(setUp, 0, header)
                    .accountId(account)
                    .adjustmentId(1)
                    .amountMicros(CASH_MICROS)
                    .encodedLength());
            set(new PositionAdjustedEncoder()
                    .wrapAndApplyHeader(setUp, 0, header)
                    .accountId(account)
                    .adjustmentId(2)
                    .instrumentId(INSTRUMENT)
                    .quantityLots(POSITION_LOTS)
                    .encodedLength());
        }
        set(new SessionOpenedEncoder()
                .wrapAndApplyHeader(setUp, 0, header)
                .sessionId(SESSION)
                .correlationId(1)
                .clientId(CLIENT)
                .role(SessionRole.TRADER)
                .cancelOnDisconnect(BooleanType.F)
                .encodedLength());
    }

    private void set(final int encodedLength) {
        apply(setUp, 0, HEADER + encodedLength);
    }
}
