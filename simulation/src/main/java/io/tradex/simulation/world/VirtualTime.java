package io.tradex.simulation.world;

import java.util.Arrays;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The clock of a simulated world and all that is going to happen in it, in the order of time; what falls on the same nanosecond
 * happens in the order in which it was planned. Time passes only from one happening to the next.
 */
public final class VirtualTime implements EpochNanoClock {
    private static final int CAPACITY_MIN = 1024;

    private long[] timesNs = new long[CAPACITY_MIN];
    private long[] orders = new long[CAPACITY_MIN];
    private Runnable[] happenings = new Runnable[CAPACITY_MIN];
    private int size;
    private long planned;
    private long nowNs;

    /** @param startNs nanoseconds since 1970. */
    public VirtualTime(final long startNs) {
        nowNs = startNs;
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }

    /** @return whether nothing is going to happen any more. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** @return when the next thing happens; Long.MAX_VALUE if nothing does. */
    public long nextNs() {
        return size == 0 ? Long.MAX_VALUE : timesNs[0];
    }

    /**
     * Plans something.
     *
     * @param delayNs   from now, at least 0.
     * @param happening what happens then.
     */
    public void after(final long delayNs, final Runnable happening) {
        at(nowNs + delayNs, happening);
    }

    /**
     * Plans something.
     *
     * @param timeNs    when; a time that has passed is now.
     * @param happening what happens then.
     */
    public void at(final long timeNs, final Runnable happening) {
        if (size == timesNs.length) {
            timesNs = Arrays.copyOf(timesNs, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            happenings = Arrays.copyOf(happenings, 2 * size);
        }
        final long whenNs = Math.max(nowNs, timeNs);
        final long order = planned++;
        int at = size++;
        while (at > 0) {
            final int above = (at - 1) >>> 1;
            if (isBefore(timesNs[above], orders[above], whenNs, order)) {
                break;
            }
            move(above, at);
            at = above;
        }
        put(at, whenNs, order, happening);
    }

    /** Lets the next thing happen; at least one is planned. */
    public void runNext() {
        final Runnable happening = happenings[0];
        nowNs = timesNs[0];
        size--;
        final long timeNs = timesNs[size];
        final long order = orders[size];
        final Runnable last = happenings[size];
        happenings[size] = null;
        if (size > 0) {
            int at = 0;
            for (int below = 1; below < size; below = 2 * at + 1) {
                if (below + 1 < size
                        && isBefore(timesNs[below + 1], orders[below + 1], timesNs[below], orders[below])) {
                    below++;
                }
                if (isBefore(timeNs, order, timesNs[below], orders[below])) {
                    break;
                }
                move(below, at);
                at = below;
            }
            put(at, timeNs, order, last);
        }
        happening.run();
    }

    /**
     * Lets time pass while nothing happens.
     *
     * @param timeNs until when; not past {@link #nextNs()}.
     */
    public void pass(final long timeNs) {
        if (timeNs > nextNs()) {
            throw new IllegalArgumentException("something happens before " + timeNs);
        }
        nowNs = Math.max(nowNs, timeNs);
    }

    private static boolean isBefore(final long timeNs, final long order, final long otherNs, final long otherOrder) {
        return timeNs < otherNs || (timeNs == otherNs && order < otherOrder);
    }

    private void move(final int from, final int to) {
        put(to, timesNs[from], orders[from], happenings[from]);
    }

    private void put(final int at, final long timeNs, final long order, final Runnable happening) {
        timesNs[at] = timeNs;
        orders[at] = order;
        happenings[at] = happening;
    }
}
