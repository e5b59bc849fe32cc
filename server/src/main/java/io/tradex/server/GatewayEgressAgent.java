package io.tradex.server;

import io.tradex.gateway.DeltaPublisher;
import io.tradex.gateway.ReplyPublisher;
import org.agrona.concurrent.Agent;

/** The gateway's share of the egress thread. */
final class GatewayEgressAgent implements Agent {
    private final ReplyPublisher replies;
    private final DeltaPublisher deltas;

    GatewayEgressAgent(final ReplyPublisher replies, final DeltaPublisher deltas) {
        this.replies = replies;
        this.deltas = deltas;
    }

    @Override
    public int doWork() {
        return replies.doWork() + deltas.doWork();
    }

    @Override
    public String roleName() {
        return "gateway-egress";
    }
}
