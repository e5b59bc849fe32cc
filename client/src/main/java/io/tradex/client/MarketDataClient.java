package io.tradex.client;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.market.MarketDataSnapshotRequestEncoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Follows books of the core at one depth: L1, L2 or L3. One thread does everything: {@link #poll()} listens, asks for snapshots,
 * applies what comes, finds what was lost, repairs it, and proves every checksum. Not thread safe.
 *
 * <pre>{@code
 *   MarketDataClientConfiguration configuration =
 *           MarketDataClientConfiguration.builder(BookDepth.LEVELS).build();
 *   try (MarketDataClient client = MarketDataClient.launch(configuration, listener)) {
 *       FollowedBook book = client.follow(1);
 *       while (running) {
 *           idleStrategy.idle(client.poll());
 *           if (book.isReady() && book.book().levels(true) > 0) {
 *               price(book.book().levelPriceTicks(true, 0));   // best bid
 *           }
 *       }
 *   }
 * }</pre>
 *
 * It needs no session at the core. Once warm it allocates nothing.
 */
public final class MarketDataClient implements AutoCloseable {
    private static final long ADD_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final MarketDataClientConfiguration configuration;
    private final AeronSource aeronSource;
    private final MarketDataListener listener;
    private final NanoClock nanoClock;
    private final BookFollower follower;
    private final BookFollower.RequestSink requests = this::request;
    private final FragmentAssembler streamHandler;
    private final FragmentAssembler snapshotHandler;
    private final UnsafeBuffer requestBuffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            MessageHeaderEncoder.ENCODED_LENGTH + MarketDataSnapshotRequestEncoder.BLOCK_LENGTH, Long.BYTES));
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MarketDataSnapshotRequestEncoder requestEncoder = new MarketDataSnapshotRequestEncoder();

    private Aeron aeron;
    private boolean adding;
    private long addedNs;
    private long nextTryNs;
    private long streamRegistration;
    private long snapshotRegistration;
    private long publicationRegistration;
    private Subscription stream;
    private Subscription snapshots;
    private ExclusivePublication publication;
    private long nowNs;
    private long lastHeardNs;
    private boolean alive;
    private boolean polling;
    private boolean closed;

    MarketDataClient(
            final MarketDataClientConfiguration configuration,
            final AeronSource aeronSource,
            final MarketDataListener listener,
            final NanoClock nanoClock) {
        this.configuration = configuration;
        this.aeronSource = aeronSource;
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.follower = new BookFollower(configuration, listener);
        this.streamHandler = new FragmentAssembler((buffer, offset, length, header) -> {
            if (follower.onStream(buffer, offset, length)) {
                lastHeardNs = nowNs;
            }
        });
        this.snapshotHandler =
                new FragmentAssembler((buffer, offset, length, header) -> follower.onSnapshot(buffer, offset, length));
        this.nowNs = nanoClock.nanoTime();
        this.nextTryNs = nowNs;
    }

    /**
     * A client with a media driver of its own that runs within {@link #poll()}. Needs aeron-driver on the class path.
     *
     * @param configuration of the client.
     * @param listener      hears of books.
     * @return a client that connects as it is polled.
     */
    public static MarketDataClient launch(
            final MarketDataClientConfiguration configuration, final MarketDataListener listener) {
        return new MarketDataClient(
                configuration,
                new EmbeddedDriver(configuration.driverTimeoutMs(), listener::onError),
                listener,
                SystemNanoClock.INSTANCE);
    }

    /**
     * A client that uses a media driver of the machine, which may be started later and restarted at any time.
     *
     * @param configuration  of the client.
     * @param aeronDirectory of the media driver.
     * @param listener       hears of books.
     * @return a client that connects as it is polled.
     */
    public static MarketDataClient connect(
            final MarketDataClientConfiguration configuration,
            final String aeronDirectory,
            final MarketDataListener listener) {
        return new MarketDataClient(
                configuration,
                new ExternalDriver(aeronDirectory, configuration.driverTimeoutMs(), listener::onError),
                listener,
                SystemNanoClock.INSTANCE);
    }

    /**
     * A client that uses an Aeron of the user's, who drives it (if it is in invoker mode) and closes it after the client.
     *
     * @param configuration of the client.
     * @param aeron         to use.
     * @param listener      hears of books.
     * @return a client that connects as it is polled.
     */
    public static MarketDataClient use(
            final MarketDataClientConfiguration configuration, final Aeron aeron, final MarketDataListener listener) {
        return new MarketDataClient(configuration, new GivenAeron(aeron), listener, SystemNanoClock.INSTANCE);
    }

    /**
     * Follows a book from now on.
     *
     * @param instrumentId of the book.
     * @return the book, which is the same until it is given up; it is exact once it is ready.
     */
    public FollowedBook follow(final int instrumentId) {
        return follower.follow(instrumentId);
    }

    /** Follows every book that the stream names from now on: heartbeats name all of them by turns. */
    public void followAll() {
        follower.followAll();
    }

    /**
     * Gives a book up.
     *
     * @param instrumentId of the book; one that is not followed is passed over.
     */
    public void unfollow(final int instrumentId) {
        follower.unfollow(instrumentId);
    }

    /**
     * @param instrumentId of a book.
     * @return the book, or null if it is not followed.
     */
    public FollowedBook find(final int instrumentId) {
        return follower.find(instrumentId);
    }

    /** @return number of books that are followed. */
    public int books() {
        return follower.books();
    }

    /** @return number of books that are ready; counted at each call. */
    public int booksReady() {
        return follower.ready();
    }

    /** @return whether something, be it a heartbeat, has come within the configured time. */
    public boolean isFeedAlive() {
        return alive;
    }

    /** @return what the client has seen; allocates. */
    public MarketDataStatistics statistics() {
        return follower.statistics();
    }

    /**
     * The duty cycle: to be called all the time.
     *
     * @return amount of work done; 0 when idle.
     * @throws IllegalStateException if there are more orders than {@link MarketDataClientConfiguration#ordersMax()}.
     */
    public int poll() {
        if (closed) {
            return 0;
        }
        polling = true;
        try {
            return doWork();
        } finally {
            polling = false;
            if (closed) {
                release();
            }
        }
    }

    /** Stops to listen and releases what the client owns. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        // Within a callback the buffers are still in use: poll() releases them on its way out.
        if (!polling) {
            release();
        }
    }

    private int doWork() {
        nowNs = nanoClock.nanoTime();
        int work = aeronSource.doWork();
        if (aeron != null && aeron.isClosed()) {
            forget();
        }
        if (stream == null || snapshots == null || publication == null) {
            work += acquire();
        }
        if (stream != null && !closed) {
            work += stream.poll(streamHandler, configuration.fragmentLimit());
        }
        if (snapshots != null && !closed) {
            work += snapshots.poll(snapshotHandler, configuration.fragmentLimit());
        }
        if (!closed) {
            work += follower.doWork(nowNs, requests) + watchFeed();
        }
        return work;
    }

    private int watchFeed() {
        if (alive) {
            if (nowNs - lastHeardNs >= configuration.silentAfterNs()) {
                alive = false;
                listener.onFeedSilent();
                return 1;
            }
        } else if (lastHeardNs == nowNs) {
            alive = true;
            listener.onFeedAlive();
            return 1;
        }
        return 0;
    }

    private int acquire() {
        if (!adding) {
            return nowNs - nextTryNs < 0 ? 0 : add();
        }
        try {
            if (stream == null) {
                stream = aeron.getSubscription(streamRegistration);
            }
            if (snapshots == null) {
                snapshots = aeron.getSubscription(snapshotRegistration);
            }
            if (publication == null) {
                publication = aeron.getExclusivePublication(publicationRegistration);
            }
        } catch (final AeronException ex) {
            listener.onError(ex);
            closeResources();
            return 1;
        }
        if (stream != null && snapshots != null && publication != null) {
            adding = false;
            return 1;
        }
        if (nowNs - addedNs >= ADD_TIMEOUT_NS) {
            // The driver does not answer: what it was reached by may be a leftover of one that is dead.
            closeResources();
            aeronSource.giveUp();
            aeron = null;
            return 1;
        }
        return 0;
    }

    private int add() {
        aeron = aeronSource.acquire();
        if (aeron == null) {
            nextTryNs = nowNs + RETRY_NS;
            return 0;
        }
        try {
            streamRegistration = aeron.asyncAddSubscription(configuration.streamChannel(), configuration.streamId());
            snapshotRegistration =
                    aeron.asyncAddSubscription(configuration.snapshotChannel(), configuration.snapshotStreamId());
            publicationRegistration =
                    aeron.asyncAddExclusivePublication(configuration.serverChannel(), configuration.serverStreamId());
            adding = true;
            addedNs = nowNs;
        } catch (final AeronException ex) {
            listener.onError(ex);
            nextTryNs = nowNs + RETRY_NS;
        }
        return 1;
    }

    private boolean request(final int instrumentId, final BookDepth depth) {
        // Where the answer would not be heard, there is no use in asking.
        if (stream == null || snapshots == null || !stream.isConnected() || !snapshots.isConnected()) {
            return false;
        }
        if (publication == null) {
            return false;
        }
        requestEncoder
                .wrapAndApplyHeader(requestBuffer, 0, headerEncoder)
                .instrumentId(instrumentId)
                .depth(depth);
        return publication.offer(requestBuffer, 0, requestBuffer.capacity()) > 0;
    }

    /** The media driver is gone, and all that belonged to it. */
    private void forget() {
        stream = null;
        snapshots = null;
        publication = null;
        adding = false;
        aeron = null;
        streamHandler.clear();
        snapshotHandler.clear();
        nextTryNs = nowNs + RETRY_NS;
    }

    private void closeResources() {
        if (aeron != null && !aeron.isClosed()) {
            if (stream != null) {
                stream.close();
            } else if (adding) {
                aeron.asyncRemoveSubscription(streamRegistration);
            }
            if (snapshots != null) {
                snapshots.close();
            } else if (adding) {
                aeron.asyncRemoveSubscription(snapshotRegistration);
            }
            if (publication != null) {
                publication.close();
            } else if (adding) {
                aeron.asyncRemovePublication(publicationRegistration);
            }
        }
        stream = null;
        snapshots = null;
        publication = null;
        adding = false;
        nextTryNs = nowNs + RETRY_NS;
    }

    private void release() {
        closeResources();
        aeronSource.close();
    }
}
