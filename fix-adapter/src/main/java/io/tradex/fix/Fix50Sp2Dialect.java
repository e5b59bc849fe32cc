package io.tradex.fix;

/** FIX 5.0 SP2: as 4.4, but an OrderID (37) alone may name an order. */
final class Fix50Sp2Dialect extends Fix44Dialect {
    @Override
    boolean requiresOrigClOrdId() {
        return false;
    }
}
