package io.tradex.certification;

import io.tradex.fix.FixVersion;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/**
 * What is certified.
 *
 * @param host         of the venue's acceptor; empty for the simulator, which is started for the purpose.
 * @param port         of it.
 * @param senderCompId ours.
 * @param targetCompId the venue's.
 * @param version      of FIX.
 * @param dictionary   a data dictionary of the venue's own.
 * @param symbol       of the instrument that is bought, at most 12 characters; its lots are of 1.
 * @param tickE8       its tick in units of 1e-8.
 * @param priceTicks   limit of the orders in ticks.
 * @param timeoutMs    how long the venue may take for each message, in milliseconds.
 * @param shown        numbers of the scenarios that the counterparty acts out, as "B.1.a" or "B."; empty for all.
 * @param mainOnly     whether it acts out the main path of each alone.
 * @param store        where the session's sequence numbers and the number of runs are kept; empty for a temporary directory.
 */
record CertificationConfiguration(
        String host,
        int port,
        String senderCompId,
        String targetCompId,
        FixVersion version,
        Optional<Path> dictionary,
        String symbol,
        long tickE8,
        long priceTicks,
        int timeoutMs,
        List<String> shown,
        boolean mainOnly,
        Optional<Path> store) {
    private static final int DECIMALS = 8;
    private static final int MAX_SYMBOL_LENGTH = 12;
    private static final int MAX_TIMEOUT_MS = 3_600_000;
    private static final List<String> KEYS = List.of(
            "venue.host",
            "venue.port",
            "venue.version",
            "venue.dictionary",
            "session.sender",
            "session.target",
            "session.store",
            "symbol",
            "tick",
            "price",
            "timeout.ms",
            "scenarios",
            "paths");

    CertificationConfiguration {
        Objects.requireNonNull(version, "version");
        if (symbol.isEmpty() || symbol.length() > MAX_SYMBOL_LENGTH) {
            throw new IllegalArgumentException("symbol must have 1 to " + MAX_SYMBOL_LENGTH + " characters: " + symbol);
        }
        if (tickE8 <= 0 || priceTicks <= 0) {
            throw new IllegalArgumentException("tick and price must be positive, and the price a multiple of the tick");
        }
        if (timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
            throw new IllegalArgumentException("timeout.ms must be 1 to " + MAX_TIMEOUT_MS + ": " + timeoutMs);
        }
        shown = List.copyOf(shown);
    }

    /**
     * The simulator, started for the purpose.
     *
     * @param version that it speaks.
     * @return how to certify it.
     */
    static CertificationConfiguration simulator(final FixVersion version) {
        return new CertificationConfiguration(
                "",
                0,
                "TRADEX",
                "SIM",
                version,
                Optional.empty(),
                "AAPL",
                1_000_000,
                10_000,
                5_000,
                List.of(),
                false,
                Optional.empty());
    }

    /**
     * Reads a file of properties.
     *
     * @param file of another venue.
     * @return how to certify it.
     * @throws IOException              if it cannot be read.
     * @throws IllegalArgumentException if a key is unknown or missing or a value is not allowed; the message names it.
     */
    static CertificationConfiguration read(final Path file) throws IOException {
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        for (final String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(file + ": unknown key " + key + "; there are " + KEYS);
            }
        }
        final long tickE8 = decimalE8(properties, "tick", "0.01");
        final long priceE8 = decimalE8(properties, "price", "100");
        if (tickE8 <= 0 || priceE8 % tickE8 != 0) {
            throw new IllegalArgumentException(file + ": price must be a multiple of tick");
        }
        final String paths = properties.getProperty("paths", "all").strip();
        if (!paths.equals("all") && !paths.equals("main")) {
            throw new IllegalArgumentException(file + ": paths must be all or main: " + paths);
        }
        return new CertificationConfiguration(
                required(properties, file, "venue.host"),
                number(file, "venue.port", required(properties, file, "venue.port")),
                required(properties, file, "session.sender"),
                required(properties, file, "session.target"),
                version(properties.getProperty("venue.version", "4.4")),
                Optional.ofNullable(properties.getProperty("venue.dictionary")).map(Path::of),
                properties.getProperty("symbol", "AAPL").strip(),
                tickE8,
                priceE8 / tickE8,
                number(file, "timeout.ms", properties.getProperty("timeout.ms", "60000")),
                refs(properties.getProperty("scenarios", "")),
                paths.equals("main"),
                Optional.of(Path.of(properties.getProperty("session.store", "run/certification/store"))));
    }

    /** @return whether the simulator is certified. */
    boolean isSimulator() {
        return host.isEmpty();
    }

    /** @return the limit of the orders as a decimal number. */
    String price() {
        return BigDecimal.valueOf(Math.multiplyExact(priceTicks, tickE8), DECIMALS)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** @return whether the counterparty acts out this scenario. */
    boolean shows(final String ref) {
        return shown.isEmpty() || shown.stream().anyMatch(ref::startsWith);
    }

    /**
     * @param text "4.2", "4.4" or "5.0SP2".
     * @return the version.
     * @throws IllegalArgumentException if it is none of these.
     */
    static FixVersion version(final String text) {
        return switch (text.strip().toUpperCase(Locale.ROOT)) {
            case "4.2" -> FixVersion.FIX42;
            case "4.4" -> FixVersion.FIX44;
            case "5.0SP2" -> FixVersion.FIX50SP2;
            default -> throw new IllegalArgumentException("the FIX version must be 4.2, 4.4 or 5.0SP2: " + text);
        };
    }

    /**
     * @param text numbers of scenarios, or what they begin with, divided by commas.
     * @return each of them.
     */
    static List<String> refs(final String text) {
        final List<String> refs = new ArrayList<>();
        for (final String ref : text.split(",", -1)) {
            if (!ref.isBlank()) {
                refs.add(ref.strip().replace("*", ""));
            }
        }
        return refs;
    }

    private static String required(final Properties properties, final Path file, final String key) {
        final String value = properties.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(file + ": " + key + " is missing");
        }
        return value.strip();
    }

    private static int number(final Path file, final String key, final String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(file + ": " + key + " must be a whole number: " + value, e);
        }
    }

    private static long decimalE8(final Properties properties, final String key, final String otherwise) {
        final String value = properties.getProperty(key, otherwise).strip();
        try {
            return new BigDecimal(value).movePointRight(DECIMALS).longValueExact();
        } catch (final ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a number with at most 8 decimals: " + value, e);
        }
    }
}
