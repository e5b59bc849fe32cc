package io.tradex.relay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The secret that whoever reads from the relay must know. Kept as a digest, compared in constant time whatever the length of
 * the guess, and never printed.
 */
final class RelayToken {
    private static final int LENGTH_MIN = 16;
    private static final int LENGTH_MAX = 256;

    private final byte[] digest;

    /**
     * @param token 16 to 256 letters, digits, or any of {@code - . _ ~}, so that it may stand in an address as it is.
     * @throws IllegalArgumentException if it is not; the message does not contain it.
     */
    RelayToken(final String token) {
        if (!token.matches("[A-Za-z0-9._~-]{" + LENGTH_MIN + "," + LENGTH_MAX + "}")) {
            throw new IllegalArgumentException("the token must be " + LENGTH_MIN + " to " + LENGTH_MAX
                    + " letters, digits or any of - . _ ~, was " + token.length() + " characters");
        }
        digest = digest(token);
    }

    /**
     * @param guess what somebody sent; null if nothing.
     * @return whether it is the token.
     */
    boolean matches(final String guess) {
        return guess != null && guess.length() <= LENGTH_MAX && MessageDigest.isEqual(digest, digest(guess));
    }

    @Override
    public String toString() {
        return "RelayToken";
    }

    private static byte[] digest(final String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
