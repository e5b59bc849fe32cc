package io.tradex.core.engine;

import io.tradex.protocol.journal.FundPricedEncoder;
import io.tradex.protocol.journal.InstrumentRetiredEncoder;
import io.tradex.protocol.journal.InstrumentRulesSetEncoder;
import io.tradex.protocol.journal.KillSwitchSetEncoder;
import io.tradex.protocol.journal.MassCancelOrderedEncoder;
import io.tradex.protocol.journal.PhaseSetEncoder;
import io.tradex.protocol.journal.ProtectionSetEncoder;
import io.tradex.protocol.journal.ReferencePriceSetEncoder;
import io.tradex.protocol.journal.TickTableSetEncoder;
import io.tradex.protocol.journal.TimerFiredEncoder;
import io.tradex.protocol.journal.TradeGroupSetEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;

/** The inputs of an operator, and the timer. */
final class OperatorPuppet {
    private final EngineDriver driver;

    OperatorPuppet(final EngineDriver driver) {
        this.driver = driver;
    }

    Step timer(final long deadlineNs) {
        final var message = new TimerFiredEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        return driver.apply(message.deadlineNs(deadlineNs).encodedLength());
    }

    Step phase(final int instrumentId, final TradingPhase phase) {
        final var message = new PhaseSetEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        return driver.apply(message.instrumentId(instrumentId).phase(phase).encodedLength());
    }

    Step reference(final int instrumentId, final long priceTicks) {
        final var message = new ReferencePriceSetEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        return driver.apply(
                message.instrumentId(instrumentId).priceTicks(priceTicks).encodedLength());
    }

    Step rules(
            final int instrumentId,
            final long maxOrderLots,
            final long maxNotionalMicros,
            final int bandBps,
            final int velocityBps,
            final long windowNs) {
        final var message = new InstrumentRulesSetEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        message.instrumentId(instrumentId)
                .maxOrderLots(maxOrderLots)
                .maxOrderNotionalMicros(maxNotionalMicros)
                .velocityWindowNs(windowNs)
                .velocityBps(velocityBps)
                .bandBps(bandBps);
        return driver.apply(message.encodedLength());
    }

    Step tickTable(final int instrumentId, final long step1, final long from2, final long step2) {
        final var message = new TickTableSetEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        message.instrumentId(instrumentId)
                .rows(2)
                .step1(step1)
                .from2(from2)
                .step2(step2)
                .from3(0)
                .step3(0)
                .from4(0)
                .step4(0);
        return driver.apply(message.encodedLength());
    }

    Step retire(final int instrumentId) {
        final var message = new InstrumentRetiredEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        return driver.apply(message.instrumentId(instrumentId).encodedLength());
    }

    Step tradeGroup(final long accountId, final int group) {
        final var message = new TradeGroupSetEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        return driver.apply(message.accountId(accountId).tradeGroup(group).encodedLength());
    }

    Step protection(final long accountId, final int instrumentId, final long limitLots, final long windowNs) {
        final var message = new ProtectionSetEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        message.accountId(accountId).limitLots(limitLots).windowNs(windowNs).instrumentId(instrumentId);
        return driver.apply(message.encodedLength());
    }

    Step kill(final KillSwitchScope scope, final long id, final boolean on) {
        final var message = new KillSwitchSetEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        message.id(id).scope(scope).on(on ? BooleanType.T : BooleanType.F);
        return driver.apply(message.encodedLength());
    }

    Step massCancel(final long accountId, final long sessionId, final int instrumentId, final Side side) {
        final var message = new MassCancelOrderedEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        message.accountId(accountId)
                .sessionId(sessionId)
                .instrumentId(instrumentId)
                .side(side);
        return driver.apply(message.encodedLength());
    }

    Step priceFund(final int instrumentId, final long navTicks, final long cutOffNs) {
        final var message = new FundPricedEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        message.navTicks(navTicks).cutOffNs(cutOffNs).instrumentId(instrumentId);
        return driver.apply(message.encodedLength());
    }
}
