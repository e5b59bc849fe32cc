package io.tradex.benchmarks;

import io.tradex.client.TradexClientConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

/**
 * Open-loop latency of the core beside that of a bare Aeron echo, between the same two processes, in turns, so that whatever
 * else the machine does hits both.
 *
 * <pre>
 *   this process                                              CoreHost
 *   OpenLoop ─► OrderRequests ─► TradexClient ──── UDP ────► TradexServer   (core-none, core-batch)
 *       ▲   └─► EchoRequests ──► Aeron ─────────── UDP ────► EchoHost       (echo)
 *       └────────────────── first answer ◄─────────────────────┘
 * </pre>
 */
final class LatencyRig implements AutoCloseable {
    private static final int EXIT_UNANSWERED = 1;
    private static final int EXIT_BAD_COMMAND_LINE = 2;
    private static final int EXIT_TARGET_MISSED = 3;
    private static final int SECRET_BYTES = 32;
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final String CORE_ERRORS = "core.err";
    private static final Path CONFIGURATION = Path.of("config", "server.properties");

    private final Map<Variant, Measurement> measurements = new EnumMap<>(Variant.class);
    private final List<String> failures = new ArrayList<>();
    private final LatencyOptions options;
    private final Path directory;
    private final byte[] secret;
    private final int deltasPort = freePort();
    private final ChildProcess core;
    private final ChildProcess tap;
    private long seed = 1;

    private LatencyRig(final LatencyOptions options) throws IOException {
        this.options = options;
        // On the disk of the project: a journal in memory would be none.
        final Path runs = Files.createDirectories(Path.of("benchmarks", "target", "latency-run"));
        directory = Files.createTempDirectory(runs, "run-").toAbsolutePath();
        final Path secretFile = Files.createFile(
                directory.resolve("client.secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        final byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        secret = HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
        Files.write(secretFile, secret);
        core = new ChildProcess(
                CoreHost.class,
                directory.resolve(CORE_ERRORS),
                CONFIGURATION.toString(),
                directory.toString(),
                secretFile.toString());
        tap = options.relay()
                ? new ChildProcess(DeltaTap.class, directory.resolve("tap.err"), Integer.toString(deltasPort))
                : null;
        if (tap != null) {
            tap.await("ready");
        }
    }

    /**
     * @param args as {@link LatencyOptions} has them.
     * @throws IOException if files cannot be written.
     */
    public static void main(final String[] args) throws IOException {
        final LatencyOptions options;
        try {
            options = LatencyOptions.parse(args);
        } catch (final IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_BAD_COMMAND_LINE);
            return;
        }
        final int exitCode;
        try (LatencyRig rig = new LatencyRig(options)) {
            exitCode = rig.runOrExplain();
        }
        System.exit(exitCode);
    }

    private int runOrExplain() throws IOException {
        try {
            return run();
        } catch (final IllegalStateException e) {
            failures.add(e.getMessage());
        }
        return explain();
    }

    /** What the other process said, too. */
    private int explain() throws IOException {
        failures.forEach(failure -> System.out.println("FAILED: " + failure));
        core.close();
        Files.readAllLines(directory.resolve(CORE_ERRORS)).forEach(line -> System.out.println("core: " + line));
        return EXIT_UNANSWERED;
    }

    private int run() throws IOException {
        final LatencyReport report = new LatencyReport(options);
        report.printHeader();
        for (final Variant variant : Variant.ALL) {
            if (options.warmUpSeconds() > 0) {
                phase(variant, options.warmUpSeconds());
            }
        }
        for (final Variant variant : Variant.ALL) {
            measurements.put(variant, new Measurement(variant));
        }
        final List<Variant> order = new ArrayList<>(Variant.ALL);
        for (int round = 0; round < options.rounds(); round++) {
            final int seconds =
                    options.seconds() / options.rounds() + (round < options.seconds() % options.rounds() ? 1 : 0);
            for (final Variant variant : order) {
                final OpenLoop loop = phase(variant, seconds);
                report.printRound(round + 1, variant, loop);
            }
            // The other way round next time: whoever comes after the disk was busy is not always the same.
            Collections.reverse(order);
        }
        final boolean met = report.printAndWrite(List.copyOf(measurements.values()));
        if (!failures.isEmpty()) {
            return explain();
        }
        return met || options.quick() ? 0 : EXIT_TARGET_MISSED;
    }

    /** One turn of one variant. The first second is answered but not recorded: everything is opened anew in each turn. */
    private OpenLoop phase(final Variant variant, final int seconds) {
        final OpenLoop loop = new OpenLoop(options.rate(), options.rate(), options.rate() * seconds);
        final int requestPort = freePort();
        final int otherPort = variant == Variant.ECHO ? freePort() : deltasPort;
        core.ask("start " + variant.label + ' ' + requestPort + ' ' + otherPort, "ready");
        final String summary;
        try (Requests requests = variant == Variant.ECHO
                ? new EchoRequests(requestPort, otherPort, loop)
                : new OrderRequests(clientConfiguration(requestPort), seed++, loop)) {
            connect(requests);
            loop.run(requests);
            summary = requests.summary();
            if (requests instanceof OrderRequests orders && orders.fills() == 0) {
                failures.add(variant.label + ": nothing was filled");
            }
        }
        final long journalled = Long.parseLong(core.ask("stop", "stopped"));
        if (loop.answered() != loop.total() || loop.sent() != loop.total() || loop.strayAnswers() > 0) {
            failures.add(variant.label + ": of " + loop.total() + " requests " + loop.sent() + " were sent and "
                    + loop.answered() + " answered, with " + loop.strayAnswers() + " stray answers; " + summary);
        }
        if (variant != Variant.ECHO && journalled < loop.sent()) {
            failures.add(variant.label + ": " + loop.sent() + " sent, but " + journalled + " inputs journalled");
        }
        final Measurement measurement = measurements.get(variant);
        if (measurement != null) {
            measurement.add(loop, summary);
        }
        return loop;
    }

    private static void connect(final Requests requests) {
        final long deadlineNs = System.nanoTime() + CONNECT_TIMEOUT_NS;
        while (!requests.isConnected()) {
            requests.poll();
            Thread.onSpinWait();
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("not connected after 30 s: " + requests.summary());
            }
        }
    }

    private TradexClientConfiguration clientConfiguration(final int port) {
        return TradexClientConfiguration.builder()
                .serverChannel("aeron:udp?endpoint=127.0.0.1:" + port)
                .clientId(OrderRequests.CLIENT_ID)
                .secret(secret)
                .build();
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(core, tap);
        IoUtil.delete(directory.toFile(), true);
    }
}
