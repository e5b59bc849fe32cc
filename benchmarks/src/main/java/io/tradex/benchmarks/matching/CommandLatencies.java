package io.tradex.benchmarks.matching;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** Time that single commands take, by the clock before and after each, and what reading the clock takes by itself. */
final class CommandLatencies {
    private static final long HIGHEST_NS = 10_000_000_000L;
    private static final int DIGITS = 3;
    private static final int CLOCK_READINGS = 10_001;

    private Histogram histogram = new Histogram(HIGHEST_NS, DIGITS);
    private long clockNs;
    private boolean measured;

    boolean isMeasured() {
        return measured;
    }

    /** Forgets what it has and measures a pass: what stays is the last pass, the warmest. */
    void measure(final MatchingSide side, final CommandStream stream) {
        measured = true;
        clockNs = medianOfClock();
        histogram.reset();
        for (int i = stream.ageing; i < stream.end; i++) {
            final long startNs = System.nanoTime();
            side.apply(stream, i, i + 1);
            histogram.recordValue(Math.min(System.nanoTime() - startNs, HIGHEST_NS));
        }
    }

    private static long medianOfClock() {
        final long[] differences = new long[CLOCK_READINGS];
        for (int i = 0; i < CLOCK_READINGS; i++) {
            final long startNs = System.nanoTime();
            differences[i] = System.nanoTime() - startNs;
        }
        Arrays.sort(differences);
        return differences[CLOCK_READINGS / 2];
    }

    long clockNs() {
        return clockNs;
    }

    long percentileNs(final double percentile) {
        return histogram.getValueAtPercentile(percentile);
    }

    long maxNs() {
        return histogram.getMaxValue();
    }

    void write(final Path file) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + histogram.getNeededByteBufferCapacity());
        bytes.putLong(clockNs);
        histogram.encodeIntoByteBuffer(bytes);
        bytes.flip();
        final byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        Files.write(file, content);
    }

    static CommandLatencies read(final Path file) throws IOException {
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        final CommandLatencies latencies = new CommandLatencies();
        latencies.clockNs = bytes.getLong();
        latencies.histogram = Histogram.decodeFromByteBuffer(bytes, 0);
        latencies.measured = true;
        return latencies;
    }
}
