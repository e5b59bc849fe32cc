package io.tradex.replay;

import io.tradex.journal.JournalReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Counts what is in a journal. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = "Counts the records by message, with sizes and rates over time.")
final class StatsCommand implements Callable<Integer> {
    private static final int RECORDS_PER_POLL = 1024;
    private static final int BARS_MAX = 60;
    private static final int BAR_WIDTH = 50;
    private static final long[] BAR_SECONDS = {1, 10, 60, 600, 3600, 86_400, 864_000};

    /** Of one kind of message. */
    private static final class Tally {
        private long count;
        private long bytes;
        private int longest;
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The journal.")
    private Path journal;

    private MessageSchemas schemas;
    private final Map<Integer, Tally> byTemplate = new TreeMap<>();
    private final Map<Long, Long> bySecond = new TreeMap<>();
    private final Tally all = new Tally();
    private long firstNs;
    private long lastNs;

    @Override
    public Integer call() {
        schemas = MessageSchemas.load();
        final PrintWriter out = spec.commandLine().getOut();
        final Progress progress = new Progress(spec.commandLine().getErr(), "stats");
        try (JournalReader reader = JournalReader.open(journal)) {
            int count;
            do {
                count = reader.poll(
                        (sequence, timestampNs, buffer, offset, length) -> {
                            progress.onRecord(sequence);
                            onInput(timestampNs, buffer, offset, length);
                        },
                        RECORDS_PER_POLL);
            } while (count > 0);
        }
        print(out);
        return 0;
    }

    private void onInput(final long timestampNs, final DirectBuffer buffer, final int offset, final int length) {
        firstNs = all.count == 0 ? timestampNs : firstNs;
        lastNs = timestampNs;
        add(all, length);
        add(byTemplate.computeIfAbsent(schemas.templateId(buffer, offset, length), id -> new Tally()), length);
        bySecond.merge(TimeUnit.NANOSECONDS.toSeconds(timestampNs), 1L, Long::sum);
    }

    private static void add(final Tally tally, final int length) {
        tally.count++;
        tally.bytes += length;
        tally.longest = Math.max(tally.longest, length);
    }

    private void print(final PrintWriter out) {
        if (all.count == 0) {
            out.println("no records");
            return;
        }
        out.println("from  " + Times.utc(firstNs));
        out.println("to    " + Times.utc(lastNs) + " (" + Times.seconds(lastNs - firstNs) + ")");
        final double seconds = Math.max(lastNs - firstNs, 1) / 1e9;
        final long busiest =
                bySecond.values().stream().mapToLong(Long::longValue).max().orElse(0);
        if (seconds >= 1) {
            out.printf(Locale.ROOT, "rate  %,.1f records/s; busiest second %,d%n", all.count / seconds, busiest);
        }
        out.println();
        out.printf(
                Locale.ROOT,
                "%-24s %12s %7s %14s %8s %8s%n",
                "message",
                "records",
                "share",
                "bytes",
                "mean",
                "longest");
        byTemplate.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().count))
                .forEach(entry -> printTally(out, schemas.name(entry.getKey()), entry.getValue()));
        printTally(out, "all", all);
        out.println();
        printBars(out);
    }

    private void printTally(final PrintWriter out, final String name, final Tally tally) {
        out.printf(
                Locale.ROOT,
                "%-24s %,12d %6.1f%% %,14d %8.1f %,8d%n",
                name,
                tally.count,
                100.0 * tally.count / all.count,
                tally.bytes,
                (double) tally.bytes / tally.count,
                tally.longest);
    }

    /** So many bars that they fit a screen, each of a round time. */
    private void printBars(final PrintWriter out) {
        final long first = TimeUnit.NANOSECONDS.toSeconds(firstNs);
        final long last = TimeUnit.NANOSECONDS.toSeconds(lastNs);
        long width = BAR_SECONDS[BAR_SECONDS.length - 1];
        for (int i = BAR_SECONDS.length - 1; i >= 0; i--) {
            if (last / BAR_SECONDS[i] - first / BAR_SECONDS[i] < BARS_MAX) {
                width = BAR_SECONDS[i];
            }
        }
        final long barSeconds = width;
        final Map<Long, Long> bars = new TreeMap<>();
        bySecond.forEach((second, count) -> bars.merge(second / barSeconds, count, Long::sum));
        final long highest =
                bars.values().stream().mapToLong(Long::longValue).max().orElse(1);
        out.println("records per " + (barSeconds == 1 ? "second" : barSeconds + " s"));
        for (long bar = first / barSeconds; bar <= last / barSeconds && bars.size() <= BARS_MAX; bar++) {
            final long count = bars.getOrDefault(bar, 0L);
            final int length = (int) Math.ceil((double) BAR_WIDTH * count / highest);
            out.printf(
                    Locale.ROOT,
                    "%s %,10d %s%n",
                    Times.utc(TimeUnit.SECONDS.toNanos(bar * barSeconds)),
                    count,
                    "#".repeat(length));
        }
    }
}
