package io.tradex.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands at the relay's door: pages, programs, and those who mean no good. */
class RelayDoorTest {
    private static final String HELLO = "{\"t\":\"hello\",\"token\":\"" + RelayHarness.TOKEN + "\"}";
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int FINAL = 0x80;

    private final HttpClient http = HttpClient.newHttpClient();
    private final RelayHarness harness =
            new RelayHarness(new HttpSettings("127.0.0.1", 0, 8, 1_000, 500, 3_000, 500, 20));

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldServeThePageWithHeadersThatKeepItToItself() throws Exception {
        final HttpResponse<String> page = get("/", null);
        assertEquals(200, page.statusCode());
        assertEquals("text/html; charset=utf-8", header(page, "content-type"));
        assertTrue(header(page, "content-security-policy").startsWith("default-src 'none'"));
        assertFalse(header(page, "content-security-policy").contains("http"), "no external origin");
        assertEquals("nosniff", header(page, "x-content-type-options"));
        assertEquals("DENY", header(page, "x-frame-options"));
        assertEquals("no-referrer", header(page, "referrer-policy"));
        assertFalse(page.body().contains("http://") || page.body().contains("https://"));
        assertEquals("text/javascript; charset=utf-8", header(get("/blotter.js", null), "content-type"));
        assertEquals("text/css; charset=utf-8", header(get("/style.css", null), "content-type"));
        assertEquals("image/svg+xml", header(get("/favicon.svg", null), "content-type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/../RelayToken.class",
                "/%2e%2e/secret",
                "/io/tradex/relay/web/index.html",
                "//",
                "/ws/../api/rows"
            })
    void shouldKnowNoOtherPath(final String path) throws IOException {
        assertTrue(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 404 "));
    }

    @Test
    void shouldTellItsHealthToAnybody() throws Exception {
        Await.until("live", () -> harness.relay().metrics().contains("\"live\":true"));
        assertEquals(
                Map.of("status", "up", "live", true),
                ParsedJson.object(get("/health", null).body()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics.json", "/api/rows"})
    void shouldAskForTheToken(final String path) throws Exception {
        assertEquals(401, get(path, null).statusCode());
        assertEquals(401, get(path, "wrong-token-of-some-length").statusCode());
        assertEquals(401, get(path + "?token=", null).statusCode());
        assertEquals(
                401,
                get(path + "?token=wrong&token=" + RelayHarness.TOKEN, null).statusCode());
        assertTrue(raw("GET " + path + "?token=%zz HTTP/1.1\r\nHost: x\r\n\r\n").startsWith("HTTP/1.1 401 "));
        assertEquals(200, get(path, RelayHarness.TOKEN).statusCode());
        assertEquals(200, get(path + "?token=" + RelayHarness.TOKEN, null).statusCode());
    }

    @Test
    void shouldGiveAllRowsOfOneMoment() throws Exception {
        for (int id = 1; id <= 3_000; id++) {
            harness.core.publish(harness.core.order(id));
        }
        harness.core.publish(harness.core.order(2_999).filled(100, 18_742));
        Await.until("all came", () -> harness.relay().metrics().contains("\"outSeq\":3001,"));

        final HttpResponse<String> response = get("/api/rows", RelayHarness.TOKEN);
        assertEquals("application/x-ndjson", header(response, "content-type"));
        final List<Map<String, Object>> lines =
                response.body().lines().map(ParsedJson::object).toList();
        assertEquals(Map.of("t", "rows", "epoch", "1", "outSeq", "3001", "live", true, "count", "3000"), lines.get(0));
        assertEquals(3_002, lines.size());
        assertEquals(Map.of("t", "end", "count", "3000"), lines.get(3_001));
        for (int i = 1; i <= 3_000; i++) {
            final Map<String, Object> row = lines.get(i);
            final boolean filled = row.get("orderId").equals("2999");
            assertEquals(filled ? "FILLED" : "NEW", row.get("ordStatus"));
            assertEquals(filled ? "3001" : row.get("orderId"), row.get("outSeq"));
            assertEquals("18742", row.get("priceTicks"));
            assertEquals("0", row.get("stopPriceTicks"));
            assertEquals("NONE", row.get("pegType"));
            assertEquals("NONE", row.get("routingStrategy"));
            assertEquals(45, row.size());
        }
    }

    @ParameterizedTest
    @CsvSource({"POST,405", "PUT,405", "DELETE,405", "OPTIONS,405", "TRACE,405", "HEAD,405"})
    void shouldTakeNoOtherMethod(final String method, final int status) throws IOException {
        assertTrue(raw(method + " / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 " + status));
    }

    @Test
    void shouldSurviveGarbageAndHugeRequests() throws Exception {
        assertTrue(raw("\u0000\u0001garbage\r\n\r\n").startsWith("HTTP/1.1 400 "));
        assertTrue(raw("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 400 "));
        assertTrue(
                raw("GET / HTTP/1.1\r\nA: " + "x".repeat(20_000) + "\r\n\r\n").startsWith("HTTP/1.1 400 "));
        assertTrue(raw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
                .startsWith("HTTP/1.1 413 "));
        assertTrue(raw("GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx")
                .startsWith("HTTP/1.1 400 "));
        assertEquals(200, get("/", null).statusCode());
    }

    @Test
    void shouldCloseAConnectionThatDribbles() throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(100);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nA: ".getBytes(US_ASCII));
            // A byte every 100 ms keeps the connection from ever being idle.
            Await.until("the relay has had enough", () -> {
                try {
                    socket.getOutputStream().write('x');
                    return socket.getInputStream().read() == -1;
                } catch (final SocketTimeoutException stillOpen) {
                    return false;
                } catch (final IOException reset) {
                    return true;
                }
            });
        }
    }

    @Test
    void shouldRefuseMoreConnectionsThanItAllows() throws Exception {
        final List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                final Socket socket = connect();
                open.add(socket);
                socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
                assertTrue(socket.getInputStream().read() > 0);
            }
            try (Socket oneTooMany = connect()) {
                assertEquals(-1, readOrReset(oneTooMany));
            }
        } finally {
            for (final Socket socket : open) {
                socket.close();
            }
        }
        Await.until(
                "there is room again",
                () -> raw("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        .startsWith("HTTP/1.1 200 "));
        assertFalse(harness.relay().metrics().contains("\"connectionsRefused\":0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://127.0.0.1.evil.example", "null", "http://127.0.0.1:1"})
    void shouldRefuseAWebSocketOfAForeignPage(final String origin) throws IOException {
        assertTrue(raw(upgrade("Origin: " + origin + "\r\n")).startsWith("HTTP/1.1 403 "));
        assertTrue(harness.relay().metrics().contains("\"unauthorized\":1"));
    }

    @Test
    void shouldSendSnapshotThenDeltasToWhoSaysHello() throws IOException {
        harness.core.publish(harness.core.order(1));
        Await.until("the order is there", () -> harness.relay().metrics().contains("\"rows\":1,"));
        try (WebSocketClient client = new WebSocketClient("Origin: http://127.0.0.1:" + harness.port() + "\r\n")) {
            client.send(FINAL | TEXT, HELLO.getBytes(UTF_8));
            final Map<String, Object> snapshot = client.message("snapshot");
            assertEquals("1", snapshot.get("epoch"));
            assertEquals("1", snapshot.get("outSeq"));
            assertEquals(true, snapshot.get("live"));
            assertEquals("500", snapshot.get("maxRows"));
            final List<Object> rows = ParsedJson.list(snapshot.get("rows"));
            assertEquals("187.42", ParsedJson.object(rows.get(0)).get("price"));

            harness.core.publish(harness.core.order(1).filled(100, 18_740));
            final Map<String, Object> delta = client.message("delta");
            assertEquals("2", delta.get("outSeq"));
            final Map<String, Object> row =
                    ParsedJson.object(ParsedJson.list(delta.get("rows")).get(0));
            assertEquals("FILLED", row.get("status"));
            assertEquals("187.4000", row.get("avgPrice"));
            assertEquals("1", ParsedJson.object(delta.get("totals")).get("filled"));
            assertEquals("2", client.message("heartbeat").get("outSeq"));
        }
    }

    @Test
    void shouldConflateABurstAndKeepItToTheNewestRows() throws IOException {
        try (WebSocketClient client = new WebSocketClient("")) {
            client.send(FINAL | TEXT, HELLO.getBytes(UTF_8));
            client.message("snapshot");
            for (int i = 0; i < 30; i++) {
                for (int id = 1; id <= 2_000; id++) {
                    harness.core.publish(
                            harness.core.order(id).status(i == 29 ? OrdStatus.CANCELED : OrdStatus.NEW, ExecType.NEW));
                }
            }
            long rows = 0;
            Map<String, Object> delta;
            do {
                delta = client.message("delta");
                final int count = ParsedJson.list(delta.get("rows")).size();
                assertTrue(count <= 500, "rows in a batch: " + count);
                rows += count;
            } while (!"60000".equals(delta.get("outSeq")));
            assertTrue(rows < 30_000, "rows sent for 60,000 changes: " + rows);
            assertEquals("2000", ParsedJson.object(delta.get("totals")).get("cancelled"));
        }
    }

    @Test
    void shouldCloseWithACodeThatSaysWhy() throws IOException {
        assertClose(4401, FINAL | TEXT, "{\"t\":\"hello\",\"token\":\"not-the-right-token\"}".getBytes(UTF_8));
        assertClose(4401, FINAL | TEXT, "{\"t\":\"hello\"}".getBytes(UTF_8));
        assertClose(1008, FINAL | TEXT, "garbage".getBytes(UTF_8));
        assertClose(1008, FINAL | TEXT, "{\"t\":\"hello\",\"token\":{\"a\":1}}".getBytes(UTF_8));
        assertClose(1008, FINAL | TEXT, "[".repeat(4_000).getBytes(UTF_8));
        assertClose(1003, FINAL | BINARY, new byte[] {1, 2, 3});
        assertClose(1003, TEXT, "{\"t\":".getBytes(UTF_8));
        assertClose(1007, FINAL | TEXT, new byte[] {(byte) 0xC3, (byte) 0x28});
        assertClose(1009, FINAL | TEXT, new byte[5_000]);
        assertClose(1002, FINAL | 0x40 | TEXT, HELLO.getBytes(UTF_8));
        assertClose(1002, FINAL | 0x3, new byte[0]);
        assertEquals(200, getQuietly("/"));
        assertTrue(harness.relay().metrics().contains("\"unauthorized\":2"));
        assertTrue(
                harness.relay().metrics().contains("\"badInput\":9"),
                harness.relay().metrics());
    }

    @Test
    void shouldCloseOnAFrameThatIsNotMasked() throws IOException {
        try (WebSocketClient client = new WebSocketClient("")) {
            client.out.write(new byte[] {(byte) (FINAL | TEXT), 2, '{', '}'});
            client.out.flush();
            assertEquals(1002, client.closeCode());
        }
    }

    @Test
    void shouldCloseOnAFlood() throws IOException {
        try (WebSocketClient client = new WebSocketClient("")) {
            client.send(FINAL | TEXT, HELLO.getBytes(UTF_8));
            for (int i = 0; i < 200; i++) {
                client.send(FINAL | PING, new byte[100]);
            }
            assertEquals(1008, client.closeCode());
        }
    }

    @Test
    void shouldCloseOnAnythingAfterHello() throws IOException {
        try (WebSocketClient client = new WebSocketClient("")) {
            client.send(FINAL | TEXT, HELLO.getBytes(UTF_8));
            client.message("snapshot");
            client.send(FINAL | TEXT, HELLO.getBytes(UTF_8));
            assertEquals(1008, client.closeCode());
        }
        Await.until("it is no client any more", () -> harness.relay().metrics().contains("\"clients\":0,"));
    }

    @Test
    void shouldNotWaitForAHelloForEver() throws IOException {
        try (WebSocketClient client = new WebSocketClient("")) {
            assertEquals(4408, client.closeCode());
        }
    }

    @Test
    void shouldAnswerPingsAndClose() throws IOException {
        try (WebSocketClient client = new WebSocketClient("")) {
            client.send(FINAL | PING, new byte[] {4, 2});
            assertArrayEquals(new byte[] {4, 2}, client.frame(PONG));
            client.send(FINAL | CLOSE, new byte[] {3, (byte) 0xE8});
            assertEquals(1000, client.closeCode());
        }
    }

    @Test
    void shouldDropAClientThatNoLongerAnswersPings() throws IOException {
        try (WebSocketClient client = new WebSocketClient("")) {
            client.send(FINAL | TEXT, HELLO.getBytes(UTF_8));
            assertNotNull(client.frame(PING));
            assertEquals(1001, client.closeCode());
        }
    }

    @Test
    void shouldSkipASlowClientAndBringItBackWithASnapshot() throws IOException {
        try (WebSocketClient slow = new WebSocketClient("");
                WebSocketClient good = new WebSocketClient("")) {
            slow.send(FINAL | TEXT, HELLO.getBytes(UTF_8));
            good.send(FINAL | TEXT, HELLO.getBytes(UTF_8));
            slow.message("snapshot");
            good.message("snapshot");
            Await.until("the slow one is skipped", () -> {
                for (int id = 1; id <= 500; id++) {
                    harness.core.publish(harness.core.order(id));
                }
                slow.send(FINAL | PONG, new byte[0]);
                good.send(FINAL | PONG, new byte[0]);
                good.message("delta");
                return !harness.relay().metrics().contains("\"clientsSkipped\":0");
            });
            harness.core.publish(harness.core.order(501));
            final String last = String.valueOf(harness.core.outSeq());
            Map<String, Object> snapshot = slow.message("snapshot");
            while (!last.equals(snapshot.get("outSeq"))) {
                snapshot = slow.message("snapshot", "delta");
            }
        }
    }

    private static String upgrade(final String more) {
        return "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + more + "\r\n";
    }

    private void assertClose(final int code, final int firstByte, final byte[] payload) throws IOException {
        try (WebSocketClient client = new WebSocketClient("")) {
            client.send(firstByte, payload);
            assertEquals(code, client.closeCode(), () -> new String(payload, UTF_8));
        }
    }

    private Socket connect() throws IOException {
        final Socket socket = new Socket(InetAddress.getLoopbackAddress(), harness.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private String raw(final String request) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            final ByteArrayOutputStream answer = new ByteArrayOutputStream();
            final InputStream in = socket.getInputStream();
            for (int b = in.read(); b >= 0 && answer.size() < 64; b = in.read()) {
                answer.write(b);
            }
            return answer.toString(US_ASCII);
        } catch (final IOException closed) {
            return "closed: " + closed;
        }
    }

    private static int readOrReset(final Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (final IOException reset) {
            return -1;
        }
    }

    private int getQuietly(final String path) throws IOException {
        try {
            return get(path, null).statusCode();
        } catch (final InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private HttpResponse<String> get(final String path, final String token) throws IOException, InterruptedException {
        final HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + harness.port() + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(final HttpResponse<String> response, final String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** A WebSocket client that may also send what no client should. */
    private final class WebSocketClient implements AutoCloseable {
        private final Socket socket = connect();
        private final DataInputStream in = new DataInputStream(socket.getInputStream());
        private final OutputStream out = socket.getOutputStream();

        private WebSocketClient(final String headers) throws IOException {
            out.write(upgrade(headers)
                    .replace("Host: 127.0.0.1\r\n", "Host: 127.0.0.1:" + harness.port() + "\r\n")
                    .getBytes(US_ASCII));
            final StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) in.read());
            }
            assertTrue(answer.toString().startsWith("HTTP/1.1 101 "), answer::toString);
        }

        private void send(final int firstByte, final byte[] payload) {
            final byte[] mask = {7, 3, 9, 1};
            final ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(firstByte);
            if (payload.length < 126) {
                frame.write(0x80 | payload.length);
            } else {
                frame.write(0x80 | 126);
                frame.write(payload.length >> 8);
                frame.write(payload.length);
            }
            frame.writeBytes(mask);
            for (int i = 0; i < payload.length; i++) {
                frame.write(payload[i] ^ mask[i % 4]);
            }
            try {
                out.write(frame.toByteArray());
                out.flush();
            } catch (final IOException closedByRelay) {
                // What it said before it closed is still to be read.
            }
        }

        /** Reads on to the next message of one of these kinds. */
        private Map<String, Object> message(final String... kinds) {
            while (true) {
                final Map<String, Object> message = ParsedJson.object(new String(frame(TEXT), UTF_8));
                if (List.of(kinds).contains(message.get("t"))) {
                    return message;
                }
            }
        }

        /** Reads on to the next frame of this kind. */
        private byte[] frame(final int opcode) {
            try {
                while (true) {
                    final int first = in.read();
                    if (first < 0) {
                        throw new AssertionError("closed without a word");
                    }
                    int length = in.read();
                    if (length == 126) {
                        length = in.readUnsignedShort();
                    } else if (length == 127) {
                        length = Math.toIntExact(in.readLong());
                    }
                    final byte[] payload = new byte[length];
                    in.readFully(payload);
                    if ((first & 0xF) == opcode) {
                        return payload;
                    }
                    if ((first & 0xF) == PING && opcode == TEXT) {
                        send(FINAL | PONG, payload);
                    }
                }
            } catch (final IOException broken) {
                throw new AssertionError("no such frame", broken);
            }
        }

        private int closeCode() {
            return ByteBuffer.wrap(frame(CLOSE)).getShort() & 0xFFFF;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
