package io.tradex.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One tab of a headless Chromium, driven over the Chrome DevTools Protocol. What the page's console complains of is kept in
 * {@link #complaints()}.
 */
final class ChromiumPage implements AutoCloseable {
    private static final long ANSWER_TIMEOUT_S = 20;
    private static final String NAVIGATED = "Inspected target navigated";

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket devTools;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<String, Object>>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    private ChromiumPage(final Process process, final Path profile) {
        this.process = process;
        final String port = Await.until("DevTools are up", () -> devToolsPort(profile));
        final String target = Await.until("a page is open", () -> pageTarget(port));
        devTools = http.newWebSocketBuilder()
                .buildAsync(URI.create(target), new Listener())
                .join();
        call("Runtime.enable", "{}");
        call("Log.enable", "{}");
        call("Page.enable", "{}");
    }

    /** Looks for a Chromium: {@code $CHROMIUM}, else where Linux distributions put it. */
    static Optional<Path> executable() {
        return Stream.of(
                        System.getenv("CHROMIUM"),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .filter(path -> path != null && !path.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static ChromiumPage launch(final Path executable, final Path profile) throws IOException {
        final Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("chromium.log").toFile())
                .start();
        try {
            return new ChromiumPage(process, profile);
        } catch (final RuntimeException | AssertionError failed) {
            kill(process);
            throw failed;
        }
    }

    void open(final String address) {
        call("Page.navigate", "{\"url\":" + quoted(address) + "}");
    }

    void viewport(final int width, final int height, final boolean phone) {
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":" + (phone ? 2 : 1)
                        + ",\"mobile\":" + phone + "}");
    }

    void colours(final String scheme) {
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":" + quoted(scheme) + "}]}");
    }

    /** Evaluates an expression in the page and gives its value as a string. */
    String evaluate(final String expression) {
        final Map<String, Object> answer = call(
                "Runtime.evaluate",
                "{\"returnByValue\":true,\"awaitPromise\":true,\"expression\":" + quoted("String(" + expression + ")")
                        + "}");
        if (answer.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return (String) ParsedJson.object(answer.get("result")).get("value");
    }

    void screenshot(final Path file) throws IOException {
        final Map<String, Object> answer = call("Page.captureScreenshot", "{\"format\":\"png\"}");
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode((String) answer.get("data")));
    }

    /** Exceptions, and errors such as a violated Content-Security-Policy, that the page met. */
    List<String> complaints() {
        synchronized (complaints) {
            return List.copyOf(complaints);
        }
    }

    @Override
    public void close() {
        devTools.abort();
        kill(process);
    }

    private Map<String, Object> call(final String method, final String parameters) {
        final int id = lastId.incrementAndGet();
        final CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        answers.put(id, answer);
        devTools.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true)
                .join();
        try {
            return answer.get(ANSWER_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (final ExecutionException failed) {
            if (String.valueOf(failed.getCause().getMessage()).contains(NAVIGATED)) {
                // The page was being loaded anew just then: what was asked is asked of the new one.
                return call(method, parameters);
            }
            throw new AssertionError(method + " was not answered", failed);
        } catch (final InterruptedException | TimeoutException failed) {
            throw new AssertionError(method + " was not answered", failed);
        }
    }

    private static String devToolsPort(final Path profile) {
        try {
            final Path file = profile.resolve("DevToolsActivePort");
            return Files.exists(file) && Files.size(file) > 0
                    ? Files.readAllLines(file).get(0)
                    : null;
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private String pageTarget(final String port) {
        final HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        final String body = http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::body)
                .join();
        return ParsedJson.list(ParsedJson.parse(body)).stream()
                .map(ParsedJson::object)
                .filter(target -> "page".equals(target.get("type")))
                .map(target -> (String) target.get("webSocketDebuggerUrl"))
                .findFirst()
                .orElse(null);
    }

    private static void kill(final Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    static String quoted(final String text) {
        return new JsonText(64).text(text).toString();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(final WebSocket webSocket, final CharSequence data, final boolean last) {
            message.append(data);
            if (last) {
                onMessage(ParsedJson.object(message.toString()));
                message.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void onMessage(final Map<String, Object> received) {
            if (received.containsKey("id")) {
                final CompletableFuture<Map<String, Object>> answer =
                        answers.remove(Integer.parseInt((String) received.get("id")));
                if (received.containsKey("result")) {
                    answer.complete(ParsedJson.object(received.get("result")));
                } else {
                    answer.completeExceptionally(new AssertionError(String.valueOf(received.get("error"))));
                }
            } else if ("Runtime.exceptionThrown".equals(received.get("method"))) {
                complaints.add(String.valueOf(received.get("params")));
            } else if ("Log.entryAdded".equals(received.get("method"))) {
                final Map<String, Object> entry = ParsedJson.object(
                        ParsedJson.object(received.get("params")).get("entry"));
                if ("error".equals(entry.get("level"))) {
                    complaints.add(entry.get("source") + ": " + entry.get("text"));
                }
            }
        }
    }
}
