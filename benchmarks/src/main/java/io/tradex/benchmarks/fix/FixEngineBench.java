package io.tradex.benchmarks.fix;

import io.tradex.benchmarks.ChildProcess;
import io.tradex.benchmarks.EngineFlow;
import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.TradingEngine;
import io.tradex.fix.FixAdapter;
import io.tradex.fix.FixVenueConfiguration;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * What venues do to the engine's own service time for orders of its own book. One thread applies commands of that book without a
 * pause, in batches of {@link #BATCH}, and times each batch by the processor time of the thread and by the clock. In every second round it also
 * sends orders to 15 FIX sessions, {@link #VENUE_ORDERS_PER_SECOND} a second in sum, and applies their fills, as many again; that work is
 * not in the batches, but all that it leaves in the caches is. The venues are another process.
 */
final class FixEngineBench {
    private static final int VENUES = 15;
    private static final int VENUE_ORDERS_PER_SECOND = 5_000;
    private static final int BATCH = 64;
    private static final int INPUTS_A_POLL = 64;
    private static final double SLOWER_MAX = 1.2;
    private static final int RING_BYTES = 1024 * 1024;

    private final boolean quick;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ManyToOneRingBuffer inputs = new ManyToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    private final MessageHandler applyInput = this::applyInput;
    private EngineFlow flow;
    private FixAdapter adapter;
    private long venueOrders;
    private long venueInputs;
    private long requestsRefused;

    FixEngineBench(final boolean quick) {
        this.quick = quick;
    }

    /** Returns whether the engine is slowed by no more than it may be. */
    boolean run(final boolean publish) throws IOException {
        final Path directory = Files.createTempDirectory("fix-engine-bench");
        try (ChildProcess venues =
                new ChildProcess(BareVenue.class, directory.resolve("venues.err"), Integer.toString(VENUES))) {
            final String[] ports = venues.await("ports").split(" ", -1);
            flow = new EngineFlow(new TradingEngine(new ToVenues()), 1);
            for (int venueId = 1; venueId <= VENUES; venueId++) {
                flow.defineVenue(venueId);
            }
            adapter = new FixAdapter(
                    configurations(ports, directory),
                    (buffer, offset, length) -> inputs.write(1, buffer, offset, length),
                    venueId -> 0L,
                    Throwable::printStackTrace,
                    false);
            try {
                adapter.start();
                return measure(publish);
            } finally {
                adapter.close();
            }
        }
    }

    private static List<FixVenueConfiguration> configurations(final String[] ports, final Path directory) {
        final List<FixVenueConfiguration> configurations = new ArrayList<>();
        for (int venueId = 1; venueId <= VENUES; venueId++) {
            configurations.add(new FixVenueConfiguration(
                    venueId,
                    "127.0.0.1",
                    Integer.parseInt(ports[venueId - 1]),
                    FixSettings.ADAPTER,
                    FixSettings.venue(venueId),
                    directory));
        }
        return configurations;
    }

    /** What the batches of one kind have shown. */
    private static final class Batches {
        private final Histogram clock = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
        private final List<Double> processorByRound = new ArrayList<>();

        double processorNs() {
            final double[] sorted =
                    processorByRound.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        double clockNs(final double percentile) {
            return (double) clock.getValueAtPercentile(percentile) / BATCH;
        }
    }

    private boolean measure(final boolean publish) throws IOException {
        final long roundNs = TimeUnit.MILLISECONDS.toNanos(quick ? 1_000 : 3_000);
        final int rounds = quick ? 2 : 7;
        Waiting.until(() -> {
            inputs.read(applyInput, INPUTS_A_POLL);
            int up = 0;
            for (int venueId = 1; venueId <= VENUES; venueId++) {
                up += adapter.isUp(venueId) ? 1 : 0;
            }
            return up == VENUES;
        });
        round(roundNs, false, new Batches());
        round(roundNs, true, new Batches());
        final Batches without = new Batches();
        final Batches with = new Batches();
        final long inputsBefore = venueInputs;
        final long ordersBefore = venueOrders;
        for (int i = 0; i < rounds; i++) {
            round(roundNs, false, without);
            round(roundNs, true, with);
        }
        final double seconds = rounds * roundNs / 1e9;
        final double messagesPerSecond = (venueInputs - inputsBefore + venueOrders - ordersBefore) / seconds;
        final double processor = with.processorNs() / without.processorNs();
        final double p50 = with.clockNs(50) / without.clockNs(50);
        final List<String> table = List.of(
                "| own-book command, in batches of " + BATCH + " | without | with 15 venues | ratio |",
                "|---|--:|--:|--:|",
                row("processor ns of the engine's thread", without.processorNs(), with.processorNs()),
                row("clock ns, p50", without.clockNs(50), with.clockNs(50)),
                row("clock ns, p90", without.clockNs(90), with.clockNs(90)),
                row("clock ns, p99", without.clockNs(99), with.clockNs(99)),
                "",
                String.format(
                        Locale.ROOT,
                        "%,.0f messages a second in sum, %,d orders and %,d inputs of venues in %.0f s; %d requests found a full"
                                + " queue. On two cores that the far ends and everything else share, the clock's upper percentiles"
                                + " are the scheduler's.",
                        messagesPerSecond,
                        venueOrders - ordersBefore,
                        venueInputs - inputsBefore,
                        seconds,
                        requestsRefused));
        table.forEach(System.out::println);
        if (publish) {
            FixReport.writeEngine(table);
        }
        System.out.println();
        System.out.println(String.format(
                Locale.ROOT,
                "fix-engine: processor=%.2f p50=%.2f messages_per_second=%.0f",
                processor,
                p50,
                messagesPerSecond));
        return Math.min(processor, p50) <= SLOWER_MAX;
    }

    private static String row(final String what, final double without, final double with) {
        return String.format(Locale.ROOT, "| %s | %.0f | %.0f | %.2f |", what, without, with, with / without);
    }

    private void round(final long durationNs, final boolean withVenues, final Batches batches) {
        final long startNs = System.nanoTime();
        long processorNs = 0;
        long commands = 0;
        long sent = 0;
        for (long nowNs = startNs; nowNs - startNs < durationNs; nowNs = System.nanoTime()) {
            inputs.read(applyInput, INPUTS_A_POLL);
            if (withVenues) {
                final long due = (nowNs - startNs) * VENUE_ORDERS_PER_SECOND / TimeUnit.SECONDS.toNanos(1);
                for (int i = 0; i < INPUTS_A_POLL && sent < due; i++, sent++) {
                    flow.orderAtVenue(1 + (int) (venueOrders % VENUES));
                    venueOrders++;
                }
            }
            final long processorBefore = threads.getCurrentThreadCpuTime();
            final long beforeNs = System.nanoTime();
            for (int i = 0; i < BATCH; i++) {
                flow.applyNext();
            }
            batches.clock.recordValue(System.nanoTime() - beforeNs);
            processorNs += threads.getCurrentThreadCpuTime() - processorBefore;
            commands += BATCH;
        }
        batches.processorByRound.add((double) processorNs / commands);
        // What is still under way must not come into a round without venues.
        for (long idleSinceNs = System.nanoTime(), nowNs = idleSinceNs;
                withVenues && nowNs - idleSinceNs < TimeUnit.MILLISECONDS.toNanos(200);
                nowNs = System.nanoTime()) {
            if (inputs.read(applyInput, INPUTS_A_POLL) > 0) {
                idleSinceNs = nowNs;
            }
        }
    }

    private void applyInput(final int type, final MutableDirectBuffer buffer, final int offset, final int length) {
        flow.apply(buffer, offset, length);
        venueInputs++;
    }

    /** What the engine says to venues goes to the adapter; nobody hears the rest. */
    private final class ToVenues implements EngineOutput {
        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void onOutput(
                final long inputSeq,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            switch (templateId) {
                case VenueNewOrderDecoder.TEMPLATE_ID,
                        VenueCancelDecoder.TEMPLATE_ID,
                        VenueReplaceDecoder.TEMPLATE_ID,
                        VenueStatusRequestDecoder.TEMPLATE_ID,
                        VenueMassStatusRequestDecoder.TEMPLATE_ID -> {
                    if (!adapter.onVenueRequest(buffer, offset, length)) {
                        requestsRefused++;
                    }
                }
                default -> {
                    // Replies, deltas, market data and alarms.
                }
            }
        }
    }
}
