package io.tradex.simulation.world;

import io.tradex.core.engine.TradingEngine;
import io.tradex.pipeline.EgressPorts;
import io.tradex.pipeline.HostEvents;
import io.tradex.pipeline.MarketDataPort;
import io.tradex.pipeline.PressureSource;
import io.tradex.pipeline.RelayPort;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;
import io.tradex.simulation.audit.Audit;
import io.tradex.simulation.flow.Clients;
import io.tradex.simulation.venue.CoreDoor;
import io.tradex.simulation.venue.OrdersOfVenues;
import io.tradex.simulation.venue.SimulatedVenue;
import io.tradex.simulation.venue.VenueOrder;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * A whole world in one thread: the core with its pipeline, venues, clients, networks, a journal, a clock and crashes, all driven by
 * one seed, watched by an audit. The same seed gives the same world, to the last input.
 */
public final class World {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final int FIRST_DAY = 20_260_101;
    private static final long MILLIS = 1_000_000;
    private static final long MEAN_CRASH_NS = 500 * MILLIS;
    private static final long MEAN_CUT_NS = 100 * MILLIS;
    private static final long MEAN_CLIENT_LOSS_NS = 300 * MILLIS;
    private static final long MEAN_STORM_NS = 400 * MILLIS;
    private static final long MEAN_PRESSURE_NS = 300 * MILLIS;
    private static final long MEAN_SNAPSHOT_NS = 250 * MILLIS;
    private static final int ORDER_CAPACITY = 4_096;

    /** Time in which nothing happens after which the world is at rest; longer than any timer of the engine. */
    private static final long REST_NS = 3_000 * MILLIS;

    private static final long MAX_INPUTS_TO_REST = 200_000;
    private static final long REST_STEP_NS = 20 * MILLIS;
    private static final long MAX_REST_NS = 600_000 * MILLIS;

    /** Loads a snapshot after every input; slow. */
    private static final boolean CHECK_SNAPSHOTS = Boolean.getBoolean("tradex.simulate.check.snapshots");

    private final WorldSettings settings;
    private final VirtualTime time = new VirtualTime(START_NS);
    private final Dice dice;

    /** Thrown for faults that came later, so that a seed means without them what it meant before. */
    private final Dice laterDice;

    private final Faults faults;
    private final MemoryJournal journal = new MemoryJournal(time);
    private final Snapshots snapshots = new Snapshots();
    private final CoreProcess core;
    private final Audit audit;
    private final AuditFeed feed;
    private final OutputTap said;
    private final Clients clients;
    private final List<SimulatedVenue> venues = new ArrayList<>();
    private final OrdersOfVenues venueOrders = new OrdersOfVenues();
    private final StartInputs startInputs;
    private final EgressPorts egress;
    private long startNumber;
    private long chapters;
    private int day = FIRST_DAY;
    private boolean restless;

    /** The next start begins a new epoch. */
    private boolean epochEnds;

    private boolean pressing;
    private long outputsUntilDeath = Long.MAX_VALUE;
    private long snapshotWantedAfter = Long.MAX_VALUE;
    private long chapterHash;

    /** The state at the last rest. */
    private Snapshots restStart = new Snapshots();

    /**
     * @param seed     that everything follows from.
     * @param settings of the world.
     */
    public World(final long seed, final WorldSettings settings) {
        this(seed, settings, Sabotage.NONE);
    }

    World(final long seed, final WorldSettings settings, final Sabotage sabotage) {
        this.settings = settings;
        dice = new Dice(seed);
        laterDice = new Dice(~seed);
        faults = new Faults(dice.split(), laterDice.split(), settings.excluded());
        audit = new Audit(venueOrders);
        feed = new AuditFeed(journal, audit);
        said = sabotage.outputs(feed);
        final CoreDoor door = sabotage.door(new Door());
        clients = new Clients(time, dice.split(), faults, door, settings.mix(), settings.venues(), settings.clients());
        for (int venueId = 1; venueId <= settings.venues(); venueId++) {
            venues.add(new SimulatedVenue(
                    venueId,
                    time,
                    dice.split(),
                    faults,
                    door,
                    venueOrders,
                    clients.accountIds(),
                    dice.between(2 * MILLIS, 40 * MILLIS),
                    dice.between(3 * MILLIS, 12 * MILLIS)));
        }
        core = new CoreProcess(
                time,
                journal,
                sabotage.journal(journal),
                snapshots,
                clients,
                PressureSource.flag("simulated", () -> pressing),
                ORDER_CAPACITY);
        startInputs = new StartInputs(door, dice.split());
        egress = new EgressPorts(
                (sessionId, templateId, buffer, offset, length) -> {
                    onLeaving();
                    said.onOutput(templateId, buffer, offset, length);
                    clients.onReply(sessionId, templateId, buffer, offset);
                },
                (buffer, offset, length) -> {
                    if (isDelta(buffer, offset)) {
                        onLeaving();
                        said.onOutput(OrderDeltaDecoder.TEMPLATE_ID, buffer, offset, length);
                    }
                },
                new NoRelays(),
                (venueId, templateId, buffer, offset, length) -> {
                    onLeaving();
                    // The venue first: what it may now get is to be known when the audit looks.
                    venues.get(venueId - 1).request(templateId, buffer, offset, length);
                    said.onOutput(templateId, buffer, offset, length);
                    return true;
                },
                new NoMarketData(),
                new Host());
    }

    /**
     * Lets the world go on until the core has applied so many inputs, then brings it to rest.
     *
     * @param inputs in all, at least.
     * @return false if the audit has found something.
     */
    public boolean run(final long inputs) {
        try {
            if (startNumber == 0) {
                start();
                settle();
            }
            while (journal.lastSequence() < inputs && audit.isClean()) {
                if (chapters++ > 0) {
                    faults.newMood();
                }
                runChapter(Math.min(inputs, journal.lastSequence() + settings.chapterInputs()));
            }
        } catch (final RuntimeException e) {
            audit.violation("something broke: " + e + " at " + Arrays.toString(e.getStackTrace()));
        }
        return audit.isClean();
    }

    /** @return what the audit has found and counted. */
    public Audit audit() {
        return audit;
    }

    /** @param counts takes how often each fault has happened, on top of what it holds. */
    public void addFaultCounts(final Map<Fault, Long> counts) {
        faults.addTo(counts);
    }

    /** @return inputs that the core has applied. */
    public long inputs() {
        return journal.lastSequence();
    }

    /** @return hash of the engine's state at the last rest. */
    public long stateHash() {
        return chapterHash;
    }

    private void runChapter(final long untilSequence) {
        final boolean hasNight = faults.happensAtRest(Fault.NIGHT);
        final long nightAt = hasNight ? laterDice.between(journal.lastSequence(), untilSequence) : Long.MAX_VALUE;
        goOn();
        while (journal.lastSequence() < Math.min(nightAt, untilSequence) && audit.isClean()) {
            step();
        }
        if (hasNight && audit.isClean()) {
            passTheNight();
            goOn();
            while (journal.lastSequence() < untilSequence && audit.isClean()) {
                step();
            }
        }
        comeToRest();
    }

    /** Everybody trades, and things go wrong. */
    private void goOn() {
        faults.quiet(false);
        clients.trading(true);
        for (final SimulatedVenue venue : venues) {
            venue.trading(true);
        }
        if (!restless) {
            restless = true;
            planTroubles();
        }
    }

    private void step() {
        time.runNext();
        turn();
    }

    /** One turn of the core, and what has to be done if it dies in it. */
    private void turn() {
        if (!core.isRunning()) {
            return;
        }
        core.work();
        if (core.hasDied()) {
            die();
        } else if (CHECK_SNAPSHOTS && isQuietBetweenInputs()) {
            checkSnapshot();
        } else if (journal.durableSequence() >= snapshotWantedAfter && core.work() == 0 && isQuietBetweenInputs()) {
            snapshotWantedAfter = Long.MAX_VALUE;
            feed.settle();
            snapshots.take(core.engine());
        }
    }

    /** For whoever looks for the input from which on snapshots are wrong. */
    private void checkSnapshot() {
        final Snapshots now = new Snapshots();
        now.take(core.engine());
        now.loadNewest(new TradingEngine(new RawOutputs(feed)));
    }

    private boolean isQuietBetweenInputs() {
        return !core.hasDied()
                && journal.durableSequence() == journal.lastSequence()
                && core.applied() == journal.lastSequence();
    }

    // ---- Troubles

    private void planTroubles() {
        plan(MEAN_CRASH_NS, Fault.CORE_CRASH, this::crashSomehow);
        plan(MEAN_CUT_NS, Fault.SESSION_CUT, () -> {
            final SimulatedVenue venue = venues.get(dice.below(venues.size()));
            venue.cut();
            venue.logonAfter(dice.waitNs(60 * MILLIS));
        });
        plan(MEAN_CLIENT_LOSS_NS, Fault.CLIENT_LOST, clients::loseOne);
        plan(MEAN_STORM_NS, Fault.REJECT_STORM, () -> {
            faults.count(Fault.REJECT_STORM);
            venues.get(dice.below(venues.size())).storm(dice.waitNs(50 * MILLIS));
        });
        plan(MEAN_PRESSURE_NS, Fault.BACK_PRESSURE, () -> {
            faults.count(Fault.BACK_PRESSURE);
            pressing = true;
            time.after(dice.waitNs(10 * MILLIS), () -> pressing = false);
        });
        plan(MEAN_SNAPSHOT_NS, null, () -> snapshotWantedAfter = 0);
    }

    private void plan(final long meanNs, final Fault fault, final Runnable trouble) {
        time.after(dice.waitNs(meanNs), () -> {
            if (!restless) {
                return;
            }
            if (core.isRunning() && (fault == null || faults.isPossible(fault))) {
                trouble.run();
            }
            plan(meanNs, fault, trouble);
        });
    }

    private void crashSomehow() {
        switch (dice.below(4)) {
            case 0 -> {
                faults.count(Fault.CORE_CRASH);
                die();
            }
            case 1 -> journal.dieAt(journal.lastSequence() + dice.between(1, 20));
            case 2 -> outputsUntilDeath = dice.between(1, 60);
            default -> {
                // The journal becomes slow, so that there is something to lose.
                journal.forceNs(dice.between(MILLIS, 20 * MILLIS));
                time.after(dice.between(MILLIS, 30 * MILLIS), () -> {
                    if (core.isRunning() && restless) {
                        faults.count(Fault.CORE_CRASH);
                        die();
                    }
                });
            }
        }
    }

    /** An output is about to leave. */
    private void onLeaving() {
        if (--outputsUntilDeath == 0) {
            throw new SimulatedCrash();
        }
    }

    private void die() {
        if (core.haltedBecause() != null) {
            audit.violation("the core has stopped: " + core.haltedBecause());
            return;
        }
        if (core.hasDied()) {
            faults.count(outputsUntilDeath <= 0 ? Fault.CORE_CRASH_AT_OUTPUT : Fault.CORE_CRASH_AT_APPEND);
        }
        outputsUntilDeath = Long.MAX_VALUE;
        core.kill();
        if (journal.loseTail() > 0) {
            faults.count(Fault.JOURNAL_TAIL_LOST);
            epochEnds |= faults.happensAtRest(Fault.EPOCH_BEGUN);
        }
        if (faults.happensAtRest(Fault.SEQUENCE_RESET)) {
            venues.get(laterDice.below(venues.size())).resetSequence();
        }
        for (final SimulatedVenue venue : venues) {
            venue.coreDied();
        }
        clients.coreDied();
        journal.forceNs(dice.coin() ? 0 : dice.between(1_000, 300_000));
        time.after(dice.between(MILLIS, 80 * MILLIS), this::start);
    }

    private void start() {
        startNumber++;
        if (snapshots.sequence() > journal.baseSequence()) {
            faults.count(Fault.RECOVERED_FROM_SNAPSHOT);
        }
        feed.beginReplay(snapshots.sequence());
        core.start(said, egress);
        feed.endReplay();
        final boolean begins = epochEnds || core.engine().epoch() == 0;
        startInputs.offer(startNumber, begins ? core.engine().epoch() + 1 : 0, settings, clients);
        epochEnds = false;
        for (final SimulatedVenue venue : venues) {
            venue.coreStarted(core.engine().lastVenueMsgSeqNum(venue.venueId()));
            venue.logonAfter(dice.between(MILLIS, 40 * MILLIS));
        }
        clients.coreStarted();
    }

    // ---- Rest

    private void settle() {
        final long giveUpAt = journal.lastSequence() + MAX_INPUTS_TO_REST;
        final long giveUpNs = time.nanoTime() + MAX_REST_NS;
        long restlessNs = time.nanoTime();
        long before = -1;
        while (time.nanoTime() - restlessNs < REST_NS && audit.isClean()) {
            if (time.nanoTime() > giveUpNs || journal.lastSequence() > giveUpAt) {
                audit.violation("the world does not come to rest");
                return;
            }
            if (time.nextNs() <= time.nanoTime() + REST_STEP_NS) {
                time.runNext();
            } else {
                time.pass(time.nanoTime() + REST_STEP_NS);
            }
            turn();
            while (core.isRunning() && audit.isClean() && journal.lastSequence() < giveUpAt && core.work() > 0) {
                // Until nothing is left to do at this time.
            }
            if (journal.lastSequence() != before || !isConnected()) {
                before = journal.lastSequence();
                restlessNs = time.nanoTime();
            }
        }
        feed.settle();
    }

    private boolean isConnected() {
        boolean connected = core.isRunning();
        for (final SimulatedVenue venue : venues) {
            if (!venue.isUp()) {
                venue.logonAfter(MILLIS);
            }
            connected &= venue.isCaughtUp();
        }
        return connected && clients.allOpen();
    }

    /** Nobody trades, nothing goes wrong, and all have compared what they have. */
    private void pause() {
        restless = false;
        pressing = false;
        faults.quiet(true);
        clients.trading(false);
        for (final SimulatedVenue venue : venues) {
            venue.trading(false);
        }
        settle();
        compare();
    }

    private void compare() {
        if (audit.isClean()) {
            startInputs.reconcileAll();
            settle();
        }
        if (audit.isClean()) {
            audit.compareLiveOrders(liveAtVenues());
        }
    }

    /** The trading day ends and the next one begins, while orders that outlive the day stay where they are. */
    private void passTheNight() {
        pause();
        for (final SimulatedVenue venue : venues) {
            venue.closeForTheNight();
        }
        settle();
        if (audit.isClean() && laterDice.coin()) {
            if (laterDice.coin() && faults.isAllowed(Fault.CORE_CRASH)) {
                faults.count(Fault.CORE_CRASH);
                die();
            } else {
                venues.get(laterDice.below(venues.size())).cut();
            }
            settle();
        }
        compare();
        if (audit.isClean()) {
            endDay();
            clients.newDay();
        }
        if (audit.isClean()) {
            audit.compareLiveOrders(liveAtVenues());
        }
        for (final SimulatedVenue venue : venues) {
            venue.openInTheMorning();
        }
    }

    private void comeToRest() {
        pause();
        // A venue may have refused some, or an order was still in the dark: twice is enough where nothing goes wrong.
        for (int i = 0; i < 2 && audit.isClean(); i++) {
            clients.cancelAll();
            settle();
        }
        if (audit.isClean()) {
            audit.compareEnded(liveAtVenues());
        }
        if (audit.isClean()) {
            clients.probeAll();
            settle();
        }
        if (audit.isClean() && dice.coin() && faults.isAllowed(Fault.END_OF_DAY)) {
            faults.count(Fault.END_OF_DAY);
            endDay();
        }
        if (audit.isClean()) {
            chapterHash = core.engine().stateHash();
            compareReplay();
            forget();
        }
    }

    private void endDay() {
        startInputs.endOfDay(++day);
        settle();
        for (final SimulatedVenue venue : venues) {
            venue.newDay();
        }
    }

    private List<VenueOrder> liveAtVenues() {
        final List<VenueOrder> live = new ArrayList<>();
        for (final SimulatedVenue venue : venues) {
            live.addAll(venue.live());
        }
        return live;
    }

    /** All inputs since the last rest once more, on a fresh engine from the state at that rest, must lead to the same. */
    private void compareReplay() {
        final TradingEngine again = new TradingEngine(new RawOutputs(said));
        final Snapshots recent = new Snapshots();
        recent.take(core.engine());
        restStart.loadNewest(again);
        feed.beginReplay(restStart.sequence());
        journal.read(
                again.sequence() + 1,
                journal.durableSequence(),
                (sequence, timestampNs, buffer, offset, length) ->
                        again.onCommand(sequence, timestampNs, buffer, offset, length));
        feed.endReplay();
        if (again.stateHash() != chapterHash) {
            audit.violation("a replay of inputs " + (restStart.sequence() + 1) + " to " + again.sequence()
                    + " ends with another state hash");
        }
        final TradingEngine loaded = new TradingEngine(new RawOutputs(said));
        recent.loadNewest(loaded);
        if (loaded.stateHash() != chapterHash) {
            audit.violation("a snapshot of input " + again.sequence() + " loads to another state hash");
        }
        restStart = recent;
    }

    /** Nothing from before this rest is needed again. */
    private void forget() {
        snapshots.take(core.engine());
        journal.forget();
        feed.forget();
        venueOrders.forget();
        for (final SimulatedVenue venue : venues) {
            venue.forget();
        }
    }

    private static boolean isDelta(final DirectBuffer buffer, final int offset) {
        return (buffer.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
                        & 0xFFFF)
                == OrderDeltaDecoder.TEMPLATE_ID;
    }

    /** How venues and clients reach the core while it is there. */
    private final class Door implements CoreDoor {
        @Override
        public void offer(final DirectBuffer buffer, final int offset, final int length) {
            core.offer(buffer, offset, length);
        }

        @Override
        public boolean isRunning() {
            return core.isRunning() && !core.hasDied();
        }
    }

    private final class Host implements HostEvents {
        @Override
        public void onInputRefused(
                final long inputSeq, final int refTemplateId, final RejectReason reason, final long value) {
            said.onInputRefused(inputSeq, refTemplateId, reason, value);
        }

        @Override
        public void onAlarm(final long inputSeq, final AlarmKind kind, final long orderId, final long value) {
            said.onAlarm(inputSeq, kind, orderId, value);
        }
    }

    private static final class NoRelays implements RelayPort {
        @Override
        public boolean offerToRelay(
                final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
            return true;
        }

        @Override
        public boolean isOpen(final long sessionId) {
            return false;
        }
    }

    private static final class NoMarketData implements MarketDataPort {
        @Override
        public void onMarketData(
                final BookDepth stream, final DirectBuffer buffer, final int offset, final int length) {
            // Nobody listens.
        }

        @Override
        public boolean isHeard(final BookDepth stream) {
            return false;
        }

        @Override
        public boolean offerSnapshot(final DirectBuffer buffer, final int offset, final int length) {
            return true;
        }
    }
}
