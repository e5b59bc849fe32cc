package io.tradex.pipeline;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How many threads the stages have. */
public enum Threading {
    /** All stages on one thread, the journaller on one of its own if configured so: for few cores. */
    SHARED,
    /** A thread for each stage: for a core for each stage. */
    DEDICATED;

    /**
     * @param property that the name was configured by, for the message.
     * @param name     for example {@code shared}.
     * @return the value.
     * @throws IllegalArgumentException naming the property, what it holds and what is allowed.
     */
    public static Threading parse(final String property, final String name) {
        for (final Threading threading : values()) {
            if (threading.configuredName().equals(name)) {
                return threading;
            }
        }
        throw new IllegalArgumentException(property + "=" + name + ": must be one of "
                + Arrays.stream(values()).map(Threading::configuredName).collect(Collectors.joining(", ")));
    }

    private String configuredName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
