package io.tradex.fix;

import io.tradex.protocol.types.MessageHeaderDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingIdleStrategy;
import quickfix.ConfigError;
import quickfix.DefaultMessageFactory;
import quickfix.FileStoreFactory;
import quickfix.MemoryStoreFactory;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.ThreadedSocketInitiator;

/**
 * The FIX edge: for each venue an initiator session for its orders and, where it has them, one for its drop copy and one for its
 * quotes.
 *
 * <pre>
 *  egress ── onVenueRequest ──► ring per venue ──► sender's thread ──► QuickFIX/J ──► venue
 *  sink   ◄── offer ────────────────────────────── session's thread ◄──────────────── venue, drop copy
 *  sink   ◄── offer, if there is room ── sender's thread ◄── newest quote of each instrument ◄── market data
 * </pre>
 *
 * <p>Requests are never dropped: what cannot be sent since the session is not logged on comes back through the sink as
 * VenueRequestNotSent (a status request alone is dropped: the next logon brings another). What was handed to a live connection
 * may still be lost with it; what became of it is what the status requests at the next logon find out. Nothing is ever sent
 * twice. Messages from a venue are never lost: the session asks for everything after the last MsgSeqNum that the journal has.
 */
public final class FixAdapter implements AutoCloseable {
    /** Messages from one venue that wait for its session thread; when so many wait, its connection is not read. */
    private static final int SESSION_QUEUE_HIGH = 1024;

    private static final int SESSION_QUEUE_LOW = 256;

    /** The sender's thread is woken when there is something to send; only a sink that had no room for a quote waits so long. */
    private static final long SENDER_SLEEP_NS = 1_000_000;

    private static final int UNROUTABLE_QUEUE_BYTES = 64 * 1024;

    private final MessageHeaderDecoder requestHeader = new MessageHeaderDecoder();
    private final VenueLink[] linkByVenueId = new VenueLink[FixVenueConfiguration.MAX_VENUE_ID + 1];
    private final VenueLink[] links;

    /** Takes the requests to venues that are not configured here; they come back like those to one that is down. */
    private final VenueLink unroutable;

    private final SenderSignal signal = new SenderSignal();
    private final List<PatientSink> sinks = new ArrayList<>();
    private final List<MarketDataFeed> feeds = new ArrayList<>();
    private final Map<SessionID, VenueSession> sessions = new HashMap<>();
    private final FixFaults faults;
    private final ThreadedSocketInitiator initiator;
    private final AgentRunner sender;

    /**
     * @param venues                  at least one; ids and sessions unique.
     * @param sink                    takes what comes from the venues.
     * @param lastJournalledMsgSeqNum for a venue id: MsgSeqNum of the newest report of that venue in the journal, 0 if there is
     *                                none. Asked once for each venue, by {@link #start()}.
     * @param errorHandler            takes each fault; several threads. A distinct error log behind it keeps one entry a kind.
     */
    public FixAdapter(
            final List<FixVenueConfiguration> venues,
            final InboundSink sink,
            final IntToLongFunction lastJournalledMsgSeqNum,
            final ErrorHandler errorHandler) {
        this(venues, sink, lastJournalledMsgSeqNum, errorHandler, true);
    }

    /**
     * @param venues                  as above.
     * @param sink                    as above.
     * @param lastJournalledMsgSeqNum as above.
     * @param errorHandler            as above.
     * @param keepsSequenceNumbers    false keeps them in memory alone, and every start begins at 1: for measurements.
     */
    public FixAdapter(
            final List<FixVenueConfiguration> venues,
            final InboundSink sink,
            final IntToLongFunction lastJournalledMsgSeqNum,
            final ErrorHandler errorHandler,
            final boolean keepsSequenceNumbers) {
        if (venues.isEmpty()) {
            throw new IllegalArgumentException("venues must not be empty");
        }
        faults = new FixFaults(errorHandler);
        unroutable = new VenueLink(
                0,
                FixVersion.FIX44,
                FixTags.NONE,
                UNROUTABLE_QUEUE_BYTES,
                patient(0, sink),
                null,
                false,
                lastJournalledMsgSeqNum,
                signal,
                faults);
        links = new VenueLink[venues.size() + 1];
        links[venues.size()] = unroutable;
        final SessionSettings settings = new SessionSettings();
        for (int i = 0; i < venues.size(); i++) {
            final FixVenueConfiguration venue = venues.get(i);
            if (linkByVenueId[venue.venueId()] != null) {
                throw new IllegalArgumentException("venueId is used twice: " + venue.venueId());
            }
            links[i] = addSessions(venue, sink, lastJournalledMsgSeqNum, settings);
            linkByVenueId[venue.venueId()] = links[i];
        }
        try {
            initiator = ThreadedSocketInitiator.newBuilder()
                    .withApplication(new FixApplication(sessions))
                    .withMessageStoreFactory(
                            keepsSequenceNumbers ? new FileStoreFactory(settings) : new MemoryStoreFactory())
                    .withSettings(settings)
                    .withLogFactory(new FaultCountingLogFactory(sessions, faults))
                    .withMessageFactory(new DefaultMessageFactory())
                    .withQueueWatermarks(SESSION_QUEUE_LOW, SESSION_QUEUE_HIGH)
                    .build();
        } catch (final ConfigError e) {
            throw new IllegalStateException("QuickFIX/J refused its settings", e);
        }
        final VenueStreamGuard guard = new VenueStreamGuard(sessions, faults);
        initiator.setIoFilterChainBuilder(guard::installIn);
        sender = new AgentRunner(
                new SleepingIdleStrategy(SENDER_SLEEP_NS), errorHandler, null, new Sender(links, feeds, signal));
    }

    private VenueLink addSessions(
            final FixVenueConfiguration venue,
            final InboundSink sink,
            final IntToLongFunction lastJournalledMsgSeqNum,
            final SessionSettings settings) {
        final MarketDataFeed feed =
                venue.marketData().isPresent() ? new MarketDataFeed(venue, sink, signal, faults) : null;
        final boolean hasOwnFeedSession =
                feed != null && venue.marketData().get().endpoint().isPresent();
        final VenueLink link = new VenueLink(
                venue.venueId(),
                venue.version(),
                venue.tags(),
                venue.requestQueueBytes(),
                patient(venue.venueId(), sink),
                feed,
                !hasOwnFeedSession,
                lastJournalledMsgSeqNum,
                signal,
                faults);
        add(venue, venue.orders(), VenueSessionSettings.ORDERS, link, settings);
        if (venue.dropCopy().isPresent()) {
            final DropCopyLink dropCopy = new DropCopyLink(venue, patient(venue.venueId(), sink), faults);
            add(venue, venue.dropCopy().get(), VenueSessionSettings.DROP_COPY, dropCopy, settings);
        }
        if (feed != null) {
            feeds.add(feed);
        }
        if (hasOwnFeedSession) {
            final FixEndpoint endpoint = venue.marketData().get().endpoint().get();
            final MarketDataLink quotes = new MarketDataLink(venue, feed, faults);
            add(venue, endpoint, VenueSessionSettings.MARKET_DATA, quotes, settings);
        }
        return link;
    }

    private void add(
            final FixVenueConfiguration venue,
            final FixEndpoint endpoint,
            final String purpose,
            final VenueSession session,
            final SessionSettings settings) {
        final SessionID sessionId = VenueSessionSettings.add(settings, venue, endpoint, purpose);
        if (sessions.put(sessionId, session) != null) {
            throw new IllegalArgumentException("senderCompId and targetCompId are used twice: " + sessionId);
        }
    }

    private PatientSink patient(final int venueId, final InboundSink sink) {
        final PatientSink patient = new PatientSink(venueId, sink);
        sinks.add(patient);
        return patient;
    }

    /**
     * Begins to connect to every venue, again and again until it succeeds.
     *
     * @throws IllegalStateException if a session's store cannot be opened.
     */
    public void start() {
        try {
            initiator.start();
        } catch (final ConfigError e) {
            throw new IllegalStateException("the FIX sessions do not start", e);
        }
        AgentRunner.startOnThread(sender);
    }

    /**
     * Takes a request to a venue: VenueNewOrder, VenueCancel, VenueReplace, VenueStatusRequest or VenueMassStatusRequest. One
     * thread, never waits.
     *
     * @param buffer holding the message, SBE header first; copied.
     * @param offset of the header.
     * @param length of header and body in bytes.
     * @return false if that venue's queue is full and nothing was taken: offer it again.
     * @throws IllegalArgumentException if it is no request to a venue.
     */
    public boolean onVenueRequest(final DirectBuffer buffer, final int offset, final int length) {
        requestHeader.wrap(buffer, offset);
        final int venueId = VenueRequestFields.venueId(requestHeader.templateId(), buffer, offset);
        final VenueLink link = venueId > 0 && venueId < linkByVenueId.length ? linkByVenueId[venueId] : null;
        final boolean taken = (link == null ? unroutable : link).enqueue(buffer, offset, length);
        signal.wake();
        return taken;
    }

    /** @return bytes of requests that wait to be sent, over all venues; any thread. */
    public long queuedBytes() {
        long queuedBytes = 0;
        for (final VenueLink link : links) {
            queuedBytes += link.queuedBytes();
        }
        return queuedBytes;
    }

    /** @return how full the fullest queue of requests is, 0 to 1; any thread. */
    public double fill() {
        double fill = 0;
        for (final VenueLink link : links) {
            fill = Math.max(fill, (double) link.queuedBytes() / link.queueCapacityBytes());
        }
        return fill;
    }

    /**
     * @param venueId a configured venue.
     * @return whether its session is logged on; any thread.
     */
    public boolean isUp(final int venueId) {
        return linkByVenueId[venueId].isUp();
    }

    /** @return quotes that the sink has taken, over all venues; any thread. */
    public long quotes() {
        return feeds.stream().mapToLong(MarketDataFeed::quotes).sum();
    }

    /** @return changes of quotes that newer ones replaced while they waited, over all venues; any thread. */
    public long quotesConflated() {
        return feeds.stream().mapToLong(MarketDataFeed::conflated).sum();
    }

    /** @return what went wrong so far; any thread. */
    public FixFaults faults() {
        return faults;
    }

    /**
     * Sends what is queued, logs out of every venue and stops all threads: within some seconds, even with venues that do not
     * answer and a sink that takes nothing. Once only.
     */
    @Override
    public void close() {
        CloseHelper.close(sender);
        sinks.forEach(PatientSink::close);
        initiator.stop();
    }

    /** Sends for all venues. */
    private static final class Sender implements Agent {
        private final VenueLink[] links;
        private final List<MarketDataFeed> feeds;

        private final SenderSignal signal;

        Sender(final VenueLink[] links, final List<MarketDataFeed> feeds, final SenderSignal signal) {
            this.links = links;
            this.feeds = feeds;
            this.signal = signal;
        }

        @Override
        public void onStart() {
            signal.onStart();
        }

        @Override
        public int doWork() {
            int workCount = work();
            if (workCount == 0) {
                signal.onIdle();
                workCount = work();
            }
            if (workCount > 0) {
                signal.onBusy();
            }
            return workCount;
        }

        private int work() {
            int workCount = 0;
            for (final VenueLink link : links) {
                workCount += link.sendRequests();
            }
            for (final MarketDataFeed feed : feeds) {
                workCount += feed.doWork();
            }
            return workCount;
        }

        @Override
        public void onClose() {
            for (final VenueLink link : links) {
                while (link.sendRequests() > 0) {
                    // What was queued before the end still leaves; no one adds to it now.
                }
            }
        }

        @Override
        public String roleName() {
            return "fix-sender";
        }
    }
}
