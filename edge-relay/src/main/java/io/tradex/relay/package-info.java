/**
 * The edge relay: a process of its own that follows the core's order state, proves it gapless, and shows it to browsers and
 * programs. {@link io.tradex.relay.EdgeRelay} composes it and is its command line.
 */
package io.tradex.relay;
