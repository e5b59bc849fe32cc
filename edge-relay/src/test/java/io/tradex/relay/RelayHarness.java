package io.tradex.relay;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A scripted core that beats, and a real relay on a free port that follows it. */
final class RelayHarness implements AutoCloseable {
    static final String TOKEN = "a-token-for-tests-only";

    final ScriptedCore core = new ScriptedCore(() -> System.currentTimeMillis() * 1_000_000, 10_000);
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(task -> {
        final Thread thread = new Thread(task, "core-heart");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpSettings settings;
    private final ScheduledFuture<?> beats;
    private EdgeRelay relay;

    RelayHarness() {
        this(HttpSettings.defaults());
    }

    RelayHarness(final HttpSettings settings) {
        this.settings = settings;
        beats = heart.scheduleAtFixedRate(core::heartbeat, 0, 100, TimeUnit.MILLISECONDS);
        start(0);
    }

    void start(final int port) {
        relay = new EdgeRelay(
                settings.withPort(port),
                FollowerSettings.defaults(),
                new RelayToken(TOKEN),
                core.feed(),
                core.session(),
                new RelayCounters());
    }

    /** Stops the relay and starts another on the same port. */
    void stop() {
        relay.close();
    }

    int port() {
        return relay.port();
    }

    EdgeRelay relay() {
        return relay;
    }

    @Override
    public void close() {
        relay.close();
        beats.cancel(false);
        heart.shutdown();
    }
}
