package io.tradex.conformance;

import java.util.List;

/**
 * One way through a scenario.
 *
 * @param name  which way: "main", or where it leaves the main path, and in which order crossing messages arrive.
 * @param steps its messages in order.
 */
public record Path(String name, List<PathStep> steps) {
    @Override
    public String toString() {
        return name;
    }
}
