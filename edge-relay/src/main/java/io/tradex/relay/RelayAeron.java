package io.tradex.relay;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;

/**
 * A media driver and an Aeron client that live in the relay's own duty cycle: no thread and no hand-over of their own. The
 * driver's directory is the relay's alone, and deleted at start. One thread.
 */
final class RelayAeron implements AutoCloseable {
    // Client and driver share one thread, so that a pause of it says nothing about either.
    private static final long LIVENESS_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

    private final MediaDriver driver;
    private final AgentInvoker driverInvoker;
    private final Aeron aeron;

    /**
     * @param directory of the media driver.
     * @param onError hears of faults that Aeron recovers from by itself.
     */
    RelayAeron(final String directory, final ErrorHandler onError) {
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(directory)
                .threadingMode(ThreadingMode.INVOKER)
                .clientLivenessTimeoutNs(LIVENESS_TIMEOUT_NS)
                // Has to be longer, says the driver; nothing of this relay can block a publication.
                .publicationUnblockTimeoutNs(2 * LIVENESS_TIMEOUT_NS)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .warnIfDirectoryExists(false)
                .errorHandler(onError));
        driverInvoker = driver.sharedAgentInvoker();
        try {
            aeron = Aeron.connect(new Aeron.Context()
                    .aeronDirectoryName(directory)
                    .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(LIVENESS_TIMEOUT_NS))
                    .useConductorAgentInvoker(true)
                    .driverAgentInvoker(driverInvoker)
                    .errorHandler(onError));
        } catch (final RuntimeException cannotConnect) {
            CloseHelper.quietClose(driver);
            throw cannotConnect;
        }
    }

    /** @return the client. */
    Aeron aeron() {
        return aeron;
    }

    /**
     * Drives both.
     *
     * @return work done; 0 if none.
     * @throws IllegalStateException if Aeron has closed itself, which it does when it can no longer work.
     */
    int doWork() {
        if (aeron.isClosed()) {
            throw new IllegalStateException("Aeron has closed itself; its error was reported before");
        }
        return driverInvoker.invoke() + aeron.conductorAgentInvoker().invoke();
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(aeron, driver);
    }
}
