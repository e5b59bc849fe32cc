package io.tradex.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The 47 scenarios of the order state change matrices of FIX 4.4 volume 4 (errata of 2003-06-18, FIX Protocol Limited), as facts, one
 * row a message, from the file beside this class.
 */
public final class OrderStateMatrix {
    private static final String FILE = "fix_order_state_matrix.csv";
    private static final int REF = 0;
    private static final int TITLE = 3;
    private static final int TIME = 4;
    private static final int COLUMNS = 17;

    private OrderStateMatrix() {}

    /** @return every scenario, in the order of the file. */
    public static List<Scenario> scenarios() {
        try (InputStream file = OrderStateMatrix.class.getResourceAsStream(FILE)) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks one up.
     *
     * @param ref as "B.1.a".
     * @return it.
     * @throws IllegalArgumentException if there is none of that number.
     */
    public static Scenario scenario(final String ref) {
        return scenarios().stream()
                .filter(scenario -> scenario.ref().equals(ref))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such scenario: " + ref));
    }

    static List<Scenario> parse(final String text) {
        final Map<String, String> titles = new LinkedHashMap<>();
        final Map<String, List<Step>> steps = new LinkedHashMap<>();
        final List<String> lines = text.lines().toList();
        for (int line = 2; line <= lines.size(); line++) {
            final List<String> cells = cells(lines.get(line - 1));
            if (cells.size() != COLUMNS) {
                throw new IllegalArgumentException("line " + line + " has " + cells.size() + " columns");
            }
            titles.putIfAbsent(cells.get(REF), cells.get(TITLE));
            steps.computeIfAbsent(cells.get(REF), ref -> new ArrayList<>())
                    .add(step(line, cells.subList(TIME, COLUMNS)));
        }
        final List<Scenario> scenarios = new ArrayList<>();
        steps.forEach((ref, rows) -> scenarios.add(new Scenario(ref, titles.get(ref), List.copyOf(rows))));
        return List.copyOf(scenarios);
    }

    private static Step step(final int line, final List<String> cells) {
        return new Step(
                line,
                cells.get(0),
                Kind.of(cells.get(1)),
                cells.get(2).equals("1"),
                cells.get(3).equals("1"),
                cells.get(4),
                cells.get(5),
                state(cells.get(6)),
                state(cells.get(7)),
                number(cells.get(8)),
                number(cells.get(9)),
                number(cells.get(10)),
                number(cells.get(11)),
                cells.get(12));
    }

    private static State state(final String cell) {
        return cell.isEmpty() ? null : State.valueOf(cell);
    }

    private static long number(final String cell) {
        return cell.isEmpty() ? Step.NONE : Long.parseLong(cell);
    }

    /** Cells that hold a comma or a quotation mark stand between quotation marks, which are doubled inside. */
    private static List<String> cells(final String line) {
        final List<String> cells = new ArrayList<>();
        final StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            final char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
