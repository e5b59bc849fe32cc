package io.tradex.certification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How the whole certification went.
 *
 * @param venue     who was certified.
 * @param version   of FIX.
 * @param started   when it began.
 * @param took      how long it took.
 * @param scenarios in the order of the table.
 */
record CertificationResult(
        String venue, String version, Instant started, Duration took, List<ScenarioResult> scenarios) {
    long count(final Verdict verdict) {
        return scenarios.stream()
                .filter(scenario -> scenario.verdict() == verdict)
                .count();
    }

    /** @return scenarios that were not left out. */
    long counted() {
        return scenarios.size() - count(Verdict.EXCLUDED);
    }

    boolean passed() {
        return counted() > 0 && count(Verdict.PASSED) == counted();
    }

    /** @return the last line of every report. */
    String summary() {
        final long excluded = count(Verdict.EXCLUDED);
        return "certify: " + count(Verdict.PASSED) + '/' + counted() + " scenarios"
                + (excluded == 0 ? "" : ", " + excluded + " excluded");
    }
}
