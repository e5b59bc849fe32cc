package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;

/** Orders that wait in the order in which they came, at no price. */
final class WaitingQueue {
    private final BookMemory memory;
    private int head = NIL;
    private int tail = NIL;

    WaitingQueue(final BookMemory memory) {
        this.memory = memory;
    }

    /** @return the order that came first, or NIL; {@link BookMemory#next} has those behind it, up to NIL. */
    int head() {
        return head;
    }

    boolean isEmpty() {
        return head == NIL;
    }

    /** Puts an order at the end, which is at another place from now on. */
    void addLast(final int order, final int place) {
        memory.where(order, NIL, OrderFlags.hot(OrderFlags.at(place, OrderFlags.of(memory, order))));
        memory.next(order, NIL);
        memory.previous(order, tail);
        if (tail == NIL) {
            head = order;
        } else {
            memory.next(tail, order);
        }
        tail = order;
    }

    void remove(final int order) {
        final int next = memory.next(order);
        final int previous = memory.previous(order);
        if (previous == NIL) {
            head = next;
        } else {
            memory.next(previous, next);
        }
        if (next == NIL) {
            tail = previous;
        } else {
            memory.previous(next, previous);
        }
    }
}
