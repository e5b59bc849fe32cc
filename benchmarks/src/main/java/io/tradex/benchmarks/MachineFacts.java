package io.tradex.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/** What a figure has to be read with. */
public final class MachineFacts {
    private static final String UNKNOWN = "unknown";

    private MachineFacts() {}

    /** @return everything on one line, with the date. */
    public static String line() {
        return date() + ", " + Runtime.getRuntime().availableProcessors() + " cores (" + processor() + "), JDK "
                + System.getProperty("java.vm.version") + ", " + System.getProperty("os.name") + ' '
                + System.getProperty("os.version") + ", timer slack " + timerSlackNs() + " ns, load " + load();
    }

    static String date() {
        return ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ISO_LOCAL_DATE);
    }

    /** The JVM's flags but for those that only open packages. */
    static String flags() {
        return String.join(
                " ",
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(argument -> argument.startsWith("-X"))
                        .toList());
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (final IOException e) {
            return UNKNOWN;
        }
    }

    private static String timerSlackNs() {
        return firstLine("/proc/self/timerslack_ns");
    }

    private static String load() {
        return firstLine("/proc/loadavg").split(" ", -1)[0];
    }

    private static String firstLine(final String file) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.findFirst().orElse(UNKNOWN);
        } catch (final IOException e) {
            return UNKNOWN;
        }
    }
}
