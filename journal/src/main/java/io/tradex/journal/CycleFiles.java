package io.tradex.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** The cycle files of a journal's directory, which are named by their time, so that names sort in the order of writing. */
final class CycleFiles {
    static final String SUFFIX = ".cq4";

    /** Chronicle's cache of the directory and its locks; rebuilt where it is missing. */
    static final String CHRONICLE_METADATA = "metadata.cq4t";

    private static final Pattern NAME = Pattern.compile("\\d{8}(-\\d{2,6})?[A-Z]?" + Pattern.quote(SUFFIX));

    private CycleFiles() {}

    /** Names of the cycle files, oldest first. Names ending like one but not formed like one are left out. */
    static List<String> list(final Path directory) {
        final List<String> names = new ArrayList<>();
        for (final String name : all(directory)) {
            if (isCycleFile(name)) {
                names.add(name);
            }
        }
        return names;
    }

    static List<String> all(final Path directory) {
        final List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (final Path file : files) {
                names.add(file.getFileName().toString());
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot list " + directory.toAbsolutePath(), ex);
        }
        Collections.sort(names);
        return names;
    }

    static boolean isCycleFile(final String name) {
        return NAME.matcher(name).matches();
    }

    /** Makes the creation, renaming and removal of files durable. */
    static void forceDirectory(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
