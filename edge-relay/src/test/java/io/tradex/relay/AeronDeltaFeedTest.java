package io.tradex.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream over a real media driver, between two of them, as between core and relay. */
class AeronDeltaFeedTest {
    private static final int STREAM = 1002;

    @TempDir
    Path directory;

    @Test
    void shouldReceiveOverMulticast() throws SocketException {
        final int port = freePort();
        final String channel = "aeron:udp?endpoint=224.20.30.43:" + port + "|interface=127.0.0.1";
        receives(channel + "|fc=max|term-length=64k", channel);
    }

    @Test
    void shouldReceiveOverMultiDestinationCast() throws SocketException {
        final int port = freePort();
        receives(
                "aeron:udp?control-mode=dynamic|control=127.0.0.1:" + port + "|fc=max|term-length=64k",
                "aeron:udp?endpoint=127.0.0.1:0|control=127.0.0.1:" + port + "|control-mode=dynamic");
    }

    @Test
    void shouldEndTheRelayWhenItsAeronIsGone() {
        final RelayAeron aeron = new RelayAeron(directory.resolve("relay").toString(), Throwable::printStackTrace);
        aeron.aeron().close();
        assertThrows(IllegalStateException.class, aeron::doWork);
        aeron.close();
    }

    private void receives(final String publishOn, final String subscribeTo) {
        try (MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
                        .aeronDirectoryName(directory.resolve("core").toString())
                        .threadingMode(ThreadingMode.SHARED)
                        .sharedIdleStrategy(new BackoffIdleStrategy())
                        .dirDeleteOnShutdown(true));
                Aeron core = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
                Publication deltas = core.addPublication(publishOn, STREAM);
                DeltaFeed feed = new AeronDeltaFeed(
                        new RelayAeron(directory.resolve("relay").toString(), Throwable::printStackTrace),
                        subscribeTo,
                        STREAM)) {
            final byte[] frame = OrderRow.order(1).at(1, 1).frame();
            final List<byte[]> received = new ArrayList<>();
            final FrameHandler handler = (buffer, offset, length) -> {
                final byte[] copy = new byte[length];
                buffer.getBytes(offset, copy);
                received.add(copy);
            };
            Await.until("the relay listens", () -> feed.poll(handler, 10) >= 0 && deltas.isConnected());
            Await.until(
                    "the delta is sent",
                    () -> feed.poll(handler, 10) >= 0 && deltas.offer(new UnsafeBuffer(frame)) > 0);
            Await.until("the delta is here", () -> feed.poll(handler, 10) >= 0 && !received.isEmpty());
            assertArrayEquals(frame, received.get(0));
        }
    }

    private static int freePort() throws SocketException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
