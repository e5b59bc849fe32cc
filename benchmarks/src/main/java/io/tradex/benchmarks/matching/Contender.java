package io.tradex.benchmarks.matching;

/** Those that are compared. */
enum Contender {
    CORE("core") {
        @Override
        MatchingSide create(final Flow flow) {
            return new CoreSide(flow);
        }
    },
    PEER("peer") {
        @Override
        MatchingSide create(final Flow flow) {
            return new PeerSide(flow);
        }
    },
    FLOOR("floor") {
        @Override
        MatchingSide create(final Flow flow) {
            return new FloorSide(flow);
        }
    };

    final String label;

    Contender(final String label) {
        this.label = label;
    }

    /** Builds empty books for a flow. */
    abstract MatchingSide create(Flow flow);
}
