package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;

/**
 * Some orders of a book in the order in which they came to their place, to be walked in passes. A pass looks at each order that
 * was there when it began and at none that came during it, and bears that any of them is removed meanwhile.
 */
final class HandleList {
    private final BookMemory memory;
    private int head = NIL;
    private int tail = NIL;
    private int cursor = NIL;
    /** The last one that the pass looks at; NIL when there is nothing left to look at. */
    private int last = NIL;

    HandleList(final BookMemory memory) {
        this.memory = memory;
    }

    int head() {
        return head;
    }

    boolean isEmpty() {
        return head == NIL;
    }

    int next(final int handle) {
        return (int) (memory.listLinks(handle) >>> 32);
    }

    private int previous(final int handle) {
        return (int) memory.listLinks(handle);
    }

    void addLast(final int handle) {
        link(handle, NIL, tail);
        if (tail == NIL) {
            head = handle;
        } else {
            link(tail, handle, previous(tail));
        }
        tail = handle;
    }

    void remove(final int handle) {
        final int next = next(handle);
        final int previous = previous(handle);
        if (handle == cursor) {
            cursor = handle == last ? NIL : next;
        }
        if (handle == last) {
            last = cursor == NIL ? NIL : previous;
        }
        if (previous == NIL) {
            head = next;
        } else {
            link(previous, next, previous(previous));
        }
        if (next == NIL) {
            tail = previous;
        } else {
            link(next, next(next), previous);
        }
    }

    void startPass() {
        cursor = head;
        last = tail;
    }

    /** A pass that looks only at the order that came last. */
    void startPassAtLast() {
        cursor = tail;
        last = tail;
    }

    /** @return the next order that the pass looks at, or NIL when it is over. */
    int nextOfPass() {
        final int handle = cursor;
        if (handle != NIL) {
            cursor = handle == last ? NIL : next(handle);
        }
        if (cursor == NIL) {
            last = NIL;
        }
        return handle;
    }

    private void link(final int handle, final int next, final int previous) {
        memory.listLinks(handle, ((long) next << 32) | (previous & 0xFFFF_FFFFL));
    }
}
