package io.tradex.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.agrona.DirectBuffer;

/** All stages around a scripted engine, each driven by hand, on the thread of the test. */
final class Stages {
    static final int RING_SLOTS = 8;

    final PipelineCounters counters = new PipelineCounters();
    final ManualClock clock = new ManualClock();
    final MemoryJournal journal = new MemoryJournal();
    final ScriptedEngine engine = new ScriptedEngine();
    final Outside outside = new Outside();
    final RecordedFailStop failStop = new RecordedFailStop();
    final InputBuffer inputs = new InputBuffer(InputBuffer.MIN_CAPACITY_BYTES, counters);
    final RelayRequests relayRequests = new RelayRequests(counters);
    final MarketDataRequests marketDataRequests = new MarketDataRequests(counters);
    final Deque<DirectBuffer> network = new ArrayDeque<>();
    final List<PressureSource> pressures = new ArrayList<>();
    final Gate gate = new Gate(journal);
    final HaltSwitch haltSwitch = new HaltSwitch(gate, failStop, counters);
    final OutputRing outputs = new OutputRing(OutputRing.MIN_CAPACITY_BYTES);
    final InputRing ring = new InputRing(RING_SLOTS);
    final ReadModel readModel = new ReadModel(10_000, 1024, counters);
    final MarketDataStage marketData = new MarketDataStage(
            new MarketDataConfiguration(true, 100, 1_000_000, 4), 10_000, marketDataRequests, outside, counters);
    final Sequencer sequencer;
    final JournallerAgent journaller;
    final EngineAgent engineAgent;
    final EgressAgent egress;

    Stages(final PressureSource... pressures) {
        this.pressures.addAll(List.of(pressures));
        engine.goLive(outputs, readModel, marketData);
        sequencer = new Sequencer(
                ring,
                inputs,
                this::pollNetwork,
                new AdmissionPolicy(this.pressures),
                clock,
                haltSwitch,
                counters,
                4,
                4,
                0,
                0);
        journaller = new JournallerAgent(ring.journallerPoller(), journal, clock, haltSwitch, 3);
        engineAgent = new EngineAgent(ring.enginePoller(), engine, outputs, haltSwitch, counters, 4);
        egress = new EgressAgent(
                outputs,
                gate,
                outside.ports(),
                readModel,
                new RelayService(readModel, relayRequests, outside, counters, 2, 4, 1_000),
                marketData,
                inputs,
                clock,
                haltSwitch,
                counters,
                64,
                100_000_000);
    }

    private int pollNetwork(final InputSink sink, final int limit) {
        int taken = 0;
        while (taken < limit && !network.isEmpty()) {
            final DirectBuffer frame = network.peek();
            if (!sink.offer(frame, 0, frame.capacity())) {
                break;
            }
            network.remove();
            taken++;
        }
        return taken;
    }

    boolean offer(final DirectBuffer frame) {
        return inputs.offer(frame, 0, frame.capacity());
    }

    void run(final int dutyCycles) {
        for (int i = 0; i < dutyCycles; i++) {
            sequencer.doWork();
            journaller.doWork();
            engineAgent.doWork();
            egress.doWork();
        }
    }

    /** What reached the outside, but for heartbeats. */
    List<String> outputs() {
        return outside.log().stream()
                .filter(line -> !line.startsWith("heartbeat"))
                .toList();
    }
}
