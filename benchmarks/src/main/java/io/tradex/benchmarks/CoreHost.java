package io.tradex.benchmarks;

import io.tradex.server.TradexServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.agrona.IoUtil;

/**
 * The far process: hosts the core or the echo, one at a time, as told on its standard input:
 *
 * <pre>
 *   start VARIANT REQUEST_PORT OTHER_PORT     answered by "ready"
 *   stop                                      answered by "stopped JOURNALLED", the inputs that are in the journal
 * </pre>
 *
 * and ends with its input. The core has the configuration file that is given, which is the small profile, and a new journal
 * each time. Argument: the configuration file, a directory, the file with the client's secret.
 */
final class CoreHost implements AutoCloseable {
    private static final int EXIT_INVARIANT_BROKEN = 70;

    private final Path configuration;
    private final Path directory;
    private final Path secretFile;
    private TradexServer server;
    private EchoHost echo;
    private int starts;

    private CoreHost(final Path configuration, final Path directory, final Path secretFile) {
        this.configuration = configuration;
        this.directory = directory;
        this.secretFile = secretFile;
    }

    /**
     * @param args see above.
     * @throws IOException if its input breaks.
     */
    public static void main(final String[] args) throws IOException {
        try (CoreHost host = new CoreHost(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                final String[] words = line.split(" ", -1);
                if (words[0].equals("start")) {
                    host.start(Variant.parse(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                    System.out.println("ready");
                } else {
                    System.out.println("stopped " + host.stop());
                }
            }
        }
    }

    private void start(final Variant variant, final int requestPort, final int otherPort) {
        starts++;
        if (variant == Variant.ECHO) {
            echo = new EchoHost(directory.resolve("aeron"), requestPort, otherPort);
        } else {
            server = TradexServer.launch(
                    configuration, overrides(variant, requestPort, otherPort), (stage, sequence, cause) -> {
                        System.err.println(stage + " broke at input " + sequence);
                        cause.printStackTrace();
                        Runtime.getRuntime().halt(EXIT_INVARIANT_BROKEN);
                    });
        }
    }

    private Map<String, String> overrides(final Variant variant, final int ingressPort, final int deltasPort) {
        final Map<String, String> keys = new HashMap<>();
        keys.put("journal.durability", variant == Variant.CORE_BATCH ? "batch" : "none");
        keys.put("journal.dir", phaseDirectory().resolve("journal").toString());
        keys.put("aeron.dir", directory.resolve("aeron").toString());
        keys.put("ingress.channel", "aeron:udp?endpoint=127.0.0.1:" + ingressPort);
        keys.put(
                "deltas.channel",
                "aeron:udp?endpoint=" + DeltaTap.GROUP + ':' + deltasPort
                        + "|interface=127.0.0.1|term-length=4m|fc=max");
        // The session outlives a pause of a crowded machine: what is measured then is the pause.
        keys.put("sessions.heartbeat.ms", "500");
        keys.put("replies.queue.bytes", "4194304");
        keys.put("client." + OrderRequests.CLIENT_ID + ".secret.file", secretFile.toString());
        for (final long account : new long[] {OrderRequests.MAKER, OrderRequests.TAKER}) {
            final String prefix = "account." + account + '.';
            keys.put(prefix + "client", Long.toString(OrderRequests.CLIENT_ID));
            keys.put(prefix + "cash", "1000000000000");
            keys.put(prefix + "position." + OrderRequests.INSTRUMENT, "1000000000");
        }
        return keys;
    }

    private Path phaseDirectory() {
        return directory.resolve("start-" + starts);
    }

    private long stop() {
        final long journalled = server == null ? 0 : server.journalSequence();
        close();
        return journalled;
    }

    @Override
    public void close() {
        if (echo != null) {
            echo.close();
            echo = null;
        }
        if (server != null) {
            server.close();
            server = null;
            IoUtil.delete(phaseDirectory().toFile(), true);
        }
    }
}
