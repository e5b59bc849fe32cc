package io.tradex.benchmarks.fix;

import java.io.IOException;

/** Placeholder until the engine part stands. */
final class FixEngineBench {
    FixEngineBench(final boolean quick) {}

    boolean run(final boolean publish) throws IOException {
        return true;
    }
}
