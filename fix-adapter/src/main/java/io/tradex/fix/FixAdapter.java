package io.tradex.fix;

import io.tradex.protocol.types.MessageHeaderDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;
import quickfix.ConfigError;
import quickfix.FileStoreFactory;
import quickfix.FixVersions;
import quickfix.Initiator;
import quickfix.Session;
import quickfix.SessionFactory;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.ThreadedSocketInitiator;
import quickfix.fix44.MessageFactory;
import quickfix.mina.NetworkingOptions;

/**
 * The FIX 4.4 edge: one initiator session per venue.
 *
 * <pre>
 *  egress ── onVenueRequest ──► ring per venue ──► sender's thread ──► QuickFIX/J ──► venue
 *  sink   ◄── offer ────────────────────────────── session thread per venue ◄──────── venue
 * </pre>
 *
 * <p>Requests are never dropped: what cannot be sent since the session is not logged on comes back through the sink as
 * VenueRequestNotSent (a status request alone is dropped: the next logon brings another). What was handed to a live connection
 * may still be lost with it; what became of it is what the status requests at the next logon find out. Nothing is ever sent
 * twice. Messages from a venue are never lost: the session asks for everything after the last MsgSeqNum that the journal has.
 */
public final class FixAdapter implements AutoCloseable {
    private static final int LOGON_TIMEOUT_S = 5;
    private static final int LOGOUT_TIMEOUT_S = 2;

    /** Messages from one venue that wait for its session thread; when so many wait, its connection is not read. */
    private static final int SESSION_QUEUE_HIGH = 1024;

    private static final int SESSION_QUEUE_LOW = 256;

    /** Messages that wait for one connection to be writable; a venue that leaves so many unread is disconnected. */
    private static final int MAX_UNWRITTEN_MESSAGES = 64 * 1024;

    private static final int UNROUTABLE_QUEUE_BYTES = 64 * 1024;

    private final MessageHeaderDecoder requestHeader = new MessageHeaderDecoder();
    private final VenueLink[] linkByVenueId = new VenueLink[FixVenueConfiguration.MAX_VENUE_ID + 1];
    private final VenueLink[] links;

    /** Takes the requests to venues that are not configured here; they come back like those to one that is down. */
    private final VenueLink unroutable;

    private final FixFaults faults;
    private final ThreadedSocketInitiator initiator;
    private final AgentRunner sender;

    /**
     * @param venues                  at least one; ids and sessions unique.
     * @param sink                    takes what comes from the venues.
     * @param lastJournalledMsgSeqNum for a venue id: MsgSeqNum of the newest report of that venue in the journal, 0 if there is
     *                                none. Asked once for each venue, by {@link #start()}.
     * @param errorHandler            takes each fault; several threads. A distinct error log behind it keeps one entry a kind.
     * @param idleStrategy            of the sender's thread.
     */
    public FixAdapter(
            final List<FixVenueConfiguration> venues,
            final InboundSink sink,
            final IntToLongFunction lastJournalledMsgSeqNum,
            final ErrorHandler errorHandler,
            final IdleStrategy idleStrategy) {
        if (venues.isEmpty()) {
            throw new IllegalArgumentException("venues must not be empty");
        }
        faults = new FixFaults(errorHandler);
        unroutable = new VenueLink(0, UNROUTABLE_QUEUE_BYTES, sink, faults);
        links = new VenueLink[venues.size() + 1];
        links[venues.size()] = unroutable;
        final SessionSettings settings = new SessionSettings();
        final Map<SessionID, VenueLink> linkBySession = new HashMap<>();
        for (int i = 0; i < venues.size(); i++) {
            final FixVenueConfiguration venue = venues.get(i);
            final VenueLink link = new VenueLink(venue.venueId(), venue.requestQueueBytes(), sink, faults);
            final SessionID sessionId =
                    new SessionID(FixVersions.BEGINSTRING_FIX44, venue.senderCompId(), venue.targetCompId());
            if (linkByVenueId[venue.venueId()] != null) {
                throw new IllegalArgumentException("venueId is used twice: " + venue.venueId());
            }
            if (linkBySession.put(sessionId, link) != null) {
                throw new IllegalArgumentException("senderCompId and targetCompId are used twice: " + sessionId);
            }
            links[i] = link;
            linkByVenueId[venue.venueId()] = link;
            configure(settings, sessionId, venue);
        }
        try {
            initiator = ThreadedSocketInitiator.newBuilder()
                    .withApplication(new FixApplication(linkBySession, lastJournalledMsgSeqNum, faults))
                    .withMessageStoreFactory(new FileStoreFactory(settings))
                    .withSettings(settings)
                    .withLogFactory(new FaultCountingLogFactory(linkBySession, faults))
                    .withMessageFactory(new MessageFactory())
                    .withQueueWatermarks(SESSION_QUEUE_LOW, SESSION_QUEUE_HIGH)
                    .build();
        } catch (final ConfigError e) {
            throw new IllegalStateException("QuickFIX/J refused its settings", e);
        }
        final VenueStreamGuard guard = new VenueStreamGuard(linkBySession, faults);
        initiator.setIoFilterChainBuilder(guard::installIn);
        sender = new AgentRunner(idleStrategy, errorHandler, null, new Sender(links));
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
     * Takes a request to a venue: VenueNewOrder, VenueCancel, VenueReplace or VenueStatusRequest. One thread, never waits.
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
        return (link == null ? unroutable : link).enqueue(buffer, offset, length);
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
        for (final VenueLink link : links) {
            link.close();
        }
        initiator.stop();
    }

    private static void configure(
            final SessionSettings settings, final SessionID sessionId, final FixVenueConfiguration venue) {
        settings.setString(sessionId, SessionFactory.SETTING_CONNECTION_TYPE, SessionFactory.INITIATOR_CONNECTION_TYPE);
        settings.setString(sessionId, Initiator.SETTING_SOCKET_CONNECT_HOST, venue.host());
        settings.setLong(sessionId, Initiator.SETTING_SOCKET_CONNECT_PORT, venue.port());
        settings.setLong(sessionId, Initiator.SETTING_RECONNECT_INTERVAL, venue.reconnectIntervalS());
        settings.setString(sessionId, NetworkingOptions.SETTING_SOCKET_TCP_NODELAY, "Y");
        settings.setLong(sessionId, Session.SETTING_HEARTBTINT, venue.heartbeatIntervalS());
        settings.setLong(sessionId, Session.SETTING_LOGON_TIMEOUT, LOGON_TIMEOUT_S);
        settings.setLong(sessionId, Session.SETTING_LOGOUT_TIMEOUT, LOGOUT_TIMEOUT_S);
        settings.setLong(sessionId, Session.SETTING_MAX_SCHEDULED_WRITE_REQUESTS, MAX_UNWRITTEN_MESSAGES);
        // Sequence numbers run on from day to day: a reset would lose what the venue still has for us.
        settings.setString(sessionId, Session.SETTING_NON_STOP_SESSION, "Y");
        settings.setString(
                sessionId,
                FileStoreFactory.SETTING_FILE_STORE_PATH,
                venue.storeDirectory().toString());
        // Only sequence numbers are stored. A resend request is answered with a gap fill: no order is ever sent twice.
        settings.setString(sessionId, Session.SETTING_PERSIST_MESSAGES, "N");
        // The dictionary is needed to read repeating groups. Venues may add fields; those we use are checked one by
        // one.
        settings.setString(sessionId, Session.SETTING_USE_DATA_DICTIONARY, "Y");
        settings.setString(sessionId, Session.SETTING_DATA_DICTIONARY, "FIX44.xml");
        settings.setString(sessionId, Session.SETTING_ALLOW_UNKNOWN_MSG_FIELDS, "Y");
        settings.setString(sessionId, Session.SETTING_VALIDATE_USER_DEFINED_FIELDS, "N");
    }

    /** Sends for all venues. */
    private static final class Sender implements Agent {
        private final VenueLink[] links;

        Sender(final VenueLink[] links) {
            this.links = links;
        }

        @Override
        public int doWork() {
            int workCount = 0;
            for (final VenueLink link : links) {
                workCount += link.sendRequests();
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
