package io.tradex.client;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.driver.status.StreamCounter;
import java.util.HashSet;
import java.util.Set;

/** Finds out, as an attacker on the same machine could, where a client listens. */
final class ReplyEndpoints {
    private static final String ENDPOINT = "endpoint=";

    private ReplyEndpoints() {}

    static String of(final Aeron aeron, final int streamId) {
        final Set<String> endpoints = new HashSet<>();
        aeron.countersReader().forEach((counterId, typeId, key, label) -> {
            if (typeId == AeronCounters.DRIVER_SENDER_POSITION_TYPE_ID
                    && key.getInt(StreamCounter.STREAM_ID_OFFSET) == streamId) {
                final String channel = key.getStringAscii(StreamCounter.CHANNEL_OFFSET);
                final int begin = channel.indexOf(ENDPOINT) + ENDPOINT.length();
                final int end = channel.indexOf('|', begin);
                endpoints.add(channel.substring(begin, end < 0 ? channel.length() : end));
            }
        });
        if (endpoints.size() != 1) {
            throw new AssertionError("expected one reply endpoint, found " + endpoints);
        }
        return endpoints.iterator().next();
    }
}
