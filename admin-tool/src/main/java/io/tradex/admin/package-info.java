/** The operator's command line: one request to a running core, and what became of it. */
package io.tradex.admin;
