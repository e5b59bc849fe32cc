/** The FIX edge beside two bare ends of QuickFIX/J, and beside the engine that it must not slow. */
package io.tradex.benchmarks.fix;
