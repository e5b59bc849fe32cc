package io.tradex.relay;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The keys and values of a configuration file and of the command line. Every key that is asked for is noted, so that in the end
 * one that nobody asked for stops the start. Each refusal names the key, its value and what is allowed.
 */
final class RelaySettings {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Map<String, String> values = new TreeMap<>();
    private final Set<String> asked = new TreeSet<>();

    RelaySettings(final Map<String, String> values) {
        values.forEach((key, value) -> this.values.put(key, value.trim()));
    }

    /**
     * Reads {@code --config FILE [--set KEY=VALUE]…}.
     *
     * @param arguments of the command line.
     * @return the settings.
     * @throws IllegalArgumentException if they are not of that form, or the file cannot be read.
     */
    static RelaySettings of(final String... arguments) {
        RelaySettings settings = null;
        for (int i = 0; i < arguments.length; i += 2) {
            final String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            final int equals = value.indexOf('=');
            if (arguments[i].equals("--config") && settings == null && !value.isEmpty()) {
                settings = read(Path.of(value));
            } else if (arguments[i].equals("--set") && settings != null && equals > 0) {
                settings.values.put(
                        value.substring(0, equals).trim(),
                        value.substring(equals + 1).trim());
            } else {
                throw new IllegalArgumentException(
                        arguments[i] + ' ' + value + ": allowed is --config FILE, then any number of --set KEY=VALUE");
            }
        }
        if (settings == null) {
            throw new IllegalArgumentException("--config FILE is required");
        }
        return settings;
    }

    String text(final String key, final String otherwise) {
        asked.add(key);
        final String value = values.getOrDefault(key, otherwise);
        if (value == null || value.isEmpty()) {
            throw refusal(key, "a value is required");
        }
        return value;
    }

    /** A value that may be missing; null if it is. */
    String optional(final String key) {
        asked.add(key);
        final String value = values.get(key);
        return value == null || value.isEmpty() ? null : value;
    }

    long number(final String key, final long otherwise, final long min, final long max) {
        final String value = text(key, Long.toString(otherwise));
        try {
            final long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (final NumberFormatException notANumber) {
            // Refused below, as a number out of range is.
        }
        throw refusal(key, "must be a whole number from " + min + " to " + max);
    }

    int integer(final String key, final int otherwise, final int min, final int max) {
        return (int) number(key, otherwise, min, max);
    }

    /**
     * A secret: the text of the file that the key names, or else of an environment variable.
     *
     * @param key that names the file.
     * @param environmentVariable that holds the secret where the key is missing.
     * @param environment to look in.
     * @return the secret; null if there is neither.
     * @throws IllegalArgumentException if the file cannot be read, or others can.
     */
    String secret(final String key, final String environmentVariable, final Map<String, String> environment) {
        final String file = optional(key);
        if (file == null) {
            return environment.get(environmentVariable);
        }
        try {
            final Path path = Path.of(file);
            if (Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
                throw refusal(key, "others can read or write this file; run chmod 600 on it");
            }
            return Files.readString(path).strip();
        } catch (final IOException unreadable) {
            throw refusal(key, "must be a file that can be read: " + unreadable);
        }
    }

    /** Refuses keys that nobody asked for. To be called when all is read. */
    void refuseUnknown() {
        values.forEach((key, value) -> {
            if (!asked.contains(key)) {
                throw new IllegalArgumentException(
                        key + "=" + value + ": no such key; allowed are " + String.join(", ", asked));
            }
        });
    }

    private static RelaySettings read(final Path file) {
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (final IOException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "configuration file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        final Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return new RelaySettings(values);
    }

    private IllegalArgumentException refusal(final String key, final String allowed) {
        return new IllegalArgumentException(key + "=" + values.getOrDefault(key, "") + ": " + allowed);
    }
}
