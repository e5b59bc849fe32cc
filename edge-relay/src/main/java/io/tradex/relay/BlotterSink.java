package io.tradex.relay;

/** Where the blotter's messages go. All calls come from the relay's agent thread. */
interface BlotterSink {
    /** What a message is, which decides who gets it. */
    enum Kind {
        /** Rows and totals, for clients that wait for them. */
        SNAPSHOT,
        /** Rows and totals that replace what every client has. */
        SNAPSHOT_FOR_ALL,
        /** Changed rows, for clients that have a snapshot. */
        DELTA,
        /** A word on how things stand, for every client. */
        PULSE
    }

    /** @return whether anybody would get a message. */
    boolean hasClients();

    /** @return whether a client waits for a snapshot; asking takes the wish away. */
    boolean takeSnapshotWish();

    /**
     * Hands a message over.
     *
     * @param kind of the message.
     * @param message is copied before this returns.
     * @return false if there is no room: the message is dropped and every client needs a snapshot.
     */
    boolean offer(Kind kind, JsonText message);
}
