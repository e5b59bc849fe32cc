package io.tradex.certification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes a result as one page that needs nothing else. Stateless. */
final class HtmlReport {
    private static final String TEMPLATE = "report.html";

    private HtmlReport() {}

    /**
     * @param result of a certification.
     * @return the page.
     */
    static String of(final CertificationResult result) {
        final StringBuilder tiles = new StringBuilder();
        final StringBuilder scenarios = new StringBuilder();
        for (final ScenarioResult scenario : result.scenarios()) {
            tile(tiles, scenario);
            scenario(scenarios, scenario);
        }
        return template()
                .replace("{{venue}}", escaped(result.venue()))
                .replace("{{version}}", escaped(result.version()))
                .replace(
                        "{{started}}",
                        result.started().toString().substring(0, 19).replace('T', ' ') + " UTC")
                .replace(
                        "{{took}}",
                        String.format(Locale.ROOT, "%.1f s", result.took().toMillis() / 1_000.0))
                .replace("{{verdict}}", result.passed() ? "passed" : "failed")
                .replace("{{passed}}", Long.toString(result.count(Verdict.PASSED)))
                .replace("{{counted}}", Long.toString(result.counted()))
                .replace("{{failed}}", Long.toString(result.count(Verdict.FAILED)))
                .replace("{{hidden}}", Long.toString(result.count(Verdict.NOT_SHOWN)))
                .replace("{{excluded}}", Long.toString(result.count(Verdict.EXCLUDED)))
                .replace("{{summary}}", escaped(result.summary()))
                .replace("{{tiles}}", tiles)
                .replace("{{scenarios}}", scenarios);
    }

    private static void tile(final StringBuilder html, final ScenarioResult scenario) {
        html.append("<a class=\"tile ")
                .append(cssClass(scenario.verdict()))
                .append("\" href=\"#")
                .append(scenario.scenario().ref())
                .append("\" title=\"")
                .append(escaped(scenario.scenario().title() + ": " + scenario.verdict()))
                .append("\">")
                .append(scenario.scenario().ref())
                .append("</a>\n");
    }

    private static void scenario(final StringBuilder html, final ScenarioResult scenario) {
        final boolean open = scenario.verdict() == Verdict.FAILED || scenario.verdict() == Verdict.NOT_SHOWN;
        html.append("<details class=\"scenario\" id=\"")
                .append(scenario.scenario().ref())
                .append(open && !scenario.paths().isEmpty() ? "\" open>" : "\">")
                .append("<summary><span class=\"ref\">")
                .append(scenario.scenario().ref())
                .append("</span><span class=\"title\">")
                .append(escaped(scenario.scenario().title()))
                .append("</span><span class=\"paths\">")
                .append(scenario.paths().size())
                .append(scenario.paths().size() == 1 ? " path" : " paths")
                .append("</span>");
        badge(html, scenario.verdict());
        html.append("</summary>\n");
        for (final PathResult path : scenario.paths()) {
            path(html, path);
        }
        html.append("</details>\n");
    }

    private static void path(final StringBuilder html, final PathResult path) {
        html.append("<h3>").append(escaped(path.name()));
        badge(html, path.verdict());
        html.append("</h3>\n<div class=\"scroll\"><table><thead><tr><th>Step</th><th>Message</th>")
                .append(
                        "<th>The core shows <small>OrdStatus, OrderQty / CumQty / LeavesQty</small></th><th></th></tr></thead><tbody>\n");
        for (final StepResult step : path.steps()) {
            html.append("<tr class=\"")
                    .append(cssClass(step.verdict()))
                    .append("\"><td>")
                    .append(escaped(step.time()))
                    .append("</td><td>")
                    .append(message(step.what()));
            for (final String wrong : step.wrong()) {
                html.append("<div class=\"wrong\">").append(escaped(wrong)).append("</div>");
            }
            html.append("</td><td class=\"shown\">")
                    .append(escaped(step.shown()))
                    .append("</td><td>");
            badge(html, step.verdict());
            html.append("</td></tr>\n");
        }
        html.append("</tbody></table></div>\n");
    }

    /** Sent and received messages have their direction in colour. */
    private static String message(final String what) {
        final int colon = what.indexOf(": ");
        if (colon < 0) {
            return "<span class=\"event\">" + escaped(what) + "</span>";
        }
        final String direction = what.substring(0, colon);
        return "<span class=\"direction " + direction + "\">" + direction + "</span> "
                + escaped(what.substring(colon + 2));
    }

    private static void badge(final StringBuilder html, final Verdict verdict) {
        html.append("<span class=\"badge ")
                .append(cssClass(verdict))
                .append("\">")
                .append(verdict.toString().toLowerCase(Locale.ROOT))
                .append("</span>");
    }

    private static String cssClass(final Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String escaped(final String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String template() {
        try (InputStream template = HtmlReport.class.getResourceAsStream(TEMPLATE)) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
