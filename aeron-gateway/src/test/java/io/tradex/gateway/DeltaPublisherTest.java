package io.tradex.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.tradex.protocol.state.OrderDeltaEncoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaPublisherTest {
    private static final int STREAM_ID = 1002;

    private static TestDriver driver;

    /** Another machine: relays of one driver share what the network brings. */
    private static TestDriver otherDriver;

    private final GatewayCounters counters = new GatewayCounters();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final int length;

    DeltaPublisherTest() {
        final OrderDeltaEncoder delta = new OrderDeltaEncoder();
        delta.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).outSeq(1);
        length = MessageHeaderEncoder.ENCODED_LENGTH + delta.encodedLength();
    }

    @BeforeAll
    static void startDrivers(@TempDir final Path directory) {
        driver = new TestDriver(directory.resolve("one"));
        otherDriver = new TestDriver(directory.resolve("other"));
    }

    @AfterAll
    static void stopDrivers() {
        otherDriver.close();
        driver.close();
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (final SocketException ex) {
            throw new AssertionError(ex);
        }
    }

    @Test
    void shouldPublishByMulticastAndNotWaitForASlowRelay() {
        final String channel = "aeron:udp?endpoint=224.20.30.41:" + freePort() + "|interface=127.0.0.1";
        publishPastAStalledRelay(channel, channel);
    }

    @Test
    void shouldPublishByMultiDestinationCastAndNotWaitForASlowRelay() {
        final String control = "control=127.0.0.1:" + freePort() + "|control-mode=dynamic";
        publishPastAStalledRelay("aeron:udp?" + control, "aeron:udp?endpoint=127.0.0.1:0|" + control);
    }

    private void publishPastAStalledRelay(final String channel, final String relayChannel) {
        final int deltaCount = 1_000;
        try (DeltaPublisher deltas = publisher(channel);
                Subscription fast = driver.aeron().addSubscription(relayChannel, STREAM_ID);
                Subscription stalled = otherDriver.aeron().addSubscription(relayChannel, STREAM_ID)) {
            final Runnable step = () -> {
                driver.step();
                otherDriver.step();
                deltas.doWork();
            };
            TestDriver.await(
                    "both relays", () -> deltas.isConnected() && fast.isConnected() && stalled.isConnected(), step);
            final long[] received = new long[1];
            final FragmentHandler count = (frame, offset, frameLength, header) -> received[0]++;
            for (int i = 1; i <= deltaCount; i++) {
                final int expected = i;
                deltas.onDelta(buffer, 0, length);
                TestDriver.await(
                        "delta " + i,
                        () -> {
                            fast.poll(count, 10);
                            return received[0] == expected;
                        },
                        step);
            }
            assertEquals(deltaCount, counters.get(GatewayCounter.DELTAS_SENT));

            // Now nobody reads: what does not fit is dropped at once.
            for (int i = 0; i < deltaCount; i++) {
                deltas.onDelta(buffer, 0, length);
                step.run();
            }
            final long dropped = counters.get(GatewayCounter.DELTAS_BACK_PRESSURED);
            assertTrue(dropped > 0, "nothing was dropped");
            assertEquals(2 * deltaCount, counters.get(GatewayCounter.DELTAS_SENT) + dropped);
        }
    }

    private DeltaPublisher publisher(final String channel) {
        final GatewayConfiguration configuration = GatewayConfiguration.builder()
                .deltaChannel(channel + "|term-length=64k")
                .deltaStreamId(STREAM_ID)
                .build();
        return new DeltaPublisher(configuration, driver.aeron(), counters);
    }

    @Test
    void shouldCountWhatIsDroppedBeforeARelayListens() {
        try (DeltaPublisher deltas = publisher("aeron:udp?control=127.0.0.1:" + freePort() + "|control-mode=dynamic")) {
            deltas.onDelta(buffer, 0, length);
            TestDriver.await("the publication", () -> deltas.doWork() > 0, driver::step);
            deltas.onDelta(buffer, 0, length);
        }
        assertEquals(2, counters.get(GatewayCounter.DELTAS_NOT_CONNECTED));
    }
}
