package io.tradex.client;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.RethrowingErrorHandler;
import io.aeron.exceptions.AeronException;
import java.io.File;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NoOpLock;

/** A media driver of the machine, found by its directory. An Aeron that lost it is made anew when a driver is there again. */
final class ExternalDriver implements AeronSource {
    private final String aeronDirectory;
    private final int driverTimeoutMs;
    private final ErrorHandler errorHandler;

    private Aeron aeron;

    ExternalDriver(final String aeronDirectory, final int driverTimeoutMs, final ErrorHandler errorHandler) {
        this.aeronDirectory = aeronDirectory;
        this.driverTimeoutMs = driverTimeoutMs;
        this.errorHandler = errorHandler;
    }

    @Override
    public Aeron acquire() {
        if (aeron != null && aeron.isClosed()) {
            giveUp();
        }
        // Connecting waits for a driver that is not there: ask first.
        if (aeron == null && CommonContext.isDriverActive(new File(aeronDirectory), driverTimeoutMs, text -> {})) {
            try {
                aeron = Aeron.connect(new Aeron.Context()
                        .aeronDirectoryName(aeronDirectory)
                        .driverTimeoutMs(driverTimeoutMs)
                        .useConductorAgentInvoker(true)
                        .clientLock(NoOpLock.INSTANCE)
                        .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE)
                        .errorHandler(errorHandler));
            } catch (final AeronException ex) {
                errorHandler.onError(ex);
            }
        }
        return aeron;
    }

    @Override
    public int doWork() {
        return aeron == null ? 0 : aeron.conductorAgentInvoker().invoke();
    }

    @Override
    public void giveUp() {
        CloseHelper.quietClose(aeron);
        aeron = null;
    }

    @Override
    public void close() {
        giveUp();
    }
}
