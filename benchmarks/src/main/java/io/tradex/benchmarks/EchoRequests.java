package io.tradex.benchmarks;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.NoOpLock;

/** The near end of the echo, which drives Aeron as the TradeX client does. */
final class EchoRequests implements Requests, FragmentHandler {
    private static final int FRAGMENT_LIMIT = 64;

    private final BufferClaim claim = new BufferClaim();
    private final AnswerListener listener;
    private final MediaDriver driver;
    private final AgentInvoker driverInvoker;
    private final Aeron aeron;
    private final Subscription replies;
    private final ExclusivePublication requests;

    EchoRequests(final int requestPort, final int replyPort, final AnswerListener listener) {
        this.listener = listener;
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(io.aeron.CommonContext.generateRandomDirName())
                .threadingMode(ThreadingMode.INVOKER)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true));
        driverInvoker = driver.sharedAgentInvoker();
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .driverAgentInvoker(driverInvoker)
                .useConductorAgentInvoker(true)
                .clientLock(NoOpLock.INSTANCE));
        replies = aeron.addSubscription(EchoChannels.channel(replyPort), EchoChannels.REPLY_STREAM);
        requests = aeron.addExclusivePublication(EchoChannels.channel(requestPort), EchoChannels.REQUEST_STREAM);
    }

    @Override
    public boolean send(final long number) {
        if (requests.tryClaim(EchoChannels.REQUEST_BYTES, claim) < 0) {
            return false;
        }
        claim.buffer().putLong(claim.offset(), number);
        claim.commit();
        return true;
    }

    @Override
    public int poll() {
        return driverInvoker.invoke() + aeron.conductorAgentInvoker().invoke() + replies.poll(this, FRAGMENT_LIMIT);
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        listener.onAnswer(buffer.getLong(offset));
    }

    @Override
    public boolean isConnected() {
        return requests.isConnected() && replies.isConnected();
    }

    @Override
    public String summary() {
        return "every request echoed";
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }
}
