package io.tradex.benchmarks.matching;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One contender on one stream. To be run by {@link MatchingBench}, which makes the streams.
 *
 * <p>An invocation is one pass over all measured commands of a stream. Before each, untimed, the books are cleared, filled and aged
 * by the stream's other commands: every pass of every contender does the same work from the same orders, so that what came of it
 * can be checked after each pass; and the million commands of a pass are a steady state, not a loop over a small stream that
 * the branch predictor learns by heart. The books themselves stay, so that arrays and pools have grown when it counts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatchingBenchmark {
    /** System property: the directory of the streams. */
    static final String STREAMS = "tradex.matching.streams";
    /** System property: the file for the latencies of single commands. */
    static final String LATENCIES = "tradex.matching.latencies";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Name of a {@link Flow}. */
    @Param("A")
    public String flow;

    /** Name of a {@link Contender}. */
    @Param("CORE")
    public String contender;

    private CommandStream stream;
    private MatchingSide side;
    /** Commands of this pass so far. */
    private int applied;

    private CommandLatencies latencies;

    /** What a pass took of the thread. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Used {
        /** Time on a core: what else runs on the machine takes the core away, but is not counted. */
        public long cpuNs;
        /** Bytes. */
        public long allocatedBytes;

        private void start() {
            cpuNs -= THREADS.getCurrentThreadCpuTime();
            allocatedBytes -= THREADS.getCurrentThreadAllocatedBytes();
        }

        private void stop() {
            allocatedBytes += THREADS.getCurrentThreadAllocatedBytes();
            cpuNs += THREADS.getCurrentThreadCpuTime();
        }
    }

    /** Reads the stream. */
    @Setup(Level.Trial)
    public void readStream() throws IOException {
        stream = CommandStream.read(MatchingBench.streamFile(Path.of(System.getProperty(STREAMS)), Flow.valueOf(flow)));
        latencies = new CommandLatencies();
        side = Contender.valueOf(contender).create(Flow.valueOf(flow));
    }

    /** Fills and ages the books. */
    @Setup(Level.Iteration)
    public void fillBooks() {
        side.startPass();
        side.apply(stream, 0, stream.ageing);
        applied = stream.ageing;
    }

    /** Clears the books. */
    @TearDown(Level.Iteration)
    public void clearBooks() {
        // A pass that only converted has left the measured commands to be applied, too.
        side.apply(stream, applied, stream.length());
    }

    /** Writes what was found of single commands, if that was measured. */
    @TearDown(Level.Trial)
    public void writeLatencies() throws IOException {
        if (latencies.isMeasured()) {
            latencies.write(Path.of(System.getProperty(LATENCIES)));
        }
    }

    /** Commands of a mix. */
    @Benchmark
    @OperationsPerInvocation(FlowGenerator.MEASURED)
    public void commands(final Used used) {
        used.start();
        side.apply(stream, stream.ageing, stream.end);
        used.stop();
        applied = stream.end;
        check();
    }

    /** Matches of orders that sweep books. */
    @Benchmark
    @OperationsPerInvocation(FlowGenerator.SWEEPS * FlowGenerator.SWEPT_ORDERS)
    public void matches(final Used used) {
        commands(used);
    }

    /** A contender's own form of the commands, made and not used. */
    @Benchmark
    @OperationsPerInvocation(FlowGenerator.MEASURED)
    public void conversion(final Used used, final Blackhole blackhole) {
        used.start();
        side.convert(stream, stream.ageing, stream.end, blackhole);
        used.stop();
    }

    /** Commands one by one, each with the time that it takes. */
    @Benchmark
    @OperationsPerInvocation(FlowGenerator.MEASURED)
    public void timedCommands() {
        latencies.measure(side, stream);
        applied = stream.end;
        check();
    }

    private void check() {
        side.tally().checkEqual(stream.expected, contender + " on " + flow);
    }
}
