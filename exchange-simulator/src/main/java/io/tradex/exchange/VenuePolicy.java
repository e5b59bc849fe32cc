package io.tradex.exchange;

/**
 * What an exchange does beyond matching the orders it is sent. Asked on the exchange's one thread, in the order in which
 * requests arrive, so that a policy with a seed decides the same for the same requests.
 */
@FunctionalInterface
public interface VenuePolicy {
    /** Accepts everything at once; orders trade with one another only. */
    VenuePolicy PLAIN = order -> OrderPlan.ACCEPT;

    /**
     * Decides the fate of a new order that is valid in itself.
     *
     * @param order as it was sent.
     * @return what to do with it.
     */
    OrderPlan planFor(OrderState order);

    /** @return how many nanoseconds the request that has just arrived waits before the exchange looks at it; at least 0. */
    default long requestDelayNs() {
        return 0;
    }
}
