package io.tradex.pipeline;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;

/**
 * Sizes, limits and threads of a pipeline. Immutable; refuses at construction what makes no sense, naming the property at
 * fault by the key that a configuration file has for it.
 */
public final class PipelineConfiguration {
    /** Inputs between the sequencer and its slower reader; a power of two. Each takes {@link InputSlot#MAX_INPUT_BYTES}. */
    public static final String RING_SLOTS = "pipeline.ring.slots";

    /** Bytes between the engine and the egress; a power of two. */
    public static final String OUTPUT_RING_BYTES = "pipeline.output.ring.bytes";

    /** Bytes between all other threads and the sequencer; a power of two. */
    public static final String INPUT_BUFFER_BYTES = "pipeline.input.buffer.bytes";

    /** Most inputs that the sequencer takes from the input buffer in one duty cycle. */
    public static final String INPUT_LIMIT = "pipeline.input.limit";

    /** Most inputs that the sequencer takes from the network in one duty cycle. */
    public static final String INGRESS_LIMIT = "pipeline.ingress.limit";

    /** Most inputs in one batch of the journal. */
    public static final String JOURNAL_BATCH_LIMIT = "pipeline.journal.batch.limit";

    /** Most inputs that the engine applies in one duty cycle. */
    public static final String ENGINE_BATCH_LIMIT = "pipeline.engine.batch.limit";

    /** Most outputs that leave in one duty cycle. */
    public static final String EGRESS_BATCH_LIMIT = "pipeline.egress.batch.limit";

    /** Level of a queue, in percent of its capacity, from which on no new orders are admitted. */
    public static final String ADMISSION_HIGH_PERCENT = "pipeline.admission.high.percent";

    /** Level of a queue, in percent of its capacity, at which new orders are admitted again. */
    public static final String ADMISSION_LOW_PERCENT = "pipeline.admission.low.percent";

    /** Orders in the read model: at least as many as the engine keeps. */
    public static final String READ_MODEL_ROWS = "pipeline.read.model.rows";

    /** Deltas kept for gap fills; a power of two. */
    public static final String READ_MODEL_DELTAS = "pipeline.read.model.deltas";

    /** Milliseconds between two heartbeats on the delta stream. */
    public static final String DELTA_HEARTBEAT_MS = "pipeline.delta.heartbeat.ms";

    /** Relay requests served at a time; more wait. */
    public static final String RELAY_CONCURRENT_REQUESTS = "pipeline.relay.concurrent.requests";

    /** Most messages to relays in one duty cycle. */
    public static final String RELAY_SLICE_MESSAGES = "pipeline.relay.slice.messages";

    /** Milliseconds after which a relay that takes nothing loses its request. */
    public static final String RELAY_STALL_TIMEOUT_MS = "pipeline.relay.stall.timeout.ms";

    /** Milliseconds that an orderly shutdown may take to drain. */
    public static final String SHUTDOWN_TIMEOUT_MS = "pipeline.shutdown.timeout.ms";

    /** {@code shared} or {@code dedicated}; see {@link Threading}. */
    public static final String THREADING_MODE = "threading.mode";

    /** Whether the journaller has a thread of its own where the others share one; a journal that forces batches needs it. */
    public static final String THREADING_JOURNALLER_OWN_THREAD = "threading.journaller.own.thread";

    /** How the sequencer's thread idles, and the shared one; see {@link Idle}. */
    public static final String IDLE_SEQUENCER = "threading.idle.sequencer";

    /** How the journaller's thread idles. */
    public static final String IDLE_JOURNALLER = "threading.idle.journaller";

    /** How the engine's thread idles. */
    public static final String IDLE_ENGINE = "threading.idle.engine";

    /** How the egress thread idles. */
    public static final String IDLE_EGRESS = "threading.idle.egress";

    private static final int MAX_LIMIT = 1 << 20;
    private static final int MAX_RING_SLOTS = 1 << 20;
    private static final int MAX_BYTES = 1 << 30;

    private final int ringSlots;
    private final int outputRingBytes;
    private final int inputBufferBytes;
    private final int inputLimit;
    private final int ingressLimit;
    private final int journalBatchLimit;
    private final int engineBatchLimit;
    private final int egressBatchLimit;
    private final int admissionHighPercent;
    private final int admissionLowPercent;
    private final int readModelRows;
    private final int readModelDeltas;
    private final long deltaHeartbeatNs;
    private final int relayConcurrentRequests;
    private final int relaySliceMessages;
    private final long relayStallTimeoutNs;
    private final MarketDataConfiguration marketData;
    private final long shutdownTimeoutNs;
    private final Threading threading;
    private final boolean journallerOwnThread;
    private final Idle idleSequencer;
    private final Idle idleJournaller;
    private final Idle idleEngine;
    private final Idle idleEgress;

    private PipelineConfiguration(final Builder builder) {
        ringSlots = powerOfTwo(RING_SLOTS, builder.ringSlots, 2, MAX_RING_SLOTS);
        outputRingBytes =
                powerOfTwo(OUTPUT_RING_BYTES, builder.outputRingBytes, OutputRing.MIN_CAPACITY_BYTES, MAX_BYTES);
        inputBufferBytes =
                powerOfTwo(INPUT_BUFFER_BYTES, builder.inputBufferBytes, InputBuffer.MIN_CAPACITY_BYTES, MAX_BYTES);
        inputLimit = inRange(INPUT_LIMIT, builder.inputLimit, 1, MAX_LIMIT);
        ingressLimit = inRange(INGRESS_LIMIT, builder.ingressLimit, 1, MAX_LIMIT);
        journalBatchLimit = inRange(JOURNAL_BATCH_LIMIT, builder.journalBatchLimit, 1, MAX_LIMIT);
        engineBatchLimit = inRange(ENGINE_BATCH_LIMIT, builder.engineBatchLimit, 1, MAX_LIMIT);
        egressBatchLimit = inRange(EGRESS_BATCH_LIMIT, builder.egressBatchLimit, 1, MAX_LIMIT);
        admissionHighPercent = inRange(ADMISSION_HIGH_PERCENT, builder.admissionHighPercent, 1, 100);
        admissionLowPercent = inRange(ADMISSION_LOW_PERCENT, builder.admissionLowPercent, 0, admissionHighPercent - 1);
        readModelRows = inRange(READ_MODEL_ROWS, builder.readModelRows, 1, ReadModel.MAX_ROWS);
        readModelDeltas = powerOfTwo(READ_MODEL_DELTAS, builder.readModelDeltas, 1, ReadModel.MAX_DELTAS);
        deltaHeartbeatNs = milliseconds(DELTA_HEARTBEAT_MS, builder.deltaHeartbeatMs);
        relayConcurrentRequests =
                inRange(RELAY_CONCURRENT_REQUESTS, builder.relayConcurrentRequests, 1, RelayService.MAX_CONCURRENT);
        relaySliceMessages = inRange(RELAY_SLICE_MESSAGES, builder.relaySliceMessages, 1, MAX_LIMIT);
        relayStallTimeoutNs = milliseconds(RELAY_STALL_TIMEOUT_MS, builder.relayStallTimeoutMs);
        marketData = Objects.requireNonNull(builder.marketData, "marketData");
        shutdownTimeoutNs = milliseconds(SHUTDOWN_TIMEOUT_MS, builder.shutdownTimeoutMs);
        threading = Objects.requireNonNull(builder.threading, THREADING_MODE);
        journallerOwnThread = builder.journallerOwnThread;
        idleSequencer = Objects.requireNonNull(builder.idleSequencer, IDLE_SEQUENCER);
        idleJournaller = Objects.requireNonNull(builder.idleJournaller, IDLE_JOURNALLER);
        idleEngine = Objects.requireNonNull(builder.idleEngine, IDLE_ENGINE);
        idleEgress = Objects.requireNonNull(builder.idleEgress, IDLE_EGRESS);
    }

    /** @return a builder that holds the small profile: one thread for all, backing off. */
    public static Builder builder() {
        return new Builder();
    }

    /** @return see {@link #RING_SLOTS}. */
    public int ringSlots() {
        return ringSlots;
    }

    /** @return see {@link #OUTPUT_RING_BYTES}. */
    public int outputRingBytes() {
        return outputRingBytes;
    }

    /** @return see {@link #INPUT_BUFFER_BYTES}. */
    public int inputBufferBytes() {
        return inputBufferBytes;
    }

    /** @return see {@link #INPUT_LIMIT}. */
    public int inputLimit() {
        return inputLimit;
    }

    /** @return see {@link #INGRESS_LIMIT}. */
    public int ingressLimit() {
        return ingressLimit;
    }

    /** @return see {@link #JOURNAL_BATCH_LIMIT}. */
    public int journalBatchLimit() {
        return journalBatchLimit;
    }

    /** @return see {@link #ENGINE_BATCH_LIMIT}. */
    public int engineBatchLimit() {
        return engineBatchLimit;
    }

    /** @return see {@link #EGRESS_BATCH_LIMIT}. */
    public int egressBatchLimit() {
        return egressBatchLimit;
    }

    /** @return see {@link #ADMISSION_HIGH_PERCENT}. */
    public int admissionHighPercent() {
        return admissionHighPercent;
    }

    /** @return see {@link #ADMISSION_LOW_PERCENT}. */
    public int admissionLowPercent() {
        return admissionLowPercent;
    }

    /** @return see {@link #READ_MODEL_ROWS}. */
    public int readModelRows() {
        return readModelRows;
    }

    /** @return see {@link #READ_MODEL_DELTAS}. */
    public int readModelDeltas() {
        return readModelDeltas;
    }

    /** @return see {@link #DELTA_HEARTBEAT_MS}, in nanoseconds. */
    public long deltaHeartbeatNs() {
        return deltaHeartbeatNs;
    }

    /** @return see {@link #RELAY_CONCURRENT_REQUESTS}. */
    public int relayConcurrentRequests() {
        return relayConcurrentRequests;
    }

    /** @return see {@link #RELAY_SLICE_MESSAGES}. */
    public int relaySliceMessages() {
        return relaySliceMessages;
    }

    /** @return see {@link #RELAY_STALL_TIMEOUT_MS}, in nanoseconds. */
    public long relayStallTimeoutNs() {
        return relayStallTimeoutNs;
    }

    /** @return what is done for market data. */
    public MarketDataConfiguration marketData() {
        return marketData;
    }

    /** @return see {@link #SHUTDOWN_TIMEOUT_MS}, in nanoseconds. */
    public long shutdownTimeoutNs() {
        return shutdownTimeoutNs;
    }

    /** @return see {@link #THREADING_MODE}. */
    public Threading threading() {
        return threading;
    }

    /** @return whether the journaller has a thread of its own, as configured or because every stage has. */
    public boolean journallerOwnThread() {
        return journallerOwnThread || threading == Threading.DEDICATED;
    }

    /** @return see {@link #IDLE_SEQUENCER}. */
    public Idle idleSequencer() {
        return idleSequencer;
    }

    /** @return see {@link #IDLE_JOURNALLER}. */
    public Idle idleJournaller() {
        return idleJournaller;
    }

    /** @return see {@link #IDLE_ENGINE}. */
    public Idle idleEngine() {
        return idleEngine;
    }

    /** @return see {@link #IDLE_EGRESS}. */
    public Idle idleEgress() {
        return idleEgress;
    }

    private static int inRange(final String property, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(property + "=" + value + ": must be " + min + " to " + max);
        }
        return value;
    }

    private static int powerOfTwo(final String property, final int value, final int min, final int max) {
        if (value < min || value > max || !BitUtil.isPowerOfTwo(value)) {
            throw new IllegalArgumentException(
                    property + "=" + value + ": must be a power of two from " + min + " to " + max);
        }
        return value;
    }

    private static long milliseconds(final String property, final long value) {
        if (value < 1 || value > TimeUnit.HOURS.toMillis(1)) {
            throw new IllegalArgumentException(
                    property + "=" + value + ": must be 1 to " + TimeUnit.HOURS.toMillis(1) + " milliseconds");
        }
        return TimeUnit.MILLISECONDS.toNanos(value);
    }

    /** Collects the settings; each one not set keeps the value of the small profile. */
    public static final class Builder {
        private int ringSlots = 8 * 1024;
        private int outputRingBytes = 4 * 1024 * 1024;
        private int inputBufferBytes = 1024 * 1024;
        private int inputLimit = 64;
        private int ingressLimit = 64;
        private int journalBatchLimit = 2048;
        private int engineBatchLimit = 256;
        private int egressBatchLimit = 512;
        private int admissionHighPercent = 50;
        private int admissionLowPercent = 25;
        private int readModelRows = 128 * 1024;
        private int readModelDeltas = 64 * 1024;
        private long deltaHeartbeatMs = 100;
        private int relayConcurrentRequests = 16;
        private int relaySliceMessages = 64;
        private long relayStallTimeoutMs = 5_000;
        private MarketDataConfiguration marketData = MarketDataConfiguration.DEFAULT;
        private long shutdownTimeoutMs = 5_000;
        private Threading threading = Threading.SHARED;
        private boolean journallerOwnThread;
        private Idle idleSequencer = Idle.BACKOFF;
        private Idle idleJournaller = Idle.BACKOFF;
        private Idle idleEngine = Idle.BACKOFF;
        private Idle idleEgress = Idle.BACKOFF;

        private Builder() {}

        /**
         * @param value see {@link #RING_SLOTS}.
         * @return this.
         */
        public Builder ringSlots(final int value) {
            ringSlots = value;
            return this;
        }

        /**
         * @param value see {@link #OUTPUT_RING_BYTES}.
         * @return this.
         */
        public Builder outputRingBytes(final int value) {
            outputRingBytes = value;
            return this;
        }

        /**
         * @param value see {@link #INPUT_BUFFER_BYTES}.
         * @return this.
         */
        public Builder inputBufferBytes(final int value) {
            inputBufferBytes = value;
            return this;
        }

        /**
         * @param value see {@link #INPUT_LIMIT}.
         * @return this.
         */
        public Builder inputLimit(final int value) {
            inputLimit = value;
            return this;
        }

        /**
         * @param value see {@link #INGRESS_LIMIT}.
         * @return this.
         */
        public Builder ingressLimit(final int value) {
            ingressLimit = value;
            return this;
        }

        /**
         * @param value see {@link #JOURNAL_BATCH_LIMIT}.
         * @return this.
         */
        public Builder journalBatchLimit(final int value) {
            journalBatchLimit = value;
            return this;
        }

        /**
         * @param value see {@link #ENGINE_BATCH_LIMIT}.
         * @return this.
         */
        public Builder engineBatchLimit(final int value) {
            engineBatchLimit = value;
            return this;
        }

        /**
         * @param value see {@link #EGRESS_BATCH_LIMIT}.
         * @return this.
         */
        public Builder egressBatchLimit(final int value) {
            egressBatchLimit = value;
            return this;
        }

        /**
         * @param value see {@link #ADMISSION_HIGH_PERCENT}.
         * @return this.
         */
        public Builder admissionHighPercent(final int value) {
            admissionHighPercent = value;
            return this;
        }

        /**
         * @param value see {@link #ADMISSION_LOW_PERCENT}.
         * @return this.
         */
        public Builder admissionLowPercent(final int value) {
            admissionLowPercent = value;
            return this;
        }

        /**
         * @param value see {@link #READ_MODEL_ROWS}.
         * @return this.
         */
        public Builder readModelRows(final int value) {
            readModelRows = value;
            return this;
        }

        /**
         * @param value see {@link #READ_MODEL_DELTAS}.
         * @return this.
         */
        public Builder readModelDeltas(final int value) {
            readModelDeltas = value;
            return this;
        }

        /**
         * @param value see {@link #DELTA_HEARTBEAT_MS}.
         * @return this.
         */
        public Builder deltaHeartbeatMs(final long value) {
            deltaHeartbeatMs = value;
            return this;
        }

        /**
         * @param value see {@link #RELAY_CONCURRENT_REQUESTS}.
         * @return this.
         */
        public Builder relayConcurrentRequests(final int value) {
            relayConcurrentRequests = value;
            return this;
        }

        /**
         * @param value see {@link #RELAY_SLICE_MESSAGES}.
         * @return this.
         */
        public Builder relaySliceMessages(final int value) {
            relaySliceMessages = value;
            return this;
        }

        /**
         * @param value see {@link #RELAY_STALL_TIMEOUT_MS}.
         * @return this.
         */
        public Builder relayStallTimeoutMs(final long value) {
            relayStallTimeoutMs = value;
            return this;
        }

        /**
         * @param value what is done for market data.
         * @return this.
         */
        public Builder marketData(final MarketDataConfiguration value) {
            marketData = value;
            return this;
        }

        /**
         * @param value see {@link #SHUTDOWN_TIMEOUT_MS}.
         * @return this.
         */
        public Builder shutdownTimeoutMs(final long value) {
            shutdownTimeoutMs = value;
            return this;
        }

        /**
         * @param value see {@link #THREADING_MODE}.
         * @return this.
         */
        public Builder threading(final Threading value) {
            threading = value;
            return this;
        }

        /**
         * @param value see {@link #THREADING_JOURNALLER_OWN_THREAD}.
         * @return this.
         */
        public Builder journallerOwnThread(final boolean value) {
            journallerOwnThread = value;
            return this;
        }

        /**
         * @param value see {@link #IDLE_SEQUENCER}.
         * @return this.
         */
        public Builder idleSequencer(final Idle value) {
            idleSequencer = value;
            return this;
        }

        /**
         * @param value see {@link #IDLE_JOURNALLER}.
         * @return this.
         */
        public Builder idleJournaller(final Idle value) {
            idleJournaller = value;
            return this;
        }

        /**
         * @param value see {@link #IDLE_ENGINE}.
         * @return this.
         */
        public Builder idleEngine(final Idle value) {
            idleEngine = value;
            return this;
        }

        /**
         * @param value see {@link #IDLE_EGRESS}.
         * @return this.
         */
        public Builder idleEgress(final Idle value) {
            idleEgress = value;
            return this;
        }

        /**
         * @return the configuration.
         * @throws IllegalArgumentException naming the property at fault, its value and what is allowed.
         */
        public PipelineConfiguration build() {
            return new PipelineConfiguration(this);
        }
    }
}
