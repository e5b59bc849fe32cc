package io.tradex.simulation.world;

import io.tradex.protocol.journal.AccountDefinedEncoder;
import io.tradex.protocol.journal.CashAdjustedEncoder;
import io.tradex.protocol.journal.CoreStartedEncoder;
import io.tradex.protocol.journal.EndOfDayEncoder;
import io.tradex.protocol.journal.EngineConfiguredEncoder;
import io.tradex.protocol.journal.EpochStartedEncoder;
import io.tradex.protocol.journal.InstrumentDefinedEncoder;
import io.tradex.protocol.journal.PositionAdjustedEncoder;
import io.tradex.protocol.journal.ReconciliationRequestedEncoder;
import io.tradex.protocol.journal.VenueDefinedEncoder;
import io.tradex.protocol.journal.VenueSettingsEncoder;
import io.tradex.protocol.types.AssetClass;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.WhenTripped;
import io.tradex.simulation.flow.Clients;
import io.tradex.simulation.venue.CoreDoor;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;

/** What a host tells the engine when it starts, and an operator later. */
final class StartInputs {
    private static final int ORDER_CAPACITY = 4_096;
    private static final int EXECUTION_CAPACITY = 1 << 14;
    private static final int OUTCOME_WINDOW = 256;
    private static final int CHECKPOINT_INTERVAL = 499;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CoreDoor core;
    private final Dice dice;

    StartInputs(final CoreDoor core, final Dice dice) {
        this.core = core;
        this.dice = dice;
    }

    /**
     * The inputs that come before all others after a start; the first one also defines everything.
     *
     * @param startNumber of the core on this journal.
     * @param epoch       that begins; 0 for none.
     * @param settings    of the world.
     * @param clients     whose accounts are defined.
     */
    void offer(final long startNumber, final long epoch, final WorldSettings settings, final Clients clients) {
        if (epoch > 0) {
            send(new EpochStartedEncoder().wrapAndApplyHeader(buffer, 0, header).epoch(epoch));
        }
        if (startNumber == 1) {
            send(new EngineConfiguredEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .orderCapacity(ORDER_CAPACITY)
                    .outcomeWindow(OUTCOME_WINDOW)
                    .checkpointInterval(CHECKPOINT_INTERVAL)
                    .heartbeatIntervalMs(1_000)
                    .marketCollarBps(500)
                    .executionCapacity(EXECUTION_CAPACITY));
        }
        send(new CoreStartedEncoder().wrapAndApplyHeader(buffer, 0, header).startNumber(startNumber));
        if (startNumber == 1) {
            define(settings, clients);
        }
    }

    private void define(final WorldSettings settings, final Clients clients) {
        for (final Listing listing : Listing.all()) {
            send(new InstrumentDefinedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .instrumentId(listing.instrumentId())
                    .symbol(listing.symbol())
                    .tickSizeE8(listing.tickSizeE8())
                    .lotSizeE8(listing.lotSizeE8())
                    .maxPriceTicks(listing.maxPriceTicks())
                    .maxQuantityLots(listing.maxQuantityLots())
                    .referencePriceTicks(listing.middleTicks())
                    .multiplier(1)
                    .cutOffSeconds(0)
                    .assetClass(AssetClass.EQUITY)
                    .currency("USD"));
        }
        for (int venueId = 1; venueId <= settings.venues(); venueId++) {
            send(new VenueDefinedEncoder().wrapAndApplyHeader(buffer, 0, header).venueId(venueId));
            send(new VenueSettingsEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .takerFeeE8(dice.between(-20, 40) * 1_000)
                    .makerFeeE8(dice.between(-30, 20) * 1_000)
                    .latencyNs(dice.between(2, 50) * 1_000_000)
                    .venueId(venueId)
                    .fillProbabilityBps((int) dice.between(2_000, 9_000))
                    .messagesPerSecond(dice.coin() ? 0 : (int) dice.between(50, 400))
                    .ackTimeoutMs((int) dice.between(100, 300))
                    .unreachableMs((int) dice.between(400, 900))
                    .breakerWindow(32)
                    .breakerRejects(12)
                    .breakerSlow(16)
                    .breakerCoolDownMs((int) dice.between(20, 200))
                    .whenTripped(dice.coin() ? WhenTripped.REROUTE : WhenTripped.REJECT)
                    .massStatus(dice.below(3) > 0 ? BooleanType.T : BooleanType.F)
                    .smart(BooleanType.T));
        }
        clients.forEachAccount((clientId, accountId) -> {
            send(new AccountDefinedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .accountId(accountId)
                    .clientId(clientId));
            send(new CashAdjustedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .accountId(accountId)
                    .adjustmentId(1)
                    .amountMicros(dice.between(200_000_000_000L, 20_000_000_000_000L)));
            for (final Listing listing : Listing.all()) {
                send(new PositionAdjustedEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .accountId(accountId)
                        .adjustmentId(1L + listing.instrumentId())
                        .quantityLots(dice.between(2_000, 200_000))
                        .instrumentId(listing.instrumentId()));
            }
        });
    }

    /** An operator asks to compare with every venue. */
    void reconcileAll() {
        send(new ReconciliationRequestedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .venueId(0));
    }

    /** The trading day ends. */
    void endOfDay(final int tradingDay) {
        send(new EndOfDayEncoder().wrapAndApplyHeader(buffer, 0, header).tradingDay(tradingDay));
    }

    private void send(final MessageEncoderFlyweight message) {
        core.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
    }
}
