package io.tradex.gateway;

import io.tradex.protocol.LogonProof;
import io.tradex.protocol.types.SessionRole;

/** One client's secret and what it may do. Immutable; never shows the secret. */
public final class ClientCredential {
    /** Fewest bytes of a secret: below this it could be guessed. */
    public static final int SECRET_LENGTH_MIN = 16;

    private final byte[] secret;
    private final SessionRole role;

    /**
     * @param secret shared with the client, at least {@link #SECRET_LENGTH_MIN} bytes; copied.
     * @param role   what its sessions may do.
     */
    public ClientCredential(final byte[] secret, final SessionRole role) {
        if (secret.length < SECRET_LENGTH_MIN) {
            throw new IllegalArgumentException(
                    "secret must have at least " + SECRET_LENGTH_MIN + " bytes, has " + secret.length);
        }
        if (role != SessionRole.TRADER && role != SessionRole.RELAY && role != SessionRole.ADMIN) {
            throw new IllegalArgumentException("role must be TRADER, RELAY or ADMIN, is " + role);
        }
        this.secret = secret.clone();
        this.role = role;
    }

    /** @return what sessions of the client may do. */
    public SessionRole role() {
        return role;
    }

    /** Whether a mac proves knowledge of the secret; takes the same time for every wrong one. */
    boolean proves(
            final byte[] mac,
            final long clientId,
            final long correlationId,
            final byte[] nonce,
            final byte[] replyChannel) {
        return LogonProof.matches(LogonProof.compute(secret, clientId, correlationId, nonce, replyChannel), mac);
    }

    @Override
    public String toString() {
        return "ClientCredential{role=" + role + ", secret=(hidden)}";
    }
}
