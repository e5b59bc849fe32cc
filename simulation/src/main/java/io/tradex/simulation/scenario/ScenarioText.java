package io.tradex.simulation.scenario;

import io.tradex.simulation.book.MarketRules;
import io.tradex.simulation.book.TickTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a script as a case of a scenario file, with the events that are to be expected. */
public final class ScenarioText {
    private ScenarioText() {}

    /**
     * @param title    of the case.
     * @param rules    of the instrument.
     * @param commands of the script.
     * @param events   to be expected.
     * @return the lines of the case.
     */
    public static List<String> lines(
            final String title, final MarketRules rules, final List<BookCommand> commands, final List<String> events) {
        final List<String> lines = new ArrayList<>();
        lines.add("case " + title);
        lines.add("max " + rules.maxPriceTicks());
        if (!rules.tickTable().equals(TickTable.EVERY_TICK)) {
            lines.add("tick-table "
                    + rules.tickTable().rows().stream()
                            .map(row -> row.fromTicks() + ":" + row.step())
                            .collect(Collectors.joining(" ")));
        }
        if (rules.bandBps() > 0) {
            lines.add("band " + rules.bandBps());
        }
        if (rules.velocityBps() > 0) {
            lines.add("velocity " + rules.velocityBps() + " in " + Notation.time(rules.velocityWindowNs()));
        }
        lines.add("when");
        final CommandText text = new CommandText(Notation.ticks());
        commands.forEach(command -> text.lines(command).forEach(line -> lines.add("  " + line)));
        lines.add("then events");
        (events.isEmpty() ? List.of("nothing") : events).forEach(line -> lines.add("  " + line));
        return lines;
    }
}
