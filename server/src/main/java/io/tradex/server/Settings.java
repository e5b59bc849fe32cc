package io.tradex.server;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys and values of a configuration file, with what the command line sets on top. Every key that is asked for is noted,
 * so that in the end one that nobody asked for stops the start. Each refusal names the key, its value and what is allowed.
 */
final class Settings {
    private static final int E8 = 8;

    private final TreeMap<String, String> values = new TreeMap<>();
    private final SortedSet<String> asked = new TreeSet<>();

    Settings(final Properties properties) {
        for (final String key : properties.stringPropertyNames()) {
            values.put(key, properties.getProperty(key).trim());
        }
    }

    /**
     * Reads a file in the format of {@link Properties}.
     *
     * @param file to read.
     * @return its settings.
     * @throws IllegalArgumentException if it cannot be read.
     */
    static Settings read(final Path file) {
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (final IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("configuration file " + file + " cannot be read: " + e.getMessage(), e);
        }
        return new Settings(properties);
    }

    void set(final String key, final String value) {
        values.put(key, value.trim());
    }

    String text(final String key, final String otherwise) {
        asked.add(key);
        final String value = values.getOrDefault(key, otherwise);
        if (value == null || value.isEmpty()) {
            throw refusal(key, "a value is required");
        }
        return value;
    }

    Path path(final String key, final String otherwise) {
        return Path.of(text(key, otherwise));
    }

    long number(final String key, final long otherwise, final long min, final long max) {
        final String value = text(key, Long.toString(otherwise));
        try {
            final long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (final NumberFormatException e) {
            // Refused below, as a number out of range is.
        }
        throw refusal(key, "must be a whole number from " + min + " to " + max);
    }

    int integer(final String key, final int otherwise, final int min, final int max) {
        return (int) number(key, otherwise, min, max);
    }

    boolean flag(final String key, final boolean otherwise) {
        final String value = text(key, Boolean.toString(otherwise));
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refusal(key, "must be true or false");
        };
    }

    <T extends Enum<T>> T choice(final String key, final T otherwise) {
        final String value = text(key, name(otherwise));
        for (final T constant : otherwise.getDeclaringClass().getEnumConstants()) {
            if (name(constant).equals(value)) {
                return constant;
            }
        }
        throw refusal(
                key,
                "must be one of "
                        + Stream.of(otherwise.getDeclaringClass().getEnumConstants())
                                .map(Settings::name)
                                .collect(Collectors.joining(", ")));
    }

    /** A decimal number, times 100,000,000. */
    long decimalE8(final String key, final String otherwise) {
        return decimal(key, otherwise, E8);
    }

    /** A price or quantity, in whole steps. */
    long steps(final String key, final String otherwise, final long stepE8) {
        return wholeSteps(key, text(key, otherwise), decimalE8(key, otherwise), stepE8);
    }

    /** A part of a value, in whole steps. */
    long stepsOf(final String key, final String part, final long stepE8) {
        return wholeSteps(key, part, decimalOf(key, part, E8), stepE8);
    }

    private long wholeSteps(final String key, final String value, final long valueE8, final long stepE8) {
        if (stepE8 < 1 || valueE8 < 0 || valueE8 % stepE8 != 0) {
            throw new IllegalArgumentException(
                    key + "=" + value + ": must be a whole, not negative number of steps of " + stepE8 / 1e8);
        }
        return valueE8 / stepE8;
    }

    /** An amount of money, times 1,000,000. */
    long micros(final String key, final String otherwise) {
        return decimal(key, otherwise, 6);
    }

    private long decimal(final String key, final String otherwise, final int scale) {
        return decimalOf(key, text(key, otherwise), scale);
    }

    private long decimalOf(final String key, final String value, final int scale) {
        try {
            return new BigDecimal(value).movePointRight(scale).longValueExact();
        } catch (final ArithmeticException | NumberFormatException e) {
            throw refusal(key, "must be a decimal number with at most " + scale + " places");
        }
    }

    Set<String> list(final String key, final String otherwise) {
        return Stream.of(text(key, otherwise).split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The numbers N for which there is a key {@code kind.N.…}, in rising order. */
    SortedSet<Long> ids(final String kind) {
        final SortedSet<Long> ids = new TreeSet<>();
        final String prefix = kind + '.';
        for (final String key : values.tailMap(prefix).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            final int end = key.indexOf('.', prefix.length());
            final String id = end < 0 ? key.substring(prefix.length()) : key.substring(prefix.length(), end);
            try {
                ids.add(Long.parseLong(id));
            } catch (final NumberFormatException e) {
                throw new IllegalArgumentException(
                        key + "=" + values.get(key) + ": \"" + id + "\" must be a number, as in " + prefix + "1");
            }
        }
        return ids;
    }

    /** The keys that begin so, in rising order. */
    SortedSet<String> keysUnder(final String prefix) {
        final SortedSet<String> keys = new TreeSet<>();
        for (final String key : values.tailMap(prefix).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            keys.add(key);
        }
        return keys;
    }

    boolean has(final String key) {
        return values.containsKey(key);
    }

    /** Refuses keys that nobody asked for. Call it when all is read. */
    void refuseUnknown() {
        for (final var entry : values.entrySet()) {
            if (!asked.contains(entry.getKey())) {
                throw new IllegalArgumentException(entry.getKey() + "=" + entry.getValue()
                        + ": no such key; allowed here are " + String.join(", ", asked));
            }
        }
    }

    private IllegalArgumentException refusal(final String key, final String allowed) {
        return new IllegalArgumentException(key + "=" + values.getOrDefault(key, "") + ": " + allowed);
    }

    private static String name(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
