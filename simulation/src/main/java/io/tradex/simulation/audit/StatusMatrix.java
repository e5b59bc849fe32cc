package io.tradex.simulation.audit;

import io.tradex.protocol.types.OrdStatus;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which OrdStatus may follow which, by the order state change matrices of FIX 4.4. */
final class StatusMatrix {
    private static final Set<OrdStatus> ENDED = EnumSet.of(
            OrdStatus.FILLED, OrdStatus.CANCELED, OrdStatus.REJECTED, OrdStatus.EXPIRED, OrdStatus.DONE_FOR_DAY);
    private static final Set<OrdStatus> ANY_BUT_PENDING_NEW = EnumSet.of(
            OrdStatus.NEW,
            OrdStatus.PARTIALLY_FILLED,
            OrdStatus.FILLED,
            OrdStatus.DONE_FOR_DAY,
            OrdStatus.CANCELED,
            OrdStatus.PENDING_CANCEL,
            OrdStatus.STOPPED,
            OrdStatus.REJECTED,
            OrdStatus.SUSPENDED,
            OrdStatus.EXPIRED,
            OrdStatus.PENDING_REPLACE);

    private final Map<OrdStatus, Set<OrdStatus>> next = new EnumMap<>(OrdStatus.class);

    StatusMatrix() {
        next.put(
                OrdStatus.NULL_VAL,
                EnumSet.of(OrdStatus.NEW, OrdStatus.PENDING_NEW, OrdStatus.REJECTED, OrdStatus.PARTIALLY_FILLED));
        final EnumSet<OrdStatus> open = EnumSet.copyOf(ANY_BUT_PENDING_NEW);
        open.add(OrdStatus.PENDING_NEW);
        next.put(OrdStatus.PENDING_NEW, open);
        next.put(OrdStatus.PENDING_CANCEL, open);
        next.put(OrdStatus.PENDING_REPLACE, open);
        next.put(OrdStatus.SUSPENDED, open);
        next.put(OrdStatus.NEW, ANY_BUT_PENDING_NEW);
        next.put(OrdStatus.STOPPED, ANY_BUT_PENDING_NEW);
        next.put(OrdStatus.PARTIALLY_FILLED, ANY_BUT_PENDING_NEW);
        // What has ended stays so, but for busts and for a filled order that is asked for more.
        next.put(
                OrdStatus.FILLED,
                EnumSet.of(
                        OrdStatus.FILLED,
                        OrdStatus.NEW,
                        OrdStatus.PARTIALLY_FILLED,
                        OrdStatus.STOPPED,
                        OrdStatus.PENDING_CANCEL,
                        OrdStatus.PENDING_REPLACE));
        next.put(OrdStatus.CANCELED, EnumSet.of(OrdStatus.CANCELED));
        next.put(OrdStatus.EXPIRED, EnumSet.of(OrdStatus.EXPIRED));
        next.put(OrdStatus.REJECTED, EnumSet.of(OrdStatus.REJECTED));
        next.put(
                OrdStatus.DONE_FOR_DAY,
                EnumSet.of(
                        OrdStatus.DONE_FOR_DAY,
                        OrdStatus.NEW,
                        OrdStatus.PARTIALLY_FILLED,
                        OrdStatus.FILLED,
                        OrdStatus.CANCELED,
                        OrdStatus.EXPIRED,
                        OrdStatus.PENDING_CANCEL,
                        OrdStatus.PENDING_REPLACE));
    }

    boolean allows(final OrdStatus from, final OrdStatus to) {
        final Set<OrdStatus> allowed = next.get(from);
        return allowed != null && allowed.contains(to);
    }

    static boolean isEnd(final OrdStatus status) {
        return ENDED.contains(status);
    }
}
