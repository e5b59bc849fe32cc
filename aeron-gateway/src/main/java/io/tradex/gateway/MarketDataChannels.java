package io.tradex.gateway;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where market data is published. Immutable; what the constructor takes is valid. Each channel is multicast or
 * multi-destination-cast with {@code fc=max}, which is set if missing, as for order-state deltas.
 *
 * @param topChannel      Aeron channel of L1.
 * @param topStreamId     its stream.
 * @param levelsChannel   Aeron channel of L2.
 * @param levelsStreamId  its stream.
 * @param ordersChannel   Aeron channel of L3.
 * @param ordersStreamId  its stream.
 * @param snapshotChannel Aeron channel of the snapshots.
 * @param snapshotStreamId its stream.
 */
public record MarketDataChannels(
        String topChannel,
        int topStreamId,
        String levelsChannel,
        int levelsStreamId,
        String ordersChannel,
        int ordersStreamId,
        String snapshotChannel,
        int snapshotStreamId) {
    /** Loopback multicast, each stream on a port of its own so that nobody gets what he does not listen to. */
    public static final MarketDataChannels DEFAULT = new MarketDataChannels(
            "aeron:udp?endpoint=224.20.30.43:40461|interface=127.0.0.1|term-length=1m",
            1011,
            "aeron:udp?endpoint=224.20.30.43:40462|interface=127.0.0.1|term-length=4m",
            1012,
            "aeron:udp?endpoint=224.20.30.43:40463|interface=127.0.0.1|term-length=4m",
            1013,
            "aeron:udp?endpoint=224.20.30.43:40464|interface=127.0.0.1|term-length=4m",
            1014);

    private static final int STREAMS = 4;

    /** Refuses channels that would let one slow client hold back the core, and streams that are one and the same. */
    public MarketDataChannels {
        topChannel = GatewayConfiguration.broadcastChannel("market.data.l1.channel", topChannel);
        levelsChannel = GatewayConfiguration.broadcastChannel("market.data.l2.channel", levelsChannel);
        ordersChannel = GatewayConfiguration.broadcastChannel("market.data.l3.channel", ordersChannel);
        snapshotChannel = GatewayConfiguration.broadcastChannel("market.data.snapshots.channel", snapshotChannel);
        final Set<String> streams = new TreeSet<>(List.of(topChannel + ' ' + topStreamId));
        streams.add(levelsChannel + ' ' + levelsStreamId);
        streams.add(ordersChannel + ' ' + ordersStreamId);
        streams.add(snapshotChannel + ' ' + snapshotStreamId);
        if (streams.size() < STREAMS) {
            throw new IllegalArgumentException(
                    "market.data.*.channel and market.data.*.stream must differ in one or the "
                            + "other for L1, L2, L3 and snapshots, were " + streams);
        }
    }
}
