package io.tradex.demo;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this process was started, so that others are started likewise: the flags stand in one place only, the root pom. */
final class ThisJvm {
    private ThisJvm() {}

    /**
     * @param heap the value of {@code -Xmx}.
     * @return Java with this process's flags and class path, and that heap.
     */
    static List<String> command(final String heap) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Xmx") && !flag.startsWith("-Xms") && !flag.startsWith("-agentlib"))
                .forEach(command::add);
        command.add("-Xmx" + heap);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        return command;
    }
}
