package io.tradex.benchmarks;

import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.TradingEngine;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The engine alone: decoding, duplicates, risk, book, replies and deltas of one command, without journal, ring and network.
 * Reported with {@code gc.alloc.rate.norm}, which has to be 0 bytes an operation.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"})
public class EngineBenchmark {
    private static final int PROBED_LOOPS = 2;

    private EngineFlow flow;
    private CountingOutput output;

    /** Builds an engine, and proves on a few loops that its flow does what it is said to. */
    @Setup
    public void setUp() {
        output = new CountingOutput();
        flow = new EngineFlow(new TradingEngine(output), 1);
        output.probe = true;
        for (int i = 0; i < PROBED_LOOPS * EngineFlow.COMMANDS; i++) {
            flow.applyNext();
        }
        output.probe = false;
        if (output.fills == 0 || output.refusals > 0) {
            throw new IllegalStateException(output.fills + " fills and " + output.refusals + " refusals");
        }
    }

    /** Fails if the engine said nothing. */
    @TearDown
    public void tearDown() {
        if (output.messages == 0) {
            throw new IllegalStateException("no output");
        }
    }

    /** One command: 47% new orders, 47% cancels, 5% trades. */
    @Benchmark
    public void command() {
        flow.applyNext();
    }

    private static final class CountingOutput implements EngineOutput {
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final ExecutionReportDecoder report = new ExecutionReportDecoder();
        private boolean probe;
        private long messages;
        private long fills;
        private long refusals;

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void onOutput(
                final long inputSeq,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            messages++;
            if (!probe) {
                return;
            }
            if (templateId == ExecutionReportDecoder.TEMPLATE_ID) {
                report.wrapAndApplyHeader(buffer, offset, header);
                fills += report.execType() == ExecType.TRADE ? 1 : 0;
                refusals += report.execType() == ExecType.REJECTED ? 1 : 0;
            } else if (templateId == io.tradex.protocol.entry.CancelRejectDecoder.TEMPLATE_ID) {
                refusals++;
            }
        }
    }
}
