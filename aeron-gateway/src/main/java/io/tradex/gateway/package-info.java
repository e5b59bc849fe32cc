/**
 * The core's door to its clients and relays over Aeron.
 *
 * <pre>
 *   clients ──► {@link io.tradex.gateway.IngressAdapter} ──► FrameSink (sequencer)       ingress thread
 *                      │  ▲
 *                      ▼  │  {@link io.tradex.gateway.GatewaySessions}: shared by both threads
 *   clients ◄── {@link io.tradex.gateway.ReplyPublisher} ◄── replies (behind the gate)   egress thread
 *   relays  ◄── {@link io.tradex.gateway.DeltaPublisher} ◄── order-state deltas          egress thread
 *   anybody ◄── {@link io.tradex.gateway.MarketDataPublisher} ◄── market data            egress thread
 * </pre>
 *
 * On few cores both threads are one and the same; nothing here knows the difference.
 */
package io.tradex.gateway;
