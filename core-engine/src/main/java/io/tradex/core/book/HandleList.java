package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.LIST_LINKS;
import static io.tradex.core.book.BookMemory.NIL;
import static io.tradex.core.book.BookMemory.NODE_SHIFT;
import static io.tradex.core.book.BookMemory.high;
import static io.tradex.core.book.BookMemory.low;
import static io.tradex.core.book.BookMemory.pack;

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
        return high(memory.details[(handle << NODE_SHIFT) + LIST_LINKS]);
    }

    private int previous(final int handle) {
        return low(memory.details[(handle << NODE_SHIFT) + LIST_LINKS]);
    }

    void addLast(final int handle) {
        memory.details[(handle << NODE_SHIFT) + LIST_LINKS] = pack(NIL, tail);
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
        memory.details[(handle << NODE_SHIFT) + LIST_LINKS] = pack(next, previous);
    }
}
