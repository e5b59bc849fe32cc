package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/** What the engine said to one input. */
record Step(List<Said> said) {
    <T extends Said> List<T> all(final Class<T> kind) {
        return said.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends Said> T only(final Class<T> kind) {
        final List<T> found = all(kind);
        assertEquals(1, found.size(), () -> "one " + kind.getSimpleName() + " in " + said);
        return found.get(0);
    }

    List<Said.Report> reports() {
        return all(Said.Report.class);
    }

    /** Reports to one session. */
    List<Said.Report> reportsTo(final long sessionId) {
        return reports().stream().filter(r -> r.sessionId() == sessionId).toList();
    }

    List<Said.State> states() {
        return reports().stream().map(Said.Report::state).toList();
    }

    List<Said.State> statesTo(final long sessionId) {
        return reportsTo(sessionId).stream().map(Said.Report::state).toList();
    }

    Said.Report report() {
        return only(Said.Report.class);
    }

    Said.CancelReject cancelReject() {
        return only(Said.CancelReject.class);
    }

    Said.Refused refused() {
        return only(Said.Refused.class);
    }

    Said.VenueRequest request() {
        return only(Said.VenueRequest.class);
    }

    List<Said.VenueRequest> requests() {
        return all(Said.VenueRequest.class);
    }

    List<Said.Alarm> alarms() {
        return all(Said.Alarm.class);
    }

    List<Said.Delta> deltas() {
        return all(Said.Delta.class);
    }
}
