package io.tradex.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Answers "give me all rows" from other threads with a copy that is consistent. The copy is made a few chunks at a time;
 * while one is under way the agent applies no delta, so that all chunks show the same moment.
 */
final class RowsQueries {
    private static final int CAPACITY = 4;
    private static final int CHUNKS_PER_STEP = 4;

    private final ManyToOneConcurrentArrayQueue<Consumer<RowsCopy>> waiting =
            new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private final List<byte[]> chunks = new ArrayList<>();
    private boolean copying;

    /**
     * Asks for all rows. Any thread.
     *
     * @param answer takes them on the agent's thread.
     * @return false if too many others wait.
     */
    boolean ask(final Consumer<RowsCopy> answer) {
        return waiting.offer(answer);
    }

    /** @return whether a copy is under way, so that no row may change. */
    boolean isCopying() {
        return copying;
    }

    /**
     * Goes on with what is asked. Agent's thread.
     *
     * @param nowNs the time.
     * @param follower whose rows are copied.
     * @return work done; 0 if none.
     */
    int doWork(final long nowNs, final OrderStateFollower follower) {
        if (!copying) {
            if (waiting.isEmpty()) {
                return 0;
            }
            copying = true;
        }
        final OrderRows rows = follower.rows();
        final int end = Math.min(rows.chunkCount(), chunks.size() + CHUNKS_PER_STEP);
        while (chunks.size() < end) {
            chunks.add(rows.copyChunk(chunks.size()));
        }
        if (chunks.size() == rows.chunkCount()) {
            final RowsCopy copy =
                    new RowsCopy(follower.epoch(), follower.outSeq(), follower.isLive(nowNs), rows.size(), chunks);
            chunks.clear();
            copying = false;
            // Whoever asks while a copy is made gets the same one.
            for (Consumer<RowsCopy> answer = waiting.poll(); answer != null; answer = waiting.poll()) {
                answer.accept(copy);
            }
        }
        return 1;
    }
}
