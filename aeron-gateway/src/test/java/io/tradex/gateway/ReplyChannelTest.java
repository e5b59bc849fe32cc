package io.tradex.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyChannelTest {
    private static final Set<String> ALLOWED = Set.of("127.0.0.1", "localhost", "[::1]");

    @Test
    void shouldTakeTheEndpointAlone() {
        assertEquals(
                "aeron:udp?endpoint=127.0.0.1:40001|term-length=65536",
                ReplyChannel.toPublicationChannel("aeron:udp?endpoint=127.0.0.1:40001", ALLOWED, 65_536));
        assertEquals(
                "aeron:udp?endpoint=localhost:1|term-length=65536",
                ReplyChannel.toPublicationChannel("aeron:udp?endpoint=LocalHost:1", ALLOWED, 65_536));
        assertEquals(
                "aeron:udp?endpoint=[::1]:65535|term-length=65536",
                ReplyChannel.toPublicationChannel("aeron:udp?endpoint=[::1]:65535", ALLOWED, 65_536));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "aeron:",
                "aeron:udp",
                "aeron:ipc",
                "aeron:ipc?endpoint=127.0.0.1:40001",
                "aeron-spy:aeron:udp?endpoint=127.0.0.1:40001",
                "aeron:udp?endpoint=",
                "aeron:udp?endpoint=127.0.0.1",
                "aeron:udp?endpoint=127.0.0.1:",
                "aeron:udp?endpoint=127.0.0.1:0",
                "aeron:udp?endpoint=127.0.0.1:65536",
                "aeron:udp?endpoint=127.0.0.1:-1",
                "aeron:udp?endpoint=127.0.0.1:4000x",
                "aeron:udp?endpoint=127.0.0.1:999999999999",
                "aeron:udp?endpoint=:40001",
                "aeron:udp?endpoint=127.0.0.2:40001",
                "aeron:udp?endpoint=127.0.0.1.evil.example:40001",
                "aeron:udp?endpoint=evil.example:40001",
                "aeron:udp?endpoint=224.20.30.41:40001",
                "aeron:udp?endpoint=127.0.0.1:40001|interface=10.0.0.1",
                "aeron:udp?endpoint=127.0.0.1:40001|term-length=1g",
                "aeron:udp?endpoint=127.0.0.1:40001|mtu=64k",
                "aeron:udp?endpoint=127.0.0.1:40001|endpoint=evil.example:40001",
                "aeron:udp?control=127.0.0.1:40001|control-mode=dynamic",
                "aeron:udp?endpoint=127.0.0.1:40001|control=evil.example:1|control-mode=dynamic",
                "aeron:udp?endpoint=127.0.0.1:40001|session-id=1",
                "aeron:udp?tags=1",
                "aeron:udp?|||",
                "aeron:udp?endpoint",
            })
    void shouldRefuse(final String channel) {
        assertNull(ReplyChannel.toPublicationChannel(channel, ALLOWED, 65_536));
    }
}
