package io.tradex.client;

import io.aeron.Aeron;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.KillSwitchReportDecoder;
import io.tradex.protocol.entry.RequestResultDecoder;
import io.tradex.protocol.journal.AccountDefinedEncoder;
import io.tradex.protocol.journal.CashAdjustedEncoder;
import io.tradex.protocol.journal.ClientRoutingEncoder;
import io.tradex.protocol.journal.EndOfDayEncoder;
import io.tradex.protocol.journal.FundPricedEncoder;
import io.tradex.protocol.journal.InstrumentDefinedEncoder;
import io.tradex.protocol.journal.InstrumentRetiredEncoder;
import io.tradex.protocol.journal.InstrumentRulesSetEncoder;
import io.tradex.protocol.journal.KillSwitchSetEncoder;
import io.tradex.protocol.journal.KillSwitchesRequestedEncoder;
import io.tradex.protocol.journal.MassCancelOrderedEncoder;
import io.tradex.protocol.journal.PhaseSetEncoder;
import io.tradex.protocol.journal.PositionAdjustedEncoder;
import io.tradex.protocol.journal.ProtectionSetEncoder;
import io.tradex.protocol.journal.ReconciliationRequestedEncoder;
import io.tradex.protocol.journal.ReferencePriceSetEncoder;
import io.tradex.protocol.journal.TickTableSetEncoder;
import io.tradex.protocol.journal.TradeGroupSetEncoder;
import io.tradex.protocol.journal.VenueSettingsEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;
import java.util.Objects;
import java.util.function.Function;

/**
 * An operator's client: changes reference data, money and phases, throws kill switches, ends the day. Its client must have the
 * role {@code admin} at the core. Like a {@link TradexClient} it connects and stays connected as long as it is polled, and one
 * thread does everything.
 *
 * <p>Each request becomes a journalled input. The methods return a requestId, which rises by one with each request of this object, or
 * {@link TradexClient#NOT_CONNECTED} or {@link TradexClient#BACK_PRESSURED}; what became of the request comes by
 * {@link AdminListener#onResult}. Ids, prices in ticks, quantities in lots and times are as the journal schema has them. Allocates
 * nothing.
 */
public final class AdminClient implements AutoCloseable {
    /** Most rows of a tick table. */
    public static final int TICK_TABLE_ROWS_MAX = 4;

    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final PhaseSetEncoder phaseSet = new PhaseSetEncoder();
    private final ReferencePriceSetEncoder referencePriceSet = new ReferencePriceSetEncoder();
    private final InstrumentDefinedEncoder instrumentDefined = new InstrumentDefinedEncoder();
    private final InstrumentRulesSetEncoder instrumentRulesSet = new InstrumentRulesSetEncoder();
    private final TickTableSetEncoder tickTableSet = new TickTableSetEncoder();
    private final InstrumentRetiredEncoder instrumentRetired = new InstrumentRetiredEncoder();
    private final TradeGroupSetEncoder tradeGroupSet = new TradeGroupSetEncoder();
    private final ProtectionSetEncoder protectionSet = new ProtectionSetEncoder();
    private final KillSwitchSetEncoder killSwitchSet = new KillSwitchSetEncoder();
    private final KillSwitchesRequestedEncoder killSwitchesRequested = new KillSwitchesRequestedEncoder();
    private final MassCancelOrderedEncoder massCancelOrdered = new MassCancelOrderedEncoder();
    private final FundPricedEncoder fundPriced = new FundPricedEncoder();
    private final EndOfDayEncoder endOfDay = new EndOfDayEncoder();
    private final CashAdjustedEncoder cashAdjusted = new CashAdjustedEncoder();
    private final PositionAdjustedEncoder positionAdjusted = new PositionAdjustedEncoder();
    private final AccountDefinedEncoder accountDefined = new AccountDefinedEncoder();
    private final ReconciliationRequestedEncoder reconciliationRequested = new ReconciliationRequestedEncoder();
    private final VenueSettingsEncoder venueSettings = new VenueSettingsEncoder();
    private final ClientRoutingEncoder clientRouting = new ClientRoutingEncoder();

    private final TradexClient client;
    private final CommandPublisher commands;

    /** The requestId before the session's first: what is added to a clientSeq of the session. */
    private long requestIdBase;

    private long lastRequestId;

    private AdminClient(final AdminListener listener, final Function<TradexClientListener, TradexClient> connection) {
        client = connection.apply(new Translator(listener));
        commands = client.commands();
    }

    /**
     * A client with a media driver of its own; see {@link TradexClient#launch}.
     *
     * @param configuration of the client.
     * @param listener      hears of the core.
     * @return a client that connects as it is polled.
     */
    public static AdminClient launch(final TradexClientConfiguration configuration, final AdminListener listener) {
        return new AdminClient(listener, translated -> TradexClient.launch(configuration, translated));
    }

    /**
     * A client that uses a media driver of the machine; see {@link TradexClient#connect}.
     *
     * @param configuration  of the client.
     * @param aeronDirectory of the media driver.
     * @param listener       hears of the core.
     * @return a client that connects as it is polled.
     */
    public static AdminClient connect(
            final TradexClientConfiguration configuration, final String aeronDirectory, final AdminListener listener) {
        return new AdminClient(listener, translated -> TradexClient.connect(configuration, aeronDirectory, translated));
    }

    /**
     * A client that uses an Aeron of the user's; see {@link TradexClient#use}.
     *
     * @param configuration of the client.
     * @param aeron         to use.
     * @param listener      hears of the core.
     * @return a client that connects as it is polled.
     */
    public static AdminClient use(
            final TradexClientConfiguration configuration, final Aeron aeron, final AdminListener listener) {
        return new AdminClient(listener, translated -> TradexClient.use(configuration, aeron, translated));
    }

    /**
     * The duty cycle; see {@link TradexClient#poll()}.
     *
     * @return amount of work done; 0 when idle.
     */
    public int poll() {
        return client.poll();
    }

    /** @return whether a session is up, so that requests can be sent. */
    public boolean isUp() {
        return client.isUp();
    }

    /** @return whether the client logged out or was closed. */
    public boolean isFinished() {
        return client.isFinished();
    }

    /**
     * Puts an instrument, or all, into another phase of its trading session.
     *
     * @param instrumentId of the instrument; 0 for all.
     * @param phase        from now on.
     * @return the requestId, or a negative code.
     */
    public long setPhase(final int instrumentId, final TradingPhase phase) {
        Objects.requireNonNull(phase, "phase");
        final long requestId = begin(PhaseSetEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        phaseSet.wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .instrumentId(instrumentId)
                .phase(phase);
        return commit(requestId);
    }

    /**
     * Sets the reference price of an instrument's price band.
     *
     * @param instrumentId of the instrument.
     * @param priceTicks   the price; 0 for none.
     * @return the requestId, or a negative code.
     */
    public long setReferencePrice(final int instrumentId, final long priceTicks) {
        final long requestId = begin(ReferencePriceSetEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        referencePriceSet
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .instrumentId(instrumentId)
                .priceTicks(priceTicks);
        return commit(requestId);
    }

    /**
     * Defines a new instrument; one that is known is refused.
     *
     * @param definition of it; it may be changed and used again at once.
     * @return the requestId, or a negative code.
     */
    public long defineInstrument(final InstrumentDefinition definition) {
        Objects.requireNonNull(definition.assetClass, "assetClass");
        final long requestId = begin(InstrumentDefinedEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        instrumentDefined
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .instrumentId(definition.instrumentId)
                .putSymbol(definition.symbol, 0)
                .tickSizeE8(definition.tickSizeE8)
                .lotSizeE8(definition.lotSizeE8)
                .maxPriceTicks(definition.maxPriceTicks)
                .maxQuantityLots(definition.maxQuantityLots)
                .referencePriceTicks(definition.referencePriceTicks)
                .multiplier(definition.multiplier)
                .cutOffSeconds(definition.cutOffSeconds)
                .assetClass(definition.assetClass)
                .putCurrency(definition.currency, 0);
        return commit(requestId);
    }

    /**
     * Changes what an instrument allows, from the next order on.
     *
     * @param instrumentId           of the instrument.
     * @param maxOrderLots           largest quantity of an order.
     * @param maxOrderNotionalMicros largest worth of an order; 0 for no limit.
     * @param bandBps                price band around the reference price, in 1/100 %; 0 for none.
     * @param velocityBps            largest move within the window, in 1/100 %; 0 for no rule.
     * @param velocityWindowNs       window of that rule; 0 without one.
     * @return the requestId, or a negative code.
     */
    public long setInstrumentRules(
            final int instrumentId,
            final long maxOrderLots,
            final long maxOrderNotionalMicros,
            final int bandBps,
            final int velocityBps,
            final long velocityWindowNs) {
        final long requestId = begin(InstrumentRulesSetEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        instrumentRulesSet
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .instrumentId(instrumentId)
                .maxOrderLots(maxOrderLots)
                .maxOrderNotionalMicros(maxOrderNotionalMicros)
                .velocityWindowNs(velocityWindowNs)
                .velocityBps(velocityBps)
                .bandBps(bandBps);
        return commit(requestId);
    }

    /**
     * Says which prices an instrument allows; refused while orders stand in its book.
     *
     * @param instrumentId of the instrument.
     * @param fromTicks    where each row begins, ascending from 0; 1 to {@link #TICK_TABLE_ROWS_MAX} rows.
     * @param steps        the step of each row, in ticks.
     * @return the requestId, or a negative code.
     */
    public long setTickTable(final int instrumentId, final long[] fromTicks, final long[] steps) {
        final int rows = fromTicks.length;
        if (rows < 1 || rows > TICK_TABLE_ROWS_MAX || steps.length != rows || fromTicks[0] != 0) {
            throw new IllegalArgumentException("tick table: 1 to " + TICK_TABLE_ROWS_MAX
                    + " rows, each with a beginning and a step, the first from 0");
        }
        final long requestId = begin(TickTableSetEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        tickTableSet
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .instrumentId(instrumentId)
                .rows(rows)
                .step1(steps[0])
                .from2(at(fromTicks, 1))
                .step2(at(steps, 1))
                .from3(at(fromTicks, 2))
                .step3(at(steps, 2))
                .from4(at(fromTicks, 3))
                .step4(at(steps, 3));
        return commit(requestId);
    }

    /**
     * Takes an instrument out of trading for good; its orders are cancelled.
     *
     * @param instrumentId of the instrument.
     * @return the requestId, or a negative code.
     */
    public long retireInstrument(final int instrumentId) {
        final long requestId = begin(InstrumentRetiredEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        instrumentRetired
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .instrumentId(instrumentId);
        return commit(requestId);
    }

    /**
     * Puts an account into a trade group, whose accounts do not trade with each other where an order prevents self-trades; refused
     * while the account has open orders.
     *
     * @param accountId  of the account.
     * @param tradeGroup its group; 0 for none.
     * @return the requestId, or a negative code.
     */
    public long setTradeGroup(final long accountId, final int tradeGroup) {
        final long requestId = begin(TradeGroupSetEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        tradeGroupSet
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .accountId(accountId)
                .tradeGroup(tradeGroup);
        return commit(requestId);
    }

    /**
     * Sets the market-maker protection of an account in an instrument.
     *
     * @param accountId    of the account.
     * @param instrumentId of the instrument.
     * @param limitLots    quantity that may be executed within the window; 0 for no protection.
     * @param windowNs     the window in nanoseconds, at least 16.
     * @return the requestId, or a negative code.
     */
    public long setProtection(final long accountId, final int instrumentId, final long limitLots, final long windowNs) {
        final long requestId = begin(ProtectionSetEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        protectionSet
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .accountId(accountId)
                .limitLots(limitLots)
                .windowNs(windowNs)
                .instrumentId(instrumentId);
        return commit(requestId);
    }

    /**
     * Stops new orders and cancels those that are open, or allows trading again.
     *
     * @param scope what it stops.
     * @param id    account, session or instrument, as the scope says; 0 for all.
     * @param on    true stops, false releases.
     * @return the requestId, or a negative code.
     */
    public long killSwitch(final KillSwitchScope scope, final long id, final boolean on) {
        Objects.requireNonNull(scope, "scope");
        final long requestId = begin(KillSwitchSetEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        killSwitchSet
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .id(id)
                .scope(scope)
                .on(on ? BooleanType.T : BooleanType.F);
        return commit(requestId);
    }

    /**
     * Asks which kill switches are on; each comes by {@link AdminListener#onKillSwitch}, in the order in which they were thrown.
     *
     * @param scope only those of this one; null for all.
     * @return the requestId, or a negative code.
     */
    public long requestKillSwitches(final KillSwitchScope scope) {
        final long requestId = begin(KillSwitchesRequestedEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        killSwitchesRequested
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .scope(scope == null ? KillSwitchScope.NULL_VAL : scope);
        return commit(requestId);
    }

    /**
     * Cancels all orders that match every part that is given.
     *
     * @param accountId    of the account; 0 for all.
     * @param sessionId    of the session; 0 for all.
     * @param instrumentId of the instrument; 0 for all.
     * @param side         buy or sell; null for both.
     * @return the requestId, or a negative code.
     */
    public long massCancel(final long accountId, final long sessionId, final int instrumentId, final Side side) {
        final long requestId = begin(MassCancelOrderedEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        massCancelOrdered
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .accountId(accountId)
                .sessionId(sessionId)
                .instrumentId(instrumentId)
                .side(side == null ? Side.NULL_VAL : side);
        return commit(requestId);
    }

    /**
     * Publishes the net asset value of a mutual fund: orders that came before its cut-off are dealt at it.
     *
     * @param instrumentId of the fund.
     * @param navTicks     value of one share in ticks.
     * @param cutOffNs     orders that came before this time are dealt, nanoseconds since 1970.
     * @return the requestId, or a negative code.
     */
    public long priceFund(final int instrumentId, final long navTicks, final long cutOffNs) {
        final long requestId = begin(FundPricedEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        fundPriced
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .navTicks(navTicks)
                .cutOffNs(cutOffNs)
                .instrumentId(instrumentId);
        return commit(requestId);
    }

    /**
     * Ends the trading day: DAY orders expire, finished orders and ClOrdIDs are forgotten.
     *
     * @param tradingDay the day that ends, as yyyymmdd; later than the last one.
     * @return the requestId, or a negative code.
     */
    public long endOfDay(final int tradingDay) {
        final long requestId = begin(EndOfDayEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        endOfDay.wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .tradingDay(tradingDay);
        return commit(requestId);
    }

    /**
     * Pays cash in or out.
     *
     * @param accountId    of the account.
     * @param adjustmentId rises per account, shared with {@link #adjustPosition}: one that does not rise was applied before.
     * @param amountMicros added to the cash; negative takes.
     * @return the requestId, or a negative code.
     */
    public long adjustCash(final long accountId, final long adjustmentId, final long amountMicros) {
        final long requestId = begin(CashAdjustedEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        cashAdjusted
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .accountId(accountId)
                .adjustmentId(adjustmentId)
                .amountMicros(amountMicros);
        return commit(requestId);
    }

    /**
     * Delivers instruments in or out.
     *
     * @param accountId    of the account.
     * @param adjustmentId rises per account, shared with {@link #adjustCash}.
     * @param instrumentId of the instrument.
     * @param quantityLots added to the position; negative takes.
     * @return the requestId, or a negative code.
     */
    public long adjustPosition(
            final long accountId, final long adjustmentId, final int instrumentId, final long quantityLots) {
        final long requestId = begin(PositionAdjustedEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        positionAdjusted
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .accountId(accountId)
                .adjustmentId(adjustmentId)
                .quantityLots(quantityLots)
                .instrumentId(instrumentId);
        return commit(requestId);
    }

    /**
     * Defines a new account.
     *
     * @param accountId of the account.
     * @param clientId  the client that trades it.
     * @return the requestId, or a negative code.
     */
    public long defineAccount(final long accountId, final long clientId) {
        final long requestId = begin(AccountDefinedEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        accountDefined
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .accountId(accountId)
                .clientId(clientId);
        return commit(requestId);
    }

    /**
     * Compares open orders with those of a venue.
     *
     * @param venueId of the venue; 0 for all.
     * @return the requestId, or a negative code.
     */
    public long reconcile(final int venueId) {
        final long requestId = begin(ReconciliationRequestedEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        reconciliationRequested
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .venueId(venueId);
        return commit(requestId);
    }

    /**
     * Says how orders are routed to a venue, all of it.
     *
     * @param terms of a known venue; they may be changed and used again at once.
     * @return the requestId, or a negative code.
     */
    public long setVenueTerms(final VenueTermsDefinition terms) {
        final long requestId = begin(VenueSettingsEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        venueSettings
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .takerFeeE8(terms.takerFeeE8)
                .makerFeeE8(terms.makerFeeE8)
                .latencyNs(terms.latencyNs)
                .venueId(terms.venueId)
                .fillProbabilityBps(terms.fillProbabilityBps)
                .messagesPerSecond(terms.messagesPerSecond)
                .ackTimeoutMs(terms.ackTimeoutMs)
                .unreachableMs(terms.unreachableMs)
                .breakerWindow(terms.breakerWindow)
                .breakerRejects(terms.breakerRejects)
                .breakerSlow(terms.breakerSlow)
                .breakerCoolDownMs(terms.breakerCoolDownMs)
                .whenTripped(terms.whenTripped)
                .massStatus(terms.massStatus ? BooleanType.T : BooleanType.F)
                .smart(terms.smart ? BooleanType.T : BooleanType.F);
        return commit(requestId);
    }

    /**
     * Sets a client's routing instructions, for its orders that leave them open.
     *
     * @param clientId       of the client.
     * @param venueMask      venues that may be used, bit 0 for venue 1; 0 for all.
     * @param strategy       how orders are spread.
     * @param excludeOwnBook whether to keep away from the core's own book.
     * @return the requestId, or a negative code.
     */
    public long setClientRouting(
            final long clientId, final long venueMask, final RoutingStrategy strategy, final boolean excludeOwnBook) {
        Objects.requireNonNull(strategy, "strategy");
        final long requestId = begin(ClientRoutingEncoder.BLOCK_LENGTH);
        if (requestId < 0) {
            return requestId;
        }
        clientRouting
                .wrapAndApplyHeader(commands.inputBuffer(), commands.inputOffset(), headerEncoder)
                .clientId(clientId)
                .venueMask(venueMask)
                .routingStrategy(strategy)
                .excludeOwnBook(excludeOwnBook ? BooleanType.T : BooleanType.F);
        return commit(requestId);
    }

    /**
     * Ends the session for good; see {@link TradexClient#logout()}.
     *
     * @return positive if it was sent, or a negative code.
     */
    public long logout() {
        return client.logout();
    }

    /** Logs out if a session is up, without waiting for the answer, and releases what the client owns. */
    @Override
    public void close() {
        client.close();
    }

    private static long at(final long[] values, final int index) {
        return index < values.length ? values[index] : 0;
    }

    private long begin(final int blockLength) {
        final long requestId = requestIdBase + commands.lastClientSeq() + 1;
        final long result = commands.beginAdminRequest(requestId, blockLength);
        return result < 0 ? result : requestId;
    }

    private long commit(final long requestId) {
        commands.commit();
        lastRequestId = requestId;
        return requestId;
    }

    /** Makes of what a client hears what an operator wants to know. */
    private final class Translator implements TradexClientListener {
        private final AdminListener listener;

        private Translator(final AdminListener listener) {
            this.listener = listener;
        }

        @Override
        public void onSessionUp(final long sessionId, final long epoch) {
            requestIdBase = lastRequestId;
            listener.onSessionUp(sessionId, epoch);
        }

        @Override
        public void onSessionDown(final SessionDownReason reason) {
            listener.onSessionDown(reason);
        }

        @Override
        public void onLogonRejected() {
            listener.onLogonRejected();
        }

        @Override
        public void onRequestResult(final RequestResultDecoder result) {
            listener.onResult(
                    result.requestId(),
                    result.rejectReason(),
                    result.rejectedValue(),
                    result.inputTemplateId(),
                    result.inputSeq());
        }

        @Override
        public void onKillSwitchReport(final KillSwitchReportDecoder report) {
            listener.onKillSwitch(
                    report.requestId(),
                    report.scope(),
                    report.id(),
                    report.sinceNs(),
                    report.sinceSeq(),
                    report.byClientId());
        }

        @Override
        public void onCommandReject(final CommandRejectDecoder reject) {
            // A frame that was refused at the door says which by its clientSeq alone.
            final long requestId = reject.clientSeq() == 0 ? 0 : requestIdBase + reject.clientSeq();
            listener.onResult(
                    requestId,
                    reject.rejectReason(),
                    reject.rejectedValue(),
                    reject.refTemplateId(),
                    reject.inputSeq());
        }

        @Override
        public void onError(final Throwable error) {
            listener.onError(error);
        }
    }
}
