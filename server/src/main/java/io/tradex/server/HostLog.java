package io.tradex.server;

import io.tradex.pipeline.HostEvents;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;
import java.io.PrintStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * What the people who run the core should read: alarms, refused inputs, faults of adapters. Threads of the core only put a line
 * into a bounded queue; {@link #drain} prints. When the queue is full a line is dropped and counted.
 */
final class HostLog implements HostEvents, ErrorHandler {
    private static final int CAPACITY = 1024;

    private final ManyToOneConcurrentArrayQueue<String> lines = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong alarms = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final PrintStream out;

    HostLog(final PrintStream out) {
        this.out = out;
    }

    @Override
    public void onInputRefused(
            final long inputSeq, final int refTemplateId, final RejectReason reason, final long value) {
        add("refused input " + inputSeq + " of template " + refTemplateId + ": " + reason + ' ' + value);
    }

    @Override
    public void onAlarm(final long inputSeq, final AlarmKind kind, final long orderId, final long value) {
        alarms.incrementAndGet();
        add("ALARM at input " + inputSeq + ": " + kind + ' ' + concerned(kind) + ' ' + orderId + " value " + value);
    }

    /** What the id of an alarm is one of. */
    private static String concerned(final AlarmKind kind) {
        return switch (kind) {
            case VELOCITY_HALT -> "instrument";
            case PROTECTION_TRIPPED -> "account";
            case KILL_SWITCH_ON, KILL_SWITCH_OFF -> "id";
            default -> "order";
        };
    }

    @Override
    public void onError(final Throwable error) {
        errors.incrementAndGet();
        add("fault: " + error);
    }

    void add(final String line) {
        if (!lines.offer(Instant.now() + " " + line)) {
            dropped.incrementAndGet();
        }
    }

    /** Prints what has come since the last call. */
    void drain() {
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            out.println(line);
        }
        final long lost = dropped.getAndSet(0);
        if (lost > 0) {
            out.println(Instant.now() + " " + lost + " lines were dropped: more came than could be printed");
        }
    }

    long alarms() {
        return alarms.get();
    }

    long errors() {
        return errors.get();
    }
}
