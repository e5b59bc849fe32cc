package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.account.Position;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random days with every order type, phase, protection and operator's input: money and positions are conserved, what is reserved
 * comes back, and a replay, a paused engine and one from a snapshot end in the same state. What the books do is proved elsewhere,
 * against a second implementation. Again with {@code -Dtradex.seed=N}.
 */
class OrderTypeFlowTest {
    private static final int INPUTS = 12_000;
    private static final long[] REGRESSIONS = {
        1,
        2,
        3,
        2917389898066658736L,
        2764593660477203655L,
        8524869486878786720L,
        1251162050393611432L,
        4188682503228035769L,
        5184058682389493450L
    };
    private static final long LEAP_NS = 40_000_000;
    private static final int FUND = 2;
    private static final long CASH = 1_000_000_000_000L;
    private static final long LOTS = 100_000;

    static LongStream seeds() {
        final Long only = Long.getLong("tradex.seed");
        return only != null
                ? LongStream.of(only)
                : LongStream.concat(
                        LongStream.of(REGRESSIONS), new Random().longs(Integer.getInteger("freshSeeds", 2)));
    }

    private static final Map<String, Integer> SEEN = new TreeMap<>();
    private Random random;
    private EngineDriver driver;
    private OperatorPuppet operator;
    private final List<Trader> traders = new ArrayList<>();
    private final List<Long> clOrdIds = new ArrayList<>();
    private long lastClOrdId;
    private long lastSessionId;
    private long deadlineNs = Long.MAX_VALUE;
    private int day = 20261100;
    private long paidToFund;

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldConserveMoneyAndEndInTheSameStateHoweverItIsHosted(final long seed) {
        System.out.println("OrderTypeFlowTest: rerun with -Dtradex.seed=" + seed);
        random = new Random(seed);
        driver = new EngineDriver();
        driver.leapNs = LEAP_NS;
        operator = new OperatorPuppet(driver);
        try {
            start();
            final List<EngineDriver> followers = new ArrayList<>();
            while (driver.sequence < INPUTS) {
                next();
                if (driver.sequence % 97 == 0) {
                    assertConserved();
                }
                if (driver.sequence % 5 == 0) {
                    driver.output.publicBooks.assertSame(driver.engine);
                }
                if (random.nextInt(INPUTS / 6) == 0) {
                    followers.add(follower());
                }
            }
            heard(operator.kill(KillSwitchScope.ALL, 0, true));
            assertNothingIsLeft();
            final List<byte[]> inputs = driver.inputs;
            for (final EngineDriver follower : followers) {
                replay(follower, inputs, (int) follower.sequence);
                assertEquals(driver.engine.stateHash(), follower.engine.stateHash(), "from a snapshot");
            }
            for (final RecordingOutput output :
                    List.of(new RecordingOutput(random::nextBoolean), new RecordingOutput(RecordingOutput.ONE_STEP))) {
                final EngineDriver paused = new EngineDriver(output.digestOnly());
                paused.leapNs = LEAP_NS;
                replay(paused, inputs, 0);
                assertEquals(driver.output.digest(), output.digest(), "what a paused engine says");
                assertEquals(driver.engine.stateHash(), paused.engine.stateHash(), "state of a paused engine");
            }
        } catch (final Throwable t) {
            throw new AssertionError("seed " + seed + " at input " + driver.sequence + ", seen " + SEEN, t);
        }
    }

    /** Over all seeds, as a rare thing need not happen on each of them. */
    @AfterAll
    static void shouldHaveSeenEverything() {
        if (Long.getLong("tradex.seed") != null) {
            return;
        }
        for (final String kind : List.of(
                "TRADE",
                "TRIGGERED",
                "RESTATED",
                "EXPIRED",
                "REPLACED",
                "SelfTradePrevented",
                "ProtectionTripped",
                "TimerRequested",
                "alarm VELOCITY_HALT",
                "alarm KILL_SWITCH_ON",
                "CANCELED SESSION_LOST",
                "CANCELED MASS_CANCEL",
                "CANCELED KILL_SWITCH",
                "CANCELED MARKET_MAKER_PROTECTION",
                "CANCELED NOT_FILLABLE",
                "CANCELED AUCTION_OVER",
                "CANCELED NO_LIQUIDITY",
                "CANCELED SELF_TRADE",
                "REJECTED POST_ONLY",
                "REJECTED PRICE_BAND",
                "REJECTED WRONG_PHASE",
                "REJECTED INVALID_COMBINATION",
                "REJECTED KILL_SWITCH",
                "REJECTED MARKET_MAKER_PROTECTION",
                "REJECTED CUT_OFF",
                "REJECTED MAX_ORDER_QUANTITY",
                "liquidity AUCTION",
                "liquidity MAKER")) {
            assertTrue(SEEN.getOrDefault(kind, 0) > 0, () -> kind + " never happened: " + SEEN);
        }
    }

    private void start() {
        driver.makeReady(2048, 64);
        heard(operator.rules(EngineDriver.ACME, 500, 0, 3_000, 1_200, 200_000_000));
        driver.fund(FUND, "FUND", 80_015);
        for (long clientId = 1; clientId <= 3; clientId++) {
            for (long accountId = 10 * clientId; accountId < 10 * clientId + 2; accountId++) {
                driver.account(accountId, clientId);
                driver.cash(accountId, CASH);
                driver.position(accountId, EngineDriver.ACME, LOTS);
                driver.position(accountId, FUND, LOTS);
            }
            open(clientId);
        }
        heard(operator.tradeGroup(20, 5));
        heard(operator.tradeGroup(30, 5));
        heard(operator.reference(EngineDriver.ACME, 100));
    }

    private void open(final long clientId) {
        final long sessionId = ++lastSessionId;
        for (long accountId = 10 * clientId; accountId < 10 * clientId + 2; accountId++) {
            traders.add(
                    accountId == 10 * clientId
                            ? driver.openWithGrace(sessionId, clientId, accountId, clientId == 2 ? 100 : 0)
                            : traders.get(traders.size() - 1).on(accountId));
        }
    }

    private void next() {
        if (deadlineNs <= driver.timestampNs && random.nextInt(4) != 0) {
            final long due = deadlineNs;
            deadlineNs = Long.MAX_VALUE;
            heard(operator.timer(due));
            return;
        }
        final int dice = random.nextInt(1_000);
        final Trader trader = traders.get(random.nextInt(traders.size()));
        if (dice < 640) {
            heard(trader.send(order(trader)));
        } else if (dice < 760) {
            heard(trader.cancel(++lastClOrdId, some()));
        } else if (dice < 870) {
            final long id = ++lastClOrdId;
            heard(trader.replace(id, some(), 1 + random.nextInt(60), 90 + random.nextInt(21)));
            clOrdIds.add(id);
        } else if (dice < 880) {
            heard(trader.massCancel(++lastClOrdId, random.nextBoolean() ? 0 : EngineDriver.ACME));
        } else if (dice < 920) {
            final TradingPhase[] phases = {
                TradingPhase.PRE_OPEN, TradingPhase.OPENING_AUCTION, TradingPhase.CONTINUOUS, TradingPhase.HALT,
                TradingPhase.CLOSING_AUCTION, TradingPhase.CLOSED, TradingPhase.CONTINUOUS, TradingPhase.CONTINUOUS,
                TradingPhase.CONTINUOUS, TradingPhase.CONTINUOUS, TradingPhase.OPENING_AUCTION
            };
            heard(operator.phase(random.nextBoolean() ? 0 : 1, phases[random.nextInt(phases.length)]));
        } else if (dice < 940) {
            heard(operator.reference(EngineDriver.ACME, 95 + random.nextInt(11)));
        } else if (dice < 950) {
            heard(operator.protection(trader.accountId, 1, random.nextInt(3) * 40L, 100_000_000));
        } else if (dice < 960) {
            heard(trader.resetProtection(++lastClOrdId, EngineDriver.ACME));
        } else if (dice < 967) {
            final KillSwitchScope scope = KillSwitchScope.get((short) random.nextInt(4));
            final long id = switch (scope) {
                case ACCOUNT -> trader.accountId;
                case SESSION -> trader.sessionId;
                case INSTRUMENT -> 1;
                default -> 0;
            };
            heard(operator.kill(scope, id, true));
            heard(operator.kill(scope, id, false));
        } else if (dice < 970) {
            heard(operator.kill(KillSwitchScope.ACCOUNT, trader.accountId, random.nextInt(4) == 0));
        } else if (dice < 975) {
            heard(operator.massCancel(
                    random.nextBoolean() ? 0 : trader.accountId,
                    0,
                    random.nextBoolean() ? 0 : 1,
                    random.nextBoolean() ? Side.NULL_VAL : Side.BUY));
        } else if (dice < 985) {
            loseAndReopen(trader);
        } else if (dice < 992) {
            heard(operator.priceFund(FUND, 9_000 + random.nextInt(2_000), driver.timestampNs));
        } else if (dice < 994) {
            heard(driver.endOfDay(++day));
        } else {
            heard(driver.cash(trader.accountId, 0));
        }
    }

    private void loseAndReopen(final Trader trader) {
        final long clientId = trader.accountId / 10;
        heard(driver.lost(trader.sessionId));
        traders.removeIf(other -> other.sessionId == trader.sessionId);
        for (int i = random.nextInt(3) * 20; i > 0 && !traders.isEmpty(); i--) {
            heard(driver.cash(10, 0));
        }
        if (deadlineNs <= driver.timestampNs) {
            heard(operator.timer(deadlineNs));
        }
        open(clientId);
    }

    private NewOrderEncoder order(final Trader trader) {
        final long id = ++lastClOrdId;
        clOrdIds.add(id);
        final boolean buy = random.nextBoolean();
        final long price = 100L + (buy ? -1L : 1L) * (random.nextInt(12) - 4);
        final long lots = 1L + random.nextInt(random.nextInt(40) == 0 ? 600 : 50);
        final NewOrderEncoder order = trader.newOrder(id)
                .side(buy ? Side.BUY : Side.SELL)
                .priceTicks(price)
                .quantityLots(lots)
                .selfTradePrevention(SelfTradePrevention.get((short) random.nextInt(5)));
        final int dice = random.nextInt(100);
        if (dice < 30) {
            return order;
        } else if (dice < 38) {
            return order.timeInForce(random.nextBoolean() ? TimeInForce.IOC : TimeInForce.FOK);
        } else if (dice < 44) {
            return order.ordType(OrdType.MARKET).priceTicks(0);
        } else if (dice < 52) {
            return order.displayLots(1 + random.nextInt(10));
        } else if (dice < 60) {
            return order.postOnly(random.nextBoolean() ? PostOnly.REJECT : PostOnly.SLIDE);
        } else if (dice < 68) {
            return order.ordType(OrdType.PEGGED)
                    .pegType(random.nextBoolean() ? PegType.MID : PegType.PRIMARY)
                    .priceTicks(buy ? 108 : 92)
                    .offsetTicks(random.nextInt(3) - 1);
        } else if (dice < 74) {
            return order.ordType(OrdType.STOP)
                    .stopPriceTicks(100 + (buy ? 1 : -1) * random.nextInt(6))
                    .priceTicks(0);
        } else if (dice < 80) {
            return order.ordType(OrdType.STOP_LIMIT).stopPriceTicks(100 + (buy ? 1 : -1) * random.nextInt(6));
        } else if (dice < 85) {
            return order.ordType(OrdType.TRAILING_STOP).priceTicks(0).offsetTicks(1 + random.nextInt(4));
        } else if (dice < 89) {
            return order.timeInForce(TimeInForce.GTD)
                    .expireNs(driver.timestampNs + random.nextInt(200_000_000) - 1_000);
        } else if (dice < 92) {
            return order.timeInForce(TimeInForce.GTC).minLots(random.nextInt((int) lots));
        } else if (dice < 95) {
            return order.timeInForce(random.nextBoolean() ? TimeInForce.AT_THE_OPENING : TimeInForce.AT_THE_CLOSE);
        } else if (dice < 97) {
            return order.ordType(OrdType.MARKET).priceTicks(0).timeInForce(TimeInForce.AT_THE_CLOSE);
        } else if (dice < 99) {
            return order.instrumentId(FUND)
                    .ordType(OrdType.MARKET)
                    .priceTicks(0)
                    .timeInForce(TimeInForce.GTC)
                    .selfTradePrevention(SelfTradePrevention.NONE);
        }
        return order.priceTicks(random.nextInt(300))
                .stopPriceTicks(random.nextInt(2))
                .displayLots(random.nextInt(40));
    }

    private long some() {
        return clOrdIds.isEmpty() ? 1 : clOrdIds.get(Math.max(0, clOrdIds.size() - 1 - random.nextInt(60)));
    }

    private void heard(final Step step) {
        for (final Said said : step.said()) {
            if (said instanceof Said.Report report) {
                see(report.execType().name());
                see(report.execType() + " " + report.reason());
                see("liquidity " + report.liquidity());
            } else if (said instanceof Said.Alarm alarm) {
                see("alarm " + alarm.kind());
            } else {
                see(said.getClass().getSimpleName());
            }
            if (said instanceof Said.Delta delta
                    && delta.instrumentId() == FUND
                    && delta.execType() == ExecType.TRADE) {
                final long micros = EngineDriver.cost(delta.lastPriceTicks(), delta.lastQtyLots());
                paidToFund += delta.side() == Side.BUY ? micros : -micros;
            }
            if (said instanceof Said.TimerRequested timer) {
                deadlineNs = timer.deadlineNs();
            }
        }
    }

    private void see(final String kind) {
        SEEN.merge(kind, 1, Integer::sum);
    }

    private void assertConserved() {
        long cash = 0;
        long lots = 0;
        for (long clientId = 1; clientId <= 3; clientId++) {
            for (long accountId = 10 * clientId; accountId < 10 * clientId + 2; accountId++) {
                final var account = driver.engine.account(accountId);
                cash += account.cashMicros();
                assertTrue(account.reservedMicros() >= 0, "reserved cash of account " + accountId);
                assertTrue(account.buyingPowerMicros() >= 0, "buying power of account " + accountId);
                final Position acme = account.position(EngineDriver.ACME);
                lots += acme.quantityLots();
                assertTrue(acme.reservedLots() >= 0, "reserved lots of account " + accountId);
                assertTrue(acme.freeLots() >= 0, "free lots of account " + accountId);
                final Position fund = account.position(FUND);
                assertTrue(fund.freeLots() >= 0, "free fund shares of account " + accountId);
            }
        }
        // The fund itself is the other side of its deals.
        assertEquals(6 * CASH, cash + paidToFund, "cash of all accounts");
        assertEquals(6 * LOTS, lots, "lots of all accounts");
    }

    private void assertNothingIsLeft() {
        assertConserved();
        for (long clientId = 1; clientId <= 3; clientId++) {
            for (long accountId = 10 * clientId; accountId < 10 * clientId + 2; accountId++) {
                final var account = driver.engine.account(accountId);
                assertEquals(0, account.reservedMicros(), "reserved cash of account " + accountId);
                assertEquals(0, account.position(EngineDriver.ACME).reservedLots(), "lots of account " + accountId);
                assertEquals(0, account.position(FUND).reservedLots(), "fund shares of account " + accountId);
            }
        }
        assertEquals(0, driver.engine.instrument(EngineDriver.ACME).book().orders(), "orders in the book");
    }

    private EngineDriver follower() {
        final EngineDriver follower =
                EngineDriver.load(driver.snapshot(), new RecordingOutput(RecordingOutput.ALWAYS).digestOnly());
        follower.leapNs = LEAP_NS;
        assertEquals(driver.engine.stateHash(), follower.engine.stateHash(), "loaded");
        return follower;
    }

    private static void replay(final EngineDriver driver, final List<byte[]> inputs, final int from) {
        final UnsafeBuffer input = new UnsafeBuffer(new byte[0]);
        for (int i = from; i < inputs.size(); i++) {
            input.wrap(inputs.get(i));
            driver.feed(input, 0, input.capacity());
        }
    }
}
