package io.tradex.certification;

import java.util.List;

/**
 * How one path went.
 *
 * @param name    of it.
 * @param verdict of it: the worst of its steps.
 * @param steps   as far as it came.
 */
record PathResult(String name, Verdict verdict, List<StepResult> steps) {
    static PathResult of(final String name, final List<StepResult> steps) {
        Verdict verdict = Verdict.PASSED;
        for (final StepResult step : steps) {
            if (step.verdict() == Verdict.FAILED) {
                verdict = Verdict.FAILED;
            } else if (step.verdict() == Verdict.NOT_SHOWN && verdict == Verdict.PASSED) {
                verdict = Verdict.NOT_SHOWN;
            }
        }
        return new PathResult(name, verdict, List.copyOf(steps));
    }
}
