package io.tradex.admin;

import io.tradex.client.AdminClient;
import io.tradex.client.InstrumentDefinition;
import io.tradex.client.VenueTermsDefinition;
import io.tradex.protocol.types.AssetClass;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;
import io.tradex.protocol.types.WhenTripped;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * An operator's requests to a running core, one a call. Exit code 0: it was applied; 1: it was refused, or the core could not be
 * reached or did not answer; 2: the command line makes no sense.
 */
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        description = "Sends a running core one input of its operator and says what became of it.",
        footer = "Prices are in ticks and quantities in lots of the instrument, unless it says otherwise.")
public final class AdminTool implements Runnable {
    private static final int EXIT_FAILED = 1;
    private static final int E8_SCALE = 8;
    private static final int MICROS_SCALE = 6;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "config/admin.properties",
            description = "Where the core is and who the operator is; default: ${DEFAULT-VALUE}.")
    private Path config;

    @Option(
            names = "--timeout-ms",
            paramLabel = "MS",
            defaultValue = "10000",
            description = "How long to wait for the core; default: ${DEFAULT-VALUE}.")
    private long timeoutMs;

    /**
     * Sends one request and exits with its code.
     *
     * @param args of the command line.
     */
    public static void main(final String[] args) {
        System.exit(run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args));
    }

    /**
     * Sends one request.
     *
     * @param out  takes the result.
     * @param err  takes complaints.
     * @param args of the command line.
     * @return the exit code.
     */
    static int run(final PrintWriter out, final PrintWriter err, final String... args) {
        final int exitCode = new CommandLine(new AdminTool())
                .setOut(out)
                .setErr(err)
                // An amount may be negative, which looks like an option.
                .setUnmatchedOptionsArePositionalParams(true)
                .registerConverter(TradingPhase.class, text -> constant(TradingPhase.class, text))
                .registerConverter(AssetClass.class, text -> constant(AssetClass.class, text))
                .registerConverter(RoutingStrategy.class, text -> constant(RoutingStrategy.class, text))
                .registerConverter(Side.class, text -> constant(Side.class, text))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    if (!(exception instanceof IllegalArgumentException)) {
                        throw exception;
                    }
                    command.getErr().println("admin: " + exception.getMessage());
                    return EXIT_FAILED;
                })
                .execute(args);
        out.flush();
        err.flush();
        return exitCode;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Puts an instrument, or all, into another phase of trading.")
    int phase(
            @Option(names = "--instrument", paramLabel = "ID", description = "Only this one; else all.") final int id,
            @Parameters(
                            paramLabel = "PHASE",
                            description = "closed, pre-open, opening-auction, continuous, halt or closing-auction.")
                    final TradingPhase phase) {
        return request(client -> client.setPhase(id, phase));
    }

    @Command(
            name = "kill",
            mixinStandardHelpOptions = true,
            description =
                    "Stops trading and cancels open orders, or releases it again: kill all on, kill account 7 off.")
    int killSwitch(
            @Parameters(
                            arity = "2..3",
                            paramLabel = "WORD",
                            description = "all, or account, session or instrument and its id; then on or off.")
                    final List<String> words) {
        final KillSwitchScope scope = constant(KillSwitchScope.class, words.get(0));
        final boolean hasId = words.size() == 3;
        final String state = words.get(words.size() - 1);
        if (hasId == (scope == KillSwitchScope.ALL) || !List.of("on", "off").contains(state)) {
            throw new ParameterException(
                    spec.subcommands().get("kill"),
                    "say kill all on|off, or kill account|session|instrument ID on|off");
        }
        final long id = hasId ? wholeNumber(words.get(1)) : 0;
        return request(client -> client.killSwitch(scope, id, state.equals("on")));
    }

    @Command(
            name = "kill-switches",
            mixinStandardHelpOptions = true,
            description =
                    "Lists the kill switches that are on, the oldest first: what each stops, since when, thrown by whom.")
    int killSwitches() {
        return request(client -> client.requestKillSwitches(null));
    }

    @Command(
            name = "mass-cancel",
            mixinStandardHelpOptions = true,
            description = "Cancels the orders that match all that is named; without a name, --all is required.")
    int massCancel(
            @Option(names = "--account", paramLabel = "ID", description = "Only of this account.") final long accountId,
            @Option(names = "--session", paramLabel = "ID", description = "Only of this session.") final long sessionId,
            @Option(names = "--instrument", paramLabel = "ID", description = "Only in this instrument.")
                    final int instrumentId,
            @Option(names = "--side", paramLabel = "SIDE", description = "Only buy, or only sell.") final Side side,
            @Option(names = "--all", description = "Every order.") final boolean all) {
        final boolean named = accountId != 0 || sessionId != 0 || instrumentId != 0 || side != null;
        if (named == all) {
            throw new ParameterException(
                    spec.subcommands().get("mass-cancel"),
                    "name an account, session, instrument or side, or say --all");
        }
        return request(client -> client.massCancel(accountId, sessionId, instrumentId, side));
    }

    @Command(
            name = "end-of-day",
            mixinStandardHelpOptions = true,
            description = "Ends the trading day: DAY orders expire, finished orders and ClOrdIDs are forgotten.")
    int endOfDay(@Parameters(paramLabel = "YYYYMMDD", description = "The day that ends.") final int day) {
        return request(client -> client.endOfDay(day));
    }

    @Command(
            name = "reference-price",
            mixinStandardHelpOptions = true,
            description = "Sets the reference price of an instrument's price band.")
    int referencePrice(
            @Parameters(paramLabel = "INSTRUMENT", description = "Its id.") final int instrumentId,
            @Parameters(paramLabel = "TICKS", description = "The price; 0 for none.") final long priceTicks) {
        return request(client -> client.setReferencePrice(instrumentId, priceTicks));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Sets all limits of an instrument, from the next order on; what is not named is switched off.")
    int rules(
            @Parameters(paramLabel = "INSTRUMENT", description = "Its id.") final int instrumentId,
            @Option(
                            names = "--max-order-lots",
                            required = true,
                            paramLabel = "LOTS",
                            description = "Largest quantity of an order.")
                    final long maxOrderLots,
            @Option(
                            names = "--max-order-notional",
                            defaultValue = "0",
                            paramLabel = "MONEY",
                            description = "Largest worth of an order.")
                    final String maxOrderNotional,
            @Option(names = "--band-bps", paramLabel = "BPS", description = "Price band, in 1/100 %%.")
                    final int bandBps,
            @Option(names = "--velocity-bps", paramLabel = "BPS", description = "Largest move, in 1/100 %%.")
                    final int velocityBps,
            @Option(names = "--velocity-window-ms", paramLabel = "MS", description = "Within which it is counted.")
                    final long velocityWindowMs) {
        final long notionalMicros = decimal(maxOrderNotional, MICROS_SCALE);
        final long windowNs = nanos(velocityWindowMs);
        return request(client ->
                client.setInstrumentRules(instrumentId, maxOrderLots, notionalMicros, bandBps, velocityBps, windowNs));
    }

    @Command(
            name = "tick-table",
            mixinStandardHelpOptions = true,
            description = "Says which prices an instrument allows; refused while orders stand in its book.")
    int tickTable(
            @Parameters(paramLabel = "INSTRUMENT", description = "Its id.") final int instrumentId,
            @Parameters(
                            arity = "1..4",
                            paramLabel = "FROM:STEP",
                            description = "Where each row begins and its step, in ticks, such as 0:1 10000:5.")
                    final List<String> rows) {
        final long[] from = new long[rows.size()];
        final long[] steps = new long[rows.size()];
        for (int i = 0; i < from.length; i++) {
            final String[] row = rows.get(i).split(":", -1);
            if (row.length != 2) {
                throw new IllegalArgumentException(rows.get(i) + ": must be FROM:STEP, such as 0:1");
            }
            from[i] = wholeNumber(row[0]);
            steps[i] = wholeNumber(row[1]);
        }
        return request(client -> client.setTickTable(instrumentId, from, steps));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Sets the market-maker protection of an account in an instrument.")
    int protection(
            @Parameters(paramLabel = "ACCOUNT", description = "Its id.") final long accountId,
            @Parameters(paramLabel = "INSTRUMENT", description = "Its id.") final int instrumentId,
            @Parameters(paramLabel = "LOTS", description = "May be executed within the window; 0 for no protection.")
                    final long limitLots,
            @Parameters(paramLabel = "MS", arity = "0..1", defaultValue = "0", description = "The window.")
                    final long windowMs) {
        final long windowNs = nanos(windowMs);
        return request(client -> client.setProtection(accountId, instrumentId, limitLots, windowNs));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Publishes the net asset value of a fund: orders from before its cut-off are dealt at it.")
    int nav(
            @Parameters(paramLabel = "INSTRUMENT", description = "Its id.") final int instrumentId,
            @Parameters(paramLabel = "TICKS", description = "Value of one share.") final long navTicks,
            @Parameters(paramLabel = "CUT-OFF", description = "A time such as 2026-11-21T16:00:00Z.")
                    final Instant cutOff) {
        final long cutOffNs = ChronoUnit.NANOS.between(Instant.EPOCH, cutOff);
        return request(client -> client.priceFund(instrumentId, navTicks, cutOffNs));
    }

    @Command(mixinStandardHelpOptions = true, description = "Defines a new instrument.")
    int instrument(
            @Parameters(paramLabel = "ID", description = "Its id.") final int instrumentId,
            @Parameters(paramLabel = "SYMBOL", description = "1 to 12 characters.") final String symbol,
            @Option(names = "--tick", defaultValue = "0.01", description = "Smallest price step; default: 0.01.")
                    final String tick,
            @Option(names = "--lot", defaultValue = "1", description = "Smallest quantity step; default: 1.")
                    final String lot,
            @Option(
                            names = "--max-price-ticks",
                            defaultValue = "100000000",
                            description = "Highest price; default: ${DEFAULT-VALUE}.")
                    final long maxPriceTicks,
            @Option(
                            names = "--max-quantity-lots",
                            defaultValue = "1000000",
                            description = "Largest quantity; default: ${DEFAULT-VALUE}.")
                    final long maxQuantityLots,
            @Option(names = "--reference-price-ticks", description = "Its price until a trade.")
                    final long referencePriceTicks,
            @Option(names = "--multiplier", defaultValue = "1", description = "Units of a contract; default: 1.")
                    final int multiplier,
            @Option(names = "--currency", defaultValue = "USD", description = "Of its price; default: USD.")
                    final String currency,
            @Option(
                            names = "--class",
                            defaultValue = "equity",
                            description = "equity, etf, mutual-fund or crypto; default: equity.")
                    final AssetClass assetClass,
            @Option(names = "--cut-off", paramLabel = "HH:MM", description = "Of a mutual fund, in UTC.")
                    final LocalTime cutOff) {
        final InstrumentDefinition definition = new InstrumentDefinition(instrumentId, symbol)
                .steps(decimal(tick, E8_SCALE), decimal(lot, E8_SCALE))
                .limits(maxPriceTicks, maxQuantityLots)
                .referencePrice(referencePriceTicks)
                .multiplier(multiplier)
                .currency(currency)
                .assetClass(assetClass);
        if ((assetClass == AssetClass.MUTUAL_FUND) != (cutOff != null)) {
            throw new IllegalArgumentException("a mutual fund, and nothing else, has a --cut-off");
        }
        if (cutOff != null) {
            definition.fund(cutOff.toSecondOfDay());
        }
        return request(client -> client.defineInstrument(definition));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Takes an instrument out of trading for good and cancels its orders.")
    int retire(@Parameters(paramLabel = "INSTRUMENT", description = "Its id.") final int instrumentId) {
        return request(client -> client.retireInstrument(instrumentId));
    }

    @Command(mixinStandardHelpOptions = true, description = "Defines a new account.")
    int account(
            @Parameters(paramLabel = "ACCOUNT", description = "Its id.") final long accountId,
            @Parameters(paramLabel = "CLIENT", description = "The client that trades it.") final long clientId) {
        return request(client -> client.defineAccount(accountId, clientId));
    }

    @Command(
            name = "trade-group",
            mixinStandardHelpOptions = true,
            description = "Puts an account without open orders into a trade group; 0 takes it out.")
    int tradeGroup(
            @Parameters(paramLabel = "ACCOUNT", description = "Its id.") final long accountId,
            @Parameters(paramLabel = "GROUP", description = "Its group.") final int group) {
        return request(client -> client.setTradeGroup(accountId, group));
    }

    @Command(mixinStandardHelpOptions = true, description = "Pays cash in, or out with a negative amount.")
    int cash(
            @Parameters(paramLabel = "ACCOUNT", description = "Its id.") final long accountId,
            @Parameters(paramLabel = "MONEY", description = "Such as 5000.00 or -12.5.") final String amount,
            @Option(
                            names = "--adjustment",
                            paramLabel = "N",
                            description = "Rises per account; default: the time in milliseconds.")
                    final Long adjustment) {
        final long amountMicros = decimal(amount, MICROS_SCALE);
        final long adjustmentId = adjustmentId(adjustment);
        return request(client -> client.adjustCash(accountId, adjustmentId, amountMicros));
    }

    @Command(mixinStandardHelpOptions = true, description = "Delivers instruments in, or out with a negative number.")
    int position(
            @Parameters(paramLabel = "ACCOUNT", description = "Its id.") final long accountId,
            @Parameters(paramLabel = "INSTRUMENT", description = "Its id.") final int instrumentId,
            @Parameters(paramLabel = "LOTS", description = "How many.") final long lots,
            @Option(
                            names = "--adjustment",
                            paramLabel = "N",
                            description = "Rises per account; default: the time in milliseconds.")
                    final Long adjustment) {
        final long adjustmentId = adjustmentId(adjustment);
        return request(client -> client.adjustPosition(accountId, adjustmentId, instrumentId, lots));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Compares open orders with a venue's, or with those of all venues; the server writes the report.")
    int reconcile(
            @Option(names = "--venue", paramLabel = "ID", description = "Only with this one; else with all.")
                    final int venueId) {
        return request(client -> client.reconcile(venueId));
    }

    @Command(
            name = "venue-settings",
            mixinStandardHelpOptions = true,
            description = "Says how orders are routed to a venue; what is not named is as with a new venue.")
    int venueSettings(
            @Parameters(paramLabel = "VENUE", description = "Its id.") final int venueId,
            @Option(names = "--taker-fee", defaultValue = "0", paramLabel = "SHARE", description = "Such as 0.0003.")
                    final String takerFee,
            @Option(
                            names = "--maker-fee",
                            defaultValue = "0",
                            paramLabel = "SHARE",
                            description = "Negative for a rebate.")
                    final String makerFee,
            @Option(
                            names = "--latency-us",
                            defaultValue = "1000",
                            paramLabel = "US",
                            description = "Expected; default: ${DEFAULT-VALUE}.")
                    final long latencyUs,
            @Option(
                            names = "--fill-probability-bps",
                            defaultValue = "10000",
                            paramLabel = "BPS",
                            description = "Expected, in 1/100 %%; default: ${DEFAULT-VALUE}.")
                    final int fillProbabilityBps,
            @Option(names = "--messages-per-second", paramLabel = "N", description = "That it takes; 0 for any number.")
                    final int messagesPerSecond,
            @Option(
                            names = "--ack-timeout-ms",
                            defaultValue = "5000",
                            paramLabel = "MS",
                            description = "A later answer is slow; 0 for never; default: ${DEFAULT-VALUE}.")
                    final int ackTimeoutMs,
            @Option(
                            names = "--unreachable-ms",
                            defaultValue = "30000",
                            paramLabel = "MS",
                            description = "Silence that suspends its orders; 0 for never; default: ${DEFAULT-VALUE}.")
                    final int unreachableMs,
            @Option(
                            names = "--breaker",
                            defaultValue = "100:50:20:10000",
                            paramLabel = "WINDOW:REJECTS:SLOW:MS",
                            description = "Circuit breaker; a window of 0 for none; default: ${DEFAULT-VALUE}.")
                    final String breaker,
            @Option(names = "--reject-when-tripped", description = "What waits is rejected, not routed elsewhere.")
                    final boolean rejectWhenTripped,
            @Option(names = "--no-mass-status", description = "It answers no order mass status requests.")
                    final boolean noMassStatus,
            @Option(names = "--not-smart", description = "Smart routing keeps away from it.") final boolean notSmart) {
        final String[] parts = breaker.split(":", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(breaker + ": must be WINDOW:REJECTS:SLOW:MS, such as 100:50:20:10000");
        }
        if (latencyUs < 0 || latencyUs > TimeUnit.DAYS.toMicros(1)) {
            throw new IllegalArgumentException(latencyUs + " us: must be from 0 to a day");
        }
        final VenueTermsDefinition terms = new VenueTermsDefinition(venueId)
                .fees(decimal(takerFee, E8_SCALE), decimal(makerFee, E8_SCALE))
                .expected(TimeUnit.MICROSECONDS.toNanos(latencyUs), fillProbabilityBps)
                .messagesPerSecond(messagesPerSecond)
                .patience(ackTimeoutMs, unreachableMs)
                .breaker(
                        smallNumber(parts[0]),
                        smallNumber(parts[1]),
                        smallNumber(parts[2]),
                        smallNumber(parts[3]),
                        rejectWhenTripped ? WhenTripped.REJECT : WhenTripped.REROUTE)
                .abilities(!noMassStatus, !notSmart);
        return request(client -> client.setVenueTerms(terms));
    }

    @Command(
            name = "client-routing",
            mixinStandardHelpOptions = true,
            description = "Sets a client's routing instructions, for its orders that leave them open.")
    int clientRouting(
            @Parameters(paramLabel = "CLIENT", description = "Its id.") final long clientId,
            @Parameters(paramLabel = "STRATEGY", description = "best-price, sweep, spray, sequential or dark-first.")
                    final RoutingStrategy strategy,
            @Option(names = "--venues", split = ",", paramLabel = "ID", description = "That may be used; else all.")
                    final List<Integer> venueIds,
            @Option(names = "--exclude-own-book", description = "Keep away from the core's own book.")
                    final boolean excludeOwnBook) {
        long venueMask = 0;
        for (final int venueId : venueIds == null ? List.<Integer>of() : venueIds) {
            if (venueId < 1 || venueId > Long.SIZE) {
                throw new IllegalArgumentException(venueId + ": venues are 1 to " + Long.SIZE);
            }
            venueMask |= 1L << (venueId - 1);
        }
        final long mask = venueMask;
        return request(client -> client.setClientRouting(clientId, mask, strategy, excludeOwnBook));
    }

    private int request(final ToLongFunction<AdminClient> sending) {
        final CommandLine commandLine = spec.commandLine();
        return new OneRequest(commandLine.getOut(), commandLine.getErr())
                .run(AdminConfiguration.read(config), timeoutMs, sending);
    }

    /** Said on the way out, because sending the same adjustment again is safe only under its own number. */
    private long adjustmentId(final Long given) {
        final long adjustmentId = given == null ? System.currentTimeMillis() : given;
        spec.commandLine().getOut().println("adjustment " + adjustmentId);
        return adjustmentId;
    }

    private static long nanos(final long ms) {
        if (ms < 0 || ms > TimeUnit.DAYS.toMillis(1)) {
            throw new IllegalArgumentException(ms + " ms: must be from 0 to a day");
        }
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private static long decimal(final String text, final int scale) {
        try {
            return new BigDecimal(text).movePointRight(scale).longValueExact();
        } catch (final ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    text + ": must be a decimal number with at most " + scale + " places", e);
        }
    }

    private static long wholeNumber(final String text) {
        try {
            return Long.parseLong(text);
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(text + ": must be a whole number", e);
        }
    }

    private static int smallNumber(final String text) {
        final long number = wholeNumber(text);
        if (number != (int) number) {
            throw new IllegalArgumentException(text + ": is too large");
        }
        return (int) number;
    }

    /** A constant by its name as people write it: opening-auction, OPENING_AUCTION. */
    private static <T extends Enum<T>> T constant(final Class<T> type, final String text) {
        final String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        for (final T constant : type.getEnumConstants()) {
            if (constant.name().equals(name) && !name.equals("NULL_VAL") && !name.equals("SBE_UNKNOWN")) {
                return constant;
            }
        }
        throw new IllegalArgumentException(text + ": no such " + type.getSimpleName());
    }
}
