package io.tradex.client;

import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.KillSwitchReportDecoder;
import io.tradex.protocol.entry.MassCancelReportDecoder;
import io.tradex.protocol.entry.ProtectionTrippedDecoder;
import io.tradex.protocol.entry.RequestResultDecoder;
import io.tradex.protocol.entry.SelfTradePreventedDecoder;
import org.agrona.DirectBuffer;

/**
 * What a client hears of the core. Called on the thread that calls {@link TradexClient#poll()}, which may send from within. The
 * decoders are reused: copy what is to be kept. An exception comes out of {@code poll()}.
 */
public interface TradexClientListener {
    /**
     * The session is open: commands may be sent.
     *
     * @param sessionId of the new session.
     * @param epoch     of the core; higher than before after a repair or a takeover.
     */
    default void onSessionUp(final long sessionId, final long epoch) {}

    /**
     * The session has ended. Commands that are not answered may or may not have been applied: ask for their status when the
     * next session is up, or send them again with the same clOrdId, which the core applies once.
     *
     * @param reason why.
     */
    default void onSessionDown(final SessionDownReason reason) {}

    /** The core refused a logon; the client tries again later by itself. */
    default void onLogonRejected() {}

    /**
     * An order was accepted, changed, filled, ended or refused.
     *
     * @param report with the whole order.
     */
    default void onExecutionReport(final ExecutionReportDecoder report) {}

    /**
     * A cancel, replace or status request was refused.
     *
     * @param reject with the reason.
     */
    default void onCancelReject(final CancelRejectDecoder reject) {}

    /**
     * A mass cancel is done.
     *
     * @param report with the number of orders.
     */
    default void onMassCancelReport(final MassCancelReportDecoder report) {}

    /**
     * A frame could not be taken as a command at all.
     *
     * @param reject with the reason.
     */
    default void onCommandReject(final CommandRejectDecoder reject) {}

    /**
     * Two orders of the same account or trade group met and did not trade; what became of each follows.
     *
     * @param prevented with both orders.
     */
    default void onSelfTradePrevented(final SelfTradePreventedDecoder prevented) {}

    /**
     * A protection reset or an operator's request was applied or refused.
     *
     * @param result with the reason, if it was refused.
     */
    default void onRequestResult(final RequestResultDecoder result) {}

    /**
     * A kill switch that is on; the RequestResult of the request that asked for them follows the last one.
     *
     * @param report with what it stops, and since when.
     */
    default void onKillSwitchReport(final KillSwitchReportDecoder report) {}

    /**
     * An account's market-maker protection has tripped: its orders in the instrument are being cancelled, new ones are refused
     * until {@link TradexClient#resetProtection}.
     *
     * @param tripped with what was executed.
     */
    default void onProtectionTripped(final ProtectionTrippedDecoder tripped) {}

    /**
     * A part of an answer to a relay's request: SnapshotBegin, OrderDelta, SnapshotEnd or GapFillEnd.
     *
     * @param templateId of the message.
     * @param buffer     holding the message, SBE header first.
     * @param offset     of the header.
     * @param length     of header and body in bytes.
     */
    default void onRelayMessage(final int templateId, final DirectBuffer buffer, final int offset, final int length) {}

    /**
     * A fault that the client recovers from by itself, such as an address that cannot be resolved or a lost media driver.
     *
     * @param error what happened.
     */
    default void onError(final Throwable error) {}
}
