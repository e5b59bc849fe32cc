package io.tradex.core.engine;

import io.tradex.protocol.journal.VenueCancelRejectEncoder;
import io.tradex.protocol.journal.VenueDownEncoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.journal.VenueRequestNotSentEncoder;
import io.tradex.protocol.journal.VenueRequestRejectedEncoder;
import io.tradex.protocol.journal.VenueSettingsEncoder;
import io.tradex.protocol.journal.VenueUpEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.ReportSource;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.WhenTripped;

/** A venue that says what the test wants it to say. Quantities in lots and prices in ticks of {@link EngineDriver#ACME}. */
final class VenuePuppet {
    static final int TOO_LATE = 0;
    static final int UNKNOWN_ORDER = 1;
    static final int OTHER = 99;

    final EngineDriver driver;
    final int venueId;
    private final VenueExecutionReportEncoder report = new VenueExecutionReportEncoder();
    private final VenueCancelRejectEncoder cancelReject = new VenueCancelRejectEncoder();
    private final VenueRequestNotSentEncoder notSent = new VenueRequestNotSentEncoder();

    VenuePuppet(final EngineDriver driver, final int venueId) {
        this.driver = driver;
        this.venueId = venueId;
    }

    VenuePuppet at(final EngineDriver other) {
        return new VenuePuppet(other, venueId);
    }

    Step up() {
        final VenueUpEncoder message = new VenueUpEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        return driver.apply(message.venueId(venueId).encodedLength());
    }

    Step down() {
        final VenueDownEncoder message = new VenueDownEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        return driver.apply(message.venueId(venueId).encodedLength());
    }

    Step accepts(final Said.VenueRequest request) {
        return send(says(request.venueClOrdId(), ExecType.NEW, OrdStatus.NEW));
    }

    Step rejects(final Said.VenueRequest request, final int reasonCode) {
        return send(says(request.venueClOrdId(), ExecType.REJECTED, OrdStatus.REJECTED)
                .reasonCode(reasonCode));
    }

    Step cancels(final Said.VenueRequest cancel, final long cumLots) {
        return send(says(cancel.venueClOrdId(), ExecType.CANCELED, OrdStatus.CANCELED)
                .origVenueClOrdId(cancel.origVenueClOrdId())
                .cumQtyE8(cumLots * EngineDriver.E8));
    }

    Step replaces(final Said.VenueRequest replace, final long lots, final long cumLots) {
        return send(says(replace.venueClOrdId(), ExecType.REPLACED, OrdStatus.REPLACED)
                .origVenueClOrdId(replace.origVenueClOrdId())
                .orderQtyE8(lots * EngineDriver.E8)
                .cumQtyE8(cumLots * EngineDriver.E8));
    }

    /** An execution report without a trade, on the order itself. */
    Step ends(final Said.VenueRequest request, final ExecType execType, final OrdStatus status, final long cumLots) {
        return send(says(request.venueClOrdId(), execType, status).cumQtyE8(cumLots * EngineDriver.E8));
    }

    Step fills(
            final Said.VenueRequest request,
            final String execId,
            final long lots,
            final long priceTicks,
            final long cumLots) {
        return fillsAtE8(request, execId, lots, priceTicks * EngineDriver.TICK_E8, cumLots);
    }

    Step fillsAtE8(
            final Said.VenueRequest request,
            final String execId,
            final long lots,
            final long priceE8,
            final long cumLots) {
        return send(says(request.venueClOrdId(), ExecType.TRADE, OrdStatus.PARTIALLY_FILLED)
                .execId(execId)
                .lastQtyE8(lots * EngineDriver.E8)
                .lastPriceE8(priceE8)
                .cumQtyE8(cumLots * EngineDriver.E8));
    }

    Step rejectsCancel(final Said.VenueRequest request, final int reasonCode) {
        cancelReject
                .wrapAndApplyHeader(driver.buffer, 0, driver.header)
                .venueClOrdId(request.venueClOrdId())
                .origVenueClOrdId(request.origVenueClOrdId())
                .msgSeqNum(driver.nextVenueSeq())
                .venueId(venueId)
                .reasonCode(reasonCode)
                .ordStatus(OrdStatus.NEW)
                .responseToReplace(request.isReplace() ? BooleanType.T : BooleanType.F)
                .possDup(BooleanType.F);
        return driver.apply(cancelReject.encodedLength());
    }

    Step rejectsCancel(final long venueClOrdId, final int reasonCode) {
        cancelReject
                .wrapAndApplyHeader(driver.buffer, 0, driver.header)
                .venueClOrdId(venueClOrdId)
                .origVenueClOrdId(0)
                .msgSeqNum(driver.nextVenueSeq())
                .venueId(venueId)
                .reasonCode(reasonCode)
                .ordStatus(OrdStatus.NEW)
                .responseToReplace(BooleanType.F)
                .possDup(BooleanType.F);
        return driver.apply(cancelReject.encodedLength());
    }

    /** The venue answers within so much, or is asked; is out of reach after so much; 0 for never. */
    Step settings(final int ackTimeoutMs, final int unreachableMs, final boolean massStatus) {
        final VenueSettingsEncoder message =
                new VenueSettingsEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        message.takerFeeE8(0)
                .makerFeeE8(0)
                .latencyNs(0)
                .venueId(venueId)
                .fillProbabilityBps(10_000)
                .messagesPerSecond(0)
                .ackTimeoutMs(ackTimeoutMs)
                .unreachableMs(unreachableMs)
                .breakerWindow(0)
                .breakerRejects(0)
                .breakerSlow(0)
                .breakerCoolDownMs(0)
                .whenTripped(WhenTripped.REROUTE)
                .massStatus(massStatus ? BooleanType.T : BooleanType.F)
                .smart(BooleanType.F);
        return driver.apply(message.encodedLength());
    }

    /** The venue could not read a request. */
    Step cannotRead(final Said.VenueRequest request, final int reasonCode) {
        final VenueRequestRejectedEncoder message =
                new VenueRequestRejectedEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        message.venueClOrdId(request.venueClOrdId())
                .msgSeqNum(driver.nextVenueSeq())
                .venueId(venueId)
                .reasonCode(reasonCode)
                .possDup(BooleanType.F);
        return driver.apply(message.encodedLength());
    }

    Step answersStatus(final Said.VenueRequest statusRequest, final OrdStatus status, final long cumLots) {
        return send(says(statusRequest.venueClOrdId(), ExecType.ORDER_STATUS, status)
                .cumQtyE8(cumLots * EngineDriver.E8));
    }

    Step doesNotKnow(final Said.VenueRequest statusRequest) {
        return send(says(statusRequest.venueClOrdId(), ExecType.ORDER_STATUS, OrdStatus.REJECTED)
                .unknownOrder(BooleanType.T));
    }

    Step notSent(final Said.VenueRequest request) {
        notSent.wrapAndApplyHeader(driver.buffer, 0, driver.header)
                .venueClOrdId(request.venueClOrdId())
                .venueId(venueId);
        return driver.apply(notSent.encodedLength());
    }

    /** An execution report whose fields a test goes on to change before it {@link #send sends} it. */
    VenueExecutionReportEncoder says(final long venueClOrdId, final ExecType execType, final OrdStatus status) {
        final long msgSeqNum = driver.nextVenueSeq();
        return report.wrapAndApplyHeader(driver.buffer, 0, driver.header)
                .venueClOrdId(venueClOrdId)
                .origVenueClOrdId(0)
                .msgSeqNum(msgSeqNum)
                .transactTimeNs(0)
                .lastPriceE8(0)
                .lastQtyE8(0)
                .cumQtyE8(0)
                .leavesQtyE8(0)
                .orderQtyE8(0)
                .priceE8(0)
                .venueId(venueId)
                .reasonCode(0)
                .execType(execType)
                .ordStatus(status)
                .possDup(BooleanType.F)
                .unknownOrder(BooleanType.F)
                .execId("V" + venueId + "-" + msgSeqNum)
                .execRefId("")
                .avgPriceE8(0)
                .accountId(0)
                .massStatusId(0)
                .lastReport(BooleanType.F)
                .source(ReportSource.VENUE)
                .side(Side.BUY)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .symbol("ACME")
                .venueOrderId("")
                .foreignClOrdId("");
    }

    Step send(final VenueExecutionReportEncoder message) {
        return driver.apply(message.encodedLength());
    }
}
