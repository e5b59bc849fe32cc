package io.tradex.replay;

import io.tradex.core.engine.InvariantViolation;
import io.tradex.core.engine.TradingEngine;
import io.tradex.journal.JournalCondition;
import io.tradex.journal.JournalDamagedException;
import io.tradex.journal.JournalRecovery;
import io.tradex.protocol.journal.CheckpointDecoder;
import io.tradex.protocol.journal.EpochStartedDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves a journal: its records by their CRC, sequence and link, its meaning by the state hashes along the way. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Proves every record (CRC, sequence, link) and every journalled state hash.")
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The journal.")
    private Path journal;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final EpochStartedDecoder epochStarted = new EpochStartedDecoder();
    private final List<String> epochs = new ArrayList<>();
    private long records;
    private long checkpoints;
    private long firstNs;
    private long lastNs;

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        final PrintWriter err = spec.commandLine().getErr();
        final Progress progress = new Progress(err, "verify");
        try (JournalReplay replay = JournalReplay.full(journal, NoHands.INSTANCE)) {
            replay.onInput((sequence, timestampNs, buffer, offset, length) -> {
                progress.onRecord(sequence);
                onInput(sequence, timestampNs, buffer, offset, length);
            });
            try {
                replay.toEnd();
            } catch (final JournalDamagedException | InvariantViolation ex) {
                print(out, replay.engine());
                out.println("result       FAILED: " + ex.getMessage());
                if (ex instanceof JournalDamagedException) {
                    out.println(JournalRecovery.inspect(journal).describe());
                }
                return ReplayTool.EXIT_DAMAGED;
            }
            print(out, replay.engine());
            final JournalCondition end = JournalRecovery.inspect(journal, replay.position());
            end.notes().forEach(note -> out.println("note         " + note));
            if (end.unfinishedTail()) {
                out.println("note         a last record is unfinished: it is being written, or its writer was killed");
            }
            if (end.repaired()) {
                out.println("note         this is the copy of a damaged journal; an epoch will be started on it");
            }
            if (!end.startable()) {
                out.println("result       FAILED: " + end.describe());
                return ReplayTool.EXIT_DAMAGED;
            }
            final long unproved = checkpoints - replay.engine().checkpointsCompared();
            if (unproved > 0) {
                out.println("note         " + unproved + " checkpoints speak of states too long past to compare");
            }
            out.println("result       ok");
            return 0;
        }
    }

    private void onInput(
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        records++;
        firstNs = records == 1 ? timestampNs : firstNs;
        lastNs = timestampNs;
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return;
        }
        header.wrap(buffer, offset);
        if (header.templateId() == EpochStartedDecoder.TEMPLATE_ID) {
            epochStarted.wrapAndApplyHeader(buffer, offset, header);
            epochs.add(epochStarted.epoch() + " from record " + sequence);
        } else if (header.templateId() == CheckpointDecoder.TEMPLATE_ID) {
            checkpoints++;
        }
    }

    private void print(final PrintWriter out, final TradingEngine engine) {
        out.printf("records      %,d%n", records);
        if (records > 0) {
            out.println("from         " + Times.utc(firstNs));
            out.println("to           " + Times.utc(lastNs) + " (" + Times.seconds(lastNs - firstNs) + ")");
        }
        out.println("epochs       " + (epochs.isEmpty() ? "none" : String.join(", ", epochs)));
        out.printf("checkpoints  %,d equal of %,d%n", engine.checkpointsCompared(), checkpoints);
        out.println("sequence     " + engine.sequence());
        out.printf("state hash   %016x%n", engine.stateHash());
    }
}
