package io.tradex.exchange;

import java.util.PriorityQueue;

/** Things to do later, in the order of their times and, for equal times, in the order they were asked for. One thread. */
final class Timers {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long count;

    /**
     * @param deadlineNs when to run it, on the clock that {@link #poll} is given.
     * @param task       what to run.
     */
    void at(final long deadlineNs, final Runnable task) {
        entries.add(new Entry(deadlineNs, count++, task));
    }

    /**
     * Runs what is due.
     *
     * @param nowNs the time.
     * @param limit most tasks to run.
     * @return how many ran.
     */
    int poll(final long nowNs, final int limit) {
        int workCount = 0;
        while (workCount < limit && !entries.isEmpty() && entries.peek().deadlineNs - nowNs <= 0) {
            entries.poll().task.run();
            workCount++;
        }
        return workCount;
    }

    private record Entry(long deadlineNs, long number, Runnable task) implements Comparable<Entry> {
        @Override
        public int compareTo(final Entry other) {
            final int byDeadline = Long.signum(deadlineNs - other.deadlineNs);
            return byDeadline != 0 ? byDeadline : Long.compare(number, other.number);
        }
    }
}
