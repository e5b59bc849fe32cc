package io.tradex.relay;

/**
 * How the relay serves pages and programs.
 *
 * @param host name or address to bind; a loopback address unless others are to reach the relay.
 * @param port to bind; 0 for any that is free.
 * @param connectionsMax most connections at the same time.
 * @param helloTimeoutMs time for a WebSocket client to send its token, and for an HTTP client to send a request.
 * @param pingIntervalMs between two pings to a WebSocket client.
 * @param idleTimeoutMs silence after which a connection is closed; longer than {@code pingIntervalMs}.
 * @param pageRows rows that a page keeps.
 * @param publishIntervalMs between two batches of changed rows.
 */
record HttpSettings(
        String host,
        int port,
        int connectionsMax,
        int helloTimeoutMs,
        int pingIntervalMs,
        int idleTimeoutMs,
        int pageRows,
        int publishIntervalMs) {

    HttpSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("http.host must be a name or an address, was empty");
        }
        require(port >= 0 && port <= 65_535, "http.port", port, "0 to 65535");
        require(connectionsMax >= 1, "http.connections.max", connectionsMax, "at least 1");
        require(helloTimeoutMs >= 1, "http.hello.timeout.ms", helloTimeoutMs, "at least 1");
        require(pingIntervalMs >= 1, "http.ping.interval.ms", pingIntervalMs, "at least 1");
        require(idleTimeoutMs > pingIntervalMs, "http.idle.timeout.ms", idleTimeoutMs, "above http.ping.interval.ms");
        require(pageRows >= 1 && pageRows <= 5_000, "page.rows", pageRows, "1 to 5000");
        require(
                publishIntervalMs >= 10 && publishIntervalMs <= 1_000,
                "page.publish.interval.ms",
                publishIntervalMs,
                "10 to 1000");
    }

    /** @return settings for one machine. */
    static HttpSettings defaults() {
        return new HttpSettings("127.0.0.1", 8080, 256, 5_000, 10_000, 30_000, 500, 50);
    }

    /** @return the same on another port. */
    HttpSettings withPort(final int otherPort) {
        return new HttpSettings(
                host,
                otherPort,
                connectionsMax,
                helloTimeoutMs,
                pingIntervalMs,
                idleTimeoutMs,
                pageRows,
                publishIntervalMs);
    }

    private static void require(final boolean holds, final String key, final int value, final String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + allowed + ", was " + value);
        }
    }
}
