package io.tradex.exchange;

import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One simulated exchange.
 *
 * @param compId             the exchange's CompID, also its name: letters, digits, '-', '_', '.', at most 32.
 * @param counterpartyCompId the one counterparty that may log on: likewise.
 * @param host               address to listen on; a loopback address unless the network is trusted, since FIX has no password.
 * @param port               to listen on, 1 to 65535; 0 for any free one.
 * @param storeDirectory     where the FIX session keeps its messages and sequence numbers; made if missing. Orders are kept in
 *                           memory only.
 * @param version            of FIX that it speaks.
 * @param dropCopyCompId     who may log on to a second session that gets a copy of every report; empty for nobody.
 */
public record ExchangeConfiguration(
        String compId,
        String counterpartyCompId,
        String host,
        int port,
        Path storeDirectory,
        FixVersion version,
        String dropCopyCompId) {
    private static final Pattern COMP_ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final int MAX_PORT = 65_535;

    /** Checks every property, naming the one at fault. */
    public ExchangeConfiguration {
        compId("compId", compId);
        compId("counterpartyCompId", counterpartyCompId);
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be 0 to " + MAX_PORT + ": " + port);
        }
        Objects.requireNonNull(storeDirectory, "storeDirectory");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(dropCopyCompId, "dropCopyCompId");
        if (!dropCopyCompId.isEmpty()) {
            compId("dropCopyCompId", dropCopyCompId);
            if (dropCopyCompId.equals(counterpartyCompId)) {
                throw new IllegalArgumentException("dropCopyCompId must not be the counterparty's: " + dropCopyCompId);
            }
        }
    }

    /** An exchange that speaks FIX 4.4 and has no drop copy. */
    public ExchangeConfiguration(
            final String compId,
            final String counterpartyCompId,
            final String host,
            final int port,
            final Path storeDirectory) {
        this(compId, counterpartyCompId, host, port, storeDirectory, FixVersion.FIX_44, "");
    }

    private static void compId(final String name, final String value) {
        Objects.requireNonNull(value, name);
        // It becomes part of a file name and of the wire's tag=value text.
        if (!COMP_ID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    name + " must be 1 to 32 letters, digits, '-', '_' or '.': \"" + value + '"');
        }
    }
}
