package io.tradex.gateway;

import static org.junit.jupiter.api.Assertions.fail;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.NoOpLock;

/** A media driver and an Aeron client that run in the test's own thread, so that a test decides when anything happens. */
final class TestDriver implements AutoCloseable {
    static final int TERM_LENGTH = 64 * 1024;

    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final ErrorHandler UNEXPECTED = ex -> {
        throw new AssertionError("unexpected error in Aeron", ex);
    };

    private final MediaDriver driver;
    private final AgentInvoker driverInvoker;
    private final Aeron aeron;
    private final AgentInvoker aeronInvoker;

    TestDriver(final Path directory) {
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(directory.resolve("aeron").toString())
                .threadingMode(ThreadingMode.INVOKER)
                .publicationTermBufferLength(TERM_LENGTH)
                .ipcTermBufferLength(TERM_LENGTH)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .errorHandler(ex -> {}));
        driverInvoker = driver.sharedAgentInvoker();
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .driverAgentInvoker(driverInvoker)
                .useConductorAgentInvoker(true)
                .clientLock(NoOpLock.INSTANCE)
                .subscriberErrorHandler(UNEXPECTED)
                .errorHandler(ex -> {}));
        aeronInvoker = aeron.conductorAgentInvoker();
    }

    Aeron aeron() {
        return aeron;
    }

    int step() {
        return driverInvoker.invoke() + aeronInvoker.invoke();
    }

    static void await(final String what, final BooleanSupplier condition, final Runnable step) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                fail("waited in vain for: " + what);
            }
            step.run();
            LockSupport.parkNanos(20_000);
        }
    }

    @Override
    public void close() {
        aeron.close();
        driver.close();
    }
}
