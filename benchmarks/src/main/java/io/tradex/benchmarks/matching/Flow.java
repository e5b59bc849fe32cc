package io.tradex.benchmarks.matching;

/** The streams that are measured. */
enum Flow {
    A("A", Mix.PEER, 1_000, 1),
    B("B", Mix.EQUITIES, 1_000, 1),
    B100K("B100k", Mix.EQUITIES, 100_000, 1),
    B1M("B1m", Mix.EQUITIES, 1_000_000, 1),
    SYMBOLS10K_1K("10k symbols, 1k", Mix.EQUITIES, 1_000, 10_000),
    SYMBOLS10K_100K("10k symbols, 100k", Mix.EQUITIES, 100_000, 10_000),
    SYMBOLS10K_1M("10k symbols, 1m", Mix.EQUITIES, 1_000_000, 10_000),
    SWEEP("sweep", Mix.SWEEP, FlowGenerator.SWEEPS * FlowGenerator.SWEPT_ORDERS, FlowGenerator.SWEEPS);

    /** Which commands, in which shares. */
    enum Mix {
        /** The peer's own published one: 9% GTC, 3% IOC, 6% cancel, 82% move. */
        PEER,
        /** 47.5% new, 42.5% cancel, 5% replace, 5% marketable. */
        EQUITIES,
        /** Books that are filled, each swept by one order. */
        SWEEP
    }

    final String label;
    final Mix mix;
    final int liveOrders;
    final int symbols;

    Flow(final String label, final Mix mix, final int liveOrders, final int symbols) {
        this.label = label;
        this.mix = mix;
        this.liveOrders = liveOrders;
        this.symbols = symbols;
    }

    /** What limit prices and the price band are about. */
    long referenceTicks() {
        return mix == Mix.PEER ? 40_000 : 10_000;
    }

    /** No order's price is lower. */
    long minTicks() {
        return referenceTicks() - referenceTicks() / 5;
    }

    /** No order's price is higher. */
    long maxTicks() {
        return referenceTicks() + referenceTicks() / 5;
    }
}
