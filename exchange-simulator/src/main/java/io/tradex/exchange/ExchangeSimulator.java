package io.tradex.exchange;

import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine;

/** Several simulated exchanges on one thread; also the command of that name, see {@link SimulatorCommand}. */
public final class ExchangeSimulator implements AutoCloseable {
    private final List<SimulatedExchange> exchanges;
    private final AgentRunner runner;

    /**
     * Starts the exchanges and opens their ports.
     *
     * @param exchanges    at least one, not running yet.
     * @param idleStrategy of their thread.
     * @param errorHandler takes what goes wrong on it.
     */
    public ExchangeSimulator(
            final List<SimulatedExchange> exchanges, final IdleStrategy idleStrategy, final ErrorHandler errorHandler) {
        if (exchanges.isEmpty()) {
            throw new IllegalArgumentException("exchanges must not be empty");
        }
        this.exchanges = List.copyOf(exchanges);
        this.runner = new AgentRunner(idleStrategy, errorHandler, null, new CompositeAgent(this.exchanges));
        AgentRunner.startOnThread(runner);
        try {
            this.exchanges.forEach(SimulatedExchange::openPort);
        } catch (final IllegalStateException e) {
            close();
            throw e;
        }
    }

    /** @return the exchanges. */
    public List<SimulatedExchange> exchanges() {
        return exchanges;
    }

    /** Closes the ports and stops. The exchanges' state can still be read. */
    @Override
    public void close() {
        exchanges.forEach(SimulatedExchange::closePort);
        CloseHelper.close(runner);
    }

    /**
     * Runs until it is interrupted.
     *
     * @param args see {@code --help}.
     */
    public static void main(final String[] args) {
        System.exit(new CommandLine(new SimulatorCommand())
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    if (error instanceof IllegalArgumentException || error instanceof IllegalStateException) {
                        // A value that is not allowed or a port that is taken: the message says it all.
                        command.getErr().println("exchange-simulator: " + error.getMessage());
                        return CommandLine.ExitCode.USAGE;
                    }
                    throw error;
                })
                .execute(args));
    }
}
