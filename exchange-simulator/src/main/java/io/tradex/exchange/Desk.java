package io.tradex.exchange;

/** Who looks at the counterparty's requests, on the exchange's thread. */
interface Desk extends Outlet {
    /**
     * A request has arrived.
     *
     * @param request it.
     */
    void onRequest(VenueRequest request);

    /** The exchange works: from now on time counts. */
    void onStart();

    /** The counterparty has logged on. */
    void onLogon();
}
