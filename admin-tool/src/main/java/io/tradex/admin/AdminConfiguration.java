package io.tradex.admin;

import io.tradex.client.TradexClientConfiguration;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;

/** Where the core is and who the operator is, from a file of {@code core.*} keys. */
final class AdminConfiguration {
    private static final String SECRET_FILE = "core.secret.file";
    private static final Set<String> KEYS = Set.of(
            "core.channel", "core.stream", "core.reply.host", "core.reply.stream", "core.client.id", SECRET_FILE);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private AdminConfiguration() {}

    /**
     * Reads a configuration.
     *
     * @param file in the format of {@link Properties}.
     * @return a client's settings.
     * @throws IllegalArgumentException that names the key, its value and what is allowed.
     */
    static TradexClientConfiguration read(final Path file) {
        final Properties keys = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            keys.load(reader);
        } catch (final IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("configuration file " + file + " cannot be read: " + e, e);
        }
        for (final String key : keys.stringPropertyNames()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(key + "=" + keys.getProperty(key) + ": no such key; allowed are "
                        + String.join(", ", sorted()));
            }
        }
        try {
            return TradexClientConfiguration.builder()
                    .serverChannel(text(keys, "core.channel", "aeron:udp?endpoint=127.0.0.1:40455"))
                    .serverStreamId((int) number(keys, "core.stream", 1001, Integer.MAX_VALUE))
                    .replyHost(text(keys, "core.reply.host", "127.0.0.1"))
                    .replyStreamId((int) number(keys, "core.reply.stream", 1003, Integer.MAX_VALUE))
                    .clientId(number(keys, "core.client.id", 0, Long.MAX_VALUE))
                    .secret(secret(text(keys, SECRET_FILE, "")))
                    .cancelOnDisconnect(false)
                    .build();
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static String[] sorted() {
        return KEYS.stream().sorted().toArray(String[]::new);
    }

    private static String text(final Properties keys, final String key, final String otherwise) {
        final String value = keys.getProperty(key, otherwise).trim();
        if (value.isEmpty()) {
            throw new IllegalArgumentException(key + "=: a value is required");
        }
        return value;
    }

    private static long number(final Properties keys, final String key, final long otherwise, final long max) {
        final String value = text(keys, key, Long.toString(otherwise));
        try {
            final long number = Long.parseLong(value);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (final NumberFormatException e) {
            // Refused below, as a number out of range is.
        }
        throw new IllegalArgumentException(key + "=" + value + ": must be a whole number from 1 to " + max);
    }

    private static byte[] secret(final String file) {
        try {
            if (Files.getPosixFilePermissions(Path.of(file)).stream().anyMatch(OTHERS::contains)) {
                throw new IllegalArgumentException(
                        SECRET_FILE + "=" + file + ": others can read or write it; run chmod 600 on it");
            }
            return Files.readString(Path.of(file)).strip().getBytes(StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new IllegalArgumentException(SECRET_FILE + "=" + file + ": cannot be read: " + e, e);
        }
    }
}
