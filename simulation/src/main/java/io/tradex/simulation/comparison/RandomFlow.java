package io.tradex.simulation.comparison;

import io.tradex.core.book.OrderTerms;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import io.tradex.simulation.scenario.BookCommand;
import io.tradex.simulation.scenario.OrderSpec;
import java.util.List;
import java.util.Random;

/** Draws commands: every type of order, and everything that is done to orders, through whole trading days. Single-threaded. */
final class RandomFlow {
    private static final List<TimeInForce> RESTING = List.of(TimeInForce.DAY, TimeInForce.GTC, TimeInForce.GTD);
    private static final List<OrdType> TYPES = List.of(
            OrdType.MARKET, OrdType.LIMIT, OrdType.STOP, OrdType.STOP_LIMIT, OrdType.PEGGED, OrdType.TRAILING_STOP);
    private static final List<TimeInForce> TIMES_IN_FORCE = List.of(
            TimeInForce.DAY,
            TimeInForce.GTC,
            TimeInForce.AT_THE_OPENING,
            TimeInForce.IOC,
            TimeInForce.FOK,
            TimeInForce.GTD,
            TimeInForce.AT_THE_CLOSE);
    private static final List<PegType> PEG_TYPES = List.of(PegType.NONE, PegType.PRIMARY, PegType.MID);
    private static final List<PostOnly> POST_ONLY = List.of(PostOnly.NONE, PostOnly.REJECT, PostOnly.SLIDE);
    private static final List<SelfTradePrevention> SELF_TRADE_PREVENTION = List.of(
            SelfTradePrevention.NONE,
            SelfTradePrevention.CANCEL_NEWEST,
            SelfTradePrevention.CANCEL_OLDEST,
            SelfTradePrevention.CANCEL_BOTH,
            SelfTradePrevention.DECREMENT_AND_CANCEL);
    private static final List<TradingPhase> PHASES = List.of(
            TradingPhase.CLOSED,
            TradingPhase.PRE_OPEN,
            TradingPhase.OPENING_AUCTION,
            TradingPhase.CONTINUOUS,
            TradingPhase.HALT,
            TradingPhase.CLOSING_AUCTION);

    private final Random random;
    private final FlowProfile profile;
    private final EventAudit audit;
    private final OrderTerms terms = new OrderTerms();
    private long centreTicks;
    private long timestampNs;
    private long lastKey;

    /**
     * @param random  draws everything.
     * @param profile of the flow.
     * @param audit   knows the live orders and the phase.
     */
    RandomFlow(final Random random, final FlowProfile profile, final EventAudit audit) {
        this.random = random;
        this.profile = profile;
        this.audit = audit;
        centreTicks = profile.centreTicks();
        timestampNs = random.nextBoolean() ? 0 : 1_790_000_000_000_000_000L;
    }

    BookCommand next() {
        passTime();
        wander();
        if (chance(phaseChangePerMille(), 1_000)) {
            return new BookCommand.Phase(nextPhase(), timestampNs);
        }
        // With a band the reference price has to keep up with the centre, or all that came would be refused.
        if (chance(profile.rules().bandBps() > 0 ? 40 : 5, 1_000)) {
            return new BookCommand.Reference(chance(1, 10) ? 0 : priceTicks());
        }
        if (chance(1, 200)) {
            return new BookCommand.Restart();
        }
        if (audit.liveOrders() > 0) {
            final int tooMany = audit.liveOrders() > profile.liveOrders() ? 40 : 0;
            final int drawn = random.nextInt(100 + tooMany);
            if (drawn >= 88) {
                return new BookCommand.Cancel(chance(1, 50) ? lastKey : anyLiveKey(), timestampNs);
            } else if (drawn >= 80) {
                return replace();
            } else if (drawn >= 72) {
                return reduce();
            }
        }
        lastKey++;
        drawOrder(lastKey);
        return new BookCommand.Enter(OrderSpec.of(terms), timestampNs);
    }

    private void passTime() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> timestampNs += random.nextLong(profile.timeStepNs());
            case 4 -> timestampNs += 16 * profile.timeStepNs() * random.nextInt(4);
            default -> {
                // At the same time as the last one.
            }
        }
    }

    private void wander() {
        if (profile.drifts() && chance(1, 20)) {
            final long spread = spreadTicks();
            centreTicks += random.nextLong(2 * spread + 1) - spread;
            centreTicks = Math.max(1, Math.min(profile.rules().maxPriceTicks(), centreTicks));
        }
    }

    // ---- Phases

    private int phaseChangePerMille() {
        return switch (audit.phase()) {
            case CONTINUOUS -> 8;
            case HALT, CLOSED -> 300;
            default -> 40;
        };
    }

    private TradingPhase nextPhase() {
        if (chance(1, 8)) {
            return anyOtherPhase();
        }
        return switch (audit.phase()) {
            case CLOSED -> TradingPhase.PRE_OPEN;
            case PRE_OPEN -> TradingPhase.OPENING_AUCTION;
            case CONTINUOUS -> chance(1, 3) ? TradingPhase.HALT : TradingPhase.CLOSING_AUCTION;
            case HALT -> chance(1, 4) ? TradingPhase.OPENING_AUCTION : TradingPhase.CONTINUOUS;
            case CLOSING_AUCTION -> chance(1, 4) ? TradingPhase.CONTINUOUS : TradingPhase.CLOSED;
            default -> TradingPhase.CONTINUOUS;
        };
    }

    private TradingPhase anyOtherPhase() {
        TradingPhase phase = audit.phase();
        while (phase == audit.phase()) {
            phase = oneOf(PHASES);
        }
        return phase;
    }

    // ---- Amendments

    private BookCommand reduce() {
        final long key = anyLiveKey();
        final long leavesLots = audit.leavesLots(key);
        final long left = leavesLots < 2 ? leavesLots : 1 + random.nextLong(leavesLots - 1);
        return new BookCommand.Reduce(key, left, timestampNs);
    }

    private BookCommand replace() {
        final long key = anyLiveKey();
        drawOrder(key);
        return new BookCommand.Replace(OrderSpec.of(terms), timestampNs);
    }

    private long anyLiveKey() {
        return audit.liveKey(random.nextInt(audit.liveOrders()));
    }

    // ---- Orders

    private void drawOrder(final long key) {
        terms.limit(key, random.nextBoolean(), priceTicks(), lots());
        terms.timeInForce = oneOf(RESTING);
        terms.owner = random.nextInt(profile.owners() + 1);
        terms.selfTradePrevention = oneOf(SELF_TRADE_PREVENTION);
        final boolean isCollecting = audit.phase() != TradingPhase.CONTINUOUS && audit.phase() != TradingPhase.HALT;
        if (isCollecting && chance(1, 4)) {
            drawForAuction();
        } else {
            drawKind();
        }
        if (chance(1, 50)) {
            spoil();
        }
    }

    private void drawForAuction() {
        terms.timeInForce = audit.phase() == TradingPhase.CLOSING_AUCTION || chance(1, 3)
                ? TimeInForce.AT_THE_CLOSE
                : TimeInForce.AT_THE_OPENING;
        if (chance(1, 3)) {
            terms.ordType = OrdType.MARKET;
        }
    }

    private void drawKind() {
        final int kind = random.nextInt(100);
        if (kind < 30) {
            terms.displayLots = 0;
        } else if (kind < 35) {
            terms.timeInForce = TimeInForce.IOC;
        } else if (kind < 40) {
            terms.timeInForce = TimeInForce.FOK;
        } else if (kind < 45) {
            drawMarket();
        } else if (kind < 50) {
            terms.minLots = 1 + random.nextLong(terms.quantityLots);
            terms.timeInForce = chance(1, 2) ? TimeInForce.IOC : TimeInForce.DAY;
        } else if (kind < 60) {
            terms.quantityLots += 1L + random.nextInt(20);
            terms.displayLots = 1 + random.nextLong(terms.quantityLots - 1);
            terms.postOnly = chance(1, 8) ? oneOf(POST_ONLY) : PostOnly.NONE;
        } else if (kind < 67) {
            terms.postOnly = chance(1, 3) ? PostOnly.REJECT : PostOnly.SLIDE;
        } else if (kind < 85) {
            drawStop();
        } else if (kind < 97) {
            drawPegged();
        } else {
            terms.timeInForce = TimeInForce.AT_THE_CLOSE;
        }
    }

    private void drawMarket() {
        terms.ordType = OrdType.MARKET;
        terms.timeInForce = oneOf(TIMES_IN_FORCE);
        if (chance(1, 2)) {
            terms.priceTicks = terms.buy ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        terms.minLots = chance(1, 4) ? 1 + random.nextLong(terms.quantityLots) : 0;
    }

    private void drawStop() {
        terms.stopTicks = priceTicks();
        switch (random.nextInt(3)) {
            case 0 -> terms.ordType = OrdType.STOP;
            case 1 -> terms.ordType = OrdType.STOP_LIMIT;
            default -> {
                terms.ordType = OrdType.TRAILING_STOP;
                terms.offsetTicks = 1 + random.nextLong(Math.min(1_000, 2 * spreadTicks()));
            }
        }
    }

    private void drawPegged() {
        terms.ordType = OrdType.PEGGED;
        terms.pegType = chance(1, 2) ? PegType.PRIMARY : PegType.MID;
        final long spread = Math.min(1_000, spreadTicks());
        terms.offsetTicks = chance(1, 3) ? random.nextLong(2 * spread + 1) - spread : 0;
        if (chance(1, 3)) {
            terms.priceTicks = terms.buy ? highestPrice() : lowestPrice();
        }
    }

    /** One field that may not go with the rest, or makes it another kind of order. */
    private void spoil() {
        switch (random.nextInt(11)) {
            case 0 -> terms.ordType = oneOf(TYPES);
            case 1 -> terms.timeInForce = oneOf(TIMES_IN_FORCE);
            case 2 -> terms.pegType = oneOf(PEG_TYPES);
            case 3 -> terms.postOnly = oneOf(POST_ONLY);
            case 4 -> terms.priceTicks = extreme();
            case 5 -> terms.stopTicks = extreme();
            case 6 -> terms.offsetTicks = extreme();
            case 7 -> terms.offsetTicks = -extreme();
            case 8 -> terms.displayLots = random.nextLong(terms.quantityLots + 3) - 1;
            case 9 -> terms.minLots = random.nextLong(terms.quantityLots + 3) - 1;
            default -> terms.quantityLots = random.nextLong(2) - 1;
        }
    }

    private long extreme() {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextLong(5) - 2;
            case 1 -> profile.rules().maxPriceTicks() + random.nextLong(5) - 2;
            default -> Long.MAX_VALUE - random.nextLong(2);
        };
    }

    private long lots() {
        return switch (random.nextInt(10)) {
            case 0 -> 1L + random.nextInt(100);
            case 1, 2 -> 1;
            default -> 1L + random.nextInt(10);
        };
    }

    // ---- Prices

    private long priceTicks() {
        final long spread = spreadTicks();
        final long drawn = centreTicks + random.nextLong(2 * spread + 1) - spread;
        final long inRange = Math.max(1, Math.min(profile.rules().maxPriceTicks(), drawn));
        return chance(1, 40) ? inRange : onTheTable(inRange);
    }

    private long onTheTable(final long ticks) {
        final long step = profile.rules().tickTable().stepAt(ticks);
        final long price = ticks - ticks % step;
        return price == 0 ? step : price;
    }

    private long lowestPrice() {
        return onTheTable(1);
    }

    private long highestPrice() {
        return onTheTable(profile.rules().maxPriceTicks());
    }

    private long spreadTicks() {
        final List<Long> spreads = profile.spreadsTicks();
        return spreads.get(random.nextInt(spreads.size()));
    }

    private boolean chance(final int favourable, final int all) {
        return random.nextInt(all) < favourable;
    }

    private <T> T oneOf(final List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
