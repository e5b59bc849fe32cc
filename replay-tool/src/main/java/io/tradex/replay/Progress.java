package io.tradex.replay;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** Says once a second how far a long job has come, where it does not mix with the result. */
final class Progress {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int RECORDS_PER_LOOK = 1024;

    private final PrintWriter err;
    private final String what;
    private final long startNs = System.nanoTime();
    private long nextNs = startNs + PERIOD_NS;
    private long records;

    Progress(final PrintWriter err, final String what) {
        this.err = err;
        this.what = what;
    }

    void onRecord(final long sequence) {
        records++;
        if (records % RECORDS_PER_LOOK == 0) {
            look(sequence);
        }
    }

    private void look(final long sequence) {
        final long nowNs = System.nanoTime();
        if (nowNs - nextNs >= 0) {
            final double seconds = (nowNs - startNs) / 1e9;
            err.printf("%s: record %,d, %,.0f records/s%n", what, sequence, records / seconds);
            err.flush();
            nextNs = nowNs + PERIOD_NS;
        }
    }
}
