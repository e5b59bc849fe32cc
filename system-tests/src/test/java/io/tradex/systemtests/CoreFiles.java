package io.tradex.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.agrona.BitUtil;

/** A core's configuration in a directory of its own, on ports of its own. */
final class CoreFiles {
    static final long CLIENT_ID = 1;
    static final long RELAY_CLIENT_ID = 90;
    static final byte[] CLIENT_SECRET = "a secret of twenty-six bytes".getBytes(StandardCharsets.UTF_8);
    static final byte[] RELAY_SECRET = "another one, for the edge relay".getBytes(StandardCharsets.UTF_8);

    private static final int ORDERS = 65_536;
    private static final long BYTES_PER_ORDER = 4_096;

    final Path directory;
    final int ordersCapacity;
    final int ingressPort = freeUdpPort();
    final int deltasPort = freeUdpPort();
    private final Map<String, String> keys = new LinkedHashMap<>();

    CoreFiles(final Path directory) {
        this(directory, ORDERS);
    }

    /** With a core and a relay that keep as many orders as the test sends: none is forgotten while it runs. */
    CoreFiles(final Path directory, final int orders) {
        this.directory = directory;
        ordersCapacity = Math.max(ORDERS, BitUtil.findNextPositivePowerOfTwo(orders));
        set("aeron.dir", directory.resolve("aeron").toString());
        set("ingress.channel", "aeron:udp?endpoint=127.0.0.1:" + ingressPort + "|term-length=1m");
        set("deltas.channel", deltasChannel());
        set("replies.term.bytes", "262144");
        set("logons.per.second", "1000");
        set("journal.dir", journal().toString());
        set("journal.roll", "minute");
        set("journal.block.bytes", "16777216");
        set("journal.touch.ahead.bytes", "1048576");
        set("journal.min.free.bytes", "0");
        set("snapshot.interval.inputs", "20000");
        set("engine.orders", Integer.toString(ordersCapacity));
        set("engine.executions", "65536");
        set("engine.checkpoint.interval", "4096");
        set("metrics.interval.ms", "0");
        set("fix.store.dir", directory.resolve("fix").toString());
        set("client.1.secret.file", secretFile("client", CLIENT_SECRET));
        set("client.90.secret.file", secretFile("relay", RELAY_SECRET));
        set("client.90.role", "relay");
        set("instrument.1.symbol", "AAPL");
        set("instrument.1.reference.price", "100.00");
    }

    CoreFiles set(final String key, final String value) {
        keys.put(key, value);
        return this;
    }

    /** Heap that a process needs to keep these orders, in megabytes. */
    int heapMegabytes() {
        return 384 + (int) ((ordersCapacity - ORDERS) * BYTES_PER_ORDER / 1_048_576);
    }

    Path journal() {
        return directory.resolve("journal");
    }

    String deltasChannel() {
        return "aeron:udp?endpoint=224.20.30.41:" + deltasPort + "|interface=127.0.0.1|term-length=1m|fc=max";
    }

    String ingressChannel() {
        return "aeron:udp?endpoint=127.0.0.1:" + ingressPort + "|term-length=1m";
    }

    Path write() {
        final Path file = directory.resolve("server.properties");
        write(
                file,
                keys.entrySet().stream()
                        .map(key -> key.getKey() + '=' + key.getValue())
                        .collect(Collectors.joining("\n")));
        return file;
    }

    /** Configuration of a relay of this core. */
    Path writeRelay(final String token) {
        final Path tokenFile = directory.resolve("token.secret");
        secretFile("token", token.getBytes(StandardCharsets.UTF_8));
        final Path file = directory.resolve("relay.properties");
        write(
                file,
                String.join(
                        "\n",
                        "core.channel=" + ingressChannel(),
                        "core.client.id=" + RELAY_CLIENT_ID,
                        "core.secret.file=" + directory.resolve("relay.secret"),
                        "deltas.channel=aeron:udp?endpoint=224.20.30.41:" + deltasPort + "|interface=127.0.0.1",
                        "aeron.dir=" + directory.resolve("relay-aeron"),
                        "rows.capacity=" + ordersCapacity,
                        "http.port=0",
                        "http.token.file=" + tokenFile));
        return file;
    }

    private String secretFile(final String name, final byte[] secret) {
        final Path file = directory.resolve(name + ".secret");
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        write(file, new String(secret, StandardCharsets.UTF_8));
        return file.toString();
    }

    private static void write(final Path file, final String text) {
        try {
            Files.writeString(file, text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
