package io.tradex.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.LogonProof;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LogonProofTest {
    private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHANNEL = "aeron:udp?endpoint=127.0.0.1:40001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONCE =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    /** Computed with Python's hmac module from the words of the schema, so that clients in other languages agree. */
    private static final byte[] KNOWN =
            HexFormat.of().parseHex("d209eb230076195bdd22734e90b33bbe8f1d86fea3e710d62342e9d6c4156617");

    @Test
    void shouldComputeWhatTheSchemaSays() {
        assertArrayEquals(KNOWN, LogonProof.compute(SECRET, 7, -2, NONCE, CHANNEL));
    }

    @Test
    void shouldTellProofsApart() {
        final byte[] other = KNOWN.clone();
        other[31] ^= 1;

        assertTrue(LogonProof.matches(KNOWN, KNOWN.clone()));
        assertFalse(LogonProof.matches(KNOWN, other));
        assertFalse(LogonProof.matches(KNOWN, new byte[0]));
    }
}
