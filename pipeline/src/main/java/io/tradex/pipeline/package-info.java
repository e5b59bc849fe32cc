/**
 * The stages between the network and the trading engine, as Agrona agents. Configuration decides which of them share a thread;
 * the code is the same.
 *
 * <pre>
 *  network, on the sequencer's thread           every other thread: venue sessions, timers, admin, checkpoints
 *     Ingress.poll(InputSink)                      InputBuffer.offer
 *            |                                        |
 *            |                     +------------------+  ManyToOneRingBuffer; full: offer says false, the caller waits
 *            v                     v
 *       +----------------------------------+
 *       | Sequencer                        |  sequence, timestamp; AdmissionPolicy decides on new orders
 *       +----------------------------------+
 *            |  Disruptor ring of InputSlot; full: nothing is taken, the network and the input buffer push back
 *            +------------------------------+
 *            v                              v
 *       +------------------+       +------------------+
 *       | JournallerAgent  |       | EngineAgent      |  TradingEngine, by one input after the other
 *       |   JournalPort    |       +------------------+
 *       +------------------+                |  OutputRing; full: the engine pauses and resumes, nothing is lost
 *            | durableSequence              v
 *            |                     +------------------+
 *            +-------> Gate -----> | EgressAgent      |  lets an output out once its input is durable
 *                                  +------------------+
 *                                    |   |   |   |   +--> HostEvents: refused inputs and alarms; checkpoints: InputBuffer
 *                                    |   |   |   +------> VenuePort: full: the output waits, and so does all behind it
 *                                    |   |   +----------> ReplyPort: never blocks
 *                                    |   +--------------> ReadModel, then DeltaPort: never blocks
 *                                    |                        |
 *       relay requests: RelayRequests -----> RelayService <---+  snapshots and gap fills in slices, to RelayPort
 *
 *  EgressAgent, events of books ---------------> MarketDataStage --> MarketDataPort: L1, L2, L3; never blocks
 *       requests of anybody: MarketDataRequests -----^   snapshots of books in slices
 *
 *  SnapshotFollower: an engine of its own that follows the journal, never past durableSequence, and writes snapshots.
 * </pre>
 *
 * Threads, from left to right the order of the duty cycle:
 *
 * <pre>
 *  SHARED                 [ beside the sequencer, sequencer, journaller, engine, egress, beside the egress ]
 *  SHARED, own journaller [ beside the sequencer, sequencer, engine, egress, beside the egress ] [ journaller ]
 *  DEDICATED              [ beside the sequencer, sequencer ] [ journaller ] [ engine ] [ egress, beside the egress ]
 * </pre>
 *
 * Whatever is thrown in a stage stops the process ({@link io.tradex.pipeline.FailStop}): the gate closes first and for good, so
 * that nothing that follows from a broken state leaves it.
 */
package io.tradex.pipeline;
