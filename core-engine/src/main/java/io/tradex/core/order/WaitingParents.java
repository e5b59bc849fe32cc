package io.tradex.core.order;

/**
 * The smartly routed orders of one instrument that wait because no place takes what is left of them, whoever has waited longest
 * first; the links stand in the orders.
 */
public final class WaitingParents {
    private Order head;
    private Order tail;
    private int size;

    /** @return the order that has waited longest, or null. */
    public Order head() {
        return head;
    }

    /** @return how many wait. */
    public int size() {
        return size;
    }

    /**
     * @param parent that does not wait yet.
     * @param stamp  of this place in the line, positive and above all that were given out before.
     */
    public void addLast(final Order parent, final long stamp) {
        final ParentOrder asParent = parent.asParent;
        asParent.waitingStamp = stamp;
        asParent.previousWaiting = tail;
        asParent.nextWaiting = null;
        if (tail == null) {
            head = parent;
        } else {
            tail.asParent.nextWaiting = parent;
        }
        tail = parent;
        size++;
    }

    /** @param parent that waits. */
    public void remove(final Order parent) {
        final ParentOrder asParent = parent.asParent;
        if (asParent.previousWaiting == null) {
            head = asParent.nextWaiting;
        } else {
            asParent.previousWaiting.asParent.nextWaiting = asParent.nextWaiting;
        }
        if (asParent.nextWaiting == null) {
            tail = asParent.previousWaiting;
        } else {
            asParent.nextWaiting.asParent.previousWaiting = asParent.previousWaiting;
        }
        asParent.previousWaiting = null;
        asParent.nextWaiting = null;
        asParent.waitingStamp = 0;
        size--;
    }
}
