package io.tradex.simulation.scenario;

import io.tradex.simulation.book.BookState;
import java.util.ArrayList;
import java.util.List;

/** What a book holds, as lines: bids to the left, asks to the right, then what waits outside it. */
public final class StateText {
    private final Notation notation;

    /** @param notation of prices and names. */
    public StateText(final Notation notation) {
        this.notation = notation;
    }

    /**
     * @param state of a book.
     * @return its orders, a line each.
     */
    public List<String> orders(final BookState state) {
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < Math.max(state.bids().size(), state.asks().size()); i++) {
            lines.add((orderAt(i, state.bids()) + " | " + orderAt(i, state.asks())).strip());
        }
        state.waiting().forEach(order -> lines.add(text(order)));
        if (lines.isEmpty()) {
            lines.add("empty");
        }
        return lines;
    }

    /**
     * @param state of a book.
     * @return its phase and prices.
     */
    public List<String> prices(final BookState state) {
        return List.of(
                "phase " + Notation.word(state.phase()),
                "last " + notation.price(state.lastTradeTicks()),
                "reference " + notation.price(state.referencePriceTicks()));
    }

    private String orderAt(final int i, final List<BookState.Resting> side) {
        return i < side.size() ? text(side.get(i)) : "";
    }

    private String text(final BookState.Resting order) {
        final String hidden = order.hiddenLots() == 0 ? "" : " hidden " + order.hiddenLots();
        return notation.name(order.key()) + " " + order.visibleLots() + " @ " + notation.price(order.priceTicks())
                + hidden;
    }

    private String text(final BookState.Waiting order) {
        final String stop = order.stopTicks() == 0 ? "" : " stop-price " + notation.price(order.stopTicks());
        return "waiting " + notation.name(order.key()) + " " + Notation.word(order.place()) + " " + order.leavesLots()
                + " @ " + notation.price(order.priceTicks()) + stop;
    }
}
