package io.tradex.replay;

import io.tradex.protocol.types.Side;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares the fills that were booked with the file that a venue, or its drop copy, sends after the close. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the fills booked from a venue, busts and corrections taken into account, with the venue's own file, and what",
            "both make of each position. The file is CSV with a heading: exec_id, symbol, side (BUY or SELL, 1 or 2), quantity,",
            "price; other columns are passed over. Exit code 0: they agree; 1: they do not."
        })
final class ReconcileCommand implements Callable<Integer> {
    private static final int E8_SCALE = 8;
    private static final int LISTED_MAX = 1_000;
    private static final List<String> COLUMNS = List.of("exec_id", "symbol", "side", "quantity", "price");

    /** A difference between the two sides. */
    private record Difference(String kind, String execId, String ours, String theirs) {}

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The journal.")
    private Path journal;

    @Option(names = "--venue", required = true, paramLabel = "ID", description = "The venue.")
    private int venueId;

    @Option(names = "--file", required = true, paramLabel = "CSV", description = "The venue's fills.")
    private Path file;

    @Option(
            names = "--day",
            paramLabel = "YYYY-MM-DD",
            description = "Only fills booked on this day, in UTC; without it, all that the journal holds.")
    private LocalDate day;

    @Override
    public Integer call() {
        final Map<String, List<BookedFills.Fill>> theirs = readFile();
        final Progress progress = new Progress(spec.commandLine().getErr(), "reconcile");
        final BookedFills ours = new BookedFills(
                venueId,
                day == null ? Long.MIN_VALUE : nanos(day),
                day == null ? Long.MAX_VALUE : nanos(day.plusDays(1)));
        try (JournalReplay replay = JournalReplay.full(journal, ours)) {
            replay.onInput((sequence, timestampNs, buffer, offset, length) -> {
                progress.onRecord(sequence);
                ours.onInput(sequence, timestampNs, buffer, offset, length);
            });
            replay.toEnd();
        }
        return report(ours, theirs);
    }

    private static long nanos(final LocalDate date) {
        return Math.multiplyExact(date.atStartOfDay().toEpochSecond(ZoneOffset.UTC), 1_000_000_000L);
    }

    private int report(final BookedFills ours, final Map<String, List<BookedFills.Fill>> theirs) {
        final List<Difference> differences = new ArrayList<>();
        final Map<String, BigDecimal[]> positions = new TreeMap<>();
        theirs.values().forEach(fills -> fills.forEach(fill -> add(positions, fill, 1)));
        int matched = 0;
        for (final BookedFills.Fill fill : ours.fills()) {
            add(positions, fill, 0);
            final List<BookedFills.Fill> candidates = theirs.getOrDefault(fill.execId(), List.of());
            final BookedFills.Fill other = candidates.stream()
                    .filter(candidate -> isSame(candidate, fill))
                    .findFirst()
                    .orElse(candidates.isEmpty() ? null : candidates.get(0));
            if (other == null) {
                differences.add(new Difference("not in the file", fill.execId(), text(fill), "-"));
            } else {
                if (isSame(other, fill)) {
                    matched++;
                } else {
                    differences.add(new Difference("differs", fill.execId(), text(fill), text(other)));
                }
                candidates.remove(other);
            }
        }
        theirs.values()
                .forEach(left -> left.forEach(
                        fill -> differences.add(new Difference("not booked", fill.execId(), "-", text(fill)))));
        print(matched, differences, positions, ours.inferredLots());
        return differences.isEmpty() && ours.inferredLots() == 0 ? 0 : ReplayTool.EXIT_DAMAGED;
    }

    private void print(
            final int matched,
            final List<Difference> differences,
            final Map<String, BigDecimal[]> positions,
            final long inferredLots) {
        final PrintWriter out = spec.commandLine().getOut();
        if (!differences.isEmpty()) {
            out.printf(Locale.ROOT, "%-16s %-24s %-36s %s%n", "difference", "ExecID", "ours", "the venue's");
            differences.stream()
                    .limit(LISTED_MAX)
                    .forEach(difference -> out.printf(
                            Locale.ROOT,
                            "%-16s %-24s %-36s %s%n",
                            difference.kind(),
                            difference.execId(),
                            difference.ours(),
                            difference.theirs()));
            if (differences.size() > LISTED_MAX) {
                out.printf(Locale.ROOT, "… and %,d more%n", differences.size() - LISTED_MAX);
            }
            out.println();
        }
        out.printf(Locale.ROOT, "%-12s %20s %20s%n", "net traded", "ours", "the venue's");
        positions.forEach((symbol, net) -> out.printf(
                Locale.ROOT,
                "%-12s %20s %20s%s%n",
                symbol,
                net[0].toPlainString(),
                net[1].toPlainString(),
                net[0].compareTo(net[1]) == 0 ? "" : "  DIFFERS"));
        out.println();
        if (inferredLots != 0) {
            out.printf(Locale.ROOT, "%,d lots were booked by CumQty alone, at this venue or another%n", inferredLots);
        }
        out.printf(
                Locale.ROOT, "reconcile: venue=%d matched=%d differences=%d%n", venueId, matched, differences.size());
    }

    private static void add(final Map<String, BigDecimal[]> positions, final BookedFills.Fill fill, final int side) {
        final BigDecimal[] net =
                positions.computeIfAbsent(fill.symbol(), symbol -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
        final BigDecimal quantity = plain(fill.quantityE8());
        net[side] = fill.side() == Side.BUY ? net[side].add(quantity) : net[side].subtract(quantity);
    }

    private static boolean isSame(final BookedFills.Fill one, final BookedFills.Fill other) {
        return one.symbol().equals(other.symbol())
                && one.side() == other.side()
                && one.quantityE8() == other.quantityE8()
                && one.priceE8() == other.priceE8();
    }

    private static String text(final BookedFills.Fill fill) {
        return fill.side() + " " + plain(fill.quantityE8()).toPlainString() + " " + fill.symbol() + " at "
                + plain(fill.priceE8()).toPlainString();
    }

    private static BigDecimal plain(final long e8) {
        final BigDecimal value = BigDecimal.valueOf(e8, E8_SCALE).stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    private Map<String, List<BookedFills.Fill>> readFile() {
        final Map<String, List<BookedFills.Fill>> fills = new LinkedHashMap<>();
        final CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreHeaderCase(true)
                .setIgnoreSurroundingSpaces(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = CSVParser.parse(reader, format)) {
            final Map<String, Integer> heading = new HashMap<>();
            parser.getHeaderMap().forEach((name, index) -> heading.put(name.toLowerCase(Locale.ROOT), index));
            for (final String column : COLUMNS) {
                if (!heading.containsKey(column)) {
                    throw new IllegalArgumentException(file + " has no column " + column);
                }
            }
            for (final CSVRecord row : parser) {
                final BookedFills.Fill fill = fill(row);
                fills.computeIfAbsent(fill.execId(), execId -> new ArrayList<>())
                        .add(fill);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return fills;
    }

    private BookedFills.Fill fill(final CSVRecord row) {
        try {
            return new BookedFills.Fill(
                    row.get("exec_id"),
                    row.get("symbol"),
                    side(row.get("side")),
                    e8(row.get("quantity")),
                    e8(row.get("price")),
                    0);
        } catch (final ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + " line " + (row.getRecordNumber() + 1) + ": " + e.getMessage(), e);
        }
    }

    private static Side side(final String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "BUY", "1" -> Side.BUY;
            case "SELL", "2" -> Side.SELL;
            default -> throw new IllegalArgumentException("side is '" + text + "', not BUY or SELL");
        };
    }

    private static long e8(final String text) {
        return new BigDecimal(text).movePointRight(E8_SCALE).longValueExact();
    }
}
