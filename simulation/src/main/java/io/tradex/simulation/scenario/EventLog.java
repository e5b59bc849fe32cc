package io.tradex.simulation.scenario;

import io.tradex.core.book.BookListener;
import io.tradex.core.book.Place;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TradingPhase;
import io.tradex.simulation.book.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Writes down what happens in a book, a line for each event. Single-threaded. */
public final class EventLog implements BookListener {
    private final Notation notation;
    private final BooleanSupplier mayGoOn;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param notation of prices and names.
     * @param mayGoOn  answers the book's question.
     */
    public EventLog(final Notation notation, final BooleanSupplier mayGoOn) {
        this.notation = notation;
        this.mayGoOn = mayGoOn;
    }

    /** @return the lines since the last call. */
    public List<String> take() {
        final List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    void onRefused(final long key, final Refusal refusal) {
        line("rejected", name(key) + " " + reason(refusal.reason(), refusal.value(), refusal.limit()));
    }

    void onUnknown(final long key) {
        line("unknown", name(key));
    }

    @Override
    public boolean mayGoOn() {
        return mayGoOn.getAsBoolean();
    }

    @Override
    public void onRested(
            final long key, final int handle, final long priceTicks, final long visibleLots, final long hiddenLots) {
        final String hidden = hiddenLots == 0 ? "" : " hidden " + hiddenLots;
        line("rested", name(key) + " " + lotsAt(visibleLots, priceTicks) + hidden);
    }

    @Override
    public void onParked(final long key, final int handle, final Place place) {
        line("parked", name(key) + " " + Notation.word(place));
    }

    @Override
    public void onTrade(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final long restingLeavesLots,
            final long restingVisibleLots,
            final boolean refreshed) {
        line(
                "trade",
                name(restingKey) + " " + name(incomingKey) + " " + lotsAt(lots, priceTicks) + " "
                        + left(restingLeavesLots, restingVisibleLots, refreshed));
    }

    @Override
    public void onAuctionTrade(
            final long bidKey,
            final long askKey,
            final long priceTicks,
            final long lots,
            final long bidLeavesLots,
            final long bidVisibleLots,
            final boolean bidRefreshed,
            final long askLeavesLots,
            final long askVisibleLots,
            final boolean askRefreshed) {
        line(
                "auction",
                name(bidKey) + " " + name(askKey) + " " + lotsAt(lots, priceTicks) + " bid "
                        + left(bidLeavesLots, bidVisibleLots, bidRefreshed) + " ask "
                        + left(askLeavesLots, askVisibleLots, askRefreshed));
    }

    @Override
    public void onSelfTradePrevented(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final SelfTradePrevention instruction) {
        line(
                "prevented",
                name(restingKey) + " " + name(incomingKey) + " " + lotsAt(lots, priceTicks) + " "
                        + Notation.word(instruction));
    }

    @Override
    public void onReduced(final long key, final long leavesLots, final long visibleLots) {
        line("reduced", name(key) + " " + left(leavesLots, visibleLots, false));
    }

    @Override
    public void onCancelled(final long key, final RejectReason reason, final long value, final long limit) {
        line("cancelled", name(key) + " " + reason(reason, value, limit));
    }

    @Override
    public void onTriggered(final long key) {
        line("triggered", name(key));
    }

    @Override
    public void onTrailed(final long key, final long stopTicks) {
        line("trailed", name(key) + " stop-price " + notation.price(stopTicks));
    }

    @Override
    public void onRepriced(final long key, final long priceTicks) {
        line("repriced", name(key) + " @ " + notation.price(priceTicks));
    }

    @Override
    public void onPhase(final TradingPhase phase) {
        line("phase", Notation.word(phase));
    }

    @Override
    public void onVelocityHalt(final long priceTicks, final long lowTicks, final long highTicks) {
        line(
                "velocity-halt",
                notation.price(priceTicks) + " low " + notation.price(lowTicks) + " high " + notation.price(highTicks));
    }

    @Override
    public void onIndicative(final long priceTicks, final long lots, final long imbalanceLots) {
        line("indicative", lotsAt(lots, priceTicks) + " imbalance " + imbalanceLots);
    }

    private void line(final String event, final String rest) {
        lines.add(event + " " + rest);
    }

    private String name(final long key) {
        return notation.name(key);
    }

    private String lotsAt(final long lots, final long priceTicks) {
        return lots + " @ " + notation.price(priceTicks);
    }

    private static String left(final long leavesLots, final long visibleLots, final boolean refreshed) {
        final String shown = visibleLots == leavesLots ? "" : " shown " + visibleLots;
        return "left " + leavesLots + shown + (refreshed ? " refreshed" : "");
    }

    private String reason(final RejectReason reason, final long value, final long limit) {
        final String word = Notation.word(reason);
        return switch (reason) {
            case PRICE_BAND, POST_ONLY, INVALID_PRICE, INVALID_TICK ->
                word + " " + notation.price(value) + " limit " + notation.price(limit);
            case WRONG_PHASE -> word + " " + Notation.word(TradingPhase.get((short) value));
            default -> value == 0 && limit == 0 ? word : word + " " + value + " limit " + limit;
        };
    }
}
