package io.tradex.exchange.script;

import java.util.List;

/**
 * A whole script: rules, or scenarios that are played one after the other.
 *
 * @param seed            of every draw.
 * @param plainExecIds    whether ExecIDs begin at 1 with every logon, and so collide with those of other sessions and days.
 * @param plainOrderIds   whether OrderIDs begin at 1 with every start.
 * @param rules           in their order; empty if there are scenarios.
 * @param plays           the scenarios; empty if there are rules.
 */
public record Script(long seed, boolean plainExecIds, boolean plainOrderIds, List<Rule> rules, List<Play> plays) {
    /** Says nothing. */
    public static final Script NONE = new Script(1, false, false, List.of(), List.of());
}
