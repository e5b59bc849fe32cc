package io.tradex.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TradexClientConfigurationTest {
    private static final byte[] SECRET = "not to be seen by anyone".getBytes(StandardCharsets.US_ASCII);

    private static Arguments invalid(final String property, final Consumer<TradexClientConfiguration.Builder> setting) {
        return Arguments.of(property, setting);
    }

    static Stream<Arguments> invalidSettings() {
        return Stream.of(
                invalid("serverChannel", b -> b.serverChannel("nonsense")),
                invalid("serverChannel", b -> b.serverChannel("aeron:ipc")),
                invalid("serverChannel", b -> b.serverChannel("aeron:udp?interface=127.0.0.1")),
                invalid("replyHost", b -> b.replyHost(" ")),
                invalid("replyHost", b -> b.replyHost("127.0.0.1|mtu=64k")),
                invalid("clientId", b -> b.clientId(0)),
                invalid("secret", b -> b.secret(new byte[15])),
                invalid("graceMs", b -> b.graceMs(-1)),
                invalid("graceMs", b -> b.graceMs(600_001)),
                invalid("logonTimeoutMs", b -> b.logonTimeoutMs(0)),
                invalid("reconnectDelayMsMin", b -> b.reconnectDelayMsMin(0)),
                invalid("reconnectDelayMsMax", b -> b.reconnectDelayMsMax(49)),
                invalid("driverTimeoutMs", b -> b.driverTimeoutMs(0)),
                invalid("fragmentLimit", b -> b.fragmentLimit(0)));
    }

    @ParameterizedTest
    @MethodSource("invalidSettings")
    void shouldNameThePropertyAtFault(
            final String property, final Consumer<TradexClientConfiguration.Builder> setting) {
        final TradexClientConfiguration.Builder builder =
                TradexClientConfiguration.builder().clientId(1).secret(SECRET);
        setting.accept(builder);

        final String message =
                assertThrows(IllegalArgumentException.class, builder::build).getMessage();

        assertTrue(message.startsWith(property + " "), message);
    }

    @Test
    void shouldNotShowTheSecret() {
        final TradexClientConfiguration configuration =
                TradexClientConfiguration.builder().clientId(1).secret(SECRET).build();

        assertFalse(configuration.toString().contains("seen"), configuration.toString());
    }
}
