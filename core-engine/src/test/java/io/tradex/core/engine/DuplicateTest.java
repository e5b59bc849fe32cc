package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.Refusal;
import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.State;
import io.tradex.protocol.entry.CancelRejectEncoder;
import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.MassCancelReportEncoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DuplicateTest {
    private static final int WINDOW = 8;

    private final EngineDriver driver =
            new EngineDriver(new RecordingOutput(RecordingOutput.ALWAYS).keepingBytes()).makeReady(16, WINDOW);
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);

    @Test
    void shouldAnswerEveryKindOfRequestAgainByteForByteAndApplyNothing() {
        assertAnsweredAgain(() -> alice.buy(1, 10, 100));
        assertAnsweredAgain(() -> alice.replace(2, 1, 20, 100));
        assertAnsweredAgain(() -> alice.cancel(3, 2));
        assertAnsweredAgain(() -> alice.massCancel(4, 0));
        assertAnsweredAgain(() -> alice.cancel(5, 999));
        assertAnsweredAgain(() -> alice.buy(6, 10, 1_000_001));
        assertAnsweredAgain(() -> alice.buyAt(1, 7, 10, 100));
        assertAnsweredAgain(() -> alice.cancel(8, 7));
    }

    @Test
    void shouldGiveTheFirstAnswerAlsoWhenTheOrderHasMovedOn() {
        alice.buy(1, 10, 100);
        bob.sell(1, 10, 100);

        final Step again = alice.buy(1, 10, 100);

        assertEquals(
                new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0),
                again.report().state());
        assertTrue(again.report().duplicate());
    }

    @Test
    void shouldGiveTheFirstAnswerToANewSessionOfTheClientAndAfterASnapshot() {
        alice.buy(1, 10, 100);
        driver.lost(alice.sessionId);
        final EngineDriver loaded = driver.reloaded();
        final Trader back = loaded.open(9_000, 7, alice.accountId, false);

        final Report again = back.buy(1, 10, 100).report();

        assertTrue(again.duplicate());
        assertEquals(9_000, again.sessionId());
        assertEquals(OrdStatus.NEW, again.ordStatus());
        assertEquals(1, loaded.engine.instrument(EngineDriver.ACME).book().orders());
    }

    @Test
    void shouldRefuseAClOrdIdThatWasUsedForAnotherKindOfRequest() {
        alice.buy(1, 10, 100);
        alice.cancel(2, 1);
        final Refusal one = new Refusal(RejectReason.DUPLICATE_CL_ORD_ID, 1, 0);
        final Refusal two = new Refusal(RejectReason.DUPLICATE_CL_ORD_ID, 2, 0);
        final long hash = driver.engine.stateHash();

        assertEquals(one, alice.cancel(1, 1).cancelReject().refusal());
        assertEquals(one, alice.replace(1, 1, 5, 100).cancelReject().refusal());
        assertEquals(one, alice.massCancel(1, 0).cancelReject().refusal());
        assertEquals(two, alice.buy(2, 10, 100).report().refusal());
        assertEquals(two, alice.replace(2, 1, 5, 100).cancelReject().refusal());
        assertEquals(hash, driver.engine.stateHash());
    }

    @Test
    void shouldLetAccountsUseTheSameClOrdId() {
        assertFalse(alice.buy(1, 10, 100).report().duplicate());
        assertFalse(bob.buy(1, 10, 100).report().duplicate());
    }

    @Test
    void shouldAnswerWithTheStatusOnceTheFirstAnswerIsOutOfTheWindow() {
        alice.buy(1, 10, 100);
        bob.sell(1, 4, 100);
        for (int i = 0; i < WINDOW; i++) {
            alice.massCancel(100 + i, 77);
        }
        final long hash = driver.engine.stateHash();

        final Report again = alice.buy(1, 10, 100).report();

        assertEquals(new State(ExecType.ORDER_STATUS, OrdStatus.PARTIALLY_FILLED, 10, 4, 6, 0), again.state());
        assertEquals(RejectReason.DUPLICATE_OUTCOME_EXPIRED, again.reason());
        assertTrue(again.duplicate());
        assertEquals(hash, driver.engine.stateHash());
    }

    @Test
    void shouldStillAnswerTheOldestRequestWithinTheWindow() {
        alice.buy(1, 10, 100);
        for (int i = 0; i < WINDOW - 1; i++) {
            alice.massCancel(100 + i, 77);
        }

        assertEquals(ExecType.NEW, alice.buy(1, 10, 100).report().execType());
    }

    @Test
    void shouldForgetARequestThatTouchesNoOrderOnceItsAnswerIsOutOfTheWindow() {
        alice.cancel(50, 999);
        for (int i = 0; i < WINDOW; i++) {
            alice.massCancel(100 + i, 77);
        }

        assertFalse(alice.cancel(50, 999).cancelReject().duplicate());
    }

    @Test
    void shouldForgetAnOrderThatIsEvictedFromAFullStoreOnceItsAnswerIsOutOfTheWindowToo() {
        alice.buy(1, 10, 100);
        alice.cancel(2, 1);
        // Sixteen more orders of bob's push alice's finished one out, but not her answers.
        for (int i = 1; i <= 16; i++) {
            bob.buy(i, 1, 100);
        }

        assertTrue(alice.buy(1, 10, 100).report().duplicate());
        assertEquals(RejectReason.UNKNOWN_ORDER, alice.status(1).report().reason());

        for (int i = 0; i < WINDOW; i++) {
            alice.massCancel(100 + i, 77);
        }
        bob.cancel(99, 1);
        assertFalse(alice.buy(1, 10, 100).report().duplicate());
    }

    @Test
    void shouldForgetFinishedOrdersInTheOrderInWhichTheyFinished() {
        for (int i = 1; i <= 16; i++) {
            alice.buy(i, 1, 100);
        }
        alice.cancel(20, 9);
        alice.cancel(21, 3);
        alice.buy(17, 1, 100);

        assertEquals(RejectReason.UNKNOWN_ORDER, alice.status(9).report().reason());
        assertEquals(OrdStatus.CANCELED, alice.status(3).report().ordStatus());
        assertEquals(OrdStatus.NEW, alice.status(1).report().ordStatus());
    }

    @Test
    void shouldKnowTheFirstAndTheLatestClOrdIdOfAReplacedOrderWhateverTheWindow() {
        alice.buy(1, 10, 100);
        alice.replace(2, 1, 11, 100);
        alice.replace(3, 2, 12, 100);
        for (int i = 0; i < WINDOW; i++) {
            alice.massCancel(100 + i, 77);
        }

        assertEquals(
                RejectReason.DUPLICATE_OUTCOME_EXPIRED,
                alice.buy(1, 10, 100).report().reason());
        assertEquals(
                RejectReason.DUPLICATE_OUTCOME_EXPIRED,
                alice.replace(3, 2, 12, 100).report().reason());
        // The one in between belongs to nothing any more.
        assertEquals(
                new State(ExecType.REPLACED, OrdStatus.NEW, 13, 0, 13, 0),
                alice.replace(2, 3, 13, 100).report().state());
    }

    @Test
    void shouldForgetTheDaysClOrdIdsAtEndOfDay() {
        alice.buy(1, 10, 100);
        alice.cancel(2, 1);
        driver.endOfDay(20261121);

        final Report report = alice.buy(1, 10, 100).report();

        assertFalse(report.duplicate());
        assertEquals(new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0), report.state());
        assertFalse(alice.cancel(2, 1).report().duplicate());
    }

    @Test
    void shouldKeepTheClOrdIdOfAnOrderThatOutlivesTheDayAtAVenue() {
        alice.buyAt(1, 1, 10, 100);
        driver.endOfDay(20261121);

        assertEquals(
                RejectReason.DUPLICATE_OUTCOME_EXPIRED,
                alice.buyAt(1, 1, 10, 100).report().reason());
    }

    private void assertAnsweredAgain(final Supplier<Step> request) {
        driver.output.takeBytes();
        final Step once = request.get();
        assertEquals(once.said().size(), driver.output.messagesKept());
        final byte[] first = answer(driver.output.takeBytes());
        final long hash = driver.engine.stateHash();

        final Step again = request.get();

        final List<byte[]> messages = driver.output.takeBytes();
        assertEquals(1, messages.size(), () -> "only the answer: " + again);
        // The first answer but for the command it now answers and the mark that it is a repetition.
        final UnsafeBuffer expected = new UnsafeBuffer(first);
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        header.wrap(expected, 0);
        switch (header.templateId()) {
            case ExecutionReportEncoder.TEMPLATE_ID ->
                new ExecutionReportEncoder()
                        .wrap(expected, MessageHeaderEncoder.ENCODED_LENGTH)
                        .clientSeq(alice.lastClientSeq())
                        .duplicate(io.tradex.protocol.types.BooleanType.T);
            case CancelRejectEncoder.TEMPLATE_ID ->
                new CancelRejectEncoder()
                        .wrap(expected, MessageHeaderEncoder.ENCODED_LENGTH)
                        .clientSeq(alice.lastClientSeq())
                        .duplicate(io.tradex.protocol.types.BooleanType.T);
            default ->
                new MassCancelReportEncoder()
                        .wrap(expected, MessageHeaderEncoder.ENCODED_LENGTH)
                        .clientSeq(alice.lastClientSeq())
                        .duplicate(io.tradex.protocol.types.BooleanType.T);
        }
        assertEquals(HexFormat.of().formatHex(first), HexFormat.of().formatHex(messages.get(0)));
        assertEquals(hash, driver.engine.stateHash());
    }

    private static byte[] answer(final List<byte[]> messages) {
        final List<byte[]> answers = messages.stream()
                .filter(m -> {
                    final MessageHeaderDecoder header = new MessageHeaderDecoder();
                    header.wrap(new UnsafeBuffer(m), 0);
                    return header.templateId() >= 20 && header.templateId() < 30;
                })
                .toList();
        assertEquals(1, answers.size());
        return Arrays.copyOf(answers.get(0), answers.get(0).length);
    }
}
