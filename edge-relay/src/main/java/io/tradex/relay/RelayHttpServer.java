package io.tradex.relay;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The relay's door for pages and programs. All its connections live on one event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // A write or close that fails closes the channel: that is heard of.
final class RelayHttpServer implements AutoCloseable {
    private static final int QUEUED_MESSAGES = 64;
    private static final int REQUEST_LINE_BYTES_MAX = 2048;
    private static final int HEADER_BYTES_MAX = 8192;
    private static final int BODY_BYTES_MAX = 1024;
    private static final int UNSENT_BYTES_LOW = 128 * 1024;
    private static final int UNSENT_BYTES_HIGH = 512 * 1024;
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final EventLoopGroup eventLoops;
    private final ChannelGroup connections;
    private final BlotterFanOut fanOut;
    private final HttpSettings settings;
    private final RelayToken token;
    private final RowsQueries queries;
    private final RelayCounters counters;
    private final WebAssets assets = new WebAssets();
    private Channel listening;

    RelayHttpServer(
            final HttpSettings settings,
            final RelayToken token,
            final RowsQueries queries,
            final RelayCounters counters) {
        this.settings = settings;
        this.token = token;
        this.queries = queries;
        this.counters = counters;
        eventLoops = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("relay-http", true), NioIoHandler.newFactory());
        connections = new DefaultChannelGroup(eventLoops.next(), true);
        fanOut = new BlotterFanOut(eventLoops.next(), QUEUED_MESSAGES, counters);
    }

    /** @return where the blotter's messages go. */
    BlotterSink sink() {
        return fanOut;
    }

    /**
     * Begins to listen.
     *
     * @return the port.
     * @throws IllegalStateException if the address cannot be bound.
     */
    int start() {
        final ServerBootstrap bootstrap = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 128)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(UNSENT_BYTES_LOW, UNSENT_BYTES_HIGH))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(final SocketChannel channel) {
                        accept(channel);
                    }
                });
        final ChannelFuture bound =
                bootstrap.bind(settings.host(), settings.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "cannot listen on http.host=" + settings.host() + " http.port=" + settings.port() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listening = bound.channel();
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        if (listening != null) {
            listening.close().awaitUninterruptibly(CLOSE_TIMEOUT_MS);
        }
        connections.close().awaitUninterruptibly(CLOSE_TIMEOUT_MS);
        eventLoops
                .shutdownGracefully(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2 * CLOSE_TIMEOUT_MS);
        fanOut.releaseAll();
    }

    private void accept(final SocketChannel channel) {
        if (connections.size() >= settings.connectionsMax()) {
            counters.connectionsRefused.incrementAndGet();
            channel.close();
            return;
        }
        connections.add(channel);
        final HttpDecoderConfig http = new HttpDecoderConfig()
                .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxChunkSize(BODY_BYTES_MAX);
        channel.pipeline()
                .addLast(new IdleStateHandler(settings.idleTimeoutMs(), 0, 0, TimeUnit.MILLISECONDS))
                .addLast(new HttpServerCodec(http))
                .addLast(new HttpObjectAggregator(BODY_BYTES_MAX, true))
                .addLast(new RelayHttpHandler(token, assets, queries, fanOut, counters, settings));
    }
}
