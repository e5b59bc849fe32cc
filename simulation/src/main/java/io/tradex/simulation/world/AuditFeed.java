package io.tradex.simulation.world;

import io.tradex.protocol.entry.CancelRejectEncoder;
import io.tradex.protocol.entry.CommandRejectEncoder;
import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.KillSwitchReportEncoder;
import io.tradex.protocol.entry.LogonAcceptedEncoder;
import io.tradex.protocol.entry.MassCancelReportEncoder;
import io.tradex.protocol.entry.ProtectionTrippedEncoder;
import io.tradex.protocol.entry.RequestResultEncoder;
import io.tradex.protocol.entry.SelfTradePreventedEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;
import io.tradex.simulation.audit.Audit;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Brings journalled inputs and the outputs that were let out into one order for the audit: an input, then what it caused. What a
 * recovery says again is compared with what was said before; what it says for the first time goes to the audit as well.
 */
final class AuditFeed implements OutputTap {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int DIGESTS_MIN = 1 << 13;

    private final MemoryJournal journal;
    private final Audit audit;

    /** Sequence of the input whose outputs are being heard. */
    private long current;

    /** Whether all outputs of that input are known to have come. */
    private boolean ended = true;

    private long digest;
    private int outputs;

    private long[] digests = new long[DIGESTS_MIN];
    private long digestsBase;

    private boolean replaying;

    /** How far things had been said when the recovery began. */
    private long saidThrough;

    private boolean saidAllOfIt;
    private int saidOutputs;
    private long saidDigest;
    private long replayed;
    private long replayDigest;
    private int replayOutputs;

    AuditFeed(final MemoryJournal journal, final Audit audit) {
        this.journal = journal;
        this.audit = audit;
    }

    /** Everything that was caused by durable inputs is out. */
    void settle() {
        advanceTo(journal.durableSequence());
        end();
    }

    /** Forgets what was said before. Everything is settled. */
    void forget() {
        digestsBase = current;
    }

    /** From now on a recovery speaks, from after this input on. */
    void beginReplay(final long afterSequence) {
        replaying = true;
        saidThrough = current;
        saidAllOfIt = ended;
        saidOutputs = outputs;
        saidDigest = digest;
        replayed = afterSequence + 1;
        replayDigest = 0;
        replayOutputs = 0;
    }

    /** The recovery is done. */
    void endReplay() {
        while (replayed <= saidThrough) {
            compareReplayed();
        }
        replaying = false;
    }

    @Override
    public void onOutput(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (isRepeatedAnswer(templateId, buffer, offset)) {
            // Names the input that its first like has named: it has no place of its own among the outputs.
            audit.onRepeatedAnswer();
            return;
        }
        final long inputSeq = inputSeqOf(templateId, buffer, offset);
        long hash = templateId;
        int at = offset;
        for (; at <= offset + length - Long.BYTES; at += Long.BYTES) {
            hash = mix(hash, buffer.getLong(at, ByteOrder.LITTLE_ENDIAN));
        }
        for (; at < offset + length; at++) {
            hash = mix(hash, buffer.getByte(at));
        }
        if (isNew(inputSeq, hash)) {
            audit.onOutput(templateId, buffer, offset, length);
        }
    }

    @Override
    public void onInputRefused(
            final long inputSeq, final int refTemplateId, final RejectReason reason, final long value) {
        if (isNew(inputSeq, mix(mix(refTemplateId, reason.value()), value))) {
            audit.onInputRefused(refTemplateId, reason, value);
        }
    }

    @Override
    public void onAlarm(final long inputSeq, final AlarmKind kind, final long orderId, final long value) {
        if (isNew(inputSeq, mix(mix(kind.value(), orderId), value))) {
            audit.onAlarm(kind, orderId, value);
        }
    }

    /** Whether this was not said before; then it is its input's turn. */
    private boolean isNew(final long inputSeq, final long hash) {
        if (replaying && inputSeq <= saidThrough && isRepeated(inputSeq, hash)) {
            return false;
        }
        if (inputSeq > journal.durableSequence()) {
            audit.violation("input " + inputSeq + " is not in the journal, but has caused an output");
        } else if (inputSeq < current || (inputSeq == current && ended)) {
            audit.violation("an output of input " + inputSeq + " comes after those of input " + current);
        } else {
            advanceTo(inputSeq);
        }
        digest = mix(digest, hash);
        outputs++;
        return true;
    }

    private boolean isRepeated(final long inputSeq, final long hash) {
        while (replayed < inputSeq) {
            compareReplayed();
        }
        if (inputSeq == saidThrough && !saidAllOfIt && replayOutputs == saidOutputs) {
            return false;
        }
        replayDigest = mix(replayDigest, hash);
        replayOutputs++;
        return true;
    }

    private void compareReplayed() {
        final boolean same;
        if (replayed == saidThrough) {
            same = replayOutputs == saidOutputs && replayDigest == saidDigest;
        } else {
            same = replayed <= digestsBase || digests[(int) (replayed - digestsBase - 1)] == replayDigest;
        }
        if (!same) {
            audit.violation("a recovery says other things of input " + replayed + " than were said before");
        }
        replayed++;
        replayDigest = 0;
        replayOutputs = 0;
    }

    private void advanceTo(final long sequence) {
        while (current < sequence) {
            end();
            if (current > digestsBase) {
                final int index = (int) (current - digestsBase - 1);
                if (index == digests.length) {
                    digests = Arrays.copyOf(digests, 2 * index);
                }
                digests[index] = digest;
            }
            current++;
            digest = 0;
            outputs = 0;
            ended = false;
            journal.read(current, current, audit::onInput);
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            audit.endOfInput();
        }
    }

    private static boolean isRepeatedAnswer(final int templateId, final DirectBuffer buffer, final int offset) {
        final int at = switch (templateId) {
            case ExecutionReportEncoder.TEMPLATE_ID -> ExecutionReportEncoder.duplicateEncodingOffset();
            case CancelRejectEncoder.TEMPLATE_ID -> CancelRejectEncoder.duplicateEncodingOffset();
            case MassCancelReportEncoder.TEMPLATE_ID -> MassCancelReportEncoder.duplicateEncodingOffset();
            default -> -1;
        };
        return at >= 0 && buffer.getByte(offset + HEADER + at) == BooleanType.T.value();
    }

    private static long mix(final long hash, final long value) {
        final long h = (hash ^ value) * 0x9E37_79B9_7F4A_7C15L;
        return h ^ (h >>> 29);
    }

    private static long inputSeqOf(final int templateId, final DirectBuffer buffer, final int offset) {
        final int at = switch (templateId) {
            case ExecutionReportEncoder.TEMPLATE_ID -> ExecutionReportEncoder.inputSeqEncodingOffset();
            case CancelRejectEncoder.TEMPLATE_ID -> CancelRejectEncoder.inputSeqEncodingOffset();
            case MassCancelReportEncoder.TEMPLATE_ID -> MassCancelReportEncoder.inputSeqEncodingOffset();
            case CommandRejectEncoder.TEMPLATE_ID -> CommandRejectEncoder.inputSeqEncodingOffset();
            case SelfTradePreventedEncoder.TEMPLATE_ID -> SelfTradePreventedEncoder.inputSeqEncodingOffset();
            case RequestResultEncoder.TEMPLATE_ID -> RequestResultEncoder.inputSeqEncodingOffset();
            case KillSwitchReportEncoder.TEMPLATE_ID -> KillSwitchReportEncoder.inputSeqEncodingOffset();
            case ProtectionTrippedEncoder.TEMPLATE_ID -> ProtectionTrippedEncoder.inputSeqEncodingOffset();
            case LogonAcceptedEncoder.TEMPLATE_ID -> LogonAcceptedEncoder.inputSeqEncodingOffset();
            // Deltas and requests to venues begin with it.
            default -> 0;
        };
        return buffer.getLong(offset + HEADER + at, ByteOrder.LITTLE_ENDIAN);
    }
}
