package io.tradex.server;

import io.tradex.fix.FixAdapter;
import io.tradex.fix.FixFault;
import io.tradex.gateway.GatewayCounter;

/** The counters as one line of JSON, all of them rising since the start but for those that say what is now. */
final class MetricsLine {
    private final TradexServer server;
    private final StringBuilder line = new StringBuilder(2048);

    MetricsLine(final TradexServer server) {
        this.server = server;
    }

    String next() {
        line.setLength(0);
        line.append("metrics {\"journalSequence\":").append(server.journalSequence());
        line.append(",\"alarms\":").append(server.log().alarms());
        line.append(",\"faults\":").append(server.log().errors());
        line.append(",\"halted\":").append(server.isHalted());
        line.append(",\"admission\":\"").append(server.admissionCause()).append('"');
        line.append(",\"venuesUp\":").append(server.venuesUp());
        line.append(",\"breakersOpened\":").append(server.log().breakersOpened());
        line.append(",\"reconciliations\":").append(server.log().reconciliations());
        line.append(",\"reconciliationFindings\":").append(server.log().findings());
        final FixAdapter fix = server.fix();
        if (fix != null) {
            append("fix", "quotes", fix.quotes());
            append("fix", "quotes-conflated", fix.quotesConflated());
            for (final FixFault fault : FixFault.values()) {
                append("fix", fault.name(), fix.faults().total(fault));
            }
        }
        server.counters().forEach((name, value) -> append("pipeline", name, value));
        for (final GatewayCounter counter : GatewayCounter.values()) {
            append("gateway", counter.name(), server.gatewayCounters().get(counter));
        }
        return line.append('}').toString();
    }

    private void append(final String part, final String name, final long value) {
        line.append(",\"").append(part).append('.');
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            if (c == '-' || c == '_') {
                upper = true;
            } else {
                line.append(upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
                upper = false;
            }
        }
        line.append("\":").append(value);
    }
}
