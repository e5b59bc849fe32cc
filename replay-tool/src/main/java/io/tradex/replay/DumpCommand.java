package io.tradex.replay;

import io.tradex.journal.JournalReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows every record, one a line. */
@Command(
        name = "dump",
        mixinStandardHelpOptions = true,
        description = "Shows every record with all its fields, one a line.")
final class DumpCommand implements Callable<Integer> {
    /** How a record is shown. */
    enum Format {
        /** For people and grep. */
        TEXT,
        /** One JSON object a line. */
        JSON
    }

    private static final int RECORDS_PER_POLL = 256;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The journal.")
    private Path journal;

    @Option(names = "--from", paramLabel = "SEQ", description = "First record to show.", defaultValue = "1")
    private long from;

    @Option(names = "--to", paramLabel = "SEQ", description = "Last record to show.")
    private long to = Long.MAX_VALUE;

    @Option(
            names = "--format",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.",
            defaultValue = "TEXT")
    private Format format;

    private final StringBuilder line = new StringBuilder(1024);
    private MessageSchemas schemas;

    @Override
    public Integer call() {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException("--from must be at least 1, and --to not less than --from");
        }
        schemas = MessageSchemas.load();
        final PrintWriter out = spec.commandLine().getOut();
        try (JournalReader reader = JournalReader.openFrom(journal, from)) {
            int count;
            do {
                count = reader.poll(
                        (sequence, timestampNs, buffer, offset, length) ->
                                print(out, sequence, timestampNs, buffer, offset, length),
                        RECORDS_PER_POLL,
                        to);
                // A reader such as head has seen enough: stop without a word.
            } while (count > 0 && !out.checkError());
        } finally {
            out.flush();
        }
        return 0;
    }

    private void print(
            final PrintWriter out,
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        line.setLength(0);
        final int templateId = schemas.templateId(buffer, offset, length);
        if (format == Format.JSON) {
            line.append("{\"sequence\":").append(sequence);
            line.append(",\"timestampNs\":").append(timestampNs);
            line.append(",\"time\":\"").append(Times.utc(timestampNs));
            line.append("\",\"templateId\":").append(templateId);
            line.append(",\"message\":\"").append(schemas.name(templateId)).append("\",\"fields\":");
            schemas.appendJson(line, buffer, offset, length);
            line.append('}');
        } else {
            line.append(sequence).append(' ').append(Times.utc(timestampNs)).append(' ');
            line.append(schemas.name(templateId)).append(' ');
            schemas.appendText(line, buffer, offset, length);
        }
        line.append('\n');
        out.append(line);
    }
}
