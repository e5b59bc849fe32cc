package io.tradex.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class EdgeRelayTest {
    @Test
    void shouldEndRatherThanGoOnAfterAFaultThatNothingExpects() throws InterruptedException {
        final ScriptedCore core = new ScriptedCore(System::nanoTime, 10);
        final DeltaFeed broken = new DeltaFeed() {
            @Override
            public int poll(final FrameHandler handler, final int limit) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void close() {}
        };
        try (EdgeRelay relay = relay(0, broken, core.session())) {
            assertTrue(relay.awaitEnd(10_000));
            assertEquals("broken", relay.fault().getCause().getMessage());
            assertTrue(relay.metrics().contains("\"live\":false"));
        }
    }

    @Test
    void shouldEndInOrderWhenClosed() throws InterruptedException {
        final ScriptedCore core = new ScriptedCore(System::nanoTime, 10);
        final EdgeRelay relay = relay(0, core.feed(), core.session());
        relay.close();
        relay.close();
        assertTrue(relay.awaitEnd(10_000));
        assertNull(relay.fault());
    }

    @Test
    void shouldSayWhichAddressIsTaken() throws Exception {
        final ScriptedCore core = new ScriptedCore(System::nanoTime, 10);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final IllegalStateException refused = assertThrows(
                    IllegalStateException.class, () -> relay(taken.getLocalPort(), core.feed(), core.session()));
            assertTrue(refused.getMessage().contains("http.port=" + taken.getLocalPort()), refused.getMessage());
        }
    }

    private static EdgeRelay relay(final int port, final DeltaFeed feed, final CoreSession session) {
        return new EdgeRelay(
                HttpSettings.defaults().withPort(port),
                FollowerSettings.defaults(),
                new RelayToken(RelayHarness.TOKEN),
                feed,
                session,
                new RelayCounters());
    }
}
