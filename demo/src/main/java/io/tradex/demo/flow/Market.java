package io.tradex.demo.flow;

import java.util.List;

/**
 * What a flow trades, with whom: the demo funds these accounts and defines these instruments before the first order.
 *
 * @param instruments at least one, ids rising.
 * @param accounts    that trade, well funded; at least two, so that there is always another one.
 * @param poorAccount an account of which every order is refused, because it has nothing.
 * @param venues      how many venues there are, ids 1 to this; 0 for none.
 */
public record Market(List<Instrument> instruments, List<Account> accounts, Account poorAccount, int venues) {
    private static final int MAX_VENUES = 64;
    private static final long CENT_E8 = 1_000_000;
    private static final long ONE_E8 = 100_000_000;
    private static final long LOBSTER_PRICE_UNIT_E8 = 10_000;
    private static final long MILLION_MICROS = 1_000_000_000_000L;

    /** Checks every property, naming the one at fault. */
    public Market {
        instruments = List.copyOf(instruments);
        accounts = List.copyOf(accounts);
        if (instruments.isEmpty()) {
            throw new IllegalArgumentException("instruments must not be empty");
        }
        if (accounts.size() < 2) {
            throw new IllegalArgumentException("accounts must be at least 2: " + accounts.size());
        }
        if (venues < 0 || venues > MAX_VENUES) {
            throw new IllegalArgumentException("venues must be 0 to " + MAX_VENUES + ": " + venues);
        }
    }

    /**
     * An instrument.
     *
     * @param id                  at least 1.
     * @param symbol              1 to 12 letters or digits.
     * @param tickSizeE8          smallest price step.
     * @param lotSizeE8           smallest quantity step.
     * @param referencePriceTicks where its price starts.
     * @param maxPriceTicks       highest price of an order.
     * @param maxQuantityLots     largest quantity of an order.
     */
    public record Instrument(
            int id,
            String symbol,
            long tickSizeE8,
            long lotSizeE8,
            long referencePriceTicks,
            long maxPriceTicks,
            long maxQuantityLots) {}

    /**
     * An account.
     *
     * @param id           at least 1.
     * @param cashMicros   what it is paid in.
     * @param positionLots what it is given of each instrument.
     */
    public record Account(long id, long cashMicros, long positionLots) {}

    /**
     * Eight shares that trade in cents, four accounts with plenty.
     *
     * @param venues how many venues there are.
     * @return the market.
     */
    public static Market ofShares(final int venues) {
        final String[] symbols = {"AAPL", "MSFT", "NVDA", "AMZN", "GOOG", "META", "JPM", "XOM"};
        final long[] dollars = {585, 431, 142, 228, 176, 604, 247, 118};
        final Instrument[] instruments = new Instrument[symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            instruments[i] =
                    new Instrument(i + 1, symbols[i], CENT_E8, ONE_E8, dollars[i] * 100, 10_000_000L, 1_000_000L);
        }
        return new Market(List.of(instruments), wealthy(4), new Account(90, 1_000_000L, 0), venues);
    }

    /**
     * One share in the price unit of LOBSTER files, 0.0001, and two accounts with plenty.
     *
     * @param symbol of the share.
     * @param venues how many venues there are.
     * @return the market.
     */
    public static Market ofLobsterFile(final String symbol, final int venues) {
        return new Market(
                List.of(new Instrument(1, symbol, LOBSTER_PRICE_UNIT_E8, ONE_E8, 0, 2_000_000_000L, 10_000_000L)),
                wealthy(2),
                new Account(90, 1_000_000L, 0),
                venues);
    }

    private static List<Account> wealthy(final int count) {
        final Account[] accounts = new Account[count];
        for (int i = 0; i < count; i++) {
            accounts[i] = new Account(10 + i, 1_000_000 * MILLION_MICROS, 1_000_000_000L);
        }
        return List.of(accounts);
    }
}
