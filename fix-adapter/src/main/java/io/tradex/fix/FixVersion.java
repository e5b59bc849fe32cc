package io.tradex.fix;

import quickfix.FixVersions;

/** A version of FIX that a venue may speak. What the versions do differently is in their {@link FixDialect}s, and nowhere else. */
public enum FixVersion {
    /** FIX 4.2. */
    FIX42(FixVersions.BEGINSTRING_FIX42, FixVersions.BEGINSTRING_FIX42, "FIX42.xml"),
    /** FIX 4.4. */
    FIX44(FixVersions.BEGINSTRING_FIX44, FixVersions.BEGINSTRING_FIX44, "FIX44.xml"),
    /** FIX 5.0 SP2 over FIXT 1.1. */
    FIX50SP2(FixVersions.BEGINSTRING_FIXT11, FixVersions.FIX50SP2, "FIX50SP2.xml");

    private final String beginString;
    private final String applicationVersion;
    private final String dictionary;

    FixVersion(final String beginString, final String applicationVersion, final String dictionary) {
        this.beginString = beginString;
        this.applicationVersion = applicationVersion;
        this.dictionary = dictionary;
    }

    /** @return BeginString (8). */
    String beginString() {
        return beginString;
    }

    /** @return version of the application messages; before FIX 5.0 the same as {@link #beginString()}. */
    String applicationVersion() {
        return applicationVersion;
    }

    /** @return name of QuickFIX/J's data dictionary of the application messages. */
    String dictionary() {
        return dictionary;
    }

    /** @return whether session and application messages have versions of their own. */
    boolean hasTransport() {
        return !beginString.equals(applicationVersion);
    }

    FixDialect dialect() {
        return switch (this) {
            case FIX42 -> new Fix42Dialect();
            case FIX44 -> new Fix44Dialect();
            case FIX50SP2 -> new Fix50Sp2Dialect();
        };
    }
}
