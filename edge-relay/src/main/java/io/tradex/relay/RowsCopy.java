package io.tradex.relay;

import java.util.List;

/**
 * All rows as they were at one moment; immutable, so that it may cross threads.
 *
 * @param epoch of the rows.
 * @param outSeq every delta up to this one is in the rows, none after it.
 * @param live whether they were the core's rows, as far as the relay knew.
 * @param rowCount rows in all chunks together.
 * @param chunks rows of {@link OrderRows#ROW_LENGTH} bytes each.
 */
record RowsCopy(long epoch, long outSeq, boolean live, int rowCount, List<byte[]> chunks) {
    RowsCopy {
        chunks = List.copyOf(chunks);
    }
}
