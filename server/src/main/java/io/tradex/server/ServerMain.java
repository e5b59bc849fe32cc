package io.tradex.server;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The command line of the trading server: {@code ServerMain --config FILE [--set KEY=VALUE]…}.
 *
 * <p>Prints {@code ready} when clients may log on, then, if {@code metrics.interval.ms} is not 0, a line {@code metrics {json}}
 * at that interval. Exit codes: 0 after an orderly stop (SIGTERM, SIGINT), 2 for a bad command line or configuration, 1 if it
 * cannot start, 3 if it could not stop in order, 70 if an invariant broke.
 */
public final class ServerMain {
    private static final int EXIT_CANNOT_START = 1;
    private static final int EXIT_BAD_CONFIGURATION = 2;
    private static final int EXIT_CANNOT_STOP = 3;
    private static final int EXIT_INVARIANT_BROKEN = 70;
    private static final long LOG_INTERVAL_MS = 200;

    /** Of a stop by a signal; written before {@code stopped} is counted down. */
    private static volatile int exitCode = EXIT_CANNOT_STOP;

    private ServerMain() {}

    /**
     * @param args see above.
     * @throws InterruptedException never in practice: nobody interrupts the main thread.
     */
    public static void main(final String[] args) throws InterruptedException {
        final ServerConfiguration configuration;
        try {
            configuration = new ServerConfiguration(settings(args));
        } catch (final IllegalArgumentException e) {
            System.err.println("tradex-server: " + e.getMessage());
            System.exit(EXIT_BAD_CONFIGURATION);
            return;
        }
        final HostLog log = new HostLog(System.err);
        final TradexServer server;
        try {
            server = new TradexServer(configuration, log, ServerMain::halt);
        } catch (final RuntimeException e) {
            log.drain();
            System.err.println("tradex-server: cannot start: " + e.getMessage());
            System.exit(EXIT_CANNOT_START);
            return;
        }
        final CountDownLatch stopAsked = new CountDownLatch(1);
        final CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stopAsked.countDown();
                            awaitUninterrupted(stopped);
                            // Without this the JVM answers a signal with 128 plus its number, however orderly the stop
                            // was.
                            Runtime.getRuntime().halt(exitCode);
                        },
                        "shutdown"));
        System.out.println("ready");
        final MetricsLine metrics = new MetricsLine(server);
        long nextMetricsMs = 0;
        while (!stopAsked.await(LOG_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
            log.drain();
            final long nowMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
            if (configuration.metricsIntervalMs > 0 && nowMs >= nextMetricsMs) {
                nextMetricsMs = nowMs + configuration.metricsIntervalMs;
                System.out.println(metrics.next());
            }
        }
        try {
            server.close();
            System.out.println(metrics.next());
            System.out.println("stopped");
            exitCode = 0;
        } finally {
            stopped.countDown();
        }
    }

    /** The state can no longer be trusted: leaves at once, without an orderly stop that could let something out. */
    private static void halt(final String stage, final long sequence, final Throwable cause) {
        System.err.println("tradex-server: stopped by a broken invariant in " + stage
                + (sequence > 0 ? " at input " + sequence : ""));
        cause.printStackTrace();
        Runtime.getRuntime().halt(EXIT_INVARIANT_BROKEN);
    }

    private static Settings settings(final String[] args) {
        Settings settings = null;
        for (int i = 0; i < args.length; i += 2) {
            final String value = i + 1 < args.length ? args[i + 1] : "";
            if (args[i].equals("--config") && settings == null && !value.isEmpty()) {
                settings = Settings.read(Path.of(value));
            } else if (args[i].equals("--set") && settings != null && value.indexOf('=') > 0) {
                settings.set(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
            } else {
                throw new IllegalArgumentException(
                        args[i] + ' ' + value + ": allowed is --config FILE, then any number of --set KEY=VALUE");
            }
        }
        if (settings == null) {
            throw new IllegalArgumentException("--config FILE is required");
        }
        return settings;
    }

    private static void awaitUninterrupted(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
