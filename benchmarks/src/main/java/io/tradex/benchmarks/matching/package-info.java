/** The matching engine's book beside its best open peer and beside a bare floor, on the same commands. See {@link MatchingBench}. */
package io.tradex.benchmarks.matching;
