package io.tradex.journal;

/**
 * How closely the watermark follows the journal under {@link Durability#BATCH}. The watermark says how far the journal was once
 * durable; a journal that ends before it has lost its tail. Neither mode ever overstates: a sequence is written to the
 * watermark only after the force that made it durable.
 */
public enum WatermarkMode {
    /** Forced with every batch, before the batch counts as journalled: a tail cut anywhere is noticed. Costs a second force. */
    STRICT,
    /**
     * Written with every batch and forced at the interval by another thread: a tail that was cut is noticed after the death of
     * the process, and after that of the machine unless the cut lies within the last interval.
     */
    LAGGING
}
