package io.tradex.core.routing;

import io.tradex.core.order.VenueOrder;
import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encoded requests that wait for a venue's message limit, cancels before all others. An entry that was taken back stays in its
 * place, empty, until it comes to the front.
 */
public final class RequestQueue {
    /** Cancels that wait at most, and other requests of orders. */
    public static final int CAPACITY = 1024;

    /**
     * Requests that wait at most when they ask how orders stand, as they do of every order when a session comes up: without an
     * answer an order stays in doubt. Only then the queue grows.
     */
    public static final int STATUS_CAPACITY = 1 << 17;

    /** Longest request in bytes. */
    public static final int MAX_LENGTH = 256;

    /** OrderId and request number share a venueClOrdId. */
    private static final int REQUEST_BITS = VenueOrder.REQUEST_BITS;

    private static final long KIND_REQUEST = 0x7D;

    private final int venueId;
    private final StateHash hash;
    private final Ring cancels = new Ring(true);
    private final Ring others = new Ring(false);

    /** The ring whose head leaves first. */
    private Ring front = others;

    /**
     * @param venueId of the venue.
     * @param hash    of the state.
     */
    public RequestQueue(final int venueId, final StateHash hash) {
        this.venueId = venueId;
        this.hash = hash;
    }

    /** @return whether nothing waits. */
    public boolean isEmpty() {
        return others.isEmpty() && cancels.isEmpty();
    }

    /** @return whether no cancel waits. */
    public boolean hasNoCancel() {
        return cancels.isEmpty();
    }

    /** @return whether there is no room for a request other than a cancel. */
    public boolean isFull() {
        return others.isFull();
    }

    /** @return whether there is no room for a cancel. */
    public boolean isFullOfCancels() {
        return cancels.isFull();
    }

    /**
     * Lets a request wait.
     *
     * @param isCancel     whether it goes before all that are not.
     * @param templateId   of the message.
     * @param venueClOrdId of the request; 0 if it is about no order.
     * @param buffer       holding the message, from 0 on; copied.
     * @param length       of the message, at most {@link #MAX_LENGTH}.
     * @return false if there is no room.
     */
    public boolean add(
            final boolean isCancel,
            final int templateId,
            final long venueClOrdId,
            final DirectBuffer buffer,
            final int length) {
        final Ring ring = isCancel ? cancels : others;
        if (ring.isFull()) {
            return false;
        }
        ring.add(templateId, venueClOrdId, buffer, 0, length);
        return true;
    }

    /**
     * Lets a request wait that asks how orders stand.
     *
     * @param templateId of the message.
     * @param buffer     holding the message, from 0 on; copied.
     * @param length     of the message, at most {@link #MAX_LENGTH}.
     * @return false if there is no room.
     */
    public boolean addStatus(final int templateId, final DirectBuffer buffer, final int length) {
        if (others.size() >= STATUS_CAPACITY) {
            return false;
        }
        others.add(templateId, 0, buffer, 0, length);
        return true;
    }

    /**
     * Takes back a request that is not a cancel.
     *
     * @param venueClOrdId of the request.
     * @return whether it waited.
     */
    public boolean withdraw(final long venueClOrdId) {
        final long at = others.find(venueClOrdId);
        if (at == Ring.NONE) {
            return false;
        }
        others.empty(at);
        return true;
    }

    /**
     * Takes back the oldest request of a kind.
     *
     * @param templateId of the kind; 0 for any, cancels last.
     * @return its venueClOrdId; -1 if none waits.
     */
    public long takeBack(final int templateId) {
        final Ring ring = templateId == 0 && others.isEmpty() ? cancels : others;
        final long at = ring.oldest(templateId);
        if (at == Ring.NONE) {
            return -1;
        }
        final long venueClOrdId = ring.ids[ring.slot(at)];
        ring.empty(at);
        return venueClOrdId;
    }

    /**
     * Lets all that waits of an order go with the cancels, as it is about to be cancelled: a cancel must not overtake what it
     * refers to. Where the cancels have no room, what is left waits where it is.
     *
     * @param orderId of the order.
     */
    public void promote(final long orderId) {
        for (long at = others.head; at < others.tail; at++) {
            final int slot = others.slot(at);
            if (others.lengths[slot] > 0 && others.ids[slot] >>> REQUEST_BITS == orderId && !cancels.isFull()) {
                cancels.add(
                        others.templates[slot],
                        others.ids[slot],
                        others.bytes,
                        slot * MAX_LENGTH,
                        others.lengths[slot]);
                others.empty(at);
            }
        }
    }

    /** Goes to the request that is to leave first; there is one. */
    public void first() {
        front = cancels.isEmpty() ? others : cancels;
    }

    /** @return template id of the first. */
    public int templateId() {
        return front.templates[front.slot(front.head)];
    }

    /** @return venueClOrdId of the first; 0 if it is about no order. */
    public long venueClOrdId() {
        return front.ids[front.slot(front.head)];
    }

    /** @return holds the first. */
    public UnsafeBuffer buffer() {
        return front.bytes;
    }

    /** @return where the first stands in {@link #buffer()}. */
    public int offset() {
        return front.slot(front.head) * MAX_LENGTH;
    }

    /** @return length of the first. */
    public int length() {
        return front.lengths[front.slot(front.head)];
    }

    /** Removes the first. */
    public void removeFirst() {
        front.empty(front.head);
    }

    /**
     * Writes all that waits, each as a record.
     *
     * @param record takes the records.
     * @param type   of the records.
     * @param venue  whose queue it is.
     * @param flush  to be run after each.
     */
    public void writeTo(final SnapshotRecordWriter record, final long type, final int venue, final Runnable flush) {
        cancels.writeTo(record, type, venue, flush);
        others.writeTo(record, type, venue, flush);
    }

    /** @param record behind type and venue. */
    public void readFrom(final SnapshotRecordReader record) {
        (record.nextBoolean() ? cancels : others).readFrom(record);
    }

    /** Entries in the order in which they came, at positions that only rise. */
    private final class Ring {
        private static final long NONE = -1;

        private final boolean ofCancels;
        private UnsafeBuffer bytes = new UnsafeBuffer(new byte[CAPACITY * MAX_LENGTH]);
        private long[] ids = new long[CAPACITY];
        private int[] templates = new int[CAPACITY];

        /** 0 for an entry that was taken back. */
        private int[] lengths = new int[CAPACITY];

        private long[] contributions = new long[CAPACITY];
        private long head;
        private long tail;

        Ring(final boolean ofCancels) {
            this.ofCancels = ofCancels;
        }

        int slot(final long at) {
            return (int) at & (ids.length - 1);
        }

        int size() {
            return (int) (tail - head);
        }

        boolean isEmpty() {
            return head == tail;
        }

        boolean isFull() {
            return size() >= CAPACITY;
        }

        void add(
                final int templateId,
                final long venueClOrdId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            makeRoomFor(tail);
            put(tail, templateId, venueClOrdId, length);
            bytes.putBytes(slot(tail) * MAX_LENGTH, buffer, offset, length);
            hash(tail);
            tail++;
        }

        /** Doubles the ring until a place is in it. */
        private void makeRoomFor(final long at) {
            while (at - head >= ids.length) {
                final Ring larger = new Ring(ofCancels);
                larger.resize(2 * ids.length);
                for (long from = head; from < tail; from++) {
                    larger.put(from, templates[slot(from)], ids[slot(from)], lengths[slot(from)]);
                    larger.contributions[larger.slot(from)] = contributions[slot(from)];
                    larger.bytes.putBytes(larger.slot(from) * MAX_LENGTH, bytes, slot(from) * MAX_LENGTH, MAX_LENGTH);
                }
                bytes = larger.bytes;
                ids = larger.ids;
                templates = larger.templates;
                lengths = larger.lengths;
                contributions = larger.contributions;
            }
        }

        private void resize(final int capacity) {
            bytes = new UnsafeBuffer(new byte[capacity * MAX_LENGTH]);
            ids = new long[capacity];
            templates = new int[capacity];
            lengths = new int[capacity];
            contributions = new long[capacity];
        }

        private void put(final long at, final int templateId, final long venueClOrdId, final int length) {
            if (length > MAX_LENGTH) {
                throw new IllegalArgumentException("a request of " + length + " bytes");
            }
            ids[slot(at)] = venueClOrdId;
            templates[slot(at)] = templateId;
            lengths[slot(at)] = length;
        }

        /** What a restart must bring back: the entry, its place, and its text. */
        private void hash(final long at) {
            final int slot = slot(at);
            long h = StateHash.mix(KIND_REQUEST, ofCancels ? -venueId : venueId);
            h = StateHash.mix(h, at);
            h = StateHash.mix(h, ids[slot]);
            h = StateHash.mix(h, templates[slot]);
            final int offset = slot * MAX_LENGTH;
            for (int i = 0; i < lengths[slot]; i++) {
                h = StateHash.mix(h, bytes.getByte(offset + i));
            }
            hash.add(h);
            contributions[slot] = h;
        }

        long find(final long venueClOrdId) {
            for (long at = head; at < tail; at++) {
                if (lengths[slot(at)] > 0 && ids[slot(at)] == venueClOrdId) {
                    return at;
                }
            }
            return NONE;
        }

        long oldest(final int templateId) {
            for (long at = head; at < tail; at++) {
                if (lengths[slot(at)] > 0 && (templateId == 0 || templates[slot(at)] == templateId)) {
                    return at;
                }
            }
            return NONE;
        }

        void empty(final long at) {
            final int slot = slot(at);
            hash.add(-contributions[slot]);
            lengths[slot] = 0;
            while (head < tail && lengths[slot(head)] == 0) {
                head++;
            }
            // A place has to mean the same in an engine that was loaded from a snapshot, which knows only what waits.
            while (head < tail && lengths[slot(tail - 1)] == 0) {
                tail--;
            }
            if (head == tail) {
                head = 0;
                tail = 0;
            }
        }

        void writeTo(final SnapshotRecordWriter record, final long type, final int venue, final Runnable flush) {
            for (long at = head; at < tail; at++) {
                final int slot = slot(at);
                if (lengths[slot] > 0) {
                    record.begin(type)
                            .put(venue)
                            .put(ofCancels)
                            .put(at)
                            .put(templates[slot])
                            .put(ids[slot])
                            .put(bytes, slot * MAX_LENGTH, lengths[slot]);
                    flush.run();
                }
            }
        }

        void readFrom(final SnapshotRecordReader record) {
            final long at = record.next();
            final int templateId = record.nextInt();
            final long venueClOrdId = record.next();
            if (isEmpty()) {
                head = at;
            }
            tail = at + 1;
            makeRoomFor(at);
            final int length = record.nextBytes(bytes, slot(at) * MAX_LENGTH, MAX_LENGTH);
            put(at, templateId, venueClOrdId, length);
            hash(at);
        }
    }
}
