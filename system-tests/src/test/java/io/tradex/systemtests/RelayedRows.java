package io.tradex.systemtests;

import io.tradex.protocol.types.OrdStatus;
import io.tradex.relay.EdgeRelay;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A relay in a process of its own, and what it shows. */
final class RelayedRows implements AutoCloseable {
    private static final String TOKEN = "the-token-of-a-tests-relay";
    private static final Pattern PAGE = Pattern.compile("page (http://[0-9.:]+)/");
    private static final Pattern ROW = Pattern.compile(
            "\"orderId\":\"(\\d+)\",\"orderVersion\":\"(\\d+)\".*\"cumQtyLots\":\"(\\d+)\".*\"ordStatus\":\"(\\w+)\"");

    private final ChildProcess relay;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI rows;

    RelayedRows(final CoreFiles files) {
        relay = new ChildProcess(
                "relay", files.directory, EdgeRelay.class, files.writeRelay(TOKEN), files.heapMegabytes());
        final Matcher page = PAGE.matcher(relay.output());
        if (!page.find()) {
            throw new AssertionError("the relay names no page: " + relay.output());
        }
        rows = URI.create(page.group(1) + "/api/rows");
    }

    /** What one order looks like. */
    static String text(final long orderVersion, final OrdStatus ordStatus, final long cumQtyLots) {
        return "version " + orderVersion + ' ' + ordStatus + " filled " + cumQtyLots;
    }

    /** What every order looks like; empty while the relay has nothing to show. */
    Map<Long, String> rows() {
        final Map<Long, String> found = new TreeMap<>();
        try {
            final HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(rows)
                            .header("Authorization", "Bearer " + TOKEN)
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            response.body()
                    .lines()
                    .map(ROW::matcher)
                    .filter(Matcher::find)
                    .forEach(row -> found.put(
                            Long.parseLong(row.group(1)),
                            text(
                                    Long.parseLong(row.group(2)),
                                    OrdStatus.valueOf(row.group(4)),
                                    Long.parseLong(row.group(3)))));
        } catch (final IOException e) {
            throw new AssertionError("the relay does not answer: " + relay.errors(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return found;
    }

    @Override
    public void close() {
        relay.close();
    }
}
