/**
 * The journal: every input of the core, in order, on disk, in records that can prove themselves. Writing goes through Chronicle
 * Queue's memory-mapped files; reading and recovery walk the same files with plain reads, so that a hole, a flipped byte or a
 * cut tail is found and located instead of ending a replay early.
 */
package io.tradex.journal;
