package io.tradex.client;

import io.aeron.Aeron;

/** Where a client has its Aeron from. Polling thread only; never waits. */
interface AeronSource extends AutoCloseable {
    /** Returns an open Aeron, made anew if the last one was lost, or null if there is none to be had at the moment. */
    Aeron acquire();

    /** Drives what the source owns. */
    int doWork();

    /** A connection could not be set up in time: what is owned may be at fault and is made anew by the next acquire. */
    void giveUp();

    @Override
    void close();
}
