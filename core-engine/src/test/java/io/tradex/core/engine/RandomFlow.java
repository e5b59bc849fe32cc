package io.tradex.core.engine;

import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Clients, venues and operators that do sensible and senseless things by the throw of seeded dice. What it does depends on the
 * seed and on what the engine says alone, so that the same seed gives the same inputs anywhere.
 */
final class RandomFlow {
    static final int ORDER_CAPACITY = 256;
    static final int OUTCOME_WINDOW = 32;
    static final long[] ACCOUNTS = {11, 12, 21, 22, 31, 32};
    static final int[] INSTRUMENTS = {1, 2, 3};
    static final int[] VENUES = {1, 2};

    private static final long[] TICK_E8 = {0, 1_000_000, 5_000_000, 100_000_000};
    private static final long[] LOT_E8 = {0, 100_000_000, 10_000_000_000L, 1_000_000};
    private static final int MIDDLE_TICKS = 200;
    private static final int KEPT_CL_ORD_IDS = 64;

    /** Told of the money that operators move. */
    interface Listener {
        void onCash(long accountId, long micros);

        void onPosition(long accountId, int instrumentId, long lots);

        void onStep(Step step);
    }

    private record Session(long sessionId, long clientId) {}

    /** An order as its venue sees it. */
    private static final class AtVenue {
        final Said.VenueRequest request;
        final int instrumentId;
        long acceptedId;
        long priceTicks;
        long lots;
        long cumLots;
        boolean acknowledged;
        Said.VenueRequest cancel;
        Said.VenueRequest replace;
        String lastExecId;
        long lastLots;

        AtVenue(final Said.VenueRequest request, final int instrumentId) {
            this.request = request;
            this.instrumentId = instrumentId;
            acceptedId = request.venueClOrdId();
            priceTicks = request.priceE8() / TICK_E8[instrumentId];
            lots = request.quantityE8() / LOT_E8[instrumentId];
        }
    }

    private final Random random;
    private final EngineDriver driver;
    private final Listener listener;
    private final boolean hostile;
    private final List<Session> sessions = new ArrayList<>();
    private final Map<Long, Said.Delta> liveById = new HashMap<>();
    private final List<Long> liveIds = new ArrayList<>();
    private final Map<Long, AtVenue> atVenue = new HashMap<>();
    private final List<List<Long>> workingAt = List.of(List.of(), new ArrayList<>(), new ArrayList<>());
    private final List<AtVenue> gone = new ArrayList<>();
    private final boolean[] up = new boolean[3];
    private final Deque<Said.VenueRequest> unanswered = new ArrayDeque<>();
    private final Deque<Said.Checkpoint> checkpoints = new ArrayDeque<>();
    private final long[] usedClOrdIds = new long[KEPT_CL_ORD_IDS];
    private long lastSessionId;
    private long lastClOrdId;
    private long lastExecId;
    private long lastAdjustmentId = 1_000;
    private long epoch = 1;
    private long startNumber = 1;
    private int day = 20261100;

    /**
     * @param seed     of all dice.
     * @param driver   to feed.
     * @param hostile  whether venues fill too much and too late as well.
     * @param listener is told of everything.
     */
    RandomFlow(final long seed, final EngineDriver driver, final boolean hostile, final Listener listener) {
        random = new Random(seed);
        this.driver = driver;
        this.hostile = hostile;
        this.listener = listener;
    }

    void start() {
        heard(driver.epoch(1));
        heard(driver.configure(ORDER_CAPACITY, OUTCOME_WINDOW, 97, 250, 500, 128));
        heard(driver.coreStarted(1));
        for (final int instrumentId : INSTRUMENTS) {
            heard(driver.instrument(
                    instrumentId,
                    "SYM" + instrumentId,
                    TICK_E8[instrumentId],
                    LOT_E8[instrumentId],
                    100_000,
                    100_000,
                    instrumentId == 3 ? 0 : MIDDLE_TICKS));
        }
        for (final long accountId : ACCOUNTS) {
            heard(driver.account(accountId, accountId / 10));
            adjustCash(accountId, 1_000_000_000_000L);
            for (final int instrumentId : INSTRUMENTS) {
                adjustPosition(accountId, instrumentId, 2_000);
            }
        }
        for (final int venueId : VENUES) {
            heard(driver.defineVenue(venueId));
            venueUp(venueId);
        }
        for (long clientId = 1; clientId <= 3; clientId++) {
            open(clientId);
        }
    }

    /** One input, sometimes two. */
    void next() {
        if (!checkpoints.isEmpty() && random.nextInt(4) == 0) {
            final Said.Checkpoint checkpoint = checkpoints.removeFirst();
            heard(driver.checkpoint(checkpoint.inputSeq(), checkpoint.stateHash()));
            return;
        }
        if (!unanswered.isEmpty() && random.nextInt(3) == 0) {
            answerStatus(unanswered.removeFirst());
            return;
        }
        final int dice = random.nextInt(10_000);
        if (dice < 6_000) {
            command();
        } else if (dice < 9_000) {
            venueTurn(VENUES[random.nextInt(VENUES.length)]);
        } else if (dice < 9_300) {
            nonsense();
        } else if (dice < 9_600) {
            sessionTurn();
        } else if (dice < 9_900) {
            adjust();
        } else if (dice < 9_970) {
            bounceVenue(VENUES[random.nextInt(VENUES.length)]);
        } else if (dice < 9_980) {
            heard(driver.endOfDay(random.nextInt(4) == 0 ? day : ++day));
        } else if (dice < 9_990) {
            heard(driver.epoch(random.nextInt(4) == 0 ? epoch : ++epoch));
        } else {
            restartCore();
        }
    }

    private void command() {
        if (sessions.isEmpty()) {
            open(1 + random.nextInt(3));
            return;
        }
        final Session session = sessions.get(random.nextInt(sessions.size()));
        final long accountId = session.clientId * 10 + 1 + random.nextInt(2);
        final Trader trader = new Trader(driver, session.sessionId, accountId);
        final int dice = random.nextInt(100);
        if (dice < 52 || liveIds.isEmpty()) {
            newOrder(trader);
        } else if (dice < 75) {
            final Said.Delta order = live();
            heard(ownerOf(order, trader).cancel(nextClOrdId(), order.clOrdId()));
        } else if (dice < 92) {
            final Said.Delta order = live();
            final long lots = Math.max(1, order.quantityLots() + random.nextInt(41) - 20);
            final long ticks = Math.max(1, order.priceTicks() + random.nextInt(9) - 4);
            heard(ownerOf(order, trader)
                    .replace(
                            nextClOrdId(),
                            order.clOrdId(),
                            random.nextInt(3) == 0 ? order.quantityLots() : lots,
                            random.nextInt(3) == 0 ? order.priceTicks() : ticks));
        } else if (dice < 93) {
            heard(trader.massCancel(nextClOrdId(), random.nextInt(4)));
        } else if (dice < 95) {
            heard(trader.status(anyClOrdId()));
        } else {
            repeat(trader);
        }
    }

    private void newOrder(final Trader trader) {
        final NewOrderEncoder order = trader.newOrder(nextClOrdId());
        final boolean buy = random.nextBoolean();
        final boolean market = random.nextInt(20) == 0;
        order.side(buy ? Side.BUY : Side.SELL)
                .instrumentId(INSTRUMENTS[random.nextInt(INSTRUMENTS.length)])
                .ordType(market ? OrdType.MARKET : OrdType.LIMIT)
                .timeInForce(random.nextInt(10) == 0 ? TimeInForce.IOC : TimeInForce.DAY)
                .priceTicks(market ? 0 : MIDDLE_TICKS + (buy ? -4 : 4) + random.nextInt(13) - 6)
                .quantityLots(1 + random.nextInt(60))
                .destination(random.nextInt(3) == 0 ? VENUES[random.nextInt(VENUES.length)] : 0);
        switch (random.nextInt(100)) {
            case 0 -> order.quantityLots(random.nextInt(3) * 100_000L - 50_000);
            case 1 -> order.priceTicks(random.nextInt(3) * 100_000L - 50_000);
            case 2 -> order.instrumentId(random.nextInt(9) - 4);
            case 3 -> {
                final int destination = random.nextInt(100) - 10;
                // Smartly routed orders have a flow of their own.
                order.destination(destination == SmartRouting.DESTINATION ? -2 : destination);
            }
            case 4 -> order.accountId(random.nextInt(60));
            case 5 -> order.sessionId(random.nextInt(10));
            case 6 -> order.side(Side.NULL_VAL);
            case 7 -> order.ordType(OrdType.NULL_VAL);
            case 8 -> order.admission(Admission.BACK_PRESSURE);
            case 9 -> order.clOrdId(random.nextInt(2) - 1L);
            case 10, 11, 12 -> order.quantityLots(20_000).priceTicks(market ? 0 : 1_000);
            default -> {
                // As it is.
            }
        }
        heard(trader.send(order));
    }

    /** A ClOrdID that was used before, by the same or by another kind of request. */
    private void repeat(final Trader trader) {
        final long clOrdId = anyClOrdId();
        switch (random.nextInt(4)) {
            case 0 -> {
                final Said.Delta order = live();
                final Trader owner = ownerOf(order, trader);
                if (random.nextBoolean()) {
                    heard(owner.buy(random.nextBoolean() ? clOrdId : order.clOrdId(), 1, 1));
                } else {
                    heard(owner.send(owner.newOrder(order.clOrdId())
                            .side(order.side())
                            .instrumentId(order.instrumentId())
                            .ordType(order.ordType())
                            .timeInForce(order.timeInForce())
                            .priceTicks(order.priceTicks())
                            .quantityLots(order.quantityLots())
                            .destination(order.destination())
                            .possResend(random.nextInt(4) == 0 ? BooleanType.T : BooleanType.F)));
                }
            }
            case 1 -> heard(trader.cancel(clOrdId, anyClOrdId()));
            case 2 -> heard(trader.replace(clOrdId, anyClOrdId(), 1 + random.nextInt(50), MIDDLE_TICKS));
            default -> heard(trader.massCancel(clOrdId, 99));
        }
    }

    private void nonsense() {
        if (random.nextBoolean()) {
            final byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            heard(driver.applyBytes(bytes));
        } else {
            final VenuePuppet venue = new VenuePuppet(driver, 1 + random.nextInt(3));
            heard(venue.send(venue.says(random.nextInt(1_000_000), ExecType.TRADE, OrdStatus.FILLED)));
        }
    }

    private void sessionTurn() {
        if (sessions.size() < 3 || (sessions.size() < 8 && random.nextBoolean())) {
            open(1 + random.nextInt(3));
        } else {
            final Session lost = sessions.remove(random.nextInt(sessions.size()));
            heard(driver.lost(lost.sessionId));
        }
    }

    private void open(final long clientId) {
        lastSessionId += 1 + random.nextInt(3);
        sessions.add(new Session(lastSessionId, clientId));
        heard(driver.open(lastSessionId, clientId, SessionRole.TRADER, random.nextBoolean()));
    }

    private void adjust() {
        final long accountId = ACCOUNTS[random.nextInt(ACCOUNTS.length)];
        if (random.nextBoolean()) {
            adjustCash(accountId, (random.nextInt(2_001) - 1_000) * 1_000_000_007L);
        } else {
            adjustPosition(accountId, INSTRUMENTS[random.nextInt(INSTRUMENTS.length)], random.nextInt(2_001) - 1_000);
        }
    }

    private void adjustCash(final long accountId, final long micros) {
        final Step step = driver.cash(accountId, ++lastAdjustmentId, micros);
        if (step.all(Said.Refused.class).isEmpty()) {
            listener.onCash(accountId, micros);
        }
        heard(step);
    }

    private void adjustPosition(final long accountId, final int instrumentId, final long lots) {
        final Step step = driver.position(accountId, ++lastAdjustmentId, instrumentId, lots);
        if (step.all(Said.Refused.class).isEmpty()) {
            listener.onPosition(accountId, instrumentId, lots);
        }
        heard(step);
    }

    private void restartCore() {
        sessions.clear();
        for (final int venueId : VENUES) {
            loseWhatIsOnItsWay(venueId);
        }
        heard(driver.coreStarted(++startNumber));
        for (final int venueId : VENUES) {
            venueUp(venueId);
        }
    }

    private void bounceVenue(final int venueId) {
        if (up[venueId]) {
            loseWhatIsOnItsWay(venueId);
            heard(new VenuePuppet(driver, venueId).down());
        } else {
            venueUp(venueId);
        }
    }

    private void venueUp(final int venueId) {
        up[venueId] = true;
        heard(new VenuePuppet(driver, venueId).up());
    }

    private void loseWhatIsOnItsWay(final int venueId) {
        up[venueId] = false;
        unanswered.removeIf(request -> request.venueId() == venueId);
        final List<Long> working = workingAt.get(venueId);
        for (int i = working.size() - 1; i >= 0; i--) {
            final AtVenue order = atVenue.get(working.get(i));
            if (!order.acknowledged && order.cumLots == 0 && random.nextBoolean()) {
                forgetAt(venueId, order);
                continue;
            }
            if (order.cancel != null && random.nextBoolean()) {
                order.cancel = null;
            }
            if (order.replace != null && random.nextBoolean()) {
                order.replace = null;
            }
        }
    }

    private void venueTurn(final int venueId) {
        final VenuePuppet venue = new VenuePuppet(driver, venueId);
        final List<Long> working = workingAt.get(venueId);
        if (!up[venueId] && random.nextInt(20) == 0) {
            venueUp(venueId);
            return;
        }
        if (!up[venueId] || working.isEmpty()) {
            if (hostile && up[venueId] && !gone.isEmpty() && random.nextInt(20) == 0) {
                lateFill(venue);
            }
            return;
        }
        final AtVenue order = atVenue.get(working.get(random.nextInt(working.size())));
        final int dice = random.nextInt(100);
        if (order.cancel != null && dice < 70) {
            answerCancel(venue, order, dice);
        } else if (order.replace != null && dice < 70) {
            answerReplace(venue, order, dice);
        } else if (!order.acknowledged && dice < 60) {
            order.acknowledged = true;
            heard(venue.send(about(venue, order, order.acceptedId, ExecType.NEW, OrdStatus.NEW)));
        } else if (!order.acknowledged && dice < 70) {
            forgetAt(venueId, order);
            heard(venue.send(about(venue, order, order.acceptedId, ExecType.REJECTED, OrdStatus.REJECTED)
                    .reasonCode(random.nextInt(9))));
        } else if (dice < 73) {
            forgetAt(venueId, order);
            final boolean expired = random.nextBoolean();
            heard(venue.send(about(
                    venue,
                    order,
                    order.acceptedId,
                    expired ? ExecType.EXPIRED : ExecType.CANCELED,
                    expired ? OrdStatus.EXPIRED : OrdStatus.CANCELED)));
        } else if (dice < 82 && order.lastExecId != null) {
            heard(venue.send(fill(venue, order, order.lastLots, order.lastExecId)));
        } else {
            fillSome(venue, order);
        }
    }

    private void answerCancel(final VenuePuppet venue, final AtVenue order, final int dice) {
        final Said.VenueRequest cancel = order.cancel;
        order.cancel = null;
        if (dice < 50 && order.cumLots < order.lots) {
            forgetAt(venue.venueId, order);
            heard(venue.send(about(venue, order, cancel.venueClOrdId(), ExecType.CANCELED, OrdStatus.CANCELED)
                    .origVenueClOrdId(cancel.origVenueClOrdId())));
        } else {
            final boolean filled = order.cumLots >= order.lots;
            if (filled && order.replace == null) {
                forgetAt(venue.venueId, order);
            }
            heard(venue.rejectsCancel(cancel, filled ? VenuePuppet.TOO_LATE : 1 + random.nextInt(3)));
        }
    }

    private void answerReplace(final VenuePuppet venue, final AtVenue order, final int dice) {
        final Said.VenueRequest replace = order.replace;
        order.replace = null;
        order.acknowledged = true;
        if (dice < 50) {
            order.acceptedId = replace.venueClOrdId();
            order.priceTicks = replace.priceE8() / TICK_E8[order.instrumentId];
            order.lots = Math.max(order.cumLots, replace.quantityE8() / LOT_E8[order.instrumentId]);
            if (order.cumLots == order.lots) {
                forgetAt(venue.venueId, order);
            }
            heard(venue.send(about(venue, order, order.acceptedId, ExecType.REPLACED, OrdStatus.REPLACED)
                    .origVenueClOrdId(replace.origVenueClOrdId())
                    .orderQtyE8(order.lots * LOT_E8[order.instrumentId])));
        } else {
            if (order.cumLots >= order.lots) {
                forgetAt(venue.venueId, order);
            }
            heard(venue.rejectsCancel(replace, random.nextInt(3)));
        }
    }

    private void fillSome(final VenuePuppet venue, final AtVenue order) {
        long lots = order.lots - order.cumLots;
        if (lots <= 0) {
            return;
        }
        lots = random.nextInt(6) == 0 ? lots : 1 + random.nextInt((int) Math.min(lots, 8));
        if (hostile && random.nextInt(200) == 0) {
            lots += 5;
        }
        order.cumLots += lots;
        order.lastLots = lots;
        order.lastExecId = "X" + ++lastExecId;
        if (order.cumLots >= order.lots && order.cancel == null && order.replace == null) {
            forgetAt(venue.venueId, order);
            gone.add(order);
        }
        heard(venue.send(fill(venue, order, lots, order.lastExecId)));
    }

    private void lateFill(final VenuePuppet venue) {
        final AtVenue order = gone.remove(gone.size() - 1);
        order.cumLots += 3;
        heard(venue.send(fill(venue, order, 3, "late" + ++lastExecId)));
    }

    private VenueExecutionReportEncoder fill(
            final VenuePuppet venue, final AtVenue order, final long lots, final String execId) {
        final long tickE8 = TICK_E8[order.instrumentId];
        final long better = random.nextInt(3) * tickE8 + (random.nextInt(4) == 0 ? random.nextInt((int) tickE8) : 0);
        final long limitE8 = order.priceTicks * tickE8;
        final boolean buy = order.request.side() == Side.BUY;
        return about(venue, order, order.acceptedId, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED)
                .execId(execId)
                .lastQtyE8(lots * LOT_E8[order.instrumentId])
                .lastPriceE8(buy ? Math.max(1, limitE8 - better) : limitE8 + better);
    }

    private static VenueExecutionReportEncoder about(
            final VenuePuppet venue,
            final AtVenue order,
            final long venueClOrdId,
            final ExecType execType,
            final OrdStatus status) {
        return venue.says(venueClOrdId, execType, status).cumQtyE8(order.cumLots * LOT_E8[order.instrumentId]);
    }

    private void answerStatus(final Said.VenueRequest request) {
        final VenuePuppet venue = new VenuePuppet(driver, request.venueId());
        final AtVenue order = atVenue.get(request.orderId());
        if (order == null) {
            heard(venue.send(venue.says(request.venueClOrdId(), ExecType.ORDER_STATUS, OrdStatus.REJECTED)
                    .unknownOrder(BooleanType.T)));
            return;
        }
        order.acknowledged = true;
        final OrdStatus status;
        if (order.cancel != null) {
            status = OrdStatus.PENDING_CANCEL;
        } else if (order.replace != null) {
            status = OrdStatus.PENDING_REPLACE;
        } else if (order.cumLots >= order.lots) {
            status = OrdStatus.FILLED;
            forgetAt(request.venueId(), order);
        } else {
            status = order.cumLots > 0 ? OrdStatus.PARTIALLY_FILLED : OrdStatus.NEW;
        }
        heard(venue.send(about(venue, order, request.venueClOrdId(), ExecType.ORDER_STATUS, status)));
    }

    private void forgetAt(final int venueId, final AtVenue order) {
        atVenue.remove(order.request.orderId());
        workingAt.get(venueId).remove(order.request.orderId());
    }

    private void heard(final Step step) {
        listener.onStep(step);
        for (final Said said : step.said()) {
            if (said instanceof Said.Delta delta) {
                track(delta);
            } else if (said instanceof Said.Checkpoint checkpoint) {
                checkpoints.addLast(checkpoint);
            }
        }
        for (final Said.VenueRequest request : step.requests()) {
            venueHears(request);
        }
    }

    private void venueHears(final Said.VenueRequest request) {
        final int venueId = request.venueId();
        if (!up[venueId]) {
            if (!request.isStatus()) {
                heard(new VenuePuppet(driver, venueId).notSent(request));
            }
            return;
        }
        final AtVenue order = atVenue.get(request.orderId());
        if (request.isNew()) {
            final int instrumentId = request.symbol().charAt(3) - '0';
            atVenue.put(request.orderId(), new AtVenue(request, instrumentId));
            workingAt.get(venueId).add(request.orderId());
        } else if (request.isStatus()) {
            unanswered.addLast(request);
        } else if (order == null) {
            heard(new VenuePuppet(driver, venueId).rejectsCancel(request, VenuePuppet.UNKNOWN_ORDER));
        } else if (request.isCancel()) {
            order.cancel = request;
        } else {
            order.replace = request;
        }
    }

    private void track(final Said.Delta delta) {
        final boolean live = Auditor.isLive(delta.ordStatus());
        if (live && liveById.put(delta.orderId(), delta) == null) {
            liveIds.add(delta.orderId());
        } else if (!live && liveById.remove(delta.orderId()) != null) {
            liveIds.remove(delta.orderId());
        }
    }

    /** Some live order, rather one at a venue. */
    private Said.Delta live() {
        Said.Delta order = null;
        for (int tries = 0; tries < 3 && (order == null || order.destination() == 0); tries++) {
            order = liveById.get(liveIds.get(random.nextInt(liveIds.size())));
        }
        return order;
    }

    /** A session that may trade the order's account, if one is open; else any. */
    private Trader ownerOf(final Said.Delta order, final Trader any) {
        for (final Session session : sessions) {
            if (session.clientId == order.accountId() / 10) {
                return new Trader(driver, session.sessionId, order.accountId());
            }
        }
        return any;
    }

    private long nextClOrdId() {
        lastClOrdId++;
        usedClOrdIds[(int) (lastClOrdId % KEPT_CL_ORD_IDS)] = lastClOrdId;
        return lastClOrdId;
    }

    private long anyClOrdId() {
        return Math.max(1, usedClOrdIds[random.nextInt(KEPT_CL_ORD_IDS)]);
    }
}
