package io.tradex.core.engine;

import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;

/** What a field means that a message of an older version does not have. */
final class Absent {
    private Absent() {}

    static long orZero(final long value) {
        return value == Long.MIN_VALUE ? 0 : value;
    }

    static int orZero(final int value) {
        return value == Integer.MIN_VALUE ? 0 : value;
    }

    static PegType orNone(final PegType value) {
        return value == PegType.NULL_VAL ? PegType.NONE : value;
    }

    static PostOnly orNone(final PostOnly value) {
        return value == PostOnly.NULL_VAL ? PostOnly.NONE : value;
    }

    static SelfTradePrevention orNone(final SelfTradePrevention value) {
        return value == SelfTradePrevention.NULL_VAL ? SelfTradePrevention.NONE : value;
    }

    static RoutingStrategy orNone(final RoutingStrategy value) {
        return value == RoutingStrategy.NULL_VAL ? RoutingStrategy.NONE : value;
    }
}
