package io.tradex.client;

import io.aeron.Aeron;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A client of the core. One thread does everything: {@link #poll()} connects, logs on, sends heartbeats, calls the listener and,
 * when the core or the media driver went away, connects again by itself. Not thread safe.
 *
 * <p>Commands are written into the network's buffer without allocating and without waiting. Each returns its clientSeq, which
 * the replies to it carry, or one of the negative codes below. A session's clientSeq starts at 1; what identifies a request over
 * sessions is its clOrdId. Prices are in ticks and quantities in lots of the instrument.
 */
public final class TradexClient implements AutoCloseable {
    /** No session is up: try again after {@link TradexClientListener#onSessionUp}. */
    public static final long NOT_CONNECTED = -1;

    /** The core or the network does not keep up: try again after the next {@link #poll()}. */
    public static final long BACK_PRESSURED = -2;

    private static final int CLOSING_CYCLES = 64;

    private final AeronSource aeronSource;
    private final CommandPublisher commands = new CommandPublisher();
    private final ClientSession session;
    private boolean polling;
    private boolean closed;

    private TradexClient(
            final TradexClientConfiguration configuration,
            final AeronSource aeronSource,
            final TradexClientListener listener,
            final NanoClock nanoClock) {
        this.aeronSource = aeronSource;
        this.session = new ClientSession(configuration, aeronSource, listener, commands, nanoClock);
    }

    /**
     * A client with a media driver of its own that runs within {@link #poll()}: commands leave with the next poll. Needs
     * aeron-driver on the class path. With few cores this is the fastest way.
     *
     * @param configuration of the client.
     * @param listener      hears of the core.
     * @return a client that connects as it is polled.
     */
    public static TradexClient launch(
            final TradexClientConfiguration configuration, final TradexClientListener listener) {
        return new TradexClient(
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
     * @param listener       hears of the core.
     * @return a client that connects as it is polled.
     */
    public static TradexClient connect(
            final TradexClientConfiguration configuration,
            final String aeronDirectory,
            final TradexClientListener listener) {
        return new TradexClient(
                configuration,
                new ExternalDriver(aeronDirectory, configuration.driverTimeoutMs(), listener::onError),
                listener,
                SystemNanoClock.INSTANCE);
    }

    /**
     * A client that uses an Aeron of the user's, who drives it (if it is in invoker mode) and closes it after the client. When
     * that Aeron is lost the client cannot connect again.
     *
     * @param configuration of the client.
     * @param aeron         to use.
     * @param listener      hears of the core.
     * @return a client that connects as it is polled.
     */
    public static TradexClient use(
            final TradexClientConfiguration configuration, final Aeron aeron, final TradexClientListener listener) {
        return new TradexClient(configuration, new GivenAeron(aeron), listener, SystemNanoClock.INSTANCE);
    }

    /**
     * The duty cycle: to be called all the time, at the very least once in a heartbeat interval, or the core takes the client
     * for dead.
     *
     * @return amount of work done; 0 when idle.
     */
    public int poll() {
        if (closed) {
            return 0;
        }
        polling = true;
        try {
            return session.poll();
        } finally {
            polling = false;
            if (closed) {
                release();
            }
        }
    }

    /** @return whether a session is up, so that commands can be sent. */
    public boolean isUp() {
        return session.isUp();
    }

    /** @return whether the client logged out or was closed and will not connect again. */
    public boolean isFinished() {
        return closed || session.isFinished();
    }

    /** @return id of the session that is up; 0 if none is. */
    public long sessionId() {
        return session.sessionId();
    }

    /** @return epoch of the core at the last logon; 0 before the first. */
    public long epoch() {
        return session.epoch();
    }

    /** @return clientSeq of the last command of the session; 0 before the first. */
    public long lastClientSeq() {
        return commands.lastClientSeq();
    }

    /** @return frames on the reply stream that were none of this client's. */
    public long ignoredFrames() {
        return session.ignoredFrames();
    }

    /**
     * Sends a new order; answered by an ExecutionReport.
     *
     * @param accountId    that trades.
     * @param clOrdId      unique per account and trading day over all requests; positive.
     * @param instrumentId what to trade.
     * @param side         buy or sell.
     * @param ordType      market or limit.
     * @param timeInForce  how long it may rest.
     * @param destination  venue id, or 0 for the core's own book.
     * @param priceTicks   limit price in ticks, at least 1; 0 for a market order.
     * @param quantityLots quantity in lots, at least 1.
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     */
    public long newOrder(
            final long accountId,
            final long clOrdId,
            final int instrumentId,
            final Side side,
            final OrdType ordType,
            final TimeInForce timeInForce,
            final int destination,
            final long priceTicks,
            final long quantityLots) {
        return commands.newOrder(
                accountId, clOrdId, instrumentId, side, ordType, timeInForce, destination, priceTicks, quantityLots);
    }

    /**
     * Sends a new order of any type; answered by an ExecutionReport.
     *
     * @param order complete; it may be changed and sent again at once.
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     * @throws IllegalArgumentException if something is obviously wrong with it; nothing was sent.
     */
    public long newOrder(final OrderRequest order) {
        return commands.newOrder(order);
    }

    /**
     * Asks to cancel what is left of an order; answered by an ExecutionReport or a CancelReject.
     *
     * @param accountId   that trades.
     * @param clOrdId     of this request.
     * @param origClOrdId of the order, as last replaced.
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     */
    public long cancel(final long accountId, final long clOrdId, final long origClOrdId) {
        return commands.cancel(accountId, clOrdId, origClOrdId);
    }

    /**
     * Asks to change price and quantity of an order, and leaves its stop price; answered by an ExecutionReport or a CancelReject.
     *
     * @param accountId    that trades.
     * @param clOrdId      of this request, and of the order once it is done.
     * @param origClOrdId  of the order, as last replaced.
     * @param priceTicks   new limit price in ticks.
     * @param quantityLots new total quantity in lots.
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     */
    public long replace(
            final long accountId,
            final long clOrdId,
            final long origClOrdId,
            final long priceTicks,
            final long quantityLots) {
        return commands.replace(accountId, clOrdId, origClOrdId, priceTicks, quantityLots, 0);
    }

    /**
     * Asks to change prices and quantity of a stop order that is not triggered yet; answered by an ExecutionReport or a
     * CancelReject.
     *
     * @param accountId      that trades.
     * @param clOrdId        of this request, and of the order once it is done.
     * @param origClOrdId    of the order, as last replaced.
     * @param priceTicks     new limit or protection price in ticks.
     * @param quantityLots   new total quantity in lots.
     * @param stopPriceTicks new stop price in ticks; 0 leaves it.
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     */
    public long replace(
            final long accountId,
            final long clOrdId,
            final long origClOrdId,
            final long priceTicks,
            final long quantityLots,
            final long stopPriceTicks) {
        return commands.replace(accountId, clOrdId, origClOrdId, priceTicks, quantityLots, stopPriceTicks);
    }

    /**
     * Asks to cancel all orders of an account; answered by an ExecutionReport for each and a MassCancelReport.
     *
     * @param accountId    that trades.
     * @param clOrdId      of this request.
     * @param instrumentId only this one, or 0 for all.
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     */
    public long massCancel(final long accountId, final long clOrdId, final int instrumentId) {
        return commands.massCancel(accountId, clOrdId, instrumentId, null, false);
    }

    /**
     * Asks to cancel all orders of an account that match; answered by an ExecutionReport for each and a MassCancelReport.
     *
     * @param accountId    that trades.
     * @param clOrdId      of this request.
     * @param instrumentId only this one, or 0 for all.
     * @param side         only this one, or null for both.
     * @param ownSession   only orders of this session.
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     */
    public long massCancel(
            final long accountId,
            final long clOrdId,
            final int instrumentId,
            final Side side,
            final boolean ownSession) {
        return commands.massCancel(accountId, clOrdId, instrumentId, side, ownSession);
    }

    /**
     * Says that a market maker is ready again after its protection has tripped; answered by a RequestResult.
     *
     * @param accountId    that trades.
     * @param clOrdId      of this request; the requestId of its result.
     * @param instrumentId in which the protection has tripped.
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     */
    public long resetProtection(final long accountId, final long clOrdId, final int instrumentId) {
        return commands.resetProtection(accountId, clOrdId, instrumentId);
    }

    /**
     * Asks for the state of an order; answered by an ExecutionReport or a CancelReject.
     *
     * @param accountId that trades.
     * @param clOrdId   any under which the order was known.
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     */
    public long orderStatus(final long accountId, final long clOrdId) {
        return commands.orderStatus(accountId, clOrdId);
    }

    /**
     * Relays only: asks for all rows; answered through {@link TradexClientListener#onRelayMessage}.
     *
     * @param correlationId comes back in the answer.
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     */
    public long requestSnapshot(final long correlationId) {
        return commands.requestSnapshot(correlationId);
    }

    /**
     * Relays only: asks for deltas that were missed; answered through {@link TradexClientListener#onRelayMessage}.
     *
     * @param correlationId comes back in the answer.
     * @param epoch         of the gap.
     * @param fromOutSeq    first one missing.
     * @param toOutSeq      last one missing.
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     */
    public long requestGapFill(final long correlationId, final long epoch, final long fromOutSeq, final long toOutSeq) {
        return commands.requestGapFill(correlationId, epoch, fromOutSeq, toOutSeq);
    }

    /**
     * Ends the session for good: the client does not connect again. Go on polling until {@link #isFinished()} to get the last
     * replies.
     *
     * @return its clientSeq, or {@link #NOT_CONNECTED} or {@link #BACK_PRESSURED}.
     */
    public long logout() {
        return session.logout();
    }

    /** What an {@link AdminClient} sends through. */
    CommandPublisher commands() {
        return commands;
    }

    /** Logs out if a session is up, without waiting for the answer, and releases what the client owns. */
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

    private void release() {
        session.close();
        // Lets a driver of the client's own send the logout; what is lost is made good by the core's timeout.
        for (int i = 0; i < CLOSING_CYCLES; i++) {
            aeronSource.doWork();
        }
        aeronSource.close();
    }
}
