package io.tradex.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what should have stopped the process. */
final class RecordedFailStop implements FailStop {
    final List<String> calls = new CopyOnWriteArrayList<>();

    @Override
    public void onFatal(final String stage, final long sequence, final Throwable cause) {
        calls.add(stage + " at " + sequence + ": " + cause.getMessage());
    }
}
