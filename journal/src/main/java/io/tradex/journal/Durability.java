package io.tradex.journal;

/** When an input counts as journalled, so that what came of it may leave the process. */
public enum Durability {
    /** Once it is in the page cache: survives the death of the process, not that of the machine. */
    NONE,
    /** Once it is in the page cache, which is forced to disk at an interval: the death of the machine loses at most that. */
    INTERVAL,
    /** Once it is forced to disk, with the batch it arrived in: survives the death of the machine. */
    BATCH
}
