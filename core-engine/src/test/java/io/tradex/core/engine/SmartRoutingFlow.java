package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.VenueRequest;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.WhenTripped;
import io.tradex.protocol.venue.AlarmKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Traders and 15 venues by the throw of seeded dice: venues fill in parts, reject, answer late, lose what was on its way when
 * their session was cut; quotes move; orders are cancelled and replaced. Venues are honest: none fills more than it was given,
 * or after it said that it would not. So nothing may ever be over-exposed, whatever the order of events.
 *
 * <p>A second engine is fed with the same inputs, has room for one step at a time, and is put away and loaded again now and
 * then; it has to say the same and to have the same hash after every input.
 */
final class SmartRoutingFlow {
    static final int VENUES = 15;
    private static final int SNAPSHOT_EVERY = 61;
    private static final long MIDDLE = 10_000;
    private static final long DEPOSIT = 1_000_000_000_000_000L;
    private static final long LOTS = 1_000_000;

    /** An order at a venue, as the venue sees it. */
    private static final class There {
        final VenueRequest request;
        long cumLots;
        boolean isLive = true;

        There(final VenueRequest request) {
            this.request = request;
        }

        long lots() {
            return request.quantityE8() / EngineDriver.E8;
        }

        long leavesLots() {
            return isLive ? lots() - cumLots : 0;
        }
    }

    private static final class AtVenue {
        final VenuePuppet puppet;
        boolean up;

        /** On its way to the venue. */
        final Deque<VenueRequest> requests = new ArrayDeque<>();

        /** On its way back; each sends itself. */
        final Deque<Supplier<Step>> reports = new ArrayDeque<>();

        final Map<Long, There> orders = new LinkedHashMap<>();

        AtVenue(final VenuePuppet puppet) {
            this.puppet = puppet;
        }
    }

    private final Random random;
    private final EngineDriver live = new EngineDriver();
    private EngineDriver second = new EngineDriver(new RecordingOutput(RecordingOutput.ONE_STEP));
    private final RoutingPuppet routing = new RoutingPuppet(live);
    private final OperatorPuppet operator = new OperatorPuppet(live);
    private final AtVenue[] venues = new AtVenue[VENUES + 1];
    private final List<Trader> traders = new ArrayList<>();

    /** What was sent of each parent: children by parent, from the venues' requests alone. */
    private final Map<Long, List<There>> childrenOf = new HashMap<>();

    private final Map<Long, Long> reportedLots = new HashMap<>();
    private final Map<Long, There> orders = new HashMap<>();
    /** Smartly routed orders that were filled, to be asked for more. */
    private final Deque<Said.Report> filled = new ArrayDeque<>();

    /** The day on which each order that outlives it was sent. */
    private final Map<Long, Integer> dayOf = new HashMap<>();

    private int day = 1;
    private long dayEndsAt = Long.MAX_VALUE;
    private final List<long[]> liveClOrdIds = new ArrayList<>();
    private long lastClOrdId;
    private long execs;
    private long deadlineNs = Long.MAX_VALUE;
    private long venueCash;
    private long venueLots;
    private int mirrored;

    final Map<String, Integer> seen = new TreeMap<>();

    SmartRoutingFlow(final long seed) {
        random = new Random(seed);
    }

    void start() {
        live.makeReady(768, 64);
        for (int id = 1; id <= VENUES; id++) {
            venues[id] = new AtVenue(live.venue(id));
            venues[id].up = true;
            mirrorAll();
            heard(routing.send(settingsOf(id)));
            heard(venues[id].puppet.up());
        }
        for (int client = 21; client <= 25; client++) {
            traders.add(live.trader(client, DEPOSIT, LOTS));
        }
        mirrorAll();
    }

    private io.tradex.protocol.journal.VenueSettingsEncoder settingsOf(final int id) {
        final var settings = routing.settings(id)
                .takerFeeE8(random.nextInt(5) * 10_000L - 20_000)
                .makerFeeE8(random.nextInt(5) * 10_000L - 20_000)
                .latencyNs(1_000_000L * random.nextInt(20))
                .fillProbabilityBps(random.nextInt(10_000));
        if (id % 3 == 0) {
            settings.messagesPerSecond(5 + random.nextInt(20));
        }
        if (id % 4 == 0) {
            settings.breakerWindow(8)
                    .breakerRejects(3)
                    .breakerSlow(4)
                    .breakerCoolDownMs(50)
                    .whenTripped(random.nextBoolean() ? WhenTripped.REJECT : WhenTripped.REROUTE);
        }
        if (id % 5 < 3) {
            settings.ackTimeoutMs(20).unreachableMs(200);
        }
        return settings;
    }

    /** One input, by the dice. */
    void next() {
        live.timestampNs += random.nextInt(2_000_000);
        if (live.timestampNs >= deadlineNs && random.nextInt(4) != 0) {
            final long due = deadlineNs;
            deadlineNs = Long.MAX_VALUE;
            heard(operator.timer(due));
            return;
        }
        if (live.sequence >= dayEndsAt) {
            dayEndsAt = Long.MAX_VALUE;
            heard(live.endOfDay(++day));
            return;
        }
        if (dayEndsAt == Long.MAX_VALUE && random.nextInt(700) == 0) {
            evening();
        }
        final int dice = random.nextInt(100);
        if (dice < 12) {
            quote();
        } else if (dice < 20) {
            route();
        } else if (dice < 23) {
            ownBook();
        } else if (dice < 25) {
            atOneVenue();
        } else if (dice < 28) {
            cancelOrReplace();
        } else if (dice < 29) {
            upOrDown();
        } else {
            venue(1 + random.nextInt(VENUES));
        }
    }

    private Trader trader() {
        return traders.get(random.nextInt(traders.size()));
    }

    private void quote() {
        final long middle = MIDDLE + random.nextInt(11) - 5;
        final Step step = routing.quote(
                1 + random.nextInt(VENUES),
                middle - random.nextInt(4),
                random.nextInt(60),
                middle + random.nextInt(4),
                random.nextInt(60));
        // At a venue with a message limit it may as well have waited for that.
        if (step.requests().stream()
                .anyMatch(request -> request.isNew() && request.parentOrderId() != 0 && request.venueId() % 3 != 0)) {
            count("woken by a quote");
        }
        heard(step);
    }

    private void route() {
        final Trader trader = trader();
        final long id = ++lastClOrdId;
        final boolean market = random.nextInt(8) == 0;
        final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        final TimeInForce timeInForce = market || random.nextBoolean()
                ? random.nextBoolean() ? TimeInForce.IOC : TimeInForce.DAY
                : random.nextBoolean() ? TimeInForce.GTC : TimeInForce.GTD;
        final var order = RoutingPuppet.buy(
                        trader,
                        id,
                        RoutingStrategy.get((short) random.nextInt(6)),
                        1 + random.nextInt(random.nextInt(5) == 0 ? 1_000 : 120),
                        market ? 0 : MIDDLE + random.nextInt(15) - 7,
                        timeInForce)
                .side(side)
                .selfTradePrevention(SelfTradePrevention.get((short) random.nextInt(5)))
                .venueMask(random.nextInt(3) == 0 ? random.nextInt(1 << VENUES) : 0);
        if (random.nextInt(3) == 0) {
            // It has one place to go, and often has to wait for that.
            order.venueMask(1L << random.nextInt(VENUES)).excludeOwnBook(BooleanType.T);
        }
        if (market) {
            order.ordType(OrdType.MARKET);
        }
        if (timeInForce == TimeInForce.GTD) {
            order.expireNs(live.timestampNs + 1_000_000 + random.nextInt(500_000_000));
        }
        final Step step = trader.send(order);
        if (timeInForce == TimeInForce.GTC) {
            dayOf.put(step.reports().get(0).orderId(), day);
        }
        heard(step);
        liveClOrdIds.add(new long[] {traders.indexOf(trader), id});
    }

    private void ownBook() {
        final Trader trader = trader();
        final long id = ++lastClOrdId;
        heard(trader.limit(
                id,
                random.nextBoolean() ? Side.BUY : Side.SELL,
                1 + random.nextInt(80),
                MIDDLE + random.nextInt(13) - 6,
                TimeInForce.DAY,
                0));
        liveClOrdIds.add(new long[] {traders.indexOf(trader), id});
    }

    private void atOneVenue() {
        final Trader trader = trader();
        final long id = ++lastClOrdId;
        heard(trader.limit(
                id,
                random.nextBoolean() ? Side.BUY : Side.SELL,
                1 + random.nextInt(80),
                MIDDLE + random.nextInt(13) - 6,
                random.nextBoolean() ? TimeInForce.DAY : TimeInForce.IOC,
                1 + random.nextInt(VENUES)));
        liveClOrdIds.add(new long[] {traders.indexOf(trader), id});
    }

    private void cancelOrReplace() {
        if (!filled.isEmpty() && random.nextInt(4) == 0) {
            final Said.Report order = filled.poll();
            final Trader owner = traders.stream()
                    .filter(trader -> trader.sessionId == order.sessionId())
                    .findFirst()
                    .orElseThrow();
            final long id = ++lastClOrdId;
            heard(owner.replace(
                    id, order.clOrdId(), order.quantityLots() + random.nextInt(50), order.priceTicks() + 1));
            liveClOrdIds.add(new long[] {traders.indexOf(owner), id});
            return;
        }
        if (liveClOrdIds.isEmpty()) {
            return;
        }
        final int at = random.nextInt(liveClOrdIds.size());
        final long[] named = liveClOrdIds.get(at);
        final Trader trader = traders.get((int) named[0]);
        final long id = ++lastClOrdId;
        if (random.nextInt(60) == 0) {
            heard(trader.massCancel(id, random.nextBoolean() ? EngineDriver.ACME : 0));
        } else if (random.nextBoolean()) {
            heard(trader.cancel(id, named[1]));
            liveClOrdIds.remove(at);
        } else {
            heard(trader.replace(id, named[1], 1 + random.nextInt(200), MIDDLE + random.nextInt(13) - 6));
            liveClOrdIds.add(new long[] {named[0], id});
            if (random.nextInt(3) == 0) {
                final long next = ++lastClOrdId;
                heard(trader.replace(next, id, 1 + random.nextInt(200), MIDDLE + random.nextInt(13) - 6));
                liveClOrdIds.add(new long[] {named[0], next});
            }
        }
    }

    private void upOrDown() {
        final AtVenue venue = venues[1 + random.nextInt(VENUES)];
        if (venue.up && random.nextInt(3) != 0) {
            // What was on its way is lost; what the venue had said is sent again when it is back.
            venue.up = false;
            venue.requests.clear();
            heard(venue.puppet.down());
        } else if (!venue.up) {
            up(venue);
        } else {
            heard(routing.send(settingsOf(venue.puppet.venueId)));
        }
    }

    private void up(final AtVenue venue) {
        venue.up = true;
        heard(venue.puppet.up());
    }

    /** Lets a venue do one thing: take a request, say something, or fill an order. */
    private void venue(final int venueId) {
        final AtVenue venue = venues[venueId];
        if (!venue.up) {
            if (random.nextInt(8) == 0) {
                up(venue);
            }
            return;
        }
        if (!venue.reports.isEmpty() && random.nextBoolean()) {
            heard(venue.reports.poll().get());
        } else if (!venue.requests.isEmpty()) {
            take(venue, venue.requests.poll());
        } else {
            trade(venue);
        }
    }

    private void take(final AtVenue venue, final VenueRequest request) {
        final There there = venue.orders.get(request.orderId());
        if (request.isNew()) {
            takeNew(venue, request);
        } else if (request.isStatus()) {
            if (there == null) {
                venue.reports.add(() -> venue.puppet.doesNotKnow(request));
            } else {
                final long cum = there.cumLots;
                final OrdStatus status = there.isLive
                        ? cum == 0 ? OrdStatus.NEW : OrdStatus.PARTIALLY_FILLED
                        : cum == there.lots() ? OrdStatus.FILLED : OrdStatus.CANCELED;
                venue.reports.add(() -> venue.puppet.answersStatus(request, status, cum));
            }
        } else if (there == null) {
            venue.reports.add(() -> venue.puppet.rejectsCancel(request, VenuePuppet.UNKNOWN_ORDER));
        } else if (!there.isLive || request.isReplace() || random.nextInt(8) == 0) {
            final int reason = there.isLive ? refusal() : VenuePuppet.TOO_LATE;
            venue.reports.add(() -> venue.puppet.rejectsCancel(request, reason));
        } else {
            there.isLive = false;
            final long cum = there.cumLots;
            venue.reports.add(() -> venue.puppet.cancels(request, cum));
        }
    }

    /** Why a venue will not give back what it works: it need not be true. */
    private int refusal() {
        final int dice = random.nextInt(6);
        return dice == 0 ? VenuePuppet.TOO_LATE : dice == 1 ? VenuePuppet.UNKNOWN_ORDER : VenuePuppet.OTHER;
    }

    private void takeNew(final AtVenue venue, final VenueRequest request) {
        final int dice = random.nextInt(20);
        if (dice == 0) {
            // The adapter could not send it, and says so.
            there(request).isLive = false;
            venue.reports.add(() -> venue.puppet.notSent(request));
            return;
        }
        final There there = there(request);
        venue.orders.put(request.orderId(), there);
        if (dice < 3) {
            there.isLive = false;
            venue.reports.add(() -> venue.puppet.rejects(request, 99));
            return;
        }
        if (dice < 16) {
            venue.reports.add(() -> venue.puppet.accepts(request));
        }
        if (request.timeInForce() == TimeInForce.IOC) {
            while (there.leavesLots() > 0 && random.nextBoolean()) {
                fill(venue, there, 1 + random.nextInt((int) there.leavesLots()));
            }
            if (there.isLive) {
                there.isLive = false;
                final long cum = there.cumLots;
                venue.reports.add(() -> random.nextBoolean()
                        ? venue.puppet.ends(request, ExecType.CANCELED, OrdStatus.CANCELED, cum)
                        : venue.puppet.ends(request, ExecType.EXPIRED, OrdStatus.EXPIRED, cum));
            }
        }
    }

    /** The venues' day ends, one earlier than the other, and the core's somewhen then. */
    private void evening() {
        dayEndsAt = live.sequence + random.nextInt(300);
        for (int id = 1; id <= VENUES; id++) {
            final AtVenue venue = venues[id];
            for (final There there : venue.orders.values()) {
                if (there.isLive && there.request.timeInForce() == TimeInForce.DAY && random.nextInt(8) != 0) {
                    there.isLive = false;
                    final long cum = there.cumLots;
                    venue.reports.add(() -> random.nextBoolean()
                            ? venue.puppet.ends(there.request, ExecType.EXPIRED, OrdStatus.EXPIRED, cum)
                            : venue.puppet.ends(there.request, ExecType.DONE_FOR_DAY, OrdStatus.DONE_FOR_DAY, cum));
                }
            }
        }
    }

    private There there(final VenueRequest request) {
        return orders.computeIfAbsent(request.orderId(), id -> new There(request));
    }

    private void trade(final AtVenue venue) {
        final List<There> working =
                venue.orders.values().stream().filter(there -> there.isLive).toList();
        if (working.isEmpty()) {
            return;
        }
        final There there = working.get(random.nextInt(working.size()));
        if (random.nextInt(12) == 0) {
            there.isLive = false;
            final long cum = there.cumLots;
            venue.reports.add(() -> venue.puppet.ends(there.request, ExecType.CANCELED, OrdStatus.CANCELED, cum));
        } else {
            fill(venue, there, 1 + random.nextInt((int) there.leavesLots()));
        }
    }

    private void fill(final AtVenue venue, final There there, final long lots) {
        there.cumLots += lots;
        if (there.cumLots == there.lots()) {
            there.isLive = false;
        }
        final long cum = there.cumLots;
        final long priceTicks = there.request.priceE8() / EngineDriver.TICK_E8;
        final String execId = "e" + ++execs;
        final long sign = there.request.side() == Side.BUY ? 1 : -1;
        venue.reports.add(() -> {
            venueCash += sign * EngineDriver.cost(priceTicks, lots);
            venueLots += sign * lots;
            reportedLots.merge(there.request.orderId(), lots, Long::sum);
            return venue.puppet.fills(there.request, execId, lots, priceTicks, cum);
        });
    }

    // ---- what is checked --------------------------------------------------------------------------------------------

    /** The second engine gets what the first one got before the dice. */
    private void mirrorAll() {
        while (mirrored < live.inputs.size()) {
            second.timestampNs = live.timestampNs - (live.inputs.size() - mirrored) * 1_000L;
            second.applyBytes(live.inputs.get(mirrored++));
        }
        live.output.take();
    }

    private void heard(final Step step) {
        for (final Said said : step.said()) {
            if (said instanceof VenueRequest request) {
                count(request.isNew() ? "new" : request.isCancel() ? "cancel" : "other request");
                onRequest(request);
            } else if (said instanceof Said.TimerRequested timer) {
                deadlineNs = timer.deadlineNs();
            } else if (said instanceof Said.Alarm alarm) {
                count("alarm " + alarm.kind());
                assertTrue(
                        alarm.kind() != AlarmKind.OVER_EXPOSURE
                                && alarm.kind() != AlarmKind.OVER_FILL
                                && alarm.kind() != AlarmKind.LATE_FILL
                                && alarm.kind() != AlarmKind.NEGATIVE_CASH
                                && alarm.kind() != AlarmKind.NEGATIVE_POSITION,
                        () -> "honest venues, but " + alarm);
            } else if (said instanceof Said.Report report) {
                if (report.ordStatus() == OrdStatus.FILLED && report.destination() == SmartRouting.DESTINATION) {
                    filled.add(report);
                }
                if (report.execType() == ExecType.PENDING_REPLACE
                        && report.leavesQtyLots() == 0
                        && report.destination() == SmartRouting.DESTINATION) {
                    count("opened again");
                }
                count("report " + report.execType() + " " + report.ordStatus() + " " + report.reason());
            } else if (said instanceof Said.BreakerChanged changed) {
                count("breaker " + changed.state());
            } else if (said instanceof Said.CancelReject reject) {
                count("cancel reject " + reject.reason());
            }
        }
        mirror(step);
        checkExposure();
    }

    private void onRequest(final VenueRequest request) {
        final AtVenue venue = venues[request.venueId()];
        if (request.isNew() && dayOf.getOrDefault(request.parentOrderId(), day) < day) {
            count("sent on a later day");
        }
        if (request.isNew() && request.parentOrderId() != 0) {
            childrenOf
                    .computeIfAbsent(request.parentOrderId(), id -> new ArrayList<>())
                    .add(there(request));
        }
        venue.requests.add(request);
    }

    private void mirror(final Step step) {
        if (live.sequence % SNAPSHOT_EVERY == 0) {
            second = EngineDriver.load(second.snapshot(), new RecordingOutput(RecordingOutput.ONE_STEP));
        }
        second.timestampNs = live.timestampNs - 1_000;
        assertEquals(step, second.applyBytes(live.inputs.get(live.inputs.size() - 1)), "what the second engine says");
        mirrored = live.inputs.size();
        assertEquals(live.engine.stateHash(), second.engine.stateHash(), "hash after input " + live.sequence);
    }

    /** What is filled, what venues have filled and not told yet, and what they may still fill is no more than was ordered. */
    private void checkExposure() {
        final Map<Long, RoutingPuppet.Row> rows = RoutingPuppet.rows(live.engine);
        for (final RoutingPuppet.Row row : rows.values()) {
            assertTrue(
                    !row.isParent() || row.cumLots() + row.exposureLots() <= row.quantityLots(),
                    () -> "exposed: " + row);
            final List<There> children = childrenOf.get(row.orderId());
            if (children != null) {
                long worst = row.cumLots();
                for (final There child : children) {
                    worst += child.cumLots - reportedLots.getOrDefault(child.request.orderId(), 0L);
                    worst += isLost(child) ? 0 : child.leavesLots();
                }
                final long most = worst;
                assertTrue(most <= row.quantityLots(), () -> "venues may fill " + most + " of " + row);
            }
        }
    }

    /** Whether it was on its way to a venue when the session was cut. */
    private boolean isLost(final There child) {
        final AtVenue venue = venues[child.request.venueId()];
        return !venue.orders.containsKey(child.request.orderId()) && !venue.requests.contains(child.request);
    }

    private void count(final String what) {
        seen.merge(what, 1, Integer::sum);
    }

    /** Lets everything come to rest, and checks that nothing is left reserved or exposed, and no money or lot was made or lost. */
    void end() {
        for (int id = 1; id <= VENUES; id++) {
            heard(routing.send(routing.settings(id)));
            if (!venues[id].up) {
                up(venues[id]);
            }
        }
        for (int round = 0; round < 100; round++) {
            letAllAnswer();
        }
        for (final RoutingPuppet.Row row : RoutingPuppet.rows(live.engine).values()) {
            assertTrue(
                    row.ordStatus() != OrdStatus.PENDING_CANCEL && row.ordStatus() != OrdStatus.PENDING_REPLACE,
                    () -> "every venue has answered, but " + row);
        }
        for (int round = 0; round < 400; round++) {
            heard(traders.get(round % traders.size()).massCancel(++lastClOrdId, 0));
            letAllAnswer();
        }
        for (final RoutingPuppet.Row row : RoutingPuppet.rows(live.engine).values()) {
            assertEquals(0, row.exposureLots(), () -> "exposure of " + row);
            assertEquals(0, row.leavesLots(), () -> "leaves of " + row);
        }
        long cash = 0;
        long lots = 0;
        for (final Trader trader : traders) {
            assertEquals(0, trader.reservedCash(), "reserved by " + trader.accountId);
            assertEquals(trader.lots(), trader.freeLots(), "lots reserved by " + trader.accountId);
            cash += trader.cash();
            lots += trader.lots();
        }
        assertEquals(DEPOSIT * traders.size(), cash + venueCash, "cash");
        assertEquals(LOTS * traders.size(), lots - venueLots, "lots");
    }

    private void letAllAnswer() {
        live.timestampNs += 50_000_000;
        if (deadlineNs <= live.timestampNs) {
            final long due = deadlineNs;
            deadlineNs = Long.MAX_VALUE;
            heard(operator.timer(due));
        }
        for (int id = 1; id <= VENUES; id++) {
            while (!venues[id].requests.isEmpty()) {
                take(venues[id], venues[id].requests.poll());
            }
            while (!venues[id].reports.isEmpty()) {
                heard(venues[id].reports.poll().get());
            }
        }
    }

    long inputs() {
        return live.sequence;
    }
}
