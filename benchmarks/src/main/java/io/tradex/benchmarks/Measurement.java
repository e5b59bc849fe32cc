package io.tradex.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** All rounds of one variant. */
final class Measurement {
    final Variant variant;
    final Histogram histogram = new Histogram(OpenLoop.LATENCY_NS_MAX, 3);
    final List<Long> p50NsByRound = new ArrayList<>();
    long sent;
    long answered;
    String summary = "";

    Measurement(final Variant variant) {
        this.variant = variant;
    }

    void add(final OpenLoop round, final String roundSummary) {
        histogram.add(round.histogram());
        p50NsByRound.add(round.histogram().getValueAtPercentile(50));
        sent += round.sent();
        answered += round.answered();
        summary = roundSummary;
    }

    double micros(final double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e3;
    }

    double maxMicros() {
        return histogram.getMaxValue() / 1e3;
    }
}
