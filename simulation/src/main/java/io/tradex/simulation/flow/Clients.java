package io.tradex.simulation.flow;

import io.tradex.pipeline.Ingress;
import io.tradex.pipeline.InputSink;
import io.tradex.protocol.entry.CancelOrderEncoder;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.LogonAcceptedDecoder;
import io.tradex.protocol.entry.MassCancelEncoder;
import io.tradex.protocol.entry.MassCancelReportDecoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.entry.OrderStatusRequestEncoder;
import io.tradex.protocol.entry.ReplaceOrderEncoder;
import io.tradex.protocol.journal.SessionLostEncoder;
import io.tradex.protocol.journal.SessionOpenedEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.SessionEndReason;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.simulation.venue.CoreDoor;
import io.tradex.simulation.world.Dice;
import io.tradex.simulation.world.Fault;
import io.tradex.simulation.world.Faults;
import io.tradex.simulation.world.Listing;
import io.tradex.simulation.world.VirtualTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The clients of a simulated world: they send orders, change their minds, lose their sessions, come back and ask what became of
 * what they had sent. What they know of their orders is what they were told.
 */
public final class Clients implements Ingress {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int ACCOUNTS_A_CLIENT = 2;
    private static final int KEPT_FRAMES = 16;
    private static final long MILLIS = 1_000_000;

    /** What a client believes of an order. */
    private static final class Open {
        final long orderId;
        long clOrdId;

        /** ClOrdID of the last replace that was asked for; what the next one is to follow. */
        long askedId;

        long priceTicks;
        long lots;
        int index;

        Open(final long orderId) {
            this.orderId = orderId;
        }
    }

    private static final class Account {
        final long accountId;
        final List<Open> open = new ArrayList<>();
        final Long2ObjectHashMap<Open> byOrderId = new Long2ObjectHashMap<>();

        Account(final long accountId) {
            this.accountId = accountId;
        }
    }

    private static final class Client {
        final long clientId;
        final List<Account> accounts = new ArrayList<>();
        final ArrayDeque<byte[]> sent = new ArrayDeque<>();
        long sessionId;
        long clientSeq;
        boolean open;
        boolean comingBack;

        Client(final long clientId) {
            this.clientId = clientId;
        }
    }

    private final VirtualTime time;
    private final Dice dice;
    private final Faults faults;
    private final CoreDoor core;
    private final OrderMix mix;
    private final int venues;
    private final List<Client> clients = new ArrayList<>();
    private final Long2ObjectHashMap<Client> bySession = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Account> accounts = new Long2ObjectHashMap<>();
    private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final NewOrderEncoder newOrder = new NewOrderEncoder();
    private final CancelOrderEncoder cancelOrder = new CancelOrderEncoder();
    private final ReplaceOrderEncoder replaceOrder = new ReplaceOrderEncoder();
    private final MassCancelEncoder massCancel = new MassCancelEncoder();
    private final OrderStatusRequestEncoder statusRequest = new OrderStatusRequestEncoder();
    private final SessionOpenedEncoder sessionOpened = new SessionOpenedEncoder();
    private final SessionLostEncoder sessionLost = new SessionLostEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final LogonAcceptedDecoder logonAccepted = new LogonAcceptedDecoder();
    private final ExecutionReportDecoder executionReport = new ExecutionReportDecoder();
    private final CancelRejectDecoder cancelReject = new CancelRejectDecoder();

    private long lastSessionId;
    private long lastClOrdId;
    private boolean trading;
    private boolean planned;

    /**
     * @param time    of the world.
     * @param dice    of the clients.
     * @param faults  what goes wrong.
     * @param core    where sessions are opened.
     * @param mix     what they trade.
     * @param venues  how many there are.
     * @param clients how many there are.
     */
    public Clients(
            final VirtualTime time,
            final Dice dice,
            final Faults faults,
            final CoreDoor core,
            final OrderMix mix,
            final int venues,
            final int clients) {
        this.time = time;
        this.dice = dice;
        this.faults = faults;
        this.core = core;
        this.mix = mix;
        this.venues = venues;
        for (int i = 1; i <= clients; i++) {
            final Client client = new Client(i);
            for (int j = 1; j <= ACCOUNTS_A_CLIENT; j++) {
                final Account account = new Account(100L * i + j);
                client.accounts.add(account);
                accounts.put(account.accountId, account);
            }
            this.clients.add(client);
        }
    }

    /**
     * @param visitor takes each client's id and account.
     */
    public void forEachAccount(final AccountVisitor visitor) {
        for (final Client client : clients) {
            for (final Account account : client.accounts) {
                visitor.onAccount(client.clientId, account.accountId);
            }
        }
    }

    /** @return the ids of all accounts. */
    public long[] accountIds() {
        return clients.stream()
                .flatMap(client -> client.accounts.stream())
                .mapToLong(account -> account.accountId)
                .toArray();
    }

    /** A new trading day begins: what was asked on the last one is not asked again. */
    public void newDay() {
        for (final Client client : clients) {
            client.sent.clear();
        }
    }

    /** Takes accounts. */
    @FunctionalInterface
    public interface AccountVisitor {
        /**
         * @param clientId  that trades it.
         * @param accountId of the account.
         */
        void onAccount(long clientId, long accountId);
    }

    /** @param isTrading whether they send anything by themselves. */
    public void trading(final boolean isTrading) {
        trading = isTrading;
        if (isTrading && !planned) {
            planned = true;
            time.after(dice.waitNs(mix.meanWaitNs()), this::act);
        }
    }

    /** The core's process has died: all sessions are gone, and what was on its way. */
    public void coreDied() {
        arrived.clear();
        bySession.clear();
        for (final Client client : clients) {
            client.open = false;
            client.comingBack = false;
        }
    }

    /** The core is there: clients log on. */
    public void coreStarted() {
        for (final Client client : clients) {
            comeBack(client, dice.between(MILLIS / 10, 5 * MILLIS));
        }
    }

    /** @return whether every client has a session. */
    public boolean allOpen() {
        for (final Client client : clients) {
            if (!client.open) {
                return false;
            }
        }
        return arrived.isEmpty();
    }

    private void comeBack(final Client client, final long delayNs) {
        if (client.comingBack) {
            return;
        }
        client.comingBack = true;
        time.after(delayNs, () -> {
            if (!client.comingBack || !core.isRunning()) {
                return;
            }
            client.comingBack = false;
            client.sessionId = ++lastSessionId;
            client.clientSeq = 0;
            bySession.put(client.sessionId, client);
            sessionOpened
                    .wrapAndApplyHeader(buffer, 0, header)
                    .sessionId(client.sessionId)
                    .correlationId(client.sessionId)
                    .clientId(client.clientId)
                    .role(SessionRole.TRADER)
                    .cancelOnDisconnect(dice.below(4) == 0 ? BooleanType.T : BooleanType.F)
                    .graceMs(dice.coin() ? 0 : (int) dice.between(1, 40));
            core.offer(buffer, 0, HEADER + sessionOpened.encodedLength());
        });
    }

    /** One of them loses its session, if it has one. */
    public void loseOne() {
        final Client client = clients.get(dice.below(clients.size()));
        if (!client.open) {
            return;
        }
        faults.count(Fault.CLIENT_LOST);
        client.open = false;
        bySession.remove(client.sessionId);
        sessionLost
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(client.sessionId)
                .reason(SessionEndReason.HEARTBEAT_TIMEOUT);
        core.offer(buffer, 0, HEADER + sessionLost.encodedLength());
        comeBack(client, dice.between(MILLIS, 60 * MILLIS));
    }

    // ---- What they send

    private void act() {
        planned = false;
        if (!trading) {
            return;
        }
        planned = true;
        time.after(dice.waitNs(mix.meanWaitNs()), this::act);
        final Client client = clients.get(dice.below(clients.size()));
        if (!client.open) {
            return;
        }
        final Account account = client.accounts.get(dice.below(client.accounts.size()));
        final int throwOf = dice.below(1000);
        final boolean crowded = account.open.size() >= mix.openOrdersMax();
        if (!client.sent.isEmpty() && faults.happens(Fault.CLIENT_REPEATS)) {
            repeat(client);
        } else if (account.open.isEmpty() || (throwOf < 480 && !crowded)) {
            sendNew(client, account);
        } else if (throwOf < 700) {
            sendReplace(client, account);
        } else if (throwOf < 940) {
            sendCancel(client, account, dice.below(account.open.size()));
        } else if (throwOf < 970) {
            sendStatusRequest(client, account);
        } else if (throwOf < 973) {
            sendMassCancel(client, account, dice.below(Listing.all().length + 1));
        } else if (throwOf < 985) {
            probe(client, account);
        } else {
            sendCancel(client, account, 0);
        }
    }

    private void sendNew(final Client client, final Account account) {
        final Listing listing = Listing.all()[dice.below(Listing.all().length)];
        final int destination = mix.destination(dice, venues);
        final boolean buy = dice.coin();
        final long priceTicks = listing.middleTicks() + dice.between(-12, 12);
        final int tif = dice.below(12);
        final boolean market = destination == 0 && dice.below(20) == 0;
        encodeNew(
                client,
                account.accountId,
                ++lastClOrdId,
                listing,
                destination,
                buy ? Side.BUY : Side.SELL,
                market ? OrdType.MARKET : OrdType.LIMIT,
                market
                        ? TimeInForce.DAY
                        : tif == 0
                                ? TimeInForce.IOC
                                : tif == 1 && destination >= 0
                                        ? TimeInForce.FOK
                                        : tif < 4 ? TimeInForce.GTC : TimeInForce.DAY,
                market ? 0 : priceTicks,
                dice.between(1, 100));
        if (destination > 0 && faults.happens(Fault.CASH_ORDER)) {
            newOrder.side(Side.BUY)
                    .ordType(OrdType.MARKET)
                    .priceTicks(0)
                    .quantityLots(0)
                    .cashOrderQtyMicros(
                            listing.microsAtTicks(priceTicks, dice.between(0, 100)) + dice.between(1, 1_000_000));
        }
        send(client, HEADER + newOrder.encodedLength());
    }

    private void encodeNew(
            final Client client,
            final long accountId,
            final long clOrdId,
            final Listing listing,
            final int destination,
            final Side side,
            final OrdType ordType,
            final TimeInForce timeInForce,
            final long priceTicks,
            final long lots) {
        newOrder.wrapAndApplyHeader(buffer, 0, header)
                .sessionId(client.sessionId)
                .clientSeq(++client.clientSeq)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .side(side)
                .ordType(ordType)
                .timeInForce(timeInForce)
                .instrumentId(listing.instrumentId())
                .destination(destination)
                .priceTicks(priceTicks)
                .quantityLots(lots)
                .stopPriceTicks(0)
                .displayLots(0)
                .minLots(0)
                .offsetTicks(0)
                .expireNs(0)
                .pegType(PegType.NONE)
                .postOnly(PostOnly.NONE)
                .selfTradePrevention(SelfTradePrevention.NONE)
                .venueMask(0)
                .cashOrderQtyMicros(0)
                .routingStrategy(destination == -1 ? mix.strategy(dice) : RoutingStrategy.NONE)
                .excludeOwnBook(dice.below(4) == 0 ? BooleanType.T : BooleanType.F)
                .possResend(BooleanType.F);
    }

    /** An order that no account can pay for: its refusal tells to the micro, or to the lot, what the core believes is free. */
    private void probe(final Client client, final Account account) {
        final Listing listing = Listing.all()[dice.below(Listing.all().length)];
        probe(client, account.accountId, listing, dice.coin() ? Side.BUY : Side.SELL);
    }

    private void probe(final Client client, final long accountId, final Listing listing, final Side side) {
        encodeNew(
                client,
                accountId,
                ++lastClOrdId,
                listing,
                0,
                side,
                OrdType.LIMIT,
                TimeInForce.IOC,
                side == Side.BUY ? listing.maxPriceTicks() : 1,
                listing.maxQuantityLots());
        send(client, HEADER + newOrder.encodedLength());
    }

    /** Asks for what is free in every account; all clients have sessions. */
    public void probeAll() {
        for (final Client client : clients) {
            for (final Account account : client.accounts) {
                for (final Listing listing : Listing.all()) {
                    probe(client, account.accountId, listing, Side.SELL);
                }
                probe(client, account.accountId, Listing.of(1), Side.BUY);
            }
        }
    }

    /** Every client asks to cancel everything; all clients have sessions. */
    public void cancelAll() {
        for (final Client client : clients) {
            for (final Account account : client.accounts) {
                sendMassCancel(client, account, 0);
            }
        }
    }

    private void sendReplace(final Client client, final Account account) {
        final Open open = account.open.get(dice.below(account.open.size()));
        final boolean chained = dice.below(3) == 0;
        final long orig = chained ? open.askedId : open.clOrdId;
        final long clOrdId = ++lastClOrdId;
        final int kind = dice.below(4);
        replaceOrder
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(client.sessionId)
                .clientSeq(++client.clientSeq)
                .accountId(account.accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .origClOrdId(orig)
                .priceTicks(Math.max(1, kind == 0 ? open.priceTicks : open.priceTicks + dice.between(-4, 4)))
                .quantityLots(Math.max(1, kind == 1 ? open.lots : open.lots + dice.between(-30, 30)))
                .stopPriceTicks(0);
        open.askedId = clOrdId;
        send(client, HEADER + replaceOrder.encodedLength());
    }

    private void sendCancel(final Client client, final Account account, final int index) {
        final Open open = account.open.get(index);
        cancelOrder
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(client.sessionId)
                .clientSeq(++client.clientSeq)
                .accountId(account.accountId)
                .clOrdId(++lastClOrdId)
                .admission(Admission.ADMITTED)
                .origClOrdId(dice.below(4) == 0 ? open.askedId : open.clOrdId);
        send(client, HEADER + cancelOrder.encodedLength());
    }

    private void sendMassCancel(final Client client, final Account account, final int instrumentId) {
        massCancel
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(client.sessionId)
                .clientSeq(++client.clientSeq)
                .accountId(account.accountId)
                .clOrdId(++lastClOrdId)
                .admission(Admission.ADMITTED)
                .instrumentId(instrumentId)
                .side(Side.NULL_VAL)
                .ownSession(BooleanType.F);
        send(client, HEADER + massCancel.encodedLength());
    }

    private void sendStatusRequest(final Client client, final Account account) {
        final Open open = account.open.get(dice.below(account.open.size()));
        encodeStatusRequest(client, account.accountId, open.clOrdId);
        send(client, HEADER + statusRequest.encodedLength());
    }

    private void encodeStatusRequest(final Client client, final long accountId, final long clOrdId) {
        statusRequest
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(client.sessionId)
                .clientSeq(++client.clientSeq)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED);
    }

    /** Every command begins with session and clientSeq. */
    private void repeat(final Client client) {
        final byte[] old = client.sent.peekFirst();
        view.wrap(old);
        buffer.putBytes(0, old);
        buffer.putLong(HEADER, client.sessionId, java.nio.ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(HEADER + Long.BYTES, ++client.clientSeq, java.nio.ByteOrder.LITTLE_ENDIAN);
        headerDecoder.wrap(view, 0);
        if (headerDecoder.templateId() == NewOrderEncoder.TEMPLATE_ID && dice.coin()) {
            buffer.putByte(HEADER + NewOrderEncoder.possResendEncodingOffset(), (byte) BooleanType.T.value());
        }
        send(client, old.length);
    }

    private void send(final Client client, final int length) {
        final byte[] frame = new byte[length];
        buffer.getBytes(0, frame);
        client.sent.addLast(frame);
        if (client.sent.size() > KEPT_FRAMES) {
            client.sent.removeFirst();
        }
        final long sessionId = client.sessionId;
        time.after(dice.between(20_000, 40_000), () -> {
            if (client.open && client.sessionId == sessionId && core.isRunning()) {
                arrived.add(frame);
            }
        });
    }

    @Override
    public int poll(final InputSink sink, final int limit) {
        int taken = 0;
        while (taken < limit && !arrived.isEmpty()) {
            final byte[] frame = arrived.peekFirst();
            view.wrap(frame);
            if (!sink.offer(view, 0, frame.length)) {
                break;
            }
            arrived.removeFirst();
            taken++;
        }
        return taken;
    }

    // ---- What they hear

    /**
     * A reply of the core.
     *
     * @param sessionId  whom it is for.
     * @param templateId of the message.
     * @param reply      holding it, header first.
     * @param offset     of the header.
     */
    public void onReply(final long sessionId, final int templateId, final DirectBuffer reply, final int offset) {
        final Client client = bySession.get(sessionId);
        if (client == null) {
            return;
        }
        switch (templateId) {
            case LogonAcceptedDecoder.TEMPLATE_ID -> {
                logonAccepted.wrapAndApplyHeader(reply, offset, headerDecoder);
                client.open = true;
                catchUp(client);
            }
            case ExecutionReportDecoder.TEMPLATE_ID -> {
                executionReport.wrapAndApplyHeader(reply, offset, headerDecoder);
                onExecutionReport();
            }
            case CancelRejectDecoder.TEMPLATE_ID -> {
                cancelReject.wrapAndApplyHeader(reply, offset, headerDecoder);
                onCancelReject();
            }
            case MassCancelReportDecoder.TEMPLATE_ID -> {
                // Each order tells of itself.
            }
            default -> {
                // Of no interest.
            }
        }
    }

    /** Asks about every order that may have changed meanwhile. */
    private void catchUp(final Client client) {
        for (final Account account : client.accounts) {
            for (int i = 0; i < account.open.size() && i < 8; i++) {
                encodeStatusRequest(client, account.accountId, account.open.get(i).clOrdId);
                send(client, HEADER + statusRequest.encodedLength());
            }
        }
    }

    private void onExecutionReport() {
        final Account account = accounts.get(executionReport.accountId());
        final long orderId = executionReport.orderId();
        if (account == null || orderId == 0 || executionReport.duplicate() == BooleanType.T) {
            return;
        }
        Open open = account.byOrderId.get(orderId);
        // What is done for the day and outlives it goes on tomorrow.
        if (isOver(executionReport.ordStatus())
                && (executionReport.ordStatus() != OrdStatus.DONE_FOR_DAY || executionReport.leavesQtyLots() == 0)) {
            if (open != null) {
                remove(account, open);
            }
            return;
        }
        if (open == null) {
            if (executionReport.rejectReason() != RejectReason.NONE) {
                return;
            }
            open = new Open(orderId);
            open.clOrdId = executionReport.clOrdId();
            open.askedId = open.clOrdId;
            open.index = account.open.size();
            account.open.add(open);
            account.byOrderId.put(orderId, open);
        }
        if (executionReport.execType() == io.tradex.protocol.types.ExecType.REPLACED) {
            open.clOrdId = executionReport.clOrdId();
        }
        open.priceTicks = executionReport.priceTicks();
        open.lots = executionReport.quantityLots();
    }

    private void onCancelReject() {
        final Account account = accounts.get(cancelReject.accountId());
        if (account == null) {
            return;
        }
        final Open open = account.byOrderId.get(cancelReject.orderId());
        if (open != null) {
            open.askedId = open.clOrdId;
            if (isOver(cancelReject.ordStatus())) {
                remove(account, open);
            }
        } else if (cancelReject.rejectReason() == RejectReason.UNKNOWN_ORDER
                || cancelReject.rejectReason() == RejectReason.TOO_LATE) {
            final long origClOrdId = cancelReject.origClOrdId();
            for (int i = account.open.size() - 1; i >= 0; i--) {
                final Open candidate = account.open.get(i);
                if (candidate.clOrdId == origClOrdId) {
                    remove(account, candidate);
                } else if (candidate.askedId == origClOrdId) {
                    candidate.askedId = candidate.clOrdId;
                }
            }
        }
    }

    private static boolean isOver(final OrdStatus status) {
        return switch (status) {
            case FILLED, CANCELED, REJECTED, EXPIRED, DONE_FOR_DAY -> true;
            default -> false;
        };
    }

    private static void remove(final Account account, final Open open) {
        account.byOrderId.remove(open.orderId);
        final Open last = account.open.remove(account.open.size() - 1);
        if (last != open) {
            account.open.set(open.index, last);
            last.index = open.index;
        }
    }
}
