package io.tradex.certification;

import java.util.ArrayList;
import java.util.List;

/** What came of one input. */
final class Outcome {
    private final List<OrderRow> rows = new ArrayList<>();
    private final List<ClientReply> replies = new ArrayList<>();
    private final List<VenueAsk> asks = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    /** @return rows that changed, in order. */
    List<OrderRow> rows() {
        return rows;
    }

    /** @return what its clients were told, in order. */
    List<ClientReply> replies() {
        return replies;
    }

    /** @return what was asked of the venue, in order. */
    List<VenueAsk> asks() {
        return asks;
    }

    /** @return why the input was not applied; empty if it was. */
    List<String> refusals() {
        return refusals;
    }
}
