package io.tradex.benchmarks;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A process that subscribes to the deltas as a relay does and reads them to no end, so that the core really has to send them.
 * Ends with its standard input. Argument: the port of the deltas.
 */
final class DeltaTap {
    static final String GROUP = "224.20.30.43";
    private static final int DELTAS_STREAM = 1002;
    private static final int FRAGMENT_LIMIT = 256;

    private DeltaTap() {}

    /** @param args see above. */
    public static void main(final String[] args) {
        final Thread watch = new Thread(DeltaTap::awaitEndOfInput, "end-of-input");
        watch.setDaemon(true);
        watch.start();
        final UnsafeBuffer last = new UnsafeBuffer(new byte[Long.BYTES]);
        final IdleStrategy idle = new BackoffIdleStrategy(1, 1, 100_000, 1_000_000);
        try (MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
                        .aeronDirectoryName(io.aeron.CommonContext.generateRandomDirName())
                        .threadingMode(ThreadingMode.INVOKER)
                        .dirDeleteOnShutdown(true));
                Aeron aeron = Aeron.connect(new Aeron.Context()
                        .aeronDirectoryName(driver.aeronDirectoryName())
                        .driverAgentInvoker(driver.sharedAgentInvoker())
                        .useConductorAgentInvoker(true));
                Subscription deltas = aeron.addSubscription(
                        "aeron:udp?endpoint=" + GROUP + ':' + args[0] + "|interface=127.0.0.1", DELTAS_STREAM)) {
            System.out.println("ready");
            while (watch.isAlive()) {
                idle.idle(driver.sharedAgentInvoker().invoke()
                        + aeron.conductorAgentInvoker().invoke()
                        + deltas.poll(
                                (buffer, offset, length, header) -> last.putLong(0, buffer.getLong(offset)),
                                FRAGMENT_LIMIT));
            }
        }
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is expected.
            }
        } catch (final IOException e) {
            // As good as its end.
        }
    }
}
