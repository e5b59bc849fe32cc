package io.tradex.certification;

import java.util.Locale;

/** Writes a result as text. Stateless. */
final class TextReport {
    private TextReport() {}

    /**
     * @param result of a certification.
     * @return lines; the last one is the summary.
     */
    static String of(final CertificationResult result) {
        final StringBuilder text = new StringBuilder();
        text.append("FIX certification of ")
                .append(result.venue())
                .append(", ")
                .append(result.version())
                .append(", ")
                .append(result.started().toString(), 0, 19)
                .append("Z, ")
                .append(String.format(Locale.ROOT, "%.1f s", result.took().toMillis() / 1_000.0))
                .append("\n\n");
        for (final ScenarioResult scenario : result.scenarios()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-9s  %-5s  %s%n",
                    scenario.verdict(),
                    scenario.scenario().ref(),
                    scenario.scenario().title()));
            if (scenario.verdict() == Verdict.FAILED || scenario.verdict() == Verdict.NOT_SHOWN) {
                scenario.paths().forEach(path -> path(text, path));
            }
        }
        return text.append('\n').append(result.summary()).append('\n').toString();
    }

    private static void path(final StringBuilder text, final PathResult path) {
        if (path.verdict() == Verdict.PASSED) {
            return;
        }
        text.append("             ").append(path.name()).append('\n');
        for (final StepResult step : path.steps()) {
            if (step.verdict() != Verdict.PASSED) {
                text.append("               step ")
                        .append(step.time())
                        .append(", ")
                        .append(step.what())
                        .append('\n');
                for (final String wrong : step.wrong()) {
                    text.append("                 ").append(wrong).append('\n');
                }
            }
        }
    }
}
