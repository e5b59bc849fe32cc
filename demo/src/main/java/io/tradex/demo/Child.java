package io.tradex.demo;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs the main class of another part in a process that does not outlive the demo: standard input is a pipe that the demo holds
 * open, and its end, whatever ended the demo, stops this process in order.
 */
public final class Child {
    private static final long STOP_TIMEOUT_MS = 15_000;

    private Child() {}

    /**
     * @param args name of the main class, then its arguments.
     * @throws ReflectiveOperationException if there is no such main class.
     */
    public static void main(final String[] args) throws ReflectiveOperationException {
        final Thread watch = new Thread(Child::stopAtEndOfInput, "demo-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (final InvocationTargetException e) {
            e.getCause().printStackTrace();
            System.exit(1);
        }
    }

    private static void stopAtEndOfInput() {
        try {
            while (System.in.read() != -1) {
                // Nothing is ever written.
            }
        } catch (final IOException e) {
            // No more input, then.
        }
        final Thread impatience = new Thread(Child::haltAfterTimeout, "demo-halt");
        impatience.setDaemon(true);
        impatience.start();
        System.exit(0);
    }

    private static void haltAfterTimeout() {
        try {
            Thread.sleep(STOP_TIMEOUT_MS);
        } catch (final InterruptedException e) {
            // Nobody interrupts it.
        }
        Runtime.getRuntime().halt(1);
    }
}
