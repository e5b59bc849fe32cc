package io.tradex.client;

import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;

/** The example in the README: what stands between the two comments stands there, word for word. */
final class FirstOrder {
    private FirstOrder() {}

    static void send(
            final String core,
            final byte[] secret,
            final TradexClientListener listener,
            final IdleStrategy idle,
            final BooleanSupplier running) {
        // The example begins.
        final var builder = TradexClientConfiguration.builder();
        final var configuration =
                builder.serverChannel(core).clientId(7).secret(secret).build();
        try (TradexClient client = TradexClient.launch(configuration, listener)) {
            for (boolean sent = false; running.getAsBoolean(); idle.idle(client.poll())) {
                if (!sent && client.isUp()) {
                    // Account 1, ClOrdID 1, instrument 1: buy 100 lots at 58,500 ticks on the core's own book (0).
                    sent = client.newOrder(1, 1, 1, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, 0, 58_500, 100) > 0;
                }
            }
        }
        // The example ends.
    }
}
