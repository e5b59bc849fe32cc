package io.tradex.fix;

import java.nio.file.Path;
import java.util.List;
import quickfix.ConfigError;
import quickfix.DataDictionary;

/** Checks a venue's own data dictionary before a session is made with it. Stateless. */
final class VenueDictionary {
    private static final List<String> ORDER_MESSAGES = List.of("8", "9", "D", "F", "G", "H");
    private static final List<String> MARKET_DATA_MESSAGES = List.of("V", "W", "X", "Y");

    private VenueDictionary() {}

    /**
     * @param file          in QuickFIX's format.
     * @param version       that it must be of.
     * @param hasMarketData whether it has to have market data messages.
     * @throws IllegalArgumentException if it cannot be read, is of another version, or lacks a message that the adapter needs.
     */
    static void check(final Path file, final FixVersion version, final boolean hasMarketData) {
        final DataDictionary dictionary;
        try {
            dictionary = new DataDictionary(file.toString());
        } catch (final ConfigError e) {
            throw new IllegalArgumentException("dictionary " + file + " cannot be read: " + e.getMessage(), e);
        }
        if (!version.applicationVersion().equals(dictionary.getVersion())) {
            throw new IllegalArgumentException("dictionary " + file + " is of " + dictionary.getVersion()
                    + ", the session speaks " + version.applicationVersion());
        }
        requireAll(file, dictionary, ORDER_MESSAGES);
        if (hasMarketData) {
            requireAll(file, dictionary, MARKET_DATA_MESSAGES);
        }
    }

    private static void requireAll(final Path file, final DataDictionary dictionary, final List<String> msgTypes) {
        for (final String msgType : msgTypes) {
            if (!dictionary.isMsgType(msgType)) {
                throw new IllegalArgumentException("dictionary " + file + " lacks message 35=" + msgType);
            }
        }
    }
}
