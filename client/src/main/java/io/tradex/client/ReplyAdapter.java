package io.tradex.client;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tradex.protocol.LogonProof;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.ChallengeDecoder;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.HeartbeatDecoder;
import io.tradex.protocol.entry.KillSwitchReportDecoder;
import io.tradex.protocol.entry.LogonAcceptedDecoder;
import io.tradex.protocol.entry.LogonRejectedDecoder;
import io.tradex.protocol.entry.MassCancelReportDecoder;
import io.tradex.protocol.entry.ProtectionTrippedDecoder;
import io.tradex.protocol.entry.RequestResultDecoder;
import io.tradex.protocol.entry.SelfTradePreventedDecoder;
import io.tradex.protocol.entry.SessionTerminatedDecoder;
import io.tradex.protocol.state.GapFillEndDecoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.state.SnapshotBeginDecoder;
import io.tradex.protocol.state.SnapshotEndDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * Decodes what comes on the reply stream and hands it to the session or the listener. Frames that are cut, of a schema it does
 * not know, from another sender or for another session are passed over and counted.
 */
final class ReplyAdapter implements FragmentHandler {
    private final ClientSession session;
    private final TradexClientListener listener;

    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final ChallengeDecoder challengeDecoder = new ChallengeDecoder();
    private final LogonAcceptedDecoder logonAcceptedDecoder = new LogonAcceptedDecoder();
    private final LogonRejectedDecoder logonRejectedDecoder = new LogonRejectedDecoder();
    private final HeartbeatDecoder heartbeatDecoder = new HeartbeatDecoder();
    private final SessionTerminatedDecoder sessionTerminatedDecoder = new SessionTerminatedDecoder();
    private final ExecutionReportDecoder executionReportDecoder = new ExecutionReportDecoder();
    private final CancelRejectDecoder cancelRejectDecoder = new CancelRejectDecoder();
    private final MassCancelReportDecoder massCancelReportDecoder = new MassCancelReportDecoder();
    private final CommandRejectDecoder commandRejectDecoder = new CommandRejectDecoder();
    private final SelfTradePreventedDecoder selfTradePreventedDecoder = new SelfTradePreventedDecoder();
    private final RequestResultDecoder requestResultDecoder = new RequestResultDecoder();
    private final KillSwitchReportDecoder killSwitchReportDecoder = new KillSwitchReportDecoder();
    private final ProtectionTrippedDecoder protectionTrippedDecoder = new ProtectionTrippedDecoder();

    private long ignoredFrames;

    ReplyAdapter(final ClientSession session, final TradexClientListener listener) {
        this.session = session;
        this.listener = listener;
    }

    long ignoredFrames() {
        return ignoredFrames;
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (!onFrame(buffer, offset, length, header.sessionId())) {
            ignoredFrames++;
        }
    }

    private boolean onFrame(final DirectBuffer buffer, final int offset, final int length, final int aeronSessionId) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return false;
        }
        headerDecoder.wrap(buffer, offset);
        final int templateId = headerDecoder.templateId();
        final int blockLength = headerDecoder.blockLength();
        final int blockLengthMin = blockLengthMin(templateId, headerDecoder.schemaId(), headerDecoder.version());
        if (blockLength < blockLengthMin || length < MessageHeaderDecoder.ENCODED_LENGTH + blockLength) {
            return false;
        }
        if (templateId == ChallengeDecoder.TEMPLATE_ID) {
            challengeDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
            final byte[] nonce = new byte[LogonProof.NONCE_LENGTH];
            challengeDecoder.getNonce(nonce, 0, nonce.length);
            return session.onChallenge(challengeDecoder.correlationId(), nonce, aeronSessionId);
        }
        return session.isFromCore(aeronSessionId) && onCoreFrame(templateId, buffer, offset, length);
    }

    private boolean onCoreFrame(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        switch (templateId) {
            case LogonAcceptedDecoder.TEMPLATE_ID -> {
                logonAcceptedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                return session.onLogonAccepted(logonAcceptedDecoder);
            }
            case LogonRejectedDecoder.TEMPLATE_ID -> {
                logonRejectedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                return session.onLogonRejected(logonRejectedDecoder.correlationId());
            }
            case HeartbeatDecoder.TEMPLATE_ID -> {
                heartbeatDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                return session.onReceived(heartbeatDecoder.sessionId());
            }
            case SessionTerminatedDecoder.TEMPLATE_ID -> {
                sessionTerminatedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                if (!session.onReceived(sessionTerminatedDecoder.sessionId())) {
                    return false;
                }
                session.onSessionTerminated(sessionTerminatedDecoder.reason());
            }
            case ExecutionReportDecoder.TEMPLATE_ID -> {
                executionReportDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                if (!session.onReceived(executionReportDecoder.sessionId())) {
                    return false;
                }
                listener.onExecutionReport(executionReportDecoder);
            }
            case CancelRejectDecoder.TEMPLATE_ID -> {
                cancelRejectDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                if (!session.onReceived(cancelRejectDecoder.sessionId())) {
                    return false;
                }
                listener.onCancelReject(cancelRejectDecoder);
            }
            case MassCancelReportDecoder.TEMPLATE_ID -> {
                massCancelReportDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                if (!session.onReceived(massCancelReportDecoder.sessionId())) {
                    return false;
                }
                listener.onMassCancelReport(massCancelReportDecoder);
            }
            case CommandRejectDecoder.TEMPLATE_ID -> {
                commandRejectDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                if (!session.onReceived(commandRejectDecoder.sessionId())) {
                    return false;
                }
                listener.onCommandReject(commandRejectDecoder);
            }
            case SelfTradePreventedDecoder.TEMPLATE_ID -> {
                selfTradePreventedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                if (!session.onReceived(selfTradePreventedDecoder.sessionId())) {
                    return false;
                }
                listener.onSelfTradePrevented(selfTradePreventedDecoder);
            }
            case RequestResultDecoder.TEMPLATE_ID -> {
                requestResultDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                if (!session.onReceived(requestResultDecoder.sessionId())) {
                    return false;
                }
                listener.onRequestResult(requestResultDecoder);
            }
            case KillSwitchReportDecoder.TEMPLATE_ID -> {
                killSwitchReportDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                if (!session.onReceived(killSwitchReportDecoder.sessionId())) {
                    return false;
                }
                listener.onKillSwitchReport(killSwitchReportDecoder);
            }
            case ProtectionTrippedDecoder.TEMPLATE_ID -> {
                protectionTrippedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
                if (!session.onReceived(protectionTrippedDecoder.sessionId())) {
                    return false;
                }
                listener.onProtectionTripped(protectionTrippedDecoder);
            }
            default -> {
                // Answers to relays carry no session id: the stream they come on is the session's own.
                if (!session.onReceived(session.sessionId())) {
                    return false;
                }
                listener.onRelayMessage(templateId, buffer, offset, length);
            }
        }
        return true;
    }

    /**
     * The shortest root block of a message that clients get, which for a core of version 1 ends where the fields of version 2 begin;
     * none fits the answer for any other message.
     */
    private static int blockLengthMin(final int templateId, final int schemaId, final int version) {
        if (schemaId == ExecutionReportDecoder.SCHEMA_ID) {
            return switch (templateId) {
                case ChallengeDecoder.TEMPLATE_ID -> ChallengeDecoder.BLOCK_LENGTH;
                case LogonAcceptedDecoder.TEMPLATE_ID -> LogonAcceptedDecoder.BLOCK_LENGTH;
                case LogonRejectedDecoder.TEMPLATE_ID -> LogonRejectedDecoder.BLOCK_LENGTH;
                case HeartbeatDecoder.TEMPLATE_ID -> HeartbeatDecoder.BLOCK_LENGTH;
                case SessionTerminatedDecoder.TEMPLATE_ID -> SessionTerminatedDecoder.BLOCK_LENGTH;
                case ExecutionReportDecoder.TEMPLATE_ID ->
                    version < 2
                            ? ExecutionReportDecoder.stopPriceTicksEncodingOffset()
                            : ExecutionReportDecoder.BLOCK_LENGTH;
                case CancelRejectDecoder.TEMPLATE_ID -> CancelRejectDecoder.BLOCK_LENGTH;
                case MassCancelReportDecoder.TEMPLATE_ID -> MassCancelReportDecoder.BLOCK_LENGTH;
                case CommandRejectDecoder.TEMPLATE_ID -> CommandRejectDecoder.BLOCK_LENGTH;
                case SelfTradePreventedDecoder.TEMPLATE_ID -> SelfTradePreventedDecoder.BLOCK_LENGTH;
                case RequestResultDecoder.TEMPLATE_ID -> RequestResultDecoder.BLOCK_LENGTH;
                case ProtectionTrippedDecoder.TEMPLATE_ID -> ProtectionTrippedDecoder.BLOCK_LENGTH;
                case KillSwitchReportDecoder.TEMPLATE_ID -> KillSwitchReportDecoder.BLOCK_LENGTH;
                default -> Integer.MAX_VALUE;
            };
        }
        if (schemaId == OrderDeltaDecoder.SCHEMA_ID) {
            return switch (templateId) {
                case OrderDeltaDecoder.TEMPLATE_ID ->
                    version < 2 ? OrderDeltaDecoder.stopPriceTicksEncodingOffset() : OrderDeltaDecoder.BLOCK_LENGTH;
                case SnapshotBeginDecoder.TEMPLATE_ID -> SnapshotBeginDecoder.BLOCK_LENGTH;
                case SnapshotEndDecoder.TEMPLATE_ID -> SnapshotEndDecoder.BLOCK_LENGTH;
                case GapFillEndDecoder.TEMPLATE_ID -> GapFillEndDecoder.BLOCK_LENGTH;
                default -> Integer.MAX_VALUE;
            };
        }
        return Integer.MAX_VALUE;
    }
}
