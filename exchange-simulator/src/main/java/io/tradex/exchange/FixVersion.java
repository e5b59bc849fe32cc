package io.tradex.exchange;

import java.util.Arrays;

/** A version of FIX that an exchange can speak. */
public enum FixVersion {
    /** FIX 4.2. */
    FIX_42("4.2", "FIX.4.2", "", "FIX42.xml"),
    /** FIX 4.4. */
    FIX_44("4.4", "FIX.4.4", "", "FIX44.xml"),
    /** FIX 5.0 SP2 over FIXT 1.1. */
    FIX_50_SP2("5.0SP2", "FIXT.1.1", "9", "FIX50SP2.xml");

    private final String text;
    private final String beginString;
    private final String applVerId;
    private final String dictionary;

    FixVersion(final String text, final String beginString, final String applVerId, final String dictionary) {
        this.text = text;
        this.beginString = beginString;
        this.applVerId = applVerId;
        this.dictionary = dictionary;
    }

    /**
     * @param text as "4.2", "4.4" or "5.0SP2".
     * @return the version.
     * @throws IllegalArgumentException if it is none of these.
     */
    public static FixVersion of(final String text) {
        return Arrays.stream(values())
                .filter(version -> version.text.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the FIX version must be 4.2, 4.4 or 5.0SP2: " + text));
    }

    /** @return BeginString (8). */
    public String beginString() {
        return beginString;
    }

    /** @return whether messages are carried by FIXT, which has a dictionary of its own. */
    public boolean isTransported() {
        return !applVerId.isEmpty();
    }

    /** @return DefaultApplVerID (1137) of the session; empty if there is none. */
    public String applVerId() {
        return applVerId;
    }

    /** @return file name of the dictionary of its application messages. */
    public String dictionary() {
        return dictionary;
    }

    @Override
    public String toString() {
        return text;
    }
}
