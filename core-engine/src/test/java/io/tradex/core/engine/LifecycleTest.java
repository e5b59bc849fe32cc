package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.Checkpoint;
import io.tradex.core.engine.Said.Refused;
import io.tradex.core.engine.Said.State;
import io.tradex.protocol.journal.AccountDefinedEncoder;
import io.tradex.protocol.journal.CashAdjustedEncoder;
import io.tradex.protocol.journal.CheckpointEncoder;
import io.tradex.protocol.journal.EndOfDayEncoder;
import io.tradex.protocol.journal.EngineConfiguredDecoder;
import io.tradex.protocol.journal.EngineConfiguredEncoder;
import io.tradex.protocol.journal.EpochStartedEncoder;
import io.tradex.protocol.journal.InstrumentDefinedEncoder;
import io.tradex.protocol.journal.PositionAdjustedEncoder;
import io.tradex.protocol.journal.VenueDefinedEncoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SessionRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleTest {
    private static final RejectReason INVALID = RejectReason.INVALID_DEFINITION;

    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);

    @Test
    void shouldRefuseReferenceDataAndSessionsBeforeItIsConfigured() {
        final EngineDriver fresh = new EngineDriver();

        final Step step = fresh.open(1, 7, SessionRole.TRADER, false);

        assertEquals(RejectReason.NOT_PERMITTED, step.refused().reason());
        assertEquals(RejectReason.NOT_PERMITTED, fresh.account(1, 1).refused().reason());
        assertEquals(RejectReason.NOT_PERMITTED, fresh.defineVenue(1).refused().reason());
    }

    @Test
    void shouldStopAtASequenceOrTimeThatDoesNotFollow() {
        final UnsafeBuffer input = new UnsafeBuffer(driver.inputs.get(0));
        final TradingEngine engine = driver.engine;
        final long next = driver.sequence + 1;
        final long now = driver.timestampNs;

        assertThrows(InvariantViolation.class, () -> engine.onCommand(next + 1, now, input, 0, input.capacity()));
        assertThrows(InvariantViolation.class, () -> engine.onCommand(next - 1, now, input, 0, input.capacity()));
        final InvariantViolation early = assertThrows(
                InvariantViolation.class, () -> engine.onCommand(next, now - 1, input, 0, input.capacity()));
        assertEquals(next, early.sequence());
        assertTrue(engine.onCommand(next, now, input, 0, input.capacity()), "the same time will do");
    }

    @Test
    void shouldExpireDayOrdersAndForgetFinishedOnesAtEndOfDay() {
        alice.buy(1, 10, 100);
        alice.buy(2, 10, 90);
        alice.cancel(3, 2);
        bob.sell(1, 4, 100);
        final Said.VenueRequest routed = alice.buyAt(1, 4, 10, 100).request();

        final Step step = driver.endOfDay(20261121);

        assertEquals(List.of(new State(ExecType.EXPIRED, OrdStatus.EXPIRED, 10, 4, 0, 0)), step.states());
        assertEquals(RejectReason.END_OF_DAY, step.report().reason());
        assertEquals(0, driver.engine.instrument(EngineDriver.ACME).book().orders());
        assertEquals(
                EngineDriver.cost(100, 10), alice.reservedCash(), "the routed order lives until its venue ends it");
        assertEquals(RejectReason.UNKNOWN_ORDER, alice.status(1).report().reason());
        assertEquals(RejectReason.UNKNOWN_ORDER, alice.status(2).report().reason());
        assertEquals(OrdStatus.PENDING_NEW, alice.status(4).report().ordStatus());
        driver.venue(1).ends(routed, ExecType.DONE_FOR_DAY, OrdStatus.DONE_FOR_DAY, 0);
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldExpireInSlicesWhenTheOutputIsFull() {
        final EngineDriver tight = new EngineDriver(RecordingOutput.ONE_STEP).makeReady();
        final Trader trader = tight.trader(7);
        for (int i = 1; i <= 10; i++) {
            trader.buy(i, 1, 100);
        }

        assertEquals(10, tight.endOfDay(1).reports().size());
        assertEquals(9, tight.pauses);
        assertEquals(RejectReason.UNKNOWN_ORDER, trader.status(3).report().reason());
    }

    @Test
    void shouldEndEachDayOnce() {
        driver.endOfDay(20261121);
        alice.buy(1, 10, 100);

        assertEquals(
                new Refused(EndOfDayEncoder.TEMPLATE_ID, INVALID, 20261121),
                driver.endOfDay(20261121).refused());
        assertEquals(1, driver.engine.instrument(EngineDriver.ACME).book().orders());
    }

    @Test
    void shouldStartHigherEpochsOnlyAndSkipIdsThatWereCut() {
        final long before = alice.buy(1, 10, 100).report().orderId();

        assertEquals(
                new Refused(EpochStartedEncoder.TEMPLATE_ID, INVALID, 1),
                driver.epoch(1).refused());
        assertEquals(List.of(), driver.epoch(2).said());

        final Said.Delta delta = alice.buy(2, 10, 100).only(Said.Delta.class);
        assertEquals(2, driver.engine.epoch());
        assertEquals(2, delta.epoch());
        assertTrue(delta.orderId() - before > 1_000_000, "orderId " + delta.orderId());
    }

    @Test
    void shouldEmitACheckpointEveryNInputsAndCompareItWhenItComesBack() {
        driver.configure(EngineDriver.ORDER_CAPACITY, EngineDriver.OUTCOME_WINDOW, 5);
        final List<Checkpoint> emitted = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            emitted.addAll(alice.buy(i, 1, 100).all(Checkpoint.class));
        }

        assertEquals(4, emitted.size());
        for (final Checkpoint checkpoint : emitted) {
            assertEquals(0, checkpoint.inputSeq() % 5);
            assertEquals(
                    0,
                    driver.checkpoint(checkpoint.inputSeq(), checkpoint.stateHash())
                            .all(Refused.class)
                            .size());
        }
        assertEquals(4, driver.engine.checkpointsCompared());
    }

    @Test
    void shouldCompareACheckpointThatCameFromBeforeASnapshot() {
        driver.configure(EngineDriver.ORDER_CAPACITY, EngineDriver.OUTCOME_WINDOW, 5);
        Step step;
        do {
            step = bob.status(1);
        } while (step.all(Checkpoint.class).isEmpty());
        final Checkpoint checkpoint = step.only(Checkpoint.class);
        final EngineDriver loaded = driver.reloaded();

        loaded.checkpoint(checkpoint.inputSeq(), checkpoint.stateHash());

        assertEquals(1, loaded.engine.checkpointsCompared());
    }

    @Test
    void shouldStopAtACheckpointThatIsNotItsOwn() {
        driver.configure(EngineDriver.ORDER_CAPACITY, EngineDriver.OUTCOME_WINDOW, 1);
        final Checkpoint checkpoint = alice.buy(1, 1, 100).only(Checkpoint.class);

        final InvariantViolation violation = assertThrows(
                InvariantViolation.class, () -> driver.checkpoint(checkpoint.inputSeq(), checkpoint.stateHash() + 1));

        assertEquals(driver.sequence, violation.sequence());
        assertTrue(violation.getMessage().contains("input " + checkpoint.inputSeq()), violation.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "3", "999"})
    void shouldRefuseACheckpointOfAnInputItHasNoHashOf(final long sequence) {
        assertEquals(
                new Refused(CheckpointEncoder.TEMPLATE_ID, INVALID, sequence),
                driver.checkpoint(sequence, 1).refused());
    }

    @ParameterizedTest
    @CsvSource({
        // orders, window, checkpoints, heartbeat, collar, executions
        "0,        64,     0,           250,       500,    1024",
        "1023,     64,     0,           250,       500,    1024",
        "20000000, 64,     0,           250,       500,    1024",
        "1024,     0,      0,           250,       500,    1024",
        "1024,     65,     0,           250,       500,    1024",
        "1024,     128,    0,           250,       500,    1024",
        "1024,     131072, 0,           250,       500,    1024",
        "1024,     64,     -1,          250,       500,    1024",
        "1024,     64,     0,           0,         500,    1024",
        "1024,     64,     0,           250,       -1,     1024",
        "1024,     64,     0,           250,       10001,  1024",
        "1024,     64,     0,           250,       500,    1023",
        "1024,     64,     0,           250,       500,    20000000",
    })
    void shouldRefuseSettingsThatMakeNoSense(
            final int orders,
            final int window,
            final int checkpoints,
            final int heartbeatMs,
            final int collarBps,
            final int executions) {
        final long hash = driver.engine.stateHash();

        assertEquals(
                new Refused(EngineConfiguredEncoder.TEMPLATE_ID, INVALID, orders),
                driver.configure(orders, window, checkpoints, heartbeatMs, collarBps, executions)
                        .refused());
        assertEquals(hash, driver.engine.stateHash());
    }

    @Test
    void shouldGrowAndKnowItsSettings() {
        final EngineDriver small = new EngineDriver().makeReady(2, 64);
        final Trader trader = small.trader(7);
        trader.buy(1, 1, 100);
        trader.buy(2, 1, 100);

        small.configure(4, 64, 100, 333, 50, 2048);

        assertEquals(OrdStatus.NEW, trader.buy(3, 1, 100).report().ordStatus());
        assertEquals(
                new State(ExecType.CANCELED, OrdStatus.CANCELED, 1, 0, 0, 0),
                trader.cancel(9, 1).report().state());
        final EngineConfiguredDecoder settings = new EngineConfiguredDecoder();
        final UnsafeBuffer message = new UnsafeBuffer(new byte[64]);
        new EngineConfiguredEncoder()
                .wrapAndApplyHeader(message, 0, small.header)
                .orderCapacity(4)
                .outcomeWindow(64)
                .checkpointInterval(100)
                .heartbeatIntervalMs(333)
                .marketCollarBps(50)
                .executionCapacity(2048);
        assertTrue(small.engine.isConfiguredAs(settings.wrapAndApplyHeader(message, 0, new MessageHeaderDecoder())));
        assertFalse(driver.engine.isConfiguredAs(settings));
    }

    @Test
    void shouldRefuseDefinitionsThatContradictEarlierOnes() {
        final long hash = driver.engine.stateHash();

        assertEquals(
                new Refused(InstrumentDefinedEncoder.TEMPLATE_ID, INVALID, EngineDriver.ACME),
                driver.instrument(EngineDriver.ACME, "ACME", 1_000_000, EngineDriver.E8, 10, 10, 0)
                        .refused());
        assertEquals(
                new Refused(InstrumentDefinedEncoder.TEMPLATE_ID, INVALID, 5),
                driver.instrument(5, "X", 1_000_000, EngineDriver.E8, 10, 10, 11)
                        .refused());
        assertEquals(
                new Refused(InstrumentDefinedEncoder.TEMPLATE_ID, INVALID, 5),
                driver.instrument(5, "X", 0, EngineDriver.E8, 10, 10, 0).refused());
        assertEquals(
                new Refused(AccountDefinedEncoder.TEMPLATE_ID, INVALID, alice.accountId),
                driver.account(alice.accountId, 9).refused());
        assertEquals(
                new Refused(AccountDefinedEncoder.TEMPLATE_ID, INVALID, 0),
                driver.account(0, 9).refused());
        assertEquals(
                new Refused(VenueDefinedEncoder.TEMPLATE_ID, INVALID, 1),
                driver.defineVenue(1).refused());
        assertEquals(
                new Refused(VenueDefinedEncoder.TEMPLATE_ID, INVALID, 65),
                driver.defineVenue(65).refused());
        assertEquals(hash, driver.engine.stateHash());
        assertTrue(driver.engine.knowsInstrument(EngineDriver.ACME));
        assertFalse(driver.engine.knowsInstrument(5));
        assertTrue(driver.engine.knowsAccount(alice.accountId));
        assertTrue(driver.engine.knowsVenue(1));
        assertFalse(driver.engine.knowsVenue(64));
    }

    @Test
    void shouldApplyAnAdjustmentOnceAndNeverTakeWhatIsReserved() {
        final EngineDriver bank = EngineDriver.ready();
        bank.account(1, 7);
        final int cash = CashAdjustedEncoder.TEMPLATE_ID;

        bank.cash(1, 5, 1_000_000);
        assertEquals(5, bank.engine.lastAdjustmentId(1));
        assertEquals(
                new Refused(cash, RejectReason.SEQUENCE_NOT_RISING, 5),
                bank.cash(1, 5, 1_000_000).refused());
        assertEquals(
                new Refused(cash, RejectReason.UNKNOWN_ACCOUNT, 2),
                bank.cash(2, 6, 1).refused());
        bank.open(70, 7, 1, false).buy(1, 1, 60);
        assertEquals(
                new Refused(cash, RejectReason.INSUFFICIENT_BUYING_POWER, -400_001),
                bank.cash(1, 6, -400_001).refused());
        assertEquals(List.of(), bank.cash(1, 7, -400_000).said());
        assertEquals(0, bank.freeCash(1));
        assertEquals(
                new Refused(cash, RejectReason.INSUFFICIENT_BUYING_POWER, Long.MAX_VALUE),
                bank.cash(1, 8, Long.MAX_VALUE).refused());
        assertEquals(
                new Refused(cash, RejectReason.INSUFFICIENT_BUYING_POWER, Long.MIN_VALUE),
                bank.cash(1, 8, Long.MIN_VALUE).refused());
    }

    @Test
    void shouldNeverTakePositionThatIsReserved() {
        final int position = PositionAdjustedEncoder.TEMPLATE_ID;
        alice.sell(1, 9_000, 100);

        assertEquals(
                new Refused(position, RejectReason.INSUFFICIENT_POSITION, -1_001),
                driver.position(alice.accountId, EngineDriver.ACME, -1_001).refused());
        assertEquals(
                List.of(),
                driver.position(alice.accountId, EngineDriver.ACME, -1_000).said());
        assertEquals(0, alice.freeLots());
        assertEquals(
                new Refused(position, RejectReason.UNKNOWN_INSTRUMENT, 44),
                driver.position(alice.accountId, 44, 1).refused());
        assertEquals(
                new Refused(position, RejectReason.INSUFFICIENT_POSITION, Long.MAX_VALUE),
                driver.position(alice.accountId, EngineDriver.ACME, Long.MAX_VALUE)
                        .refused());
    }

    @Test
    void shouldShowEveryKnownOrderAsItWasLastPublished() {
        alice.buy(1, 10, 100);
        alice.buy(2, 10, 90);
        alice.cancel(3, 2);
        alice.send(alice.newOrder(4).instrumentId(9));
        final Said.Delta rejected = newestRow(driver.engine);
        driver.instrument(9, "LATER", EngineDriver.TICK_E8, EngineDriver.E8, 10, 10, 0);

        final List<Said> rows = rows(driver.engine);

        assertEquals(3, rows.size());
        assertTrue(rows.contains(rejected));
        assertEquals(rows, rows(driver.reloaded().engine));
    }

    private static Said.Delta newestRow(final TradingEngine engine) {
        return rows(engine).stream()
                .map(Said.Delta.class::cast)
                .max(Comparator.comparingLong(Said.Delta::outSeq))
                .orElseThrow();
    }

    private static List<Said> rows(final TradingEngine engine) {
        final RecordingOutput rows = new RecordingOutput(RecordingOutput.ALWAYS);
        rows.beginInput();
        engine.forEachOrder(rows);
        return rows.take();
    }
}
