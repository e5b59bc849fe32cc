package io.tradex.gateway;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import org.agrona.DirectBuffer;

/**
 * Publishes order-state deltas to all relays at once. Egress thread only. A delta that the network has no room for is dropped
 * and counted: relays find the gap by its outSeq and ask for it, so that none of them can hold back the core.
 */
public final class DeltaPublisher implements AutoCloseable {
    private final Aeron aeron;
    private final GatewayCounters counters;
    private final long registrationId;

    private ExclusivePublication publication;

    /**
     * Starts to add the publication; never waits for the media driver.
     *
     * @param configuration of the gateway.
     * @param aeron         to publish with, in invoker mode or not; not closed here.
     * @param counters      shared with the other parts of the gateway.
     */
    public DeltaPublisher(final GatewayConfiguration configuration, final Aeron aeron, final GatewayCounters counters) {
        this.aeron = aeron;
        this.counters = counters;
        this.registrationId =
                aeron.asyncAddExclusivePublication(configuration.deltaChannel(), configuration.deltaStreamId());
    }

    /**
     * Publishes an OrderDelta or a DeltaHeartbeat. Never waits.
     *
     * @param buffer holding the message, SBE header first.
     * @param offset of the header.
     * @param length of header and body in bytes.
     */
    public void onDelta(final DirectBuffer buffer, final int offset, final int length) {
        if (publication == null) {
            counters.incrementOrdered(GatewayCounter.DELTAS_NOT_CONNECTED);
            return;
        }
        long result = publication.offer(buffer, offset, length);
        if (result == Publication.ADMIN_ACTION) {
            // The end of a term costs one attempt; the next one finds the new term.
            result = publication.offer(buffer, offset, length);
        }
        counters.incrementOrdered(counterOf(result));
    }

    /**
     * One duty cycle: fetches the publication once the driver has it.
     *
     * @return amount of work done; 0 when idle.
     * @throws io.aeron.exceptions.RegistrationException when the driver refused the delta channel.
     */
    public int doWork() {
        if (publication == null) {
            publication = aeron.getExclusivePublication(registrationId);
            return publication == null ? 0 : 1;
        }
        return 0;
    }

    /** @return whether at least one relay listens. */
    public boolean isConnected() {
        return publication != null && publication.isConnected();
    }

    @Override
    public void close() {
        if (publication != null) {
            publication.close();
        } else if (!aeron.isClosed()) {
            aeron.asyncRemovePublication(registrationId);
        }
    }

    private static GatewayCounter counterOf(final long result) {
        if (result > 0) {
            return GatewayCounter.DELTAS_SENT;
        }
        if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            return GatewayCounter.DELTAS_BACK_PRESSURED;
        }
        if (result == Publication.NOT_CONNECTED) {
            return GatewayCounter.DELTAS_NOT_CONNECTED;
        }
        return GatewayCounter.DELTAS_CLOSED;
    }
}
