package io.tradex.benchmarks;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.HistogramIterationValue;

/** Draws latency over percentile as SVG: each step right is one more nine, each line up ten times the time. */
final class PercentilePlot {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 540;
    private static final int LEFT = 84;
    private static final int RIGHT = 920;
    private static final int TOP = 96;
    private static final int BOTTOM = 470;
    private static final int NINES = 5;
    private static final int TICKS_PER_HALF_DISTANCE = 10;
    private static final String[] PERCENTILES = {"0", "90", "99", "99.9", "99.99", "99.999"};

    private final StringBuilder svg = new StringBuilder(16 * 1024);
    private final String title;
    private final String subtitle;
    private final String machine;
    private int minExponent;
    private int maxExponent;

    PercentilePlot(final String title, final String subtitle, final String machine) {
        this.title = title;
        this.subtitle = subtitle;
        this.machine = machine;
    }

    String draw(final List<Measurement> measurements) {
        minExponent = (int) Math.floor(Math.log10(measurements.stream()
                .mapToDouble(each -> Math.max(1, each.histogram.getMinNonZeroValue() / 1e3))
                .min()
                .orElse(1)));
        maxExponent = (int) Math.ceil(Math.log10(measurements.stream()
                .mapToDouble(each -> Math.max(10, each.maxMicros()))
                .max()
                .orElse(10)));
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"system-ui, sans-serif\""
                        + " font-size=\"13\" fill=\"#1f2328\">%n<title>%s</title>%n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n",
                WIDTH,
                HEIGHT,
                escape(title),
                WIDTH,
                HEIGHT));
        text(LEFT, 36, "start", "font-size=\"18\" font-weight=\"600\"", title);
        text(LEFT, 58, "start", "font-size=\"11\" fill=\"#59636e\"", subtitle);
        text(LEFT, 74, "start", "font-size=\"11\" fill=\"#59636e\"", machine);
        drawGrid();
        int legendY = TOP + 24;
        for (final Measurement measurement : measurements) {
            drawLine(measurement);
            drawLegend(measurement, legendY);
            legendY += 20;
        }
        return svg.append("</svg>\n").toString();
    }

    private void drawLegend(final Measurement measurement, final int y) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"18\" height=\"4\" fill=\"%s\"/>%n",
                LEFT + 16,
                y - 6,
                measurement.variant.colour));
        text(
                LEFT + 42,
                y,
                "start",
                "",
                String.format(
                        Locale.ROOT,
                        "%s: p50 %,.0f µs, p99 %,.0f µs, p99.9 %,.0f µs",
                        measurement.variant.title,
                        measurement.micros(50),
                        measurement.micros(99),
                        measurement.micros(99.9)));
    }

    private void drawGrid() {
        for (int exponent = minExponent; exponent <= maxExponent; exponent++) {
            final double y = y(Math.pow(10, exponent));
            line(LEFT, y, RIGHT, y);
            text(LEFT - 10, y + 4, "end", "", duration(exponent));
        }
        for (int nines = 0; nines <= NINES; nines++) {
            final double x = LEFT + (double) (RIGHT - LEFT) * nines / NINES;
            line(x, TOP, x, BOTTOM);
            text(x, BOTTOM + 20, "middle", "", PERCENTILES[nines] + "%");
        }
        text((LEFT + RIGHT) / 2.0, BOTTOM + 44, "middle", "fill=\"#59636e\"", "percentile");
    }

    private void drawLine(final Measurement measurement) {
        svg.append("<polyline fill=\"none\" stroke=\"")
                .append(measurement.variant.colour)
                .append("\" stroke-width=\"2\" points=\"");
        for (final HistogramIterationValue value : measurement.histogram.percentiles(TICKS_PER_HALF_DISTANCE)) {
            svg.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    x(value.getPercentileLevelIteratedTo()),
                    y(value.getValueIteratedTo() / 1e3)));
        }
        svg.append("\"/>\n");
    }

    private static double x(final double percentile) {
        final double nines = percentile >= 100 ? NINES : Math.min(NINES, -Math.log10(1 - percentile / 100));
        return LEFT + (RIGHT - LEFT) * nines / NINES;
    }

    private double y(final double micros) {
        final double share =
                (Math.log10(Math.max(micros, Math.pow(10, minExponent))) - minExponent) / (maxExponent - minExponent);
        return BOTTOM - (BOTTOM - TOP) * share;
    }

    private static String duration(final int exponentOfMicros) {
        return switch (Math.floorDiv(exponentOfMicros, 3)) {
            case 0 -> (int) Math.pow(10, exponentOfMicros) + " µs";
            case 1 -> (int) Math.pow(10, exponentOfMicros - 3) + " ms";
            default -> (int) Math.pow(10, exponentOfMicros - 6) + " s";
        };
    }

    private void line(final double x1, final double y1, final double x2, final double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#d1d9e0\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private void text(
            final double x, final double y, final String anchor, final String attributes, final String content) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
                x,
                y,
                anchor,
                attributes,
                escape(content)));
    }

    private static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
