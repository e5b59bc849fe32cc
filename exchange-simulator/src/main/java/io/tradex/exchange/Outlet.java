package io.tradex.exchange;

import io.tradex.exchange.script.Trigger;
import quickfix.Message;

/** Where reports leave the exchange. Called on its thread. */
@FunctionalInterface
interface Outlet {
    /**
     * A report is ready.
     *
     * @param message without what the session adds.
     * @param what    it reports: a trigger of the scope of reports.
     * @param order   it is about; null if there is none.
     * @param request it answers; null if it answers none.
     */
    void send(Message message, Trigger what, VenueOrder order, VenueRequest request);
}
