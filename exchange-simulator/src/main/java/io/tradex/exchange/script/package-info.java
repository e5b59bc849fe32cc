/** The language in which an exchange is told to misbehave: what a script says, and how it is read. Knows nothing of FIX sessions. */
package io.tradex.exchange.script;
