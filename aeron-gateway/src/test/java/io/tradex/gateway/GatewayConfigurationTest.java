package io.tradex.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.SessionRole;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayConfigurationTest {
    private static Arguments invalid(final String property, final Consumer<GatewayConfiguration.Builder> setting) {
        return Arguments.of(property, setting);
    }

    static Stream<Arguments> invalidSettings() {
        return Stream.of(
                invalid("ingressChannel", b -> b.ingressChannel("nonsense")),
                invalid("ingressChannel", b -> b.ingressChannel("aeron:udp?interface=127.0.0.1")),
                invalid("deltaChannel", b -> b.deltaChannel("aeron:ipc")),
                invalid("deltaChannel", b -> b.deltaChannel("aeron:udp?control=127.0.0.1:1|control-mode=manual")),
                invalid("deltaChannel", b -> b.deltaChannel("aeron:udp?endpoint=224.20.30.41:1|fc=min")),
                invalid("allowedReplyHosts", b -> b.allowedReplyHosts(Set.of())),
                invalid("allowedReplyHosts", b -> b.allowedReplyHosts(Set.of(" "))),
                invalid("heartbeatIntervalMs", b -> b.heartbeatIntervalMs(99)),
                invalid("heartbeatIntervalMs", b -> b.heartbeatIntervalMs(501)),
                invalid("maxSessions", b -> b.maxSessions(0)),
                invalid("maxSessions", b -> b.maxSessions(3)),
                invalid("maxPendingLogons", b -> b.maxPendingLogons(0)),
                invalid("logonTimeoutMs", b -> b.logonTimeoutMs(99)),
                invalid("logonRejectDelayMs", b -> b.logonRejectDelayMs(-1)),
                invalid("logonAttemptsPerSecond", b -> b.logonAttemptsPerSecond(0)),
                invalid("snapshotRequestsPerSecond", b -> b.snapshotRequestsPerSecond(0)),
                invalid("replyQueueBytes", b -> b.replyQueueBytes(4096)),
                invalid("replyQueueBytes", b -> b.replyQueueBytes(100_000)),
                invalid("replyTermLength", b -> b.replyTermLength(1)));
    }

    @ParameterizedTest
    @MethodSource("invalidSettings")
    void shouldNameThePropertyAtFault(final String property, final Consumer<GatewayConfiguration.Builder> setting) {
        final GatewayConfiguration.Builder builder = GatewayConfiguration.builder();
        setting.accept(builder);

        final String message =
                assertThrows(IllegalArgumentException.class, builder::build).getMessage();

        assertTrue(message.startsWith(property + " "), message);
    }

    @Test
    void shouldListenOnLoopbackUnlessConfigured() {
        final GatewayConfiguration configuration =
                GatewayConfiguration.builder().build();

        assertTrue(configuration.ingressChannel().contains("endpoint=127.0.0.1:"));
        assertTrue(configuration.deltaChannel().contains("interface=127.0.0.1"));
        assertEquals(Set.of("127.0.0.1", "localhost"), configuration.allowedReplyHosts());
    }

    @Test
    void shouldNeverLetASlowRelayControlTheFlow() {
        final GatewayConfiguration configuration = GatewayConfiguration.builder()
                .deltaChannel("aeron:udp?control=127.0.0.1:40456|control-mode=dynamic")
                .build();

        assertTrue(configuration.deltaChannel().contains("fc=max"), configuration.deltaChannel());
    }

    @Test
    void shouldNotShowASecret() {
        final byte[] secret = "not to be seen by anyone".getBytes(StandardCharsets.US_ASCII);

        assertFalse(new ClientCredential(secret, SessionRole.TRADER).toString().contains("seen"));
    }

    @Test
    void shouldRefuseASecretThatCouldBeGuessed() {
        assertThrows(IllegalArgumentException.class, () -> new ClientCredential(new byte[15], SessionRole.TRADER));
    }
}
