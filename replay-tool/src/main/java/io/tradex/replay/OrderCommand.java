package io.tradex.replay;

import io.tradex.core.engine.EngineOutput;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells everything that happened to one order. */
@Command(
        name = "order",
        mixinStandardHelpOptions = true,
        description = "Tells everything that happened to one order, with times.")
final class OrderCommand implements Callable<Integer> {
    /** An order by the client's id. */
    private static final class ByClient {
        @Option(
                names = "--clordid",
                paramLabel = "ID",
                required = true,
                description = "ClOrdID of any of its requests.")
        private long clOrdId;

        @Option(names = "--account", paramLabel = "ID", required = true, description = "Its account.")
        private long accountId;
    }

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The journal.")
    private Path journal;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The core's id of the order.")
    private Long orderId;

    @ArgGroup(exclusive = false)
    private ByClient byClient;

    @Override
    public Integer call() {
        if ((orderId == null) == (byClient == null)) {
            throw new ParameterException(
                    spec.commandLine(), "name the order: either its ID, or --clordid together with --account");
        }
        final PrintWriter out = spec.commandLine().getOut();
        final Progress progress = new Progress(spec.commandLine().getErr(), "order");
        final long wanted = orderId == null ? find(progress) : orderId;
        final OrderBiography biography = new OrderBiography(wanted, MessageSchemas.load(), out);
        try (JournalReplay replay = JournalReplay.full(journal, biography)) {
            replay.onInput((sequence, timestampNs, buffer, offset, length) -> {
                progress.onRecord(sequence);
                biography.onInput(sequence, timestampNs, buffer, offset, length);
            });
            replay.toEnd();
        }
        if (!biography.end()) {
            throw new IllegalStateException("the journal knows no order " + wanted);
        }
        return 0;
    }

    private long find(final Progress progress) {
        final Finder finder = new Finder(byClient.accountId, byClient.clOrdId);
        try (JournalReplay replay = JournalReplay.full(journal, finder)) {
            replay.onInput((sequence, timestampNs, buffer, offset, length) -> progress.onRecord(sequence));
            while (finder.found == 0 && replay.poll() > 0) {
                // Goes on until an order is known by that id.
            }
        }
        if (finder.found == 0) {
            throw new IllegalStateException(
                    "the journal knows no order " + byClient.clOrdId + " of account " + byClient.accountId);
        }
        return finder.found;
    }

    /** Looks for the order that was once known by a ClOrdID. */
    private static final class Finder implements EngineOutput {
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final OrderDeltaDecoder delta = new OrderDeltaDecoder();
        private final long accountId;
        private final long clOrdId;
        private long found;

        Finder(final long accountId, final long clOrdId) {
            this.accountId = accountId;
            this.clOrdId = clOrdId;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void onOutput(
                final long inputSeq,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            if (templateId == OrderDeltaDecoder.TEMPLATE_ID && found == 0) {
                delta.wrapAndApplyHeader(buffer, offset, header);
                if (delta.accountId() == accountId && delta.clOrdId() == clOrdId) {
                    found = delta.orderId();
                }
            }
        }
    }
}
