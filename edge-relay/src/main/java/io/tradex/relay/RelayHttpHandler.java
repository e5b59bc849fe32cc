package io.tradex.relay;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;
import static io.netty.handler.codec.http.HttpResponseStatus.UPGRADE_REQUIRED;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP connection: the page, health, metrics, all rows, and the door to the WebSocket. Nothing a client sends is logged,
 * because it may hold the token. Event loop's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write or close that fails closes the channel: that is heard of.
final class RelayHttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    static final int FRAME_BYTES_MAX = 4096;

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String LINES_OF_JSON = "application/x-ndjson";
    private static final String BEARER = "Bearer ";
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final WebSocketDecoderConfig WEB_SOCKET = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(FRAME_BYTES_MAX)
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .closeOnProtocolViolation(true)
            .build();

    private final RelayToken token;
    private final WebAssets assets;
    private final RowsQueries queries;
    private final BlotterFanOut fanOut;
    private final RelayCounters counters;
    private final HttpSettings settings;
    private Future<?> requestDeadline;
    private boolean busy;

    RelayHttpHandler(
            final RelayToken token,
            final WebAssets assets,
            final RowsQueries queries,
            final BlotterFanOut fanOut,
            final RelayCounters counters,
            final HttpSettings settings) {
        this.token = token;
        this.assets = assets;
        this.queries = queries;
        this.fanOut = fanOut;
        this.counters = counters;
        this.settings = settings;
    }

    @Override
    public void channelActive(final ChannelHandlerContext ctx) {
        awaitRequest(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext ctx) {
        stopWaiting();
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext ctx, final Object event) {
        if (event instanceof IdleStateEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        ctx.close();
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext ctx, final FullHttpRequest request) {
        stopWaiting();
        if (busy) {
            // The answer under way is the last of its connection, as its header says.
            return;
        }
        if (!request.decoderResult().isSuccess()) {
            counters.badInput.incrementAndGet();
            busy = true;
            respond(ctx, request, BAD_REQUEST, TEXT, "not an HTTP request that is served here\n", true);
            return;
        }
        if (!HttpMethod.GET.equals(request.method())) {
            counters.badInput.incrementAndGet();
            respond(ctx, request, METHOD_NOT_ALLOWED, TEXT, "GET only\n", false);
            return;
        }
        final String uri = request.uri();
        final int query = uri.indexOf('?');
        final String path = query < 0 ? uri : uri.substring(0, query);
        switch (path) {
            case "/health" -> health(ctx, request);
            case "/metrics.json" -> {
                if (authorized(ctx, request)) {
                    final JsonText json = new JsonText(512);
                    counters.write(json);
                    respond(ctx, request, OK, JSON, json.toString() + "\n", false);
                }
            }
            case "/api/rows" -> {
                if (authorized(ctx, request)) {
                    rows(ctx, request);
                }
            }
            case "/ws" -> upgrade(ctx, request);
            default -> asset(ctx, request, path);
        }
    }

    private void health(final ChannelHandlerContext ctx, final FullHttpRequest request) {
        final boolean live = counters.live.get() == 1;
        respond(ctx, request, OK, JSON, "{\"status\":\"up\",\"live\":" + live + "}\n", false);
    }

    private void asset(final ChannelHandlerContext ctx, final FullHttpRequest request, final String path) {
        final WebAssets.Asset asset = assets.at(path);
        if (asset == null) {
            respond(ctx, request, NOT_FOUND, TEXT, "nothing here\n", false);
        } else {
            respond(ctx, request, OK, asset.contentType(), Unpooled.wrappedBuffer(asset.bytes()), false);
        }
    }

    private void rows(final ChannelHandlerContext ctx, final FullHttpRequest request) {
        busy = true;
        final boolean asked = queries.ask(copy -> ctx.executor().execute(() -> sendRows(ctx, copy)));
        if (!asked) {
            respond(ctx, request, SERVICE_UNAVAILABLE, TEXT, "too many requests for all rows: try again\n", true);
        }
    }

    private void sendRows(final ChannelHandlerContext ctx, final RowsCopy copy) {
        if (!ctx.channel().isActive()) {
            return;
        }
        final HttpResponse response = new DefaultHttpResponse(HTTP_1_1, OK);
        harden(response.headers(), LINES_OF_JSON);
        HttpUtil.setTransferEncodingChunked(response, true);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.pipeline().addBefore(ctx.name(), "rows", new ChunkedWriteHandler());
        ctx.write(response);
        ctx.writeAndFlush(new HttpChunkedInput(new RowsStream(copy))).addListener(ChannelFutureListener.CLOSE);
    }

    private void upgrade(final ChannelHandlerContext ctx, final FullHttpRequest request) {
        final HttpHeaders headers = request.headers();
        if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                || !headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
                || !headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            counters.badInput.incrementAndGet();
            respond(ctx, request, UPGRADE_REQUIRED, TEXT, "WebSocket version 13 only\n", true);
        } else if (!isSameOrigin(headers)) {
            // Else any page that the user has open could connect with what the browser knows of this host.
            counters.unauthorized.incrementAndGet();
            respond(ctx, request, FORBIDDEN, TEXT, "foreign origin\n", true);
        } else {
            ctx.pipeline().replace(this, "socket", new RelayWebSocketHandler(token, fanOut, counters, settings));
            new WebSocketServerHandshaker13("/ws", null, WEB_SOCKET).handshake(ctx.channel(), request);
        }
    }

    /** A program that is no browser sends no Origin; one that is always does. */
    private static boolean isSameOrigin(final HttpHeaders headers) {
        final List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        final List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (origins.isEmpty()) {
            return true;
        }
        if (origins.size() != 1 || hosts.size() != 1) {
            return false;
        }
        final String origin = origins.get(0);
        final String host = hosts.get(0);
        return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
    }

    private boolean authorized(final ChannelHandlerContext ctx, final FullHttpRequest request) {
        final String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        final String guess;
        if (header != null) {
            guess = header.startsWith(BEARER) ? header.substring(BEARER.length()) : null;
        } else {
            guess = tokenOf(request.uri());
        }
        final boolean authorized = token.matches(guess);
        if (!authorized) {
            counters.unauthorized.incrementAndGet();
            final FullHttpResponse response = response(UNAUTHORIZED, TEXT, ascii("the token is missing or wrong\n"));
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
            send(ctx, request, response, true);
        }
        return authorized;
    }

    private static String tokenOf(final String uri) {
        try {
            final List<String> tokens = new QueryStringDecoder(uri).parameters().get("token");
            return tokens == null || tokens.size() != 1 ? null : tokens.get(0);
        } catch (final IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    private void respond(
            final ChannelHandlerContext ctx,
            final FullHttpRequest request,
            final HttpResponseStatus status,
            final String contentType,
            final String body,
            final boolean close) {
        respond(ctx, request, status, contentType, ascii(body), close);
    }

    private void respond(
            final ChannelHandlerContext ctx,
            final FullHttpRequest request,
            final HttpResponseStatus status,
            final String contentType,
            final ByteBuf body,
            final boolean close) {
        send(ctx, request, response(status, contentType, body), close);
    }

    private static FullHttpResponse response(
            final HttpResponseStatus status, final String contentType, final ByteBuf body) {
        final FullHttpResponse response = new DefaultFullHttpResponse(HTTP_1_1, status, body);
        harden(response.headers(), contentType);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        if (METHOD_NOT_ALLOWED.equals(status)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET");
        }
        return response;
    }

    private void send(
            final ChannelHandlerContext ctx,
            final FullHttpRequest request,
            final FullHttpResponse response,
            final boolean close) {
        final boolean keepAlive = !close && HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, keepAlive);
        if (keepAlive) {
            ctx.writeAndFlush(response);
            awaitRequest(ctx);
        } else {
            busy = true;
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static void harden(final HttpHeaders headers, final String contentType) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    }

    private static ByteBuf ascii(final String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    /** Whoever dribbles a request byte by byte is never idle, so a request also has a deadline as a whole. */
    private void awaitRequest(final ChannelHandlerContext ctx) {
        stopWaiting();
        requestDeadline =
                ctx.executor().schedule(() -> ctx.channel().close(), settings.idleTimeoutMs(), TimeUnit.MILLISECONDS);
    }

    private void stopWaiting() {
        if (requestDeadline != null) {
            requestDeadline.cancel(false);
            requestDeadline = null;
        }
    }
}
