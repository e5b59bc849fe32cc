package io.tradex.simulation.audit;

import io.tradex.protocol.types.OrdStatus;
import java.util.EnumSet;
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

    /** By status, one bit for each that may follow. */
    private final long[] next = new long[Long.SIZE];

    StatusMatrix() {
        put(
                OrdStatus.NULL_VAL,
                EnumSet.of(OrdStatus.NEW, OrdStatus.PENDING_NEW, OrdStatus.REJECTED, OrdStatus.PARTIALLY_FILLED));
        final EnumSet<OrdStatus> open = EnumSet.copyOf(ANY_BUT_PENDING_NEW);
        open.add(OrdStatus.PENDING_NEW);
        put(OrdStatus.PENDING_NEW, open);
        put(OrdStatus.PENDING_CANCEL, open);
        put(OrdStatus.PENDING_REPLACE, open);
        put(OrdStatus.SUSPENDED, open);
        put(OrdStatus.NEW, ANY_BUT_PENDING_NEW);
        put(OrdStatus.STOPPED, ANY_BUT_PENDING_NEW);
        put(OrdStatus.PARTIALLY_FILLED, ANY_BUT_PENDING_NEW);
        // What has ended stays so, but for busts and for a filled order that is asked for more.
        put(
                OrdStatus.FILLED,
                EnumSet.of(
                        OrdStatus.FILLED,
                        OrdStatus.NEW,
                        OrdStatus.PARTIALLY_FILLED,
                        OrdStatus.STOPPED,
                        OrdStatus.PENDING_CANCEL,
                        OrdStatus.PENDING_REPLACE));
        put(OrdStatus.CANCELED, EnumSet.of(OrdStatus.CANCELED));
        put(OrdStatus.EXPIRED, EnumSet.of(OrdStatus.EXPIRED));
        put(OrdStatus.REJECTED, EnumSet.of(OrdStatus.REJECTED));
        put(
                OrdStatus.DONE_FOR_DAY,
                EnumSet.of(
                        OrdStatus.DONE_FOR_DAY,
                        OrdStatus.NEW,
                        OrdStatus.PARTIALLY_FILLED,
                        OrdStatus.FILLED,
                        OrdStatus.CANCELED,
                        OrdStatus.EXPIRED,
                        OrdStatus.STOPPED,
                        OrdStatus.SUSPENDED,
                        OrdStatus.PENDING_CANCEL,
                        OrdStatus.PENDING_REPLACE));
    }

    boolean allows(final OrdStatus from, final OrdStatus to) {
        return (next[index(from)] & bit(to)) != 0;
    }

    private void put(final OrdStatus from, final Set<OrdStatus> to) {
        for (final OrdStatus status : to) {
            next[index(from)] |= bit(status);
        }
    }

    /** FIX's characters for statuses differ in their low bits. */
    private static int index(final OrdStatus status) {
        return status.value() & (Long.SIZE - 1);
    }

    private static long bit(final OrdStatus status) {
        return 1L << index(status);
    }

    static boolean isEnd(final OrdStatus status) {
        return ENDED.contains(status);
    }
}
