package io.tradex.demo;

import io.tradex.protocol.types.OrdStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/** All rows of a relay, fetched as a program does, and compared with the engine's field by field. */
final class RelayRows {
    private static final int TIMEOUT_MS = 10_000;
    private static final int DIFFERENCES_TOLD = 5;

    private RelayRows() {}

    /**
     * Fetches all rows into a file.
     *
     * @param address of the relay, such as {@code http://127.0.0.1:8080}.
     * @param token   of the relay.
     * @param file    takes one JSON object a line.
     * @throws IOException if the relay does not give them.
     */
    static void fetch(final String address, final String token, final Path file) throws IOException {
        final HttpURLConnection connection =
                (HttpURLConnection) URI.create(address + "/api/rows").toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        try (var body = connection.getInputStream()) {
            Files.copy(body, file);
        } finally {
            connection.disconnect();
        }
    }

    /**
     * Compares rows that were fetched with those of the engine. A relay may still show finished orders that the core has
     * forgotten, and nothing else that the core has not.
     *
     * @param file   with the rows.
     * @param engine rows by orderId, as {@link JournalProof#rows()}.
     * @param outSeq at which the engine's rows stand.
     * @return what differs, the first few of it; empty if all is equal.
     * @throws IOException if the file cannot be read.
     */
    static List<String> compare(final Path file, final Long2ObjectHashMap<String> engine, final long outSeq)
            throws IOException {
        final Differences differences = new Differences();
        final LongHashSet seen = new LongHashSet();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            final Map<String, String> head = line(lines);
            differences.check("t", head.get("t"), "rows", "the first line");
            differences.check("outSeq", head.get("outSeq"), Long.toString(outSeq), "the relay's rows");
            differences.check("live", head.get("live"), "true", "the relay's rows");
            Map<String, String> row = line(lines);
            while (row != null && !row.containsKey("t")) {
                final long orderId = Long.parseLong(row.get("orderId"));
                if (!seen.add(orderId)) {
                    differences.add("order " + orderId + " comes twice");
                }
                compareRow(orderId, row, engine.get(orderId), differences);
                row = line(lines);
            }
            if (row == null) {
                differences.add("the rows end too early");
            }
        }
        engine.forEachLong((orderId, row) -> {
            if (!seen.contains(orderId)) {
                differences.add("order " + orderId + " is missing");
            }
        });
        return differences.told();
    }

    private static void compareRow(
            final long orderId, final Map<String, String> relay, final String engine, final Differences differences) {
        if (engine == null) {
            if (!isFinished(relay.get("ordStatus"))) {
                differences.add("order " + orderId + " is unknown to the engine: " + relay);
            }
            return;
        }
        // As the generated decoder prints it: [OrderDelta](…):inputSeq=1|epoch=1|…
        final String[] fields = engine.substring(engine.indexOf(':') + 1).split("\\|", -1);
        for (final String field : fields) {
            final int equals = field.indexOf('=');
            final String name = field.substring(0, equals);
            differences.check(name, relay.get(name), field.substring(equals + 1), "order " + orderId);
        }
    }

    private static boolean isFinished(final String ordStatus) {
        return switch (OrdStatus.valueOf(ordStatus)) {
            case FILLED, CANCELED, REJECTED, EXPIRED, DONE_FOR_DAY -> true;
            default -> false;
        };
    }

    private static Map<String, String> line(final BufferedReader lines) throws IOException {
        final String line = lines.readLine();
        return line == null ? null : JsonLine.parse(line);
    }

    private static final class Differences {
        private final List<String> told = new ArrayList<>();
        private long more;

        void check(final String name, final String relay, final String engine, final String what) {
            if (!engine.equals(relay)) {
                add(what + ": " + name + " is " + relay + " at the relay, " + engine + " in the engine");
            }
        }

        void add(final String difference) {
            if (told.size() < DIFFERENCES_TOLD) {
                told.add(difference);
            } else {
                more++;
            }
        }

        List<String> told() {
            final List<String> all = new ArrayList<>(told);
            if (more > 0) {
                all.add("and " + more + " more");
            }
            return all;
        }
    }
}
