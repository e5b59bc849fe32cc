package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineConfigurationTest {
    @Test
    void shouldHaveTheSmallProfileByDefault() {
        final PipelineConfiguration configuration =
                PipelineConfiguration.builder().build();

        assertEquals(Threading.SHARED, configuration.threading());
        assertFalse(configuration.journallerOwnThread());
        assertEquals(Idle.BACKOFF, configuration.idleSequencer());
        assertEquals(100_000_000, configuration.deltaHeartbeatNs());
    }

    @Test
    void shouldGiveTheJournallerAThreadWhereEveryStageHasOne() {
        assertTrue(PipelineConfiguration.builder()
                .threading(Threading.DEDICATED)
                .build()
                .journallerOwnThread());
    }

    static Stream<Arguments> shouldNameThePropertyAtFaultItsValueAndWhatIsAllowed() {
        return Stream.of(
                Arguments.of(
                        PipelineConfiguration.builder().ringSlots(1000),
                        "pipeline.ring.slots=1000: must be a power of two from 2 to 1048576"),
                Arguments.of(
                        PipelineConfiguration.builder().outputRingBytes(1024),
                        "pipeline.output.ring.bytes=1024: must be a power of two from 262144 to 1073741824"),
                Arguments.of(
                        PipelineConfiguration.builder().inputBufferBytes(0),
                        "pipeline.input.buffer.bytes=0: must be a power of two from 16384 to 1073741824"),
                Arguments.of(
                        PipelineConfiguration.builder().inputLimit(0), "pipeline.input.limit=0: must be 1 to 1048576"),
                Arguments.of(
                        PipelineConfiguration.builder().ingressLimit(-1),
                        "pipeline.ingress.limit=-1: must be 1 to 1048576"),
                Arguments.of(
                        PipelineConfiguration.builder().journalBatchLimit(0),
                        "pipeline.journal.batch.limit=0: must be 1 to 1048576"),
                Arguments.of(
                        PipelineConfiguration.builder().engineBatchLimit(0),
                        "pipeline.engine.batch.limit=0: must be 1 to 1048576"),
                Arguments.of(
                        PipelineConfiguration.builder().egressBatchLimit(0),
                        "pipeline.egress.batch.limit=0: must be 1 to 1048576"),
                Arguments.of(
                        PipelineConfiguration.builder().admissionHighPercent(101),
                        "pipeline.admission.high.percent=101: must be 1 to 100"),
                Arguments.of(
                        PipelineConfiguration.builder().admissionHighPercent(50).admissionLowPercent(50),
                        "pipeline.admission.low.percent=50: must be 0 to 49"),
                Arguments.of(
                        PipelineConfiguration.builder().readModelRows(0),
                        "pipeline.read.model.rows=0: must be 1 to " + ReadModel.MAX_ROWS),
                Arguments.of(
                        PipelineConfiguration.builder().readModelDeltas(3),
                        "pipeline.read.model.deltas=3: must be a power of two from 1 to " + ReadModel.MAX_DELTAS),
                Arguments.of(
                        PipelineConfiguration.builder().deltaHeartbeatMs(0),
                        "pipeline.delta.heartbeat.ms=0: must be 1 to 3600000 milliseconds"),
                Arguments.of(
                        PipelineConfiguration.builder().relayConcurrentRequests(0),
                        "pipeline.relay.concurrent.requests=0: must be 1 to 256"),
                Arguments.of(
                        PipelineConfiguration.builder().relaySliceMessages(0),
                        "pipeline.relay.slice.messages=0: must be 1 to 1048576"),
                Arguments.of(
                        PipelineConfiguration.builder().relayStallTimeoutMs(Long.MAX_VALUE),
                        "pipeline.relay.stall.timeout.ms=" + Long.MAX_VALUE + ": must be 1 to 3600000 milliseconds"),
                Arguments.of(
                        PipelineConfiguration.builder().shutdownTimeoutMs(0),
                        "pipeline.shutdown.timeout.ms=0: must be 1 to 3600000 milliseconds"));
    }

    @ParameterizedTest
    @MethodSource
    void shouldNameThePropertyAtFaultItsValueAndWhatIsAllowed(
            final PipelineConfiguration.Builder builder, final String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }

    @Test
    void shouldParseNames() {
        assertEquals(Idle.YIELDING, Idle.parse(PipelineConfiguration.IDLE_ENGINE, "yielding"));
        assertEquals(Threading.DEDICATED, Threading.parse(PipelineConfiguration.THREADING_MODE, "dedicated"));
        assertEquals(
                "threading.idle.engine=busy: must be one of backoff, yielding, sleeping, spinning",
                assertThrows(IllegalArgumentException.class, () -> Idle.parse("threading.idle.engine", "busy"))
                        .getMessage());
        assertEquals(
                "threading.mode=SHARED: must be one of shared, dedicated",
                assertThrows(IllegalArgumentException.class, () -> Threading.parse("threading.mode", "SHARED"))
                        .getMessage());
    }
}
