package io.tradex.journal;

/**
 * The layout of a snapshot's file. Little endian; its last 4 bytes prove all before them.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                     Magic: "TDXSNAP" and 0                    |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                          Format: 1                            |
 *  +---------------------------------------------------------------+
 *  |                Length of the cycle file's name                |
 *  +---------------------------------------------------------------+
 *  |             Sequence of the last input applied                |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |             Timestamp of that input                           |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |             Epoch                                             |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |             Link that the next journal record must carry      |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |             Offset of that input's record in its cycle file   |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |             Name of that cycle file                          ...
 *  +---------------------------------------------------------------+
 *  |             Length of a record, then its bytes               ...  as many as there are
 *  +---------------------------------------------------------------+
 *  |             -1: no more records                               |
 *  +---------------------------------------------------------------+
 *  |             Count of the records                              |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |             CRC32C of every byte before                       |
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class SnapshotFormat {
    static final long MAGIC = 0x0050_414E_5358_4454L;
    static final int FORMAT = 1;
    static final int HEADER_BYTES = 56;
    static final int NO_MORE_RECORDS = -1;

    /** Of the end mark and the count. */
    static final int END_BYTES = 12;

    static final int MAX_FILE_NAME_BYTES = 255;

    private SnapshotFormat() {}
}
