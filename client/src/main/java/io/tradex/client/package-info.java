/**
 * The Java client of TradeX: order entry and, for relays, requests to the read model, over Aeron; and, without a session, market
 * data ({@link io.tradex.client.MarketDataClient}).
 *
 * <pre>{@code
 *   TradexClientConfiguration configuration = TradexClientConfiguration.builder()
 *           .clientId(1)
 *           .secret(secretFromSomewhereSafe)
 *           .build();
 *   try (TradexClient client = TradexClient.launch(configuration, listener)) {
 *       while (running) {
 *           int work = client.poll();          // connects, reconnects, heartbeats, calls the listener
 *           if (client.isUp() && wantToTrade) {
 *               client.newOrder(account, clOrdId, instrument, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, 0, price, quantity);
 *           }
 *           idleStrategy.idle(work);
 *       }
 *   }
 * }</pre>
 *
 * Everything happens on the one thread that calls {@link io.tradex.client.TradexClient#poll()}.
 */
package io.tradex.client;
