/** Measurements: the open-loop latency rig and the micro-benchmarks. See {@code scripts/bench}. */
package io.tradex.benchmarks;
