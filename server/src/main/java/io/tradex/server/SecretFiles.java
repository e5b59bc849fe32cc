package io.tradex.server;

import io.tradex.gateway.ClientCredential;
import io.tradex.gateway.ClientCredentials;
import io.tradex.protocol.types.SessionRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.agrona.collections.Long2ObjectHashMap;

/** Who may log on, each secret read from a file that only its owner can read. */
final class SecretFiles implements ClientCredentials {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private enum Role {
        TRADER(SessionRole.TRADER),
        RELAY(SessionRole.RELAY),
        ADMIN(SessionRole.ADMIN);

        private final SessionRole sessionRole;

        Role(final SessionRole sessionRole) {
            this.sessionRole = sessionRole;
        }
    }

    private final Long2ObjectHashMap<ClientCredential> credentials = new Long2ObjectHashMap<>();

    SecretFiles(final Settings settings) {
        for (final long id : settings.ids("client")) {
            final String key = "client." + id + ".secret.file";
            final Role role = settings.choice("client." + id + ".role", Role.TRADER);
            final byte[] secret = read(key, settings.path(key, null));
            try {
                credentials.put(id, new ClientCredential(secret, role.sessionRole));
            } catch (final IllegalArgumentException e) {
                throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public ClientCredential find(final long clientId) {
        return credentials.get(clientId);
    }

    private static byte[] read(final String key, final Path file) {
        return text(key, file).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The text of a file with a secret, without white space at its ends.
     *
     * @param key  that names the file.
     * @param file that only its owner may read.
     * @return the secret.
     * @throws IllegalArgumentException if others can read it, or nobody can.
     */
    static String text(final String key, final Path file) {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new IllegalArgumentException(
                        key + "=" + file + ": others can read or write it; run chmod 600 on it");
            }
            return Files.readString(file).strip();
        } catch (final IOException e) {
            throw new IllegalArgumentException(key + "=" + file + ": cannot be read: " + e, e);
        }
    }
}
