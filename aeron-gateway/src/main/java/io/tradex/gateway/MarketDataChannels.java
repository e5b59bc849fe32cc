package io.tradex.gateway;

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

    /** Refuses channels that would let one slow client hold back the core. */
    public MarketDataChannels {
        topChannel = GatewayConfiguration.broadcastChannel("topChannel", topChannel);
        levelsChannel = GatewayConfiguration.broadcastChannel("levelsChannel", levelsChannel);
        ordersChannel = GatewayConfiguration.broadcastChannel("ordersChannel", ordersChannel);
        snapshotChannel = GatewayConfiguration.broadcastChannel("snapshotChannel", snapshotChannel);
    }
}
