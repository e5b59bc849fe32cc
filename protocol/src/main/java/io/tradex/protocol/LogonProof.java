package io.tradex.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof in a ChallengeResponse, as the head of order-entry.xml defines it. It stands here, beside the schema, so that both
 * ends cannot come to disagree. Safe for any thread; allocates, as a logon may.
 */
public final class LogonProof {
    /** Bytes of a nonce. */
    public static final int NONCE_LENGTH = 32;

    /** Bytes of a proof. */
    public static final int MAC_LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] DOMAIN = "tradex-logon-1".getBytes(StandardCharsets.US_ASCII);

    private LogonProof() {}

    /**
     * @param secret        shared by the client and the core; not empty.
     * @param clientId      from the LogonRequest.
     * @param correlationId from the LogonRequest.
     * @param nonce         from the Challenge.
     * @param replyChannel  ASCII bytes from the LogonRequest, as sent.
     * @return {@link #MAC_LENGTH} bytes.
     */
    public static byte[] compute(
            final byte[] secret,
            final long clientId,
            final long correlationId,
            final byte[] nonce,
            final byte[] replyChannel) {
        try {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(DOMAIN);
            mac.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(clientId)
                    .putLong(correlationId)
                    .flip());
            mac.update(nonce);
            return mac.doFinal(replyChannel);
        } catch (final GeneralSecurityException ex) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, ex);
        }
    }

    /**
     * Compares in a time that does not depend on where two proofs differ.
     *
     * @param expected one proof.
     * @param actual   the other.
     * @return whether they are equal.
     */
    public static boolean matches(final byte[] expected, final byte[] actual) {
        return MessageDigest.isEqual(expected, actual);
    }
}
