package io.tradex.demo.flow;

/**
 * What {@link FlowGenerator} makes.
 *
 * @param ratePerSecond      requests per second, evenly spaced; 1 to 1,000,000.
 * @param seed               of every choice.
 * @param venueShare         part of the orders that goes to venues, 0 to 1.
 * @param workingOrdersMost  live orders at which it stops adding and cancels instead; at least 1.
 */
public record FlowConfiguration(int ratePerSecond, long seed, double venueShare, int workingOrdersMost) {
    private static final int MAX_RATE = 1_000_000;

    /** Checks every property, naming the one at fault. */
    public FlowConfiguration {
        if (ratePerSecond < 1 || ratePerSecond > MAX_RATE) {
            throw new IllegalArgumentException("rate must be 1 to " + MAX_RATE + " orders/s: " + ratePerSecond);
        }
        if (!(venueShare >= 0 && venueShare <= 1)) {
            throw new IllegalArgumentException("venueShare must be 0 to 1: " + venueShare);
        }
        if (workingOrdersMost < 1) {
            throw new IllegalArgumentException("workingOrdersMost must be at least 1: " + workingOrdersMost);
        }
    }
}
