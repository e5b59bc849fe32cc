/**
 * Certifies a venue's FIX session: plays the order state change matrices with the core's own engine and FIX adapter on our side,
 * compares what the venue says and what the core shows with the table, and reports.
 */
package io.tradex.certification;
