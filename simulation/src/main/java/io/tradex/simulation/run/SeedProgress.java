package io.tradex.simulation.run;

import io.tradex.simulation.world.Fault;
import io.tradex.simulation.world.World;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/** How far a run over many seeds is, in a file if there is to be one, so that a run that was stopped goes on. */
final class SeedProgress {
    private static final long SEEDS_A_WRITE = 20;

    private final Path file;
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private long next;
    private long inputs;
    private long violations;
    private long hash;

    private SeedProgress(final Path file, final long first) {
        this.file = file;
        this.next = first;
    }

    static SeedProgress open(final Path file, final long first) throws IOException {
        final SeedProgress progress = new SeedProgress(file, first);
        if (file != null && Files.exists(file)) {
            final Properties kept = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                kept.load(reader);
            }
            progress.next = Long.parseLong(kept.getProperty("next"));
            progress.inputs = Long.parseLong(kept.getProperty("events"));
            progress.violations = Long.parseLong(kept.getProperty("violations"));
            progress.hash = Long.parseUnsignedLong(kept.getProperty("hash"), 16);
            for (final Fault fault : Fault.values()) {
                progress.faults.put(fault, Long.parseLong(kept.getProperty("fault." + fault, "0")));
            }
        }
        return progress;
    }

    long next() {
        return next;
    }

    long inputs() {
        return inputs;
    }

    long violations() {
        return violations;
    }

    long hash() {
        return hash;
    }

    Map<Fault, Long> faults() {
        return faults;
    }

    /** The world of the next seed is done. */
    void done(final World world, final Map<Fault, Long> counts, final long hashOfAll) throws IOException {
        next++;
        inputs += world.inputs();
        violations += world.audit().violations().size();
        hash = hashOfAll;
        if (file != null && (next % SEEDS_A_WRITE == 0 || !world.audit().isClean())) {
            write(counts);
        }
    }

    private void write(final Map<Fault, Long> counts) throws IOException {
        final Properties kept = new Properties();
        kept.setProperty("next", Long.toString(next));
        kept.setProperty("events", Long.toString(inputs));
        kept.setProperty("violations", Long.toString(violations));
        kept.setProperty("hash", Long.toHexString(hash));
        counts.forEach((fault, count) -> kept.setProperty("fault." + fault, Long.toString(count)));
        final Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            kept.store(writer, null);
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
