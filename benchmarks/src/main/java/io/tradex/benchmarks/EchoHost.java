package io.tradex.benchmarks;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.tradex.pipeline.Idle;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers every request with a message as long as an ExecutionReport, on one thread that drives Aeron as the core's shared
 * thread does: driver, then client conductor, then poll, then the core's idle strategy.
 */
final class EchoHost implements AutoCloseable {
    private final MediaDriver driver;
    private final Aeron aeron;
    private final AgentRunner runner;

    EchoHost(final Path aeronDirectory, final int requestPort, final int replyPort) {
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(aeronDirectory.toString())
                .threadingMode(ThreadingMode.INVOKER)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .warnIfDirectoryExists(false));
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(aeronDirectory.toString())
                .useConductorAgentInvoker(true)
                .driverAgentInvoker(driver.sharedAgentInvoker()));
        runner = new AgentRunner(
                Idle.BACKOFF.newStrategy(),
                Throwable::printStackTrace,
                null,
                new Echo(driver.sharedAgentInvoker(), aeron, requestPort, replyPort));
        AgentRunner.startOnThread(runner);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(runner, aeron, driver);
    }

    private static final class Echo implements Agent, ControlledFragmentHandler {
        private static final int FRAGMENT_LIMIT = 64;

        private final UnsafeBuffer reply = new UnsafeBuffer(new byte[EchoChannels.REPLY_BYTES]);
        private final AgentInvoker driver;
        private final AgentInvoker conductor;
        private final Subscription requests;
        private final ExclusivePublication replies;

        Echo(final AgentInvoker driver, final Aeron aeron, final int requestPort, final int replyPort) {
            this.driver = driver;
            this.conductor = aeron.conductorAgentInvoker();
            requests = aeron.addSubscription(EchoChannels.channel(requestPort), EchoChannels.REQUEST_STREAM);
            replies = aeron.addExclusivePublication(EchoChannels.channel(replyPort), EchoChannels.REPLY_STREAM);
        }

        @Override
        public int doWork() {
            return driver.invoke() + conductor.invoke() + requests.controlledPoll(this, FRAGMENT_LIMIT);
        }

        @Override
        public Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
            reply.putLong(0, buffer.getLong(offset));
            return replies.offer(reply) > 0 ? Action.CONTINUE : Action.ABORT;
        }

        @Override
        public String roleName() {
            return "echo";
        }
    }
}
