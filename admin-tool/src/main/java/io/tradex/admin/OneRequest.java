package io.tradex.admin;

import io.tradex.client.AdminClient;
import io.tradex.client.AdminListener;
import io.tradex.client.SessionDownReason;
import io.tradex.client.TradexClientConfiguration;
import io.tradex.protocol.journal.KillSwitchesRequestedDecoder;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.RejectReason;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** Logs on, sends one request, waits for what became of it and logs out. */
final class OneRequest implements AdminListener {
    private static final int EXIT_DONE = 0;
    private static final int EXIT_FAILED = 1;
    private static final int UNDECIDED = -1;

    private final PrintWriter out;
    private final PrintWriter err;
    private int exitCode = UNDECIDED;
    private boolean sent;
    private String trouble = "no core answers";

    OneRequest(final PrintWriter out, final PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Returns 0 if the request was applied; 1 if it was refused, or if nothing was heard of it in time. */
    int run(
            final TradexClientConfiguration configuration,
            final long timeoutMs,
            final ToLongFunction<AdminClient> request) {
        final IdleStrategy idle = new BackoffIdleStrategy(1, 1, 10_000, 1_000_000);
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try (AdminClient client = AdminClient.launch(configuration, this)) {
            while (exitCode == UNDECIDED) {
                if (!sent && client.isUp()) {
                    sent = request.applyAsLong(client) > 0;
                }
                idle.idle(client.poll());
                if (System.nanoTime() - deadlineNs > 0) {
                    fail(
                            sent
                                    ? "no answer within " + timeoutMs + " ms: it may or may not have been applied"
                                    : "not sent within " + timeoutMs + " ms: " + trouble);
                }
            }
        }
        return exitCode;
    }

    @Override
    public void onResult(
            final long requestId,
            final RejectReason reason,
            final long value,
            final int inputTemplateId,
            final long inputSeq) {
        if (exitCode != UNDECIDED) {
            return;
        }
        if (reason == RejectReason.NONE) {
            exitCode = EXIT_DONE;
            if (inputTemplateId == KillSwitchesRequestedDecoder.TEMPLATE_ID) {
                out.println("kill switches on: " + value + ", as of input " + inputSeq);
            } else {
                out.println("applied, input " + inputSeq + (value == 0 ? "" : ", orders met: " + value));
            }
        } else {
            fail("refused: " + words(reason) + " (" + value + ")" + (inputSeq == 0 ? "" : ", input " + inputSeq));
        }
    }

    @Override
    public void onKillSwitch(
            final long requestId,
            final KillSwitchScope scope,
            final long id,
            final long sinceNs,
            final long sinceSeq,
            final long byClientId) {
        out.println(words(scope) + (scope == KillSwitchScope.ALL ? "" : " " + id) + " since "
                + Instant.EPOCH.plusNanos(sinceNs) + " (input " + sinceSeq + ")"
                + (byClientId == 0 ? "" : ", by client " + byClientId));
    }

    @Override
    public void onSessionDown(final SessionDownReason reason) {
        if (sent) {
            fail("the session ended (" + words(reason) + "): it may or may not have been applied");
        }
    }

    @Override
    public void onLogonRejected() {
        fail("the core refused the logon: core.client.id and the secret must be those of a client with the role admin");
    }

    @Override
    public void onError(final Throwable error) {
        trouble = String.valueOf(error.getMessage());
    }

    private void fail(final String why) {
        if (exitCode == UNDECIDED) {
            exitCode = EXIT_FAILED;
            err.println("admin: " + why);
        }
    }

    private static String words(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
