package io.tradex.relay;

import io.aeron.ChannelUri;
import io.tradex.client.TradexClientConfiguration;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** All that a relay is told at its start. Immutable, valid once constructed, and it never shows a secret. */
final class RelayConfiguration {
    /** Environment variable with the token that clients must know, where {@code http.token.file} is not set. */
    static final String TOKEN_VARIABLE = "TRADEX_RELAY_TOKEN";

    /** Environment variable with the secret shared with the core, where {@code core.secret.file} is not set. */
    static final String SECRET_VARIABLE = "TRADEX_RELAY_SECRET";

    private static final int HOUR_MS = 3_600_000;
    private static final int TOKEN_BYTES = 24;

    final HttpSettings http;
    final FollowerSettings following;
    final TradexClientConfiguration client;
    final String deltasChannel;
    final int deltasStreamId;
    final String aeronDirectory;
    final int metricsIntervalMs;
    final RelayToken token;

    /** The token, if the relay had to make one up and so must tell it; else null. */
    final String inventedToken;

    /**
     * @param settings as the file and the command line have them.
     * @param environment variables, for secrets.
     * @throws IllegalArgumentException that names the key, its value and what is allowed.
     */
    RelayConfiguration(final RelaySettings settings, final Map<String, String> environment) {
        final HttpSettings web = HttpSettings.defaults();
        http = new HttpSettings(
                settings.text("http.host", web.host()),
                settings.integer("http.port", web.port(), 0, 65_535),
                settings.integer("http.connections.max", web.connectionsMax(), 1, 100_000),
                settings.integer("http.hello.timeout.ms", web.helloTimeoutMs(), 1, HOUR_MS),
                settings.integer("http.ping.interval.ms", web.pingIntervalMs(), 1, HOUR_MS),
                settings.integer("http.idle.timeout.ms", web.idleTimeoutMs(), 1, HOUR_MS),
                settings.integer("page.rows", web.pageRows(), 1, 5_000),
                settings.integer("page.publish.interval.ms", web.publishIntervalMs(), 10, 1_000));
        final FollowerSettings core = FollowerSettings.defaults();
        following = new FollowerSettings(
                settings.integer("rows.capacity", core.rowCapacity(), 1, 1 << 24),
                settings.integer("repair.pending.deltas", core.pendingCapacity(), 2, 1 << 20),
                settings.integer("repair.gapfill.deltas.max", core.gapFillDeltasMax(), 1, 1 << 20),
                nanos(settings, "repair.gap.grace.ms", core.gapGraceNs(), 0),
                nanos(settings, "repair.request.timeout.ms", core.requestTimeoutNs(), 1),
                nanos(settings, "repair.backoff.min.ms", core.backoffMinNs(), 1),
                nanos(settings, "repair.backoff.max.ms", core.backoffMaxNs(), 1),
                nanos(settings, "stale.after.ms", core.staleAfterNs(), 1));
        deltasChannel =
                channel(settings, "deltas.channel", "aeron:udp?endpoint=224.20.30.41:40456|interface=127.0.0.1");
        deltasStreamId = settings.integer("deltas.stream", 1002, 1, Integer.MAX_VALUE);
        aeronDirectory = settings.text("aeron.dir", "run/relay/aeron");
        metricsIntervalMs = settings.integer("metrics.interval.ms", 0, 0, HOUR_MS);
        client = client(settings, environment);
        final String given = settings.secret("http.token.file", TOKEN_VARIABLE, environment);
        inventedToken = given == null ? inventToken() : null;
        try {
            token = new RelayToken(given == null ? inventedToken : given);
        } catch (final IllegalArgumentException unfit) {
            throw new IllegalArgumentException(
                    "http.token.file or " + TOKEN_VARIABLE + ": " + unfit.getMessage(), unfit);
        }
        settings.refuseUnknown();
    }

    private static TradexClientConfiguration client(
            final RelaySettings settings, final Map<String, String> environment) {
        final TradexClientConfiguration.Builder builder = TradexClientConfiguration.builder()
                .serverChannel(channel(settings, "core.channel", "aeron:udp?endpoint=127.0.0.1:40455"))
                .serverStreamId(settings.integer("core.stream", 1001, 1, Integer.MAX_VALUE))
                .replyHost(settings.text("core.reply.host", "127.0.0.1"))
                .replyStreamId(settings.integer("core.reply.stream", 1003, 1, Integer.MAX_VALUE))
                .clientId(settings.number("core.client.id", 90, 1, Long.MAX_VALUE))
                .cancelOnDisconnect(false);
        final String secret = settings.secret("core.secret.file", SECRET_VARIABLE, environment);
        if (secret == null) {
            throw new IllegalArgumentException("core.secret.file=: a file with the secret that the core has for"
                    + " core.client.id, or the environment variable " + SECRET_VARIABLE + ", is required");
        }
        try {
            return builder.secret(secret.getBytes(StandardCharsets.UTF_8)).build();
        } catch (final IllegalArgumentException unfit) {
            throw new IllegalArgumentException("core.*: " + unfit.getMessage(), unfit);
        }
    }

    private static String channel(final RelaySettings settings, final String key, final String otherwise) {
        final String channel = settings.text(key, otherwise);
        try {
            return ChannelUri.parse(channel).toString();
        } catch (final IllegalArgumentException unfit) {
            throw new IllegalArgumentException(
                    key + "=" + channel + ": must be an Aeron channel such as " + otherwise, unfit);
        }
    }

    private static long nanos(final RelaySettings settings, final String key, final long otherwiseNs, final int minMs) {
        final int otherwiseMs = (int) TimeUnit.NANOSECONDS.toMillis(otherwiseNs);
        return TimeUnit.MILLISECONDS.toNanos(settings.integer(key, otherwiseMs, minMs, HOUR_MS));
    }

    private static String inventToken() {
        final byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
