package io.tradex.conformance;

/**
 * What the buy side's order must show once it has an answer.
 *
 * @param ordStatus      what its own clients are told: the table's, unless a request is on its way that the sell side had not seen
 *                       when it answered; then that request's pending status.
 * @param venueOrdStatus what the sell side has confirmed.
 * @param orderQty       OrderQty (38); {@link Step#NONE} if the table does not say.
 * @param cumQty         CumQty (14); likewise.
 * @param leavesQty      LeavesQty (151); likewise.
 */
public record Expected(State ordStatus, State venueOrdStatus, long orderQty, long cumQty, long leavesQty) {}
