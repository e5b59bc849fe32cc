package io.tradex.gateway;

import static io.tradex.gateway.GatewayHarness.OTHER_TRADER;
import static io.tradex.gateway.GatewayHarness.RELAY;
import static io.tradex.gateway.GatewayHarness.TRADER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.gateway.GatewayHarness.SessionOpened;
import io.tradex.protocol.LogonProof;
import io.tradex.protocol.entry.LogonRequestEncoder;
import io.tradex.protocol.types.SessionRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogonTest {
    private static final int REJECT_DELAY_MS = 200;

    private static TestDriver driver;

    private final List<RawClient> clients = new ArrayList<>();
    private GatewayHarness gateway;

    @BeforeAll
    static void startDriver(@TempDir final Path directory) {
        driver = new TestDriver(directory);
    }

    @AfterAll
    static void stopDriver() {
        driver.close();
    }

    @BeforeEach
    void startGateway() {
        gateway = new GatewayHarness(
                driver,
                GatewayConfiguration.builder()
                        .maxSessions(4)
                        .maxPendingLogons(3)
                        .logonTimeoutMs(1_000)
                        .logonRejectDelayMs(REJECT_DELAY_MS)
                        .logonAttemptsPerSecond(10));
    }

    @AfterEach
    void stopGateway() {
        clients.forEach(RawClient::close);
        gateway.close();
    }

    private RawClient client(final long clientId) {
        final RawClient client = new RawClient(gateway, clientId, 100 + clients.size());
        clients.add(client);
        return client;
    }

    private RawClient challenged(final long clientId) {
        final RawClient client = client(clientId);
        client.requestLogon();
        client.await("a challenge", () -> client.challenges > 0);
        return client;
    }

    @Test
    void shouldOpenASessionForAClientThatProvesItsSecret() {
        final RawClient client = client(TRADER);
        client.logon();

        assertEquals(
                List.of(new SessionOpened(client.sessionId, client.correlationId, TRADER, SessionRole.TRADER, 0)),
                gateway.opened);
        assertEquals((GatewayHarness.START_NUMBER << 32) + 1, client.sessionId);
        assertEquals(1, gateway.count(GatewayCounter.SESSIONS_OPENED));
    }

    @Test
    void shouldGiveTheRoleOfTheCredentialNotOfTheClientsChoice() {
        client(RELAY).logon();

        assertEquals(SessionRole.RELAY, gateway.opened.get(0).role());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 600_000})
    void shouldTellTheCoreOfTheGracePeriod(final int graceMs) {
        final RawClient client = client(TRADER);

        client.requestLogon(client.replyChannel, graceMs);
        client.finishLogon();

        assertEquals(graceMs, gateway.opened.get(0).graceMs());
    }

    @Test
    void shouldTakeTheAbsenceOfAGracePeriodForNone() {
        final RawClient client = client(TRADER);

        client.requestLogon(client.replyChannel, LogonRequestEncoder.graceMsNullValue());
        client.finishLogon();

        assertEquals(0, gateway.opened.get(0).graceMs());
    }

    @Test
    void shouldLogOnAClientOfVersion1WithoutAGracePeriod() {
        final RawClient client = client(TRADER);

        client.requestLogonOfVersion1();
        client.finishLogon();

        assertEquals(
                List.of(new SessionOpened(client.sessionId, client.correlationId, TRADER, SessionRole.TRADER, 0)),
                gateway.opened);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 600_001, Integer.MAX_VALUE})
    void shouldRefuseAGracePeriodThatIsNotOne(final int graceMs) {
        final RawClient client = client(TRADER);

        client.requestLogon(client.replyChannel, graceMs);
        client.settle();

        assertEquals(1, gateway.count(GatewayCounter.FRAMES_MALFORMED));
        assertEquals(0, client.challenges);
    }

    @Test
    void shouldNeverUseASessionIdTwice() {
        final Set<Long> ids = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            final RawClient client = client(TRADER);
            client.logon();
            assertTrue(ids.add(client.sessionId), "session id used twice: " + client.sessionId);
            client.sendLogout(1);
            client.await("the end of the session", () -> {
                gateway.nowNs += GatewayHarness.MS;
                return !client.terminations.isEmpty();
            });
        }
        assertEquals(6, gateway.lost.size());
    }

    @Test
    void shouldRefuseAWrongSecretAfterTheDelayAndWithoutTellingTheCore() {
        final RawClient client = challenged(TRADER);

        client.respond(GatewayHarness.secretOf(OTHER_TRADER));
        client.settle();
        gateway.elapse(REJECT_DELAY_MS - 10);
        client.poll();
        assertFalse(client.rejected, "refused before the delay");

        gateway.elapse(20);
        client.await("LogonRejected", () -> client.rejected);
        assertTrue(gateway.opened.isEmpty());
        assertEquals(1, gateway.count(GatewayCounter.LOGONS_REJECTED));
    }

    @Test
    void shouldRefuseAnUnknownClientJustLikeAWrongSecret() {
        final RawClient client = challenged(4711);

        client.respond(GatewayHarness.secretOf(4711));
        client.settle();
        gateway.elapse(REJECT_DELAY_MS - 10);
        client.poll();
        assertFalse(client.rejected, "refused before the delay");

        gateway.elapse(20);
        client.await("LogonRejected", () -> client.rejected);
        assertTrue(gateway.opened.isEmpty());
    }

    @Test
    void shouldAllowOneTryForEachNonce() {
        final RawClient client = challenged(TRADER);

        client.respond(GatewayHarness.secretOf(OTHER_TRADER));
        client.respond(GatewayHarness.secretOf(TRADER));
        client.settle();
        gateway.elapse(REJECT_DELAY_MS + 10);
        client.await("LogonRejected", () -> client.rejected);

        assertTrue(gateway.opened.isEmpty());
        assertEquals(1, gateway.count(GatewayCounter.LOGONS_OUT_OF_TURN));
    }

    @Test
    void shouldIgnoreAReplayedChallengeResponse() {
        final RawClient client = client(TRADER);
        client.logon();

        client.respondWith(client.lastProof);
        client.settle();

        assertEquals(1, gateway.opened.size());
        assertEquals(1, gateway.count(GatewayCounter.LOGONS_OUT_OF_TURN));
    }

    @Test
    void shouldRefuseAProofThatWasOverheardOnAnotherConnection() {
        final RawClient victim = client(TRADER);
        victim.logon();
        final RawClient attacker = new RawClient(gateway, TRADER, victim.correlationId);
        clients.add(attacker);
        attacker.requestLogon(victim.replyChannel);
        victim.await("the attacker's challenge", () -> victim.challenges == 2);

        attacker.respondWith(victim.lastProof);
        attacker.settle();

        assertEquals(1, gateway.opened.size());
        assertEquals(1, gateway.count(GatewayCounter.LOGONS_REJECTED));
    }

    @Test
    void shouldIgnoreAResponseThatNobodyAskedFor() {
        final RawClient client = client(TRADER);

        client.respondWith(new byte[LogonProof.MAC_LENGTH]);
        client.settle();

        assertTrue(gateway.opened.isEmpty());
        assertEquals(1, gateway.count(GatewayCounter.LOGONS_OUT_OF_TURN));
    }

    @Test
    void shouldNotAnswerToAHostThatIsNotAllowed() {
        final RawClient client = client(TRADER);

        client.requestLogon("aeron:udp?endpoint=192.0.2.1:40001");
        client.settle();

        assertEquals(1, gateway.count(GatewayCounter.LOGONS_CHANNEL_REFUSED));
        assertEquals(0, client.challenges);
    }

    @Test
    void shouldForgetALogonThatIsNotFinishedInTime() {
        final RawClient client = challenged(TRADER);

        gateway.elapse(1_010);
        assertEquals(1, gateway.count(GatewayCounter.LOGONS_EXPIRED));
        client.respond(GatewayHarness.secretOf(TRADER));
        client.settle();

        assertTrue(gateway.opened.isEmpty());
    }

    @Test
    void shouldBoundLogonsUnderWay() {
        for (int i = 0; i < 5; i++) {
            client(TRADER).requestLogon();
        }
        clients.forEach(RawClient::settle);

        assertEquals(2, gateway.count(GatewayCounter.LOGONS_PENDING_FULL));
    }

    @Test
    void shouldLimitTheRateOfLogonsAndRecover() {
        final RawClient flooder = client(TRADER);
        for (int i = 0; i < 100; i++) {
            flooder.requestLogon("aeron:udp?endpoint=192.0.2.1:40001");
        }
        flooder.settle();
        assertEquals(10, gateway.count(GatewayCounter.LOGONS_CHANNEL_REFUSED));
        assertEquals(90, gateway.count(GatewayCounter.LOGONS_RATE_LIMITED));

        gateway.nowNs += 200 * GatewayHarness.MS;
        final RawClient honest = client(OTHER_TRADER);
        honest.logon();
        assertEquals(OTHER_TRADER, gateway.opened.get(0).clientId());
    }

    @Test
    void shouldRefuseALogonWhenEverySessionIsTaken() {
        for (int i = 0; i < 4; i++) {
            client(TRADER).logon();
        }
        final RawClient fifth = challenged(OTHER_TRADER);
        fifth.respond(GatewayHarness.secretOf(OTHER_TRADER));
        fifth.settle();
        gateway.elapse(REJECT_DELAY_MS + 10);

        fifth.await("LogonRejected", () -> fifth.rejected);
        assertEquals(4, gateway.opened.size());
        assertEquals(1, gateway.count(GatewayCounter.LOGONS_SESSIONS_FULL));
    }

    @Test
    void shouldOfferTheOpenedSessionUntilTheCoreHasRoom() {
        final RawClient client = challenged(TRADER);
        gateway.sinkHasRoom = () -> false;
        client.respond(GatewayHarness.secretOf(TRADER));
        client.settle();
        gateway.elapse(100);
        assertTrue(gateway.opened.isEmpty());

        gateway.sinkHasRoom = () -> true;
        client.await("LogonAccepted", () -> client.accepted);
        assertEquals(1, gateway.opened.size());
    }

    @Test
    void shouldEndASessionThatTheCoreNeverAccepts() {
        gateway.acceptsLogons = false;
        final RawClient client = challenged(TRADER);
        client.respond(GatewayHarness.secretOf(TRADER));
        client.await("SessionOpened", () -> gateway.opened.size() == 1);

        gateway.elapse(900);
        assertTrue(gateway.lost.isEmpty(), "a client that does not know its session id yet has no heartbeat to send");
        gateway.elapse(200);
        assertEquals(1, gateway.lost.size());
    }
}
