package io.tradex.certification;

import io.tradex.conformance.Scenario;
import java.util.List;

/**
 * How one scenario went.
 *
 * @param scenario it.
 * @param verdict  of it: the worst of its paths.
 * @param paths    in order.
 */
record ScenarioResult(Scenario scenario, Verdict verdict, List<PathResult> paths) {
    static ScenarioResult of(final Scenario scenario, final List<PathResult> paths) {
        Verdict verdict = Verdict.PASSED;
        for (final PathResult path : paths) {
            if (path.verdict() == Verdict.FAILED) {
                verdict = Verdict.FAILED;
            } else if (path.verdict() == Verdict.NOT_SHOWN && verdict == Verdict.PASSED) {
                verdict = Verdict.NOT_SHOWN;
            }
        }
        return new ScenarioResult(scenario, verdict, List.copyOf(paths));
    }

    static ScenarioResult without(final Scenario scenario, final Verdict why) {
        return new ScenarioResult(scenario, why, List.of());
    }
}
