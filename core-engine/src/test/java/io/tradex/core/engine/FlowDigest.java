package io.tradex.core.engine;

/** Runs a seeded random day and says what came of it, for one JVM to compare with another. */
public final class FlowDigest {
    private FlowDigest() {}

    /** @param args the seed and how many inputs. */
    public static void main(final String[] args) {
        System.out.println(of(Long.parseLong(args[0]), Integer.parseInt(args[1])));
    }

    static String of(final long seed, final int inputs) {
        final EngineDriver driver = new EngineDriver();
        driver.keepNoInputs();
        RandomFlowTest.record(seed, driver, inputs);
        return "seed " + seed + ": " + driver.sequence + " inputs, " + driver.output.messages() + " messages, digest "
                + Long.toHexString(driver.output.digest()) + ", state hash "
                + Long.toHexString(driver.engine.stateHash());
    }
}
