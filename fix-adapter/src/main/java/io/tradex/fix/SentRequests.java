package io.tradex.fix;

import quickfix.FieldNotFound;
import quickfix.Message;
import quickfix.field.ClOrdID;
import quickfix.field.MsgSeqNum;
import quickfix.field.MsgType;

/**
 * Which order request went out under which MsgSeqNum: the last {@link #CAPACITY}, so that a Reject, which names the message by its
 * number alone, can be told to the engine. A reject that comes later than that is only counted. Thread safe.
 */
final class SentRequests {
    /** A power of two. */
    static final int CAPACITY = 4096;

    private final int[] msgSeqNums = new int[CAPACITY];
    private final long[] venueClOrdIds = new long[CAPACITY];
    private final char[] msgTypes = new char[CAPACITY];

    /** Whether that type of message asks for something that the engine waits for: a new order, a cancel or a replace. */
    static boolean isOrderRequest(final String msgType) {
        return MsgType.NEW_ORDER_SINGLE.equals(msgType)
                || MsgType.ORDER_CANCEL_REQUEST.equals(msgType)
                || MsgType.ORDER_CANCEL_REPLACE_REQUEST.equals(msgType);
    }

    /** Takes note of a message of ours that has its number; others than order requests are passed over. */
    void onSent(final Message message) throws FieldNotFound {
        final String msgType = message.getHeader().getString(MsgType.FIELD);
        if (!isOrderRequest(msgType)) {
            return;
        }
        final int msgSeqNum = message.getHeader().getInt(MsgSeqNum.FIELD);
        final long venueClOrdId = ClOrdIdText.parse(message.getString(ClOrdID.FIELD));
        final int slot = msgSeqNum & (CAPACITY - 1);
        synchronized (this) {
            msgSeqNums[slot] = msgSeqNum;
            venueClOrdIds[slot] = venueClOrdId;
            msgTypes[slot] = msgType.charAt(0);
        }
    }

    /**
     * @param msgSeqNum of a message of ours.
     * @param msgType   that the venue says it has; empty if it does not say.
     * @return its ClOrdID; 0 if it was no order request, or too long ago.
     */
    synchronized long venueClOrdId(final int msgSeqNum, final String msgType) {
        final int slot = msgSeqNum & (CAPACITY - 1);
        final boolean found = msgSeqNum > 0
                && msgSeqNums[slot] == msgSeqNum
                && (msgType.isEmpty() || (msgType.length() == 1 && msgType.charAt(0) == msgTypes[slot]));
        return found ? venueClOrdIds[slot] : 0;
    }
}
