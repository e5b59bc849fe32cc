package io.tradex.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends inputs to a journal through Chronicle Queue's memory-mapped files. Opening takes the directory's lock, proves what is
 * there, clears away what a killed writer left, and refuses what is damaged.
 *
 * <p>{@link #append}, {@link #endOfBatch} and {@link #onDutyCycle} belong to one thread, the one that appends first: Chronicle
 * binds its appender to it. {@link #close} may come from another once that one has stopped. {@link #durableSequence} and
 * {@link #lowOnSpace} may be called by any.
 *
 * <p>After a {@link JournalFailure} every further call throws it again, and closing forces nothing: what had been called durable
 * still is, the rest is for recovery to judge.
 *
 * <p>Files roll by the time of the inputs, not by the clock, so that a journal copied record by record falls into the same files.
 */
public final class ChronicleJournalWriter implements AutoCloseable {
    private final JournalConfig config;
    private final JournalCondition condition;
    private final DirectoryLock lock;
    private final RollClock clock;
    private final SingleChronicleQueue queue;
    private final CycleForce force;
    private final Watermark watermark;
    private final AppendProgress progress;
    private final JournalKeeper keeper;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer record =
            ByteBuffer.allocateDirect(JournalRecord.MAX_RECORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer recordView = new UnsafeBuffer(record);
    private final BytesStore<?, ByteBuffer> recordBytes = BytesStore.wrap(record);

    private final AtomicLong durableSequence;
    private ExcerptAppender appender;
    private int cycle = -1;
    private long lastSequence;
    private long link;
    private JournalFailure failure;
    private boolean closed;

    private ChronicleJournalWriter(
            final JournalConfig config,
            final JournalCondition condition,
            final DirectoryLock lock,
            final CycleForce force,
            final Watermark watermark,
            final RollClock clock,
            final SingleChronicleQueue queue,
            final Disk disk)
            throws IOException {
        this.config = config;
        this.condition = condition;
        this.lock = lock;
        this.force = force;
        this.watermark = watermark;
        this.clock = clock;
        this.queue = queue;
        this.lastSequence = condition.last().sequence();
        this.link = condition.last().link();
        this.durableSequence = new AtomicLong(lastSequence);
        this.progress = new AppendProgress(condition.last());
        this.keeper = new JournalKeeper(config, progress, force, watermark, disk);
        keeper.start();
    }

    /**
     * Opens a journal for writing, making it if there is none; reads all of it first.
     *
     * @param config of the journal.
     * @return the writer; the next record is the one after {@link #condition()}'s last.
     * @throws JournalInUseException   if another writer holds it.
     * @throws JournalDamagedException if it is not sound; the message says where and what to do. Nothing was changed.
     * @throws JournalFailure          if the file system refuses, or Chronicle's own indices are damaged.
     */
    public static ChronicleJournalWriter open(final JournalConfig config) {
        return open(config, JournalPosition.START, Disk.OPERATING_SYSTEM);
    }

    /**
     * Opens a journal for writing; reads only what follows a record that is trusted because a snapshot vouches for it.
     *
     * @param config  of the journal.
     * @param trusted behind the last record that is taken on trust.
     * @return the writer; the next record is the one after {@link #condition()}'s last.
     * @throws JournalInUseException   if another writer holds it.
     * @throws JournalDamagedException if it is not sound, or does not hold that record; nothing was changed.
     * @throws JournalFailure          if the file system refuses, or Chronicle's own indices are damaged.
     */
    public static ChronicleJournalWriter open(final JournalConfig config, final JournalPosition trusted) {
        return open(config, trusted, Disk.OPERATING_SYSTEM);
    }

    static ChronicleJournalWriter open(final JournalConfig config, final JournalPosition trusted, final Disk disk) {
        final Path directory = config.directory();
        final DirectoryLock lock = DirectoryLock.acquire(directory);
        CycleForce force = null;
        Watermark watermark = null;
        SingleChronicleQueue queue = null;
        try {
            final JournalCondition condition = JournalRecovery.inspect(directory, trusted);
            if (!condition.startable()) {
                throw new JournalDamagedException(
                        condition.damage().orElseThrow(), directory.toAbsolutePath() + ": " + condition.describe());
            }
            requireSameRoll(config, CycleFiles.list(directory));
            final boolean newestEnded = clearAfterKill(directory, condition.last());
            force = new CycleForce(directory, disk);
            watermark = Watermark.open(directory, disk);
            makeDurable(condition, force, watermark);
            final RollClock clock = new RollClock(condition.last().timestampNs());
            queue = openQueue(config, clock, condition);
            clock.advanceTo(queue, newestEnded);
            return new ChronicleJournalWriter(config, condition, lock, force, watermark, clock, queue, disk);
        } catch (final IOException ex) {
            CloseHelper.quietCloseAll(queue, force, watermark, lock);
            throw new JournalFailure("cannot open the journal in " + directory.toAbsolutePath(), ex);
        } catch (final RuntimeException | Error ex) {
            CloseHelper.quietCloseAll(queue, force, watermark, lock);
            throw ex;
        }
    }

    /** What is about to be replayed and acted upon is made durable first: a killed writer left it in the page cache. */
    private static void makeDurable(final JournalCondition condition, final CycleForce force, final Watermark watermark)
            throws IOException {
        force.force(condition.last().file());
        if (condition.watermark() < condition.last().sequence()) {
            watermark.write(condition.last().sequence());
        }
        watermark.force();
    }

    /** @return what the journal was like when it was opened. */
    public JournalCondition condition() {
        return condition;
    }

    /**
     * Appends one input. Allocates nothing once warm, unless a new cycle file begins.
     *
     * @param sequence    1 more than the last one.
     * @param timestampNs of the input, nanoseconds since 1970.
     * @param buffer      holding the SBE message, header first.
     * @param offset      of the header.
     * @param length      of header and body, 1 to {@link JournalRecord#MAX_PAYLOAD_BYTES} bytes.
     * @throws IllegalArgumentException if sequence or length is out of order; nothing was appended.
     * @throws JournalFailure           if the record could not be kept: the process must stop.
     */
    public void append(
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        requireHealthy();
        if (sequence != lastSequence + 1) {
            throw new IllegalArgumentException("sequence " + sequence + " does not follow " + lastSequence);
        }
        if (length < 1 || length > JournalRecord.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("input of " + length + " bytes; allowed is 1 to "
                    + JournalRecord.MAX_PAYLOAD_BYTES + " (sequence " + sequence + ")");
        }
        clock.advanceTo(timestampNs);
        recordView.putBytes(JournalRecord.PAYLOAD_OFFSET, buffer, offset, length);
        final int recordCrc = JournalRecord.encodeHeader(crc, record, sequence, timestampNs, link, length);
        try {
            final long endOffset = write(JournalRecord.HEADER_BYTES + length);
            if (appender.cycle() != cycle) {
                cycle = appender.cycle();
                progress.onFile(appender.currentFile().getName());
            }
            progress.onAppended(sequence, endOffset);
        } catch (final RuntimeException | Error ex) {
            throw fail("record " + sequence + " could not be appended", ex);
        }
        link = JournalRecord.nextLink(link, recordCrc);
        lastSequence = sequence;
        if (config.durability() != Durability.BATCH) {
            durableSequence.setRelease(sequence);
        }
    }

    private long write(final int length) {
        if (appender == null) {
            appender = queue.createAppender();
            // Closed by whoever closes the writer, after this thread has stopped.
            appender.singleThreadedCheckDisabled(true);
        }
        try (DocumentContext document = appender.writingDocument()) {
            try {
                final Bytes<?> bytes = document.wire().bytes();
                bytes.write(recordBytes, 0L, length);
                return bytes.writePosition();
            } catch (final RuntimeException | Error ex) {
                document.rollbackOnClose();
                throw ex;
            }
        }
    }

    /**
     * Applies the durability policy to what was appended since the last call: under {@link Durability#BATCH} returns once it is
     * forced to disk.
     *
     * @throws JournalFailure if it could not be forced: the process must stop.
     */
    public void endOfBatch() {
        requireHealthy();
        if (config.durability() != Durability.BATCH || durableSequence.getPlain() == lastSequence) {
            return;
        }
        try {
            force.force(progress.file());
            watermark.write(lastSequence);
            if (config.watermark() == WatermarkMode.STRICT) {
                watermark.force();
            }
        } catch (final IOException | RuntimeException ex) {
            throw fail("records up to " + lastSequence + " could not be forced to disk", ex);
        }
        durableSequence.setRelease(lastSequence);
    }

    /**
     * To be called now and then even when there is nothing to append, so that a failure of the keeper thread is noticed.
     * Forcing at the interval is that thread's work: done here it would stall the core, which may share this thread, for as
     * long as the disk takes.
     *
     * @param nowNs is not used yet.
     * @return 0: no work was done on this thread.
     * @throws JournalFailure if the journal can no longer be kept: the process must stop.
     */
    public int onDutyCycle(final long nowNs) {
        requireHealthy();
        return 0;
    }

    /**
     * How far the gate may open. Any thread.
     *
     * @return sequence of the last input that counts as journalled: appended under {@link Durability#NONE} and
     *     {@link Durability#INTERVAL}, forced under {@link Durability#BATCH}.
     */
    public long durableSequence() {
        return durableSequence.getAcquire();
    }

    /** @return sequence of the last record appended, or found when the journal was opened. The appending thread's. */
    public long lastSequence() {
        return lastSequence;
    }

    /**
     * Whether the disk has less free space than configured: admit no new orders, because a disk that is full kills the process.
     * Any thread.
     *
     * @return true while that is so; looked at once a second.
     */
    public boolean lowOnSpace() {
        return keeper.lowOnSpace();
    }

    private void requireHealthy() {
        if (failure != null) {
            throw failure;
        }
        final Throwable keepersFailure = keeper.failure();
        if (keepersFailure != null) {
            throw fail("the journal's keeper thread could not go on", keepersFailure);
        }
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
    }

    private JournalFailure fail(final String what, final Throwable cause) {
        failure = new JournalFailure(what + " in " + config.directory().toAbsolutePath() + ": " + cause, cause);
        return failure;
    }

    /** Forces everything and moves the watermark to the end, whatever the durability, unless the journal has failed. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        keeper.close();
        if (failure == null && keeper.failure() != null) {
            fail("the journal's keeper thread could not go on", keeper.failure());
        }
        try {
            if (failure == null) {
                force.force(progress.file());
                watermark.write(lastSequence);
                watermark.force();
                durableSequence.setRelease(lastSequence);
            }
        } catch (final IOException ex) {
            throw fail("records up to " + lastSequence + " could not be forced to disk", ex);
        } finally {
            CloseHelper.quietCloseAll(appender, queue, force, watermark, lock);
        }
    }

    private static SingleChronicleQueue openQueue(
            final JournalConfig config, final TimeProvider time, final JournalCondition condition) {
        SingleChronicleQueue queue = null;
        try {
            queue = SingleChronicleQueueBuilder.binary(config.directory())
                    .rollCycle(config.roll().cycle())
                    .indexCount(config.roll().indexCount())
                    .indexSpacing(config.roll().indexSpacing())
                    .blockSize(config.blockBytes())
                    .timeProvider(time)
                    .build();
            requireChronicleAgrees(queue, condition);
            return queue;
        } catch (final RuntimeException | Error ex) {
            // An index entry that points to nowhere makes it map its way there, until memory is out.
            CloseHelper.quietClose(queue);
            throw new JournalFailure(
                    "every record in " + config.directory().toAbsolutePath() + " is sound, but Chronicle cannot go on: "
                            + ex + ". Copy the journal with 'replay repair DIR --to NEWDIR', and start on NEWDIR",
                    ex);
        }
    }

    private static void requireSameRoll(final JournalConfig config, final List<String> names) {
        if (!names.isEmpty() && names.get(0).length() != config.roll().fileNameLength()) {
            throw new IllegalArgumentException("journal.roll=" + config.roll()
                    + ": the journal's files were rolled otherwise, such as " + names.get(0)
                    + "; keep the setting that it began with");
        }
    }

    /**
     * Clears away what a killed writer left. Nothing of it was let out, and this process holds the lock: Chronicle's own lock,
     * which names a process that may seem alive because its id is ours; files that were made but hold no record yet; a document
     * that was not finished.
     *
     * @return whether the newest file that holds records has its end mark, so that nothing may be appended to it.
     */
    private static boolean clearAfterKill(final Path directory, final JournalPosition last) throws IOException {
        Files.deleteIfExists(directory.resolve(CycleFiles.CHRONICLE_METADATA));
        for (final String name : CycleFiles.list(directory)) {
            if (name.compareTo(last.file()) > 0) {
                Files.delete(directory.resolve(name));
            }
        }
        CycleFiles.forceDirectory(directory);
        if (last.sequence() == 0) {
            return false;
        }
        final Path newest = directory.resolve(last.file());
        final CycleFileReader.Place end;
        final long clearFrom;
        final long clearTo;
        try (CycleFileReader reader = new CycleFileReader(newest, last.offset())) {
            reader.look();
            reader.advance();
            end = reader.look();
            clearFrom = reader.offset();
            clearTo = end == CycleFileReader.Place.END ? reader.endOfData(clearFrom) : clearFrom;
        }
        if (clearTo > clearFrom) {
            zero(newest, clearFrom, clearTo);
        }
        return end == CycleFileReader.Place.ROLLED;
    }

    private static void zero(final Path file, final long from, final long to) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            final ByteBuffer zeros = ByteBuffer.allocate((int) (to - from));
            while (zeros.hasRemaining()) {
                channel.write(zeros, from + zeros.position());
            }
            channel.force(false);
        }
    }

    /** Time for Chronicle to roll by: that of the newest input. */
    private static final class RollClock implements TimeProvider {
        private volatile long timeMs;

        RollClock(final long timestampNs) {
            timeMs = TimeUnit.NANOSECONDS.toMillis(timestampNs);
        }

        /** Never goes back, so that no record lands in a file that was left. */
        void advanceTo(final long timestampNs) {
            final long nextMs = timestampNs / 1_000_000;
            if (nextMs > timeMs) {
                timeMs = nextMs;
            }
        }

        /** To the newest file, or behind it where it has its end mark: input time may have gone back since it was begun. */
        void advanceTo(final ChronicleQueue queue, final boolean newestEnded) {
            final long lastIndex = queue.lastIndex();
            if (lastIndex >= 0) {
                final long cycle = queue.rollCycle().toCycle(lastIndex) + (newestEnded ? 1L : 0L);
                timeMs = Math.max(timeMs, cycle * queue.rollCycle().lengthInMillis());
            }
        }

        @Override
        public long currentTimeMillis() {
            return timeMs;
        }
    }

    /** Chronicle finds the end of its files by its own indices: if it took another record for the last, it would append wrong. */
    private static void requireChronicleAgrees(final ChronicleQueue queue, final JournalCondition condition) {
        final long expected = condition.last().sequence();
        long found = 0;
        try (ExcerptTailer tailer = queue.createTailer()) {
            final long lastIndex = queue.lastIndex();
            if (lastIndex >= 0 && tailer.moveToIndex(lastIndex)) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (document.isPresent()) {
                        final Bytes<?> bytes = document.wire().bytes();
                        found = bytes.readLong(bytes.readPosition() + JournalRecord.SEQUENCE_OFFSET);
                    }
                }
            }
        }
        if (found != expected) {
            throw new IllegalStateException(
                    "it takes record " + found + " for the last, where the files hold " + expected);
        }
    }
}
