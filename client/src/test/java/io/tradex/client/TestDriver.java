package io.tradex.client;

import static org.junit.jupiter.api.Assertions.fail;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NoOpLock;

/** A media driver and an Aeron client that run in the test's own thread. */
final class TestDriver implements AutoCloseable {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    private final MediaDriver driver;
    private final Aeron aeron;

    TestDriver(final Path directory) {
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(directory.resolve("aeron").toString())
                .threadingMode(ThreadingMode.INVOKER)
                .publicationTermBufferLength(TestCore.TERM_LENGTH)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .errorHandler(ex -> {}));
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .driverAgentInvoker(driver.sharedAgentInvoker())
                .useConductorAgentInvoker(true)
                .clientLock(NoOpLock.INSTANCE)
                .subscriberErrorHandler(ex -> {
                    throw new AssertionError("unexpected error in a fragment handler", ex);
                })
                .errorHandler(ex -> {}));
    }

    Aeron aeron() {
        return aeron;
    }

    String directory() {
        return driver.aeronDirectoryName();
    }

    int step() {
        return driver.sharedAgentInvoker().invoke()
                + aeron.conductorAgentInvoker().invoke();
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
