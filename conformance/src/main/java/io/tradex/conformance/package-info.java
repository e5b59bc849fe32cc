/**
 * The order state change matrices of FIX 4.4 volume 4 as a table, and what each of its rows expects of a buy side that shows a
 * request as pending from the moment it sends it. Read by tests and by the certification alone, never by what is tested.
 */
package io.tradex.conformance;
