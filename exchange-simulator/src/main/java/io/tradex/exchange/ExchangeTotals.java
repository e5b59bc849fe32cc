package io.tradex.exchange;

/**
 * What an exchange did since it was made.
 *
 * @param newOrders     new orders that arrived.
 * @param rejects       of those, rejected.
 * @param fills         executions that completed an order.
 * @param partialFills  executions that did not.
 * @param cancels       orders cancelled, be it on request or for want of liquidity.
 * @param replaces      replaces that were accepted.
 * @param cancelRejects cancels and replaces that were refused.
 * @param statusAnswers status requests answered.
 */
public record ExchangeTotals(
        long newOrders,
        long rejects,
        long fills,
        long partialFills,
        long cancels,
        long replaces,
        long cancelRejects,
        long statusAnswers) {}
