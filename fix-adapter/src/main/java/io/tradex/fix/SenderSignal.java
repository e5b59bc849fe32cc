package io.tradex.fix;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the sender's thread when there is something to do, if it sleeps: a thread that only polls is either late or busy for nothing.
 * To wake one that sleeps costs the caller some microseconds, to leave one alone that works a fence.
 */
final class SenderSignal {
    private volatile Thread sender;
    private volatile boolean idle;

    /** Called by the sender's thread before it works for the first time. */
    void onStart() {
        sender = Thread.currentThread();
    }

    /** Called by the sender's thread: it has found nothing, and looks once more before it sleeps. */
    void onIdle() {
        idle = true;
    }

    /** Called by the sender's thread. */
    void onBusy() {
        if (idle) {
            idle = false;
        }
    }

    /** There is something to do; any thread, after it has put it where the sender looks. */
    void wake() {
        // Between what was put and the flag: the sender raises the flag and then looks, so that one of the two sees the
        // other.
        VarHandle.fullFence();
        if (idle) {
            idle = false;
            LockSupport.unpark(sender);
        }
    }
}
