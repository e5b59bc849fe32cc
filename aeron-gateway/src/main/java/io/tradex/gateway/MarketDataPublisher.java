package io.tradex.gateway;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.tradex.protocol.market.BookDepth;
import org.agrona.DirectBuffer;

/**
 * Publishes market data to everybody at once: L1, L2, L3 and snapshots, each on an Aeron stream of its own. Egress thread only. A
 * message of a stream that the network has no room for is dropped and counted: clients see the gap and take a snapshot. A message of
 * a snapshot waits with its maker.
 */
public final class MarketDataPublisher implements AutoCloseable {
    private final GatewayCounters counters;
    private final Stream top;
    private final Stream levels;
    private final Stream orders;
    private final Stream snapshots;

    /**
     * Starts to add the publications; never waits for the media driver.
     *
     * @param channels to publish on.
     * @param aeron    to publish with, in invoker mode or not; not closed here.
     * @param counters shared with the other parts of the gateway.
     */
    public MarketDataPublisher(final MarketDataChannels channels, final Aeron aeron, final GatewayCounters counters) {
        this.counters = counters;
        top = new Stream(aeron, channels.topChannel(), channels.topStreamId());
        levels = new Stream(aeron, channels.levelsChannel(), channels.levelsStreamId());
        orders = new Stream(aeron, channels.ordersChannel(), channels.ordersStreamId());
        snapshots = new Stream(aeron, channels.snapshotChannel(), channels.snapshotStreamId());
    }

    /**
     * Publishes a message of a stream. Never waits.
     *
     * @param stream to publish it on.
     * @param buffer holding the message, SBE header first.
     * @param offset of the header.
     * @param length of header and body in bytes.
     */
    public void onMarketData(final BookDepth stream, final DirectBuffer buffer, final int offset, final int length) {
        final Stream to = switch (stream) {
            case TOP -> top;
            case LEVELS -> levels;
            case ORDERS -> orders;
            default -> throw new IllegalArgumentException("no stream: " + stream);
        };
        counters.incrementOrdered(counterOf(to.offer(buffer, offset, length)));
    }

    /**
     * Publishes a message of a snapshot. Never waits.
     *
     * @param buffer holding the message, SBE header first.
     * @param offset of the header.
     * @param length of header and body in bytes.
     * @return false when there is no room: offer the same again later. True when it was sent, or when nobody listens.
     */
    public boolean offerSnapshot(final DirectBuffer buffer, final int offset, final int length) {
        final long result = snapshots.offer(buffer, offset, length);
        if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            return false;
        }
        counters.incrementOrdered(counterOf(result));
        return true;
    }

    /**
     * One duty cycle: fetches the publications once the driver has them.
     *
     * @return amount of work done; 0 when idle.
     * @throws io.aeron.exceptions.RegistrationException when the driver refused a channel.
     */
    public int doWork() {
        return top.acquire() + levels.acquire() + orders.acquire() + snapshots.acquire();
    }

    /**
     * @param stream to ask about.
     * @return whether anybody listens to it.
     */
    public boolean isConnected(final BookDepth stream) {
        return switch (stream) {
            case TOP -> top.isConnected();
            case LEVELS -> levels.isConnected();
            case ORDERS -> orders.isConnected();
            default -> false;
        };
    }

    @Override
    public void close() {
        top.close();
        levels.close();
        orders.close();
        snapshots.close();
    }

    private static GatewayCounter counterOf(final long result) {
        if (result > 0) {
            return GatewayCounter.MARKET_DATA_SENT;
        }
        if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            return GatewayCounter.MARKET_DATA_BACK_PRESSURED;
        }
        if (result == Publication.NOT_CONNECTED) {
            return GatewayCounter.MARKET_DATA_NOT_CONNECTED;
        }
        return GatewayCounter.MARKET_DATA_CLOSED;
    }

    private static final class Stream {
        private final Aeron aeron;
        private final long registrationId;
        private ExclusivePublication publication;

        private Stream(final Aeron aeron, final String channel, final int streamId) {
            this.aeron = aeron;
            this.registrationId = aeron.asyncAddExclusivePublication(channel, streamId);
        }

        private long offer(final DirectBuffer buffer, final int offset, final int length) {
            if (publication == null) {
                return Publication.NOT_CONNECTED;
            }
            final long result = publication.offer(buffer, offset, length);
            // The end of a term costs one attempt; the next one finds the new term.
            return result == Publication.ADMIN_ACTION ? publication.offer(buffer, offset, length) : result;
        }

        private int acquire() {
            if (publication == null) {
                publication = aeron.getExclusivePublication(registrationId);
                return publication == null ? 0 : 1;
            }
            return 0;
        }

        private boolean isConnected() {
            return publication != null && publication.isConnected();
        }

        private void close() {
            if (publication != null) {
                publication.close();
            } else if (!aeron.isClosed()) {
                aeron.asyncRemovePublication(registrationId);
            }
        }
    }
}
