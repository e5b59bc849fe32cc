package io.tradex.exchange;

import quickfix.Message;

/** The FIX session, as far as the exchange's thread needs it. */
interface Wire {
    /**
     * Sends, now or, while nobody is connected, at the next logon.
     *
     * @param message without what the session adds.
     */
    void send(Message message);

    /**
     * Cuts the connection.
     *
     * @param closedNs for how many nanoseconds nobody may connect again.
     */
    void disconnect(long closedNs);

    /**
     * Makes the next MsgSeqNum higher.
     *
     * @param numbers left out.
     */
    void skip(int numbers);

    /**
     * Sends a SequenceReset (35=4) in its reset mode.
     *
     * @param ahead how far the next MsgSeqNum is moved up.
     */
    void resetSequence(int ahead);
}
