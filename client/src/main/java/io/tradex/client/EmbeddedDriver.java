package io.tradex.client;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.RethrowingErrorHandler;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.NoOpLock;

/**
 * A media driver of the client's own that runs in its duty cycle: on few cores by far the fastest, as no other thread has to
 * wake up between a command and the network. The only class here that needs aeron-driver.
 */
final class EmbeddedDriver implements AeronSource {
    private final int driverTimeoutMs;
    private final ErrorHandler errorHandler;

    private MediaDriver driver;
    private AgentInvoker driverInvoker;
    private Aeron aeron;

    EmbeddedDriver(final int driverTimeoutMs, final ErrorHandler errorHandler) {
        this.driverTimeoutMs = driverTimeoutMs;
        this.errorHandler = errorHandler;
    }

    @Override
    public Aeron acquire() {
        if (aeron != null && aeron.isClosed()) {
            giveUp();
        }
        if (aeron == null) {
            try {
                launch();
            } catch (final AeronException ex) {
                errorHandler.onError(ex);
                giveUp();
            }
        }
        return aeron;
    }

    @Override
    public int doWork() {
        return aeron == null
                ? 0
                : driverInvoker.invoke() + aeron.conductorAgentInvoker().invoke();
    }

    @Override
    public void giveUp() {
        CloseHelper.quietClose(aeron);
        CloseHelper.quietClose(driver);
        aeron = null;
        driver = null;
    }

    @Override
    public void close() {
        giveUp();
    }

    private void launch() {
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .threadingMode(ThreadingMode.INVOKER)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .errorHandler(errorHandler));
        driverInvoker = driver.sharedAgentInvoker();
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .driverTimeoutMs(driverTimeoutMs)
                .driverAgentInvoker(driverInvoker)
                .useConductorAgentInvoker(true)
                .clientLock(NoOpLock.INSTANCE)
                .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE)
                .errorHandler(errorHandler));
    }
}
