package io.tradex.simulation.scenario;

import io.tradex.simulation.book.MarketRules;
import io.tradex.simulation.book.TickTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a scenario file. A case is:
 *
 * <pre>
 *   case A title                    # a comment goes to the end of the line
 *   tick 0.01                       optional: prices are decimals; the tick is 1 without it
 *   max 1000.00                     optional: highest price
 *   tick-table 0:0.01 10.00:0.05    optional: step from each price on
 *   band 500                        optional, in basis points
 *   velocity 100 in 16s             optional, in basis points
 *   given book                      optional: commands, see {@link CommandText}
 *   when                            commands
 *   then events                     lines as {@link EventLog} writes them, or: nothing
 *   then book                       lines as {@link StateText} writes them, or: empty
 * </pre>
 *
 * with as many steps as it likes. Blanks may be added anywhere to align columns.
 */
public final class ScenarioParser {
    private static final long MAX_PRICE_TICKS = 1_000_000;

    private final List<Scenario> scenarios = new ArrayList<>();
    private String title;
    private int titleLine;
    private Notation notation;
    private CommandText commands;
    private MarketRules rules;
    private List<Scenario.Step> steps;
    private String heading;
    private List<BookCommand> doing;
    private List<String> saying;

    private ScenarioParser() {}

    /**
     * @param lines of a file.
     * @return its cases.
     * @throws IllegalArgumentException naming the line that makes no sense.
     */
    public static List<Scenario> parse(final List<String> lines) {
        final ScenarioParser parser = new ScenarioParser();
        for (int i = 0; i < lines.size(); i++) {
            final String line = withoutComment(lines.get(i)).strip().replaceAll("\\s+", " ");
            if (!line.isEmpty()) {
                parser.parseNumbered(line, i + 1);
            }
        }
        parser.endCase();
        return parser.scenarios;
    }

    private static String withoutComment(final String line) {
        final int hash = line.indexOf('#');
        return hash < 0 ? line : line.substring(0, hash);
    }

    private void parseNumbered(final String line, final int number) {
        try {
            if (line.startsWith("case ")) {
                endCase();
                beginCase(line.substring("case ".length()), number);
            } else {
                parseLine(line);
            }
        } catch (final RuntimeException e) {
            throw new IllegalArgumentException("line " + number + " '" + line + "': " + e.getMessage(), e);
        }
    }

    private void beginCase(final String newTitle, final int number) {
        title = newTitle;
        titleLine = number;
        steps = new ArrayList<>();
        heading = "";
        rules = MarketRules.plain(MAX_PRICE_TICKS);
        useTick(BigDecimal.ONE);
    }

    private void endCase() {
        if (title != null) {
            scenarios.add(new Scenario(title, titleLine, notation, rules, List.copyOf(steps)));
        }
        title = null;
    }

    private void useTick(final BigDecimal tick) {
        notation = new Notation(tick);
        commands = new CommandText(notation);
    }

    private void parseLine(final String line) {
        if (title == null) {
            throw new IllegalArgumentException("a case begins with: case A title");
        }
        switch (line) {
            case "given book", "when" -> {
                doing = new ArrayList<>();
                saying = null;
                steps.add(line.equals("when") ? new Scenario.When(doing) : new Scenario.Given(doing));
                heading = line;
            }
            case "then events", "then book" -> {
                saying = new ArrayList<>();
                doing = null;
                steps.add(line.equals("then book") ? new Scenario.ThenBook(saying) : new Scenario.ThenEvents(saying));
                heading = line;
            }
            default -> {
                if (heading.isEmpty()) {
                    parseRule(line.split(" ", -1));
                } else if (doing != null) {
                    commands.parse(line).ifPresent(doing::add);
                } else {
                    saying.add(line);
                }
            }
        }
    }

    private void parseRule(final String[] words) {
        switch (words[0]) {
            case "tick" -> useTick(new BigDecimal(words[1]));
            case "max" ->
                rules = new MarketRules(
                        notation.ticks(words[1]),
                        rules.tickTable(),
                        rules.bandBps(),
                        rules.velocityBps(),
                        rules.velocityWindowNs());
            case "tick-table" ->
                rules = new MarketRules(
                        rules.maxPriceTicks(),
                        tickTable(words),
                        rules.bandBps(),
                        rules.velocityBps(),
                        rules.velocityWindowNs());
            case "band" ->
                rules = new MarketRules(
                        rules.maxPriceTicks(),
                        rules.tickTable(),
                        Integer.parseInt(words[1]),
                        rules.velocityBps(),
                        rules.velocityWindowNs());
            case "velocity" ->
                rules = new MarketRules(
                        rules.maxPriceTicks(),
                        rules.tickTable(),
                        rules.bandBps(),
                        Integer.parseInt(words[1]),
                        Notation.timeNs(words[3].toLowerCase(Locale.ROOT)));
            default -> throw new IllegalArgumentException("no such rule of an instrument");
        }
    }

    private TickTable tickTable(final String[] words) {
        final List<TickTable.Row> rows = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            final String[] row = words[i].split(":", -1);
            rows.add(new TickTable.Row(notation.ticks(row[0]), notation.ticks(row[1])));
        }
        return new TickTable(rows);
    }
}
