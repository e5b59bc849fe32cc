/**
 * Order flow for demonstrations and measurements: what an algo would send, made up by seed or read from a file, and the view of
 * its own orders that an algo keeps.
 */
package io.tradex.demo.flow;
