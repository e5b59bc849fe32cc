package io.tradex.gateway;

import static io.tradex.gateway.GatewayHarness.OTHER_TRADER;
import static io.tradex.gateway.GatewayHarness.RELAY;
import static io.tradex.gateway.GatewayHarness.TRADER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.gateway.GatewayHarness.SessionLost;
import io.tradex.protocol.types.SessionEndReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplyPublisherTest {
    private static final int REPLY_QUEUE_BYTES = 16 * 1024;

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
                driver, GatewayConfiguration.builder().maxSessions(8).replyQueueBytes(REPLY_QUEUE_BYTES));
    }

    @AfterEach
    void stopGateway() {
        clients.forEach(RawClient::close);
        gateway.close();
    }

    private RawClient loggedOn(final long clientId) {
        final RawClient client = new RawClient(gateway, clientId, 100 + clients.size());
        clients.add(client);
        client.logon();
        return client;
    }

    /** Replies to a client that does not read until some had to be queued; returns how many. */
    private int replyUntilQueued(final RawClient client) {
        client.reading = false;
        int replies = 0;
        while (gateway.count(GatewayCounter.REPLIES_QUEUED) < 20) {
            gateway.sendReport(client.sessionId, 0, replies++);
            gateway.step();
        }
        return replies;
    }

    @Test
    void shouldQueueRepliesForASlowClientAndDeliverThemInOrder() {
        final RawClient client = loggedOn(TRADER);
        final int replies = replyUntilQueued(client);

        client.reading = true;
        client.await("every reply", () -> client.reports.size() == replies);

        assertEquals(
                IntStream.range(0, replies).mapToObj(Long::valueOf).toList(),
                IntStream.range(0, replies).mapToObj(client::reportClOrdId).toList());
        assertTrue(gateway.lost.isEmpty());
        assertEquals(replies + 1, gateway.count(GatewayCounter.REPLIES_SENT), "the LogonAccepted counts too");
    }

    @Test
    void shouldCloseOnlyTheClientThatStalls() {
        final RawClient stalled = loggedOn(TRADER);
        final RawClient healthy = loggedOn(OTHER_TRADER);
        stalled.reading = false;

        int orders = 0;
        while (gateway.lost.isEmpty()) {
            assertTrue(orders < 10_000, "a client that reads nothing was never closed");
            gateway.sendReport(stalled.sessionId, 0, orders);
            healthy.sendOrder(++orders);
            final int expected = orders;
            healthy.await("the healthy client's report", () -> healthy.reports.size() == expected);
        }
        healthy.sendOrder(orders + 1);
        final int expected = orders + 1;
        healthy.await("the healthy client's next report", () -> healthy.reports.size() == expected);

        assertEquals(List.of(new SessionLost(stalled.sessionId, SessionEndReason.REPLY_QUEUE_FULL)), gateway.lost);
        stalled.sendOrder(1);
        stalled.settle();
        assertEquals(expected, gateway.commands.size(), "a closed session still traded");
        final long dropped = gateway.count(GatewayCounter.REPLIES_DROPPED);
        gateway.sendReport(stalled.sessionId, 0, 1);
        assertEquals(dropped + 1, gateway.count(GatewayCounter.REPLIES_DROPPED));
    }

    @Test
    void shouldRetryTheEndOfASessionUntilTheCoreHasRoom() {
        final RawClient client = loggedOn(TRADER);
        client.reading = false;
        gateway.eventsHaveRoom = () -> false;
        while (gateway.count(GatewayCounter.SESSIONS_REPLY_QUEUE_FULL) == 0) {
            gateway.sendReport(client.sessionId, 0, 1);
            gateway.step();
        }
        gateway.elapse(100);
        assertTrue(gateway.lost.isEmpty());

        gateway.eventsHaveRoom = () -> true;
        gateway.elapse(100);

        assertEquals(List.of(new SessionLost(client.sessionId, SessionEndReason.REPLY_QUEUE_FULL)), gateway.lost);
    }

    @Test
    void shouldTellTheMakerOfARelaysAnswerToWait() {
        final RawClient relay = loggedOn(RELAY);
        relay.reading = false;
        int sent = 0;
        while (gateway.offerReportToRelay(relay.sessionId, sent)) {
            sent++;
            gateway.step();
        }
        assertEquals(0, gateway.count(GatewayCounter.REPLIES_QUEUED));

        relay.reading = true;
        final int before = sent;
        relay.await("what was sent", () -> relay.reports.size() == before);
        relay.await("room", () -> gateway.offerReportToRelay(relay.sessionId, before));
        relay.await("the rest", () -> relay.reports.size() == before + 1);
        assertEquals(before, relay.reportClOrdId(before));
    }

    @Test
    void shouldSwallowAnAnswerToARelayThatIsGone() {
        final RawClient relay = loggedOn(RELAY);
        relay.sendLogout(1);
        relay.settle();
        assertFalse(gateway.replies.isOpen(relay.sessionId));
        gateway.elapse(600);

        assertTrue(gateway.offerReportToRelay(relay.sessionId, 1));
        assertTrue(gateway.offerReportToRelay(4711, 1));
        assertEquals(2, gateway.count(GatewayCounter.REPLIES_DROPPED));
    }

    @Test
    void shouldEndTheSessionOfAClientThatStopsListening() {
        final RawClient client = loggedOn(TRADER);
        client.subscription.close();
        client.reading = false;

        gateway.await("SessionLost", () -> {
            client.sendHeartbeat();
            gateway.nowNs += GatewayHarness.MS;
            return !gateway.lost.isEmpty();
        });

        assertEquals(List.of(new SessionLost(client.sessionId, SessionEndReason.DISCONNECTED)), gateway.lost);
    }

    @Test
    void shouldTellClientsThatTheCoreGoesDown() {
        final RawClient client = loggedOn(TRADER);

        gateway.replies.close();

        client.await("SessionTerminated", () -> !client.terminations.isEmpty());
        assertEquals(List.of((int) SessionEndReason.CORE_RESTARTED.value()), client.terminations);
    }
}
