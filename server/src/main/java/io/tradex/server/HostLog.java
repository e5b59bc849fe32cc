package io.tradex.server;

import io.tradex.pipeline.HostEvents;
import io.tradex.protocol.types.BreakerState;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * What the people who run the core should read: alarms, refused inputs, faults of adapters. Threads of the core only put a line
 * into a bounded queue; {@link #drain} prints. When the queue is full a line is dropped and counted.
 */
final class HostLog implements HostEvents, ErrorHandler {
    private static final int CAPACITY = 1024;
    private static final int NEWS_CAPACITY = 16 * 1024;

    private final ManyToOneConcurrentArrayQueue<String> lines = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong alarms = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final ManyToOneConcurrentArrayQueue<VenueNews> news = new ManyToOneConcurrentArrayQueue<>(NEWS_CAPACITY);
    private final AtomicLong newsDropped = new AtomicLong();
    private final AtomicLong findings = new AtomicLong();
    private final AtomicLong reconciliations = new AtomicLong();
    private final AtomicLong breakersOpened = new AtomicLong();
    private final PrintStream out;
    private volatile ReconciliationReports reports;

    HostLog(final PrintStream out) {
        this.out = out;
    }

    /** From now on findings go into reports, too. */
    void reports(final ReconciliationReports newReports) {
        reports = newReports;
    }

    @Override
    public void onVenueNews(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        final VenueNews item = VenueNews.read(templateId, buffer, offset);
        if (item instanceof VenueNews.Finding) {
            findings.incrementAndGet();
        } else if (item instanceof VenueNews.Ended) {
            reconciliations.incrementAndGet();
        } else if (item instanceof VenueNews.Breaker breaker && breaker.state() == BreakerState.OPEN) {
            breakersOpened.incrementAndGet();
        }
        if (!news.offer(item)) {
            newsDropped.incrementAndGet();
        }
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
            case BREAKER_OPEN, BREAKER_CLOSED -> "venue";
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
        for (VenueNews item = news.poll(); item != null; item = news.poll()) {
            try {
                report(item);
            } catch (final IOException e) {
                onError(e);
            }
        }
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            out.println(line);
        }
        final long lostNews = newsDropped.getAndSet(0);
        if (lostNews > 0) {
            out.println(Instant.now() + " " + lostNews + " findings are in no report: more came than could be written");
        }
        final long lost = dropped.getAndSet(0);
        if (lost > 0) {
            out.println(Instant.now() + " " + lost + " lines were dropped: more came than could be printed");
        }
    }

    private void report(final VenueNews item) throws IOException {
        final ReconciliationReports files = reports;
        if (item instanceof VenueNews.Finding finding) {
            if (files != null) {
                files.add(finding);
            }
        } else if (item instanceof VenueNews.Ended ended) {
            add("venue " + ended.venueId() + " compared: " + ended.orders() + " orders, " + ended.findings()
                    + " differences, reconciliation " + ended.reconciliationId());
            if (files != null) {
                files.add(ended);
            }
        } else if (item instanceof VenueNews.Breaker breaker) {
            add("venue " + breaker.venueId() + " circuit breaker " + breaker.state() + " at input "
                    + breaker.inputSeq());
        }
    }

    /** @return differences between the core and venues that were found. */
    long findings() {
        return findings.get();
    }

    /** @return comparisons with venues that have ended. */
    long reconciliations() {
        return reconciliations.get();
    }

    /** @return how often a circuit breaker opened. */
    long breakersOpened() {
        return breakersOpened.get();
    }

    long alarms() {
        return alarms.get();
    }

    long errors() {
        return errors.get();
    }
}
