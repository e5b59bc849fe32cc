package io.tradex.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One WebSocket. A client says hello with its token, once, and then only listens: anything else it sends, save for pings,
 * pongs and a close, ends the connection with a code that says why. Event loop's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write or close that fails closes the channel: that is heard of.
final class RelayWebSocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    static final int CLOSE_UNAUTHORIZED = 4401;
    static final int CLOSE_NO_HELLO = 4408;
    private static final int CLOSE_GOING_AWAY = 1001;
    private static final int CLOSE_BINARY = 1003;
    private static final int CLOSE_NOT_UTF8 = 1007;
    private static final int CLOSE_POLICY = 1008;

    private static final int FRAMES_MAX = 100;
    private static final long FRAMES_WINDOW_NS = TimeUnit.SECONDS.toNanos(10);

    private final RelayToken token;
    private final BlotterFanOut fanOut;
    private final RelayCounters counters;
    private final HttpSettings settings;
    private BlotterFanOut.Client client;
    private Future<?> helloDeadline;
    private Future<?> pings;
    private long windowStartNs;
    private int framesInWindow;
    private boolean closing;

    RelayWebSocketHandler(
            final RelayToken token,
            final BlotterFanOut fanOut,
            final RelayCounters counters,
            final HttpSettings settings) {
        this.token = token;
        this.fanOut = fanOut;
        this.counters = counters;
        this.settings = settings;
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext ctx) {
        windowStartNs = System.nanoTime();
        helloDeadline = ctx.executor()
                .schedule(
                        () -> close(ctx, CLOSE_NO_HELLO, "no hello"), settings.helloTimeoutMs(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        forget();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelWritabilityChanged(final ChannelHandlerContext ctx) {
        if (client != null && ctx.channel().isWritable()) {
            fanOut.onWritable(client);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext ctx, final Object event) {
        if (event instanceof IdleStateEvent idle && idle.state() == IdleState.READER_IDLE) {
            close(ctx, CLOSE_GOING_AWAY, "nothing heard");
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        // The decoder has already answered a corrupt frame with the right close code; anything else is a broken
        // connection.
        if (cause instanceof CorruptedFrameException) {
            counters.badInput.incrementAndGet();
        } else {
            ctx.close();
        }
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext ctx, final WebSocketFrame frame) {
        if (closing) {
            return;
        }
        if (floods()) {
            refuse(ctx, CLOSE_POLICY, "too many frames");
        } else if (frame instanceof CloseWebSocketFrame) {
            forget();
            closing = true;
            ctx.writeAndFlush(new CloseWebSocketFrame(1000, "")).addListener(done -> ctx.close());
        } else if (frame instanceof PingWebSocketFrame) {
            if (ctx.channel().isWritable()) {
                ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
            }
        } else if (frame instanceof TextWebSocketFrame && frame.isFinalFragment() && client == null) {
            hello(ctx, frame);
        } else if (frame instanceof TextWebSocketFrame && frame.isFinalFragment()) {
            refuse(ctx, CLOSE_POLICY, "nothing is expected after hello");
        } else if (frame instanceof PongWebSocketFrame) {
            // That it came is all it says; the idle timer has seen it.
            return;
        } else {
            refuse(ctx, CLOSE_BINARY, "only whole text messages");
        }
    }

    private void hello(final ChannelHandlerContext ctx, final WebSocketFrame frame) {
        final String text = utf8(frame);
        if (text == null) {
            refuse(ctx, CLOSE_NOT_UTF8, "not UTF-8");
            return;
        }
        final Map<String, String> members = FlatJson.parse(text);
        if (members == null || !"hello".equals(members.get("t"))) {
            refuse(ctx, CLOSE_POLICY, "expected {\"t\":\"hello\",\"token\":\"...\"}");
        } else if (!token.matches(members.get("token"))) {
            counters.unauthorized.incrementAndGet();
            close(ctx, CLOSE_UNAUTHORIZED, "token not accepted");
        } else {
            helloDeadline.cancel(false);
            client = new BlotterFanOut.Client(ctx.channel());
            fanOut.add(client);
            pings = ctx.executor()
                    .scheduleAtFixedRate(
                            () -> ping(ctx),
                            settings.pingIntervalMs(),
                            settings.pingIntervalMs(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private static String utf8(final WebSocketFrame frame) {
        final ByteBuffer bytes = frame.content().nioBuffer();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (final CharacterCodingException notUtf8) {
            return null;
        }
    }

    private static void ping(final ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            ctx.writeAndFlush(new PingWebSocketFrame());
        }
    }

    private boolean floods() {
        final long nowNs = System.nanoTime();
        if (nowNs - windowStartNs > FRAMES_WINDOW_NS) {
            windowStartNs = nowNs;
            framesInWindow = 0;
        }
        return ++framesInWindow > FRAMES_MAX;
    }

    private void refuse(final ChannelHandlerContext ctx, final int code, final String reason) {
        counters.badInput.incrementAndGet();
        close(ctx, code, reason);
    }

    private void close(final ChannelHandlerContext ctx, final int code, final String reason) {
        if (!closing) {
            closing = true;
            forget();
            ctx.writeAndFlush(new CloseWebSocketFrame(code, reason)).addListener(done -> ctx.close());
            // One that never reads would keep the close frame, and with it the connection, for ever.
            ctx.executor().schedule(() -> ctx.channel().close(), 1, TimeUnit.SECONDS);
        }
    }

    private void forget() {
        helloDeadline.cancel(false);
        if (pings != null) {
            pings.cancel(false);
        }
        if (client != null) {
            fanOut.remove(client);
            client = null;
        }
    }
}
