package io.tradex.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.market.BookDepth;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody may ask without a session: a snapshot of a book. */
class BookRequestTest {
    private static final int PER_SECOND = 10;

    private static TestDriver driver;

    private GatewayHarness gateway;
    private RawClient client;

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
        gateway = new GatewayHarness(driver, GatewayConfiguration.builder().snapshotRequestsPerSecond(PER_SECOND));
        client = new RawClient(gateway, GatewayHarness.TRADER, 1);
    }

    @AfterEach
    void stopGateway() {
        client.close();
        gateway.close();
    }

    @Test
    void shouldHandOnARequestOfAClientWithoutASession() {
        client.sendBookRequest(7, BookDepth.LEVELS);
        client.sendBookRequest(8, BookDepth.ORDERS);
        client.settle();

        assertEquals(List.of("7 LEVELS", "8 ORDERS"), gateway.snapshotRequests);
        assertEquals(2, gateway.count(GatewayCounter.SNAPSHOT_REQUESTS_ACCEPTED));
        assertTrue(gateway.commands.isEmpty());
    }

    @Test
    void shouldLetASessionAskAsWell() {
        client.logon();
        client.sendBookRequest(7, BookDepth.TOP);
        client.sendOrder(1);
        client.await("the report", () -> client.reports.size() == 1);

        assertEquals(List.of("7 TOP"), gateway.snapshotRequests);
        assertTrue(client.rejects.isEmpty());
    }

    @Test
    void shouldDropRequestsPastTheRate() {
        for (int i = 0; i < 3 * PER_SECOND; i++) {
            client.sendBookRequest(i + 1, BookDepth.LEVELS);
        }
        client.settle();
        assertEquals(PER_SECOND, gateway.snapshotRequests.size());
        assertEquals(2 * PER_SECOND, gateway.count(GatewayCounter.SNAPSHOT_REQUESTS_RATE_LIMITED));

        gateway.nowNs += 1_000 * GatewayHarness.MS;
        client.sendBookRequest(1, BookDepth.LEVELS);
        client.settle();
        assertEquals(PER_SECOND + 1, gateway.snapshotRequests.size());
    }

    @Test
    void shouldCountARequestThatThereIsNoRoomFor() {
        gateway.snapshotRequestsHaveRoom = false;
        client.sendBookRequest(7, BookDepth.LEVELS);
        client.settle();
        assertEquals(1, gateway.count(GatewayCounter.SNAPSHOT_REQUESTS_REFUSED));
    }

    @Test
    void shouldRefuseARequestCutAtEveryLength() {
        final int fullLength = client.encodeBookRequest(7, BookDepth.LEVELS);
        for (int length = 0; length < fullLength; length++) {
            client.sendFrame(length);
        }
        client.sendFrame(fullLength + 1);
        client.settle();

        assertEquals(List.of(), gateway.snapshotRequests);
        assertEquals(fullLength, gateway.count(GatewayCounter.FRAMES_TRUNCATED));
        assertEquals(1, gateway.count(GatewayCounter.FRAMES_MALFORMED));
    }
}
