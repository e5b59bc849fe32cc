package io.tradex.gateway;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import java.util.Locale;
import java.util.Set;

/**
 * Turns the replyChannel of a LogonRequest into the channel that is really opened. Only the endpoint is taken from the client:
 * any other parameter would give it a say in how the core's own driver sends.
 */
final class ReplyChannel {
    private static final int PORT_MAX = 65_535;

    private ReplyChannel() {}

    /**
     * @param replyChannel as the client sent it.
     * @param allowedHosts in lower case.
     * @param termLength   of the publication in bytes.
     * @return the channel to open, or null if the client's is not allowed or makes no sense.
     */
    static String toPublicationChannel(
            final String replyChannel, final Set<String> allowedHosts, final int termLength) {
        final ChannelUri uri;
        try {
            uri = ChannelUri.parse(replyChannel);
        } catch (final RuntimeException ex) {
            // Whatever the parser makes of bytes from outside is a refusal.
            return null;
        }
        final String endpoint = uri.get(CommonContext.ENDPOINT_PARAM_NAME);
        final boolean prefixed = uri.prefix() != null && !uri.prefix().isEmpty();
        if (!uri.isUdp() || prefixed || endpoint == null || !isBare(uri)) {
            return null;
        }
        final int colon = endpoint.lastIndexOf(':');
        if (colon <= 0) {
            return null;
        }
        final String host = endpoint.substring(0, colon).toLowerCase(Locale.ROOT);
        final int port = port(endpoint, colon + 1);
        if (port < 0 || !allowedHosts.contains(host)) {
            return null;
        }
        return "aeron:udp?endpoint=" + host + ":" + port + "|term-length=" + termLength;
    }

    private static boolean isBare(final ChannelUri uri) {
        final int[] parameters = new int[1];
        uri.forEachParameter((key, value) -> parameters[0]++);
        return parameters[0] == 1;
    }

    private static int port(final String endpoint, final int begin) {
        final int digits = endpoint.length() - begin;
        if (digits < 1 || digits > 5) {
            return -1;
        }
        int port = 0;
        for (int i = begin; i < endpoint.length(); i++) {
            final char digit = endpoint.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            port = port * 10 + (digit - '0');
        }
        return port >= 1 && port <= PORT_MAX ? port : -1;
    }
}
