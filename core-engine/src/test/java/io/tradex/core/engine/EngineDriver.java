package io.tradex.core.engine;

import io.tradex.protocol.journal.AccountDefinedEncoder;
import io.tradex.protocol.journal.CashAdjustedEncoder;
import io.tradex.protocol.journal.CheckpointEncoder;
import io.tradex.protocol.journal.CoreStartedEncoder;
import io.tradex.protocol.journal.EndOfDayEncoder;
import io.tradex.protocol.journal.EngineConfiguredEncoder;
import io.tradex.protocol.journal.EpochStartedEncoder;
import io.tradex.protocol.journal.InstrumentDefinedEncoder;
import io.tradex.protocol.journal.PositionAdjustedEncoder;
import io.tradex.protocol.journal.SessionLostEncoder;
import io.tradex.protocol.journal.SessionOpenedEncoder;
import io.tradex.protocol.journal.VenueDefinedEncoder;
import io.tradex.protocol.types.AssetClass;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.SessionEndReason;
import io.tradex.protocol.types.SessionRole;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Hosts an engine in a test: encodes inputs, gives them rising sequences and times, goes on with paused ones, and keeps both the
 * inputs and what the engine says.
 */
final class EngineDriver {
    static final long E8 = 100_000_000L;

    /** The instrument of most tests: a tick is a cent, a lot is one, so a tick of a lot is 10,000 micros. */
    static final int ACME = 1;

    static final long TICK_E8 = E8 / 100;
    static final long MICROS_PER_TICK_LOT = 10_000;
    static final long MAX_PRICE = 1_000_000;
    static final long MAX_QUANTITY = 1_000_000;
    static final long REFERENCE_PRICE = 10_000;

    static final int ORDER_CAPACITY = 1024;
    static final int OUTCOME_WINDOW = 64;
    static final int HEARTBEAT_MS = 250;
    static final int COLLAR_BPS = 500;

    private static final int ROUNDS_MAX = 1_000_000;

    final RecordingOutput output;
    final TradingEngine engine;
    final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[1024]);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();

    /** Every input so far, to replay. */
    final List<byte[]> inputs = new ArrayList<>();

    long sequence;
    long timestampNs = 1_700_000_000_000_000_000L;

    /** How often the engine paused within the last input. */
    int pauses;

    /** By how much time goes on before every sixteenth input. */
    long leapNs;

    private boolean keepsInputs = true;
    private long lastAdjustmentId;
    private long lastVenueSeq;

    EngineDriver() {
        this(new RecordingOutput(RecordingOutput.ALWAYS));
    }

    EngineDriver(final BooleanSupplier room) {
        this(new RecordingOutput(room));
    }

    EngineDriver(final RecordingOutput output) {
        this.output = output;
        this.engine = new TradingEngine(output);
    }

    /** An engine that is configured and knows {@link #ACME} and venues 1 and 2, both up. */
    static EngineDriver ready() {
        return new EngineDriver().makeReady();
    }

    EngineDriver makeReady() {
        return makeReady(ORDER_CAPACITY, OUTCOME_WINDOW);
    }

    EngineDriver makeReady(final int orderCapacity, final int outcomeWindow) {
        epoch(1);
        configure(orderCapacity, outcomeWindow, 0);
        coreStarted(1);
        instrument(ACME, "ACME", TICK_E8, E8, MAX_PRICE, MAX_QUANTITY, REFERENCE_PRICE);
        venue(1).up();
        venue(2).up();
        return this;
    }

    /** A client with an account of the same number times 10, funded, and an open session of ten times that. */
    Trader trader(final long clientId) {
        return trader(clientId, 1_000_000_000_000L, 10_000);
    }

    Trader trader(final long clientId, final long cashMicros, final long acmeLots) {
        final long accountId = clientId * 10;
        account(accountId, clientId);
        if (cashMicros != 0) {
            cash(accountId, cashMicros);
        }
        if (acmeLots != 0) {
            position(accountId, ACME, acmeLots);
        }
        return open(clientId * 100, clientId, accountId, false);
    }

    Trader open(final long sessionId, final long clientId, final long accountId, final boolean cancelOnDisconnect) {
        open(sessionId, clientId, SessionRole.TRADER, cancelOnDisconnect);
        return new Trader(this, sessionId, accountId);
    }

    Step open(final long sessionId, final long clientId, final SessionRole role, final boolean cancelOnDisconnect) {
        final SessionOpenedEncoder message = new SessionOpenedEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.sessionId(sessionId)
                .correlationId(sessionId + 7)
                .clientId(clientId)
                .role(role)
                .cancelOnDisconnect(cancelOnDisconnect ? BooleanType.T : BooleanType.F)
                .graceMs(0);
        return apply(message.encodedLength());
    }

    /** A session whose orders are cancelled some time after it is lost. */
    Trader openWithGrace(final long sessionId, final long clientId, final long accountId, final int graceMs) {
        final SessionOpenedEncoder message = new SessionOpenedEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.sessionId(sessionId)
                .correlationId(sessionId + 7)
                .clientId(clientId)
                .role(SessionRole.TRADER)
                .cancelOnDisconnect(BooleanType.T)
                .graceMs(graceMs);
        apply(message.encodedLength());
        return new Trader(this, sessionId, accountId);
    }

    Step lost(final long sessionId) {
        final SessionLostEncoder message = new SessionLostEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.sessionId(sessionId).reason(SessionEndReason.DISCONNECTED);
        return apply(message.encodedLength());
    }

    Step epoch(final long epoch) {
        final EpochStartedEncoder message = new EpochStartedEncoder().wrapAndApplyHeader(buffer, 0, header);
        return apply(message.epoch(epoch).encodedLength());
    }

    Step coreStarted(final long startNumber) {
        final CoreStartedEncoder message = new CoreStartedEncoder().wrapAndApplyHeader(buffer, 0, header);
        return apply(message.startNumber(startNumber).encodedLength());
    }

    Step endOfDay(final int day) {
        final EndOfDayEncoder message = new EndOfDayEncoder().wrapAndApplyHeader(buffer, 0, header);
        return apply(message.tradingDay(day).encodedLength());
    }

    Step checkpoint(final long checkpointSeq, final long stateHash) {
        final CheckpointEncoder message = new CheckpointEncoder().wrapAndApplyHeader(buffer, 0, header);
        return apply(message.checkpointSeq(checkpointSeq).stateHash(stateHash).encodedLength());
    }

    Step configure(final int orderCapacity, final int outcomeWindow, final int checkpointInterval) {
        return configure(orderCapacity, outcomeWindow, checkpointInterval, HEARTBEAT_MS, COLLAR_BPS, 1024);
    }

    Step configure(
            final int orderCapacity,
            final int outcomeWindow,
            final int checkpointInterval,
            final int heartbeatMs,
            final int collarBps,
            final int executionCapacity) {
        final EngineConfiguredEncoder message = new EngineConfiguredEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.orderCapacity(orderCapacity)
                .outcomeWindow(outcomeWindow)
                .checkpointInterval(checkpointInterval)
                .heartbeatIntervalMs(heartbeatMs)
                .marketCollarBps(collarBps)
                .executionCapacity(executionCapacity);
        return apply(message.encodedLength());
    }

    Step instrument(
            final int instrumentId,
            final String symbol,
            final long tickSizeE8,
            final long lotSizeE8,
            final long maxPriceTicks,
            final long maxQuantityLots,
            final long referencePriceTicks) {
        final InstrumentDefinedEncoder message = new InstrumentDefinedEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.instrumentId(instrumentId)
                .symbol(symbol)
                .tickSizeE8(tickSizeE8)
                .lotSizeE8(lotSizeE8)
                .maxPriceTicks(maxPriceTicks)
                .maxQuantityLots(maxQuantityLots)
                .referencePriceTicks(referencePriceTicks)
                .multiplier(1)
                .cutOffSeconds(0)
                .assetClass(AssetClass.EQUITY)
                .currency("USD");
        return apply(message.encodedLength());
    }

    /** A mutual fund whose shares cost about as much as {@link #ACME}. */
    Step fund(final int instrumentId, final String symbol, final int cutOffSeconds) {
        final InstrumentDefinedEncoder message = new InstrumentDefinedEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.instrumentId(instrumentId)
                .symbol(symbol)
                .tickSizeE8(TICK_E8)
                .lotSizeE8(E8)
                .maxPriceTicks(MAX_PRICE)
                .maxQuantityLots(MAX_QUANTITY)
                .referencePriceTicks(REFERENCE_PRICE)
                .multiplier(1)
                .cutOffSeconds(cutOffSeconds)
                .assetClass(AssetClass.MUTUAL_FUND)
                .currency("USD");
        return apply(message.encodedLength());
    }

    Step account(final long accountId, final long clientId) {
        final AccountDefinedEncoder message = new AccountDefinedEncoder().wrapAndApplyHeader(buffer, 0, header);
        return apply(message.accountId(accountId).clientId(clientId).encodedLength());
    }

    VenuePuppet venue(final int venueId) {
        if (!engine.knowsVenue(venueId)) {
            defineVenue(venueId);
        }
        return new VenuePuppet(this, venueId);
    }

    Step defineVenue(final int venueId) {
        final VenueDefinedEncoder message = new VenueDefinedEncoder().wrapAndApplyHeader(buffer, 0, header);
        return apply(message.venueId(venueId).encodedLength());
    }

    Step cash(final long accountId, final long amountMicros) {
        return cash(accountId, ++lastAdjustmentId, amountMicros);
    }

    Step cash(final long accountId, final long adjustmentId, final long amountMicros) {
        final CashAdjustedEncoder message = new CashAdjustedEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.accountId(accountId).adjustmentId(adjustmentId).amountMicros(amountMicros);
        return apply(message.encodedLength());
    }

    Step position(final long accountId, final int instrumentId, final long lots) {
        return position(accountId, ++lastAdjustmentId, instrumentId, lots);
    }

    Step position(final long accountId, final long adjustmentId, final int instrumentId, final long lots) {
        final PositionAdjustedEncoder message = new PositionAdjustedEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.accountId(accountId)
                .adjustmentId(adjustmentId)
                .instrumentId(instrumentId)
                .quantityLots(lots);
        return apply(message.encodedLength());
    }

    void keepNoInputs() {
        keepsInputs = false;
    }

    long nextVenueSeq() {
        return ++lastVenueSeq;
    }

    /** Applies the message in {@link #buffer}. */
    Step apply(final int bodyLength) {
        return applyBytes(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }

    Step applyBytes(final byte[] message) {
        return applyBytes(new UnsafeBuffer(message), 0, message.length);
    }

    private Step applyBytes(final org.agrona.DirectBuffer source, final int offset, final int length) {
        final byte[] copy = new byte[length];
        source.getBytes(offset, copy);
        if (keepsInputs) {
            inputs.add(copy);
        }
        feed(source, offset, length);
        return new Step(output.take());
    }

    /** Applies an input and leaves what was said with the output. */
    void feed(final org.agrona.DirectBuffer source, final int offset, final int length) {
        pauses = 0;
        sequence++;
        timestampNs += 1_000 + (sequence % 16 == 0 ? leapNs : 0);
        output.beginInput();
        boolean done = engine.onCommand(sequence, timestampNs, source, offset, length);
        while (!done) {
            if (++pauses > ROUNDS_MAX) {
                throw new AssertionError("input " + sequence + " is not done after " + pauses + " rounds");
            }
            output.beginResume();
            done = engine.resume();
        }
    }

    /** The engine's snapshot, record by record. */
    List<byte[]> snapshot() {
        return snapshot(engine);
    }

    static List<byte[]> snapshot(final TradingEngine engine) {
        final List<byte[]> records = new ArrayList<>();
        engine.writeSnapshot((buffer, offset, length) -> {
            if (length > TradingEngine.MAX_SNAPSHOT_RECORD_BYTES) {
                throw new AssertionError("a snapshot record of " + length + " bytes");
            }
            final byte[] copy = new byte[length];
            buffer.getBytes(offset, copy);
            records.add(copy);
        });
        return records;
    }

    /** A driver whose engine is loaded from a snapshot. */
    static EngineDriver load(final List<byte[]> snapshot, final RecordingOutput output) {
        final EngineDriver driver = new EngineDriver(output);
        for (final byte[] record : snapshot) {
            driver.engine.loadSnapshotRecord(new UnsafeBuffer(record), 0, record.length);
        }
        driver.engine.snapshotLoaded();
        output.publicBooks.start(driver.engine);
        driver.sequence = driver.engine.sequence();
        driver.timestampNs = driver.engine.timestampNs();
        return driver;
    }

    /** A driver with the same state, by way of a snapshot, that knows what this one has given out. */
    EngineDriver reloaded() {
        final EngineDriver driver = load(snapshot(), new RecordingOutput(RecordingOutput.ALWAYS));
        driver.lastAdjustmentId = lastAdjustmentId;
        driver.lastVenueSeq = lastVenueSeq;
        return driver;
    }

    long freeCash(final long accountId) {
        return engine.account(accountId).buyingPowerMicros();
    }

    long cashOf(final long accountId) {
        return engine.account(accountId).cashMicros();
    }

    long reservedCash(final long accountId) {
        return engine.account(accountId).reservedMicros();
    }

    long lots(final long accountId) {
        return engine.account(accountId).position(ACME).quantityLots();
    }

    long freeLots(final long accountId) {
        return engine.account(accountId).position(ACME).freeLots();
    }

    /** Money of a quantity of {@link #ACME} in micros. */
    static long cost(final long priceTicks, final long lots) {
        return priceTicks * lots * MICROS_PER_TICK_LOT;
    }
}
