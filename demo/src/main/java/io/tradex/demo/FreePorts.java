package io.tradex.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports that nobody uses at the moment. Another process may take one before it is used; then the start says so. */
final class FreePorts {
    private FreePorts() {}

    /** @return a UDP port. */
    static int udp() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (final IOException e) {
            throw new UncheckedIOException("no UDP port is free", e);
        }
    }

    /**
     * @param port a TCP port, 0 to 65535.
     * @return whether a server can listen on it.
     */
    static boolean isFree(final int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (final IOException e) {
            return false;
        }
    }
}
