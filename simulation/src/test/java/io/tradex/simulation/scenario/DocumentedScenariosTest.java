package io.tradex.simulation.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples in {@code docs/order-types.md} are cases of the scenario files, letter by letter. */
class DocumentedScenariosTest {
    private static final Path DOCUMENT = Path.of("../docs/order-types.md");
    private static final Path FILES = Path.of("src/test/resources/scenarios");
    private static final String FOUND_BY_COMPARISON = "found-by-comparison.txt";
    private static final Pattern EXAMPLE = Pattern.compile(
            "From \\[([a-z-]+\\.txt)\\]\\(\\.\\./simulation/src/test/resources/scenarios/\\1\\):\n\n```\n(.*?)\n```",
            Pattern.DOTALL);

    /** A code block of the document, and the file that it says it is from. */
    private record Example(String file, String text) {}

    @Test
    void shouldShowCasesAsTheyStandInTheFiles() throws IOException {
        for (final Example example : examples()) {
            final List<String> cases = cases(Files.readString(FILES.resolve(example.file())));
            assertTrue(
                    cases.contains(example.text()),
                    () -> "no case of " + example.file() + " is, letter by letter,\n" + example.text()
                            + "\nso copy it into docs/order-types.md as it is");
        }
    }

    @Test
    void shouldShowNothingThatIsFromNoFile() throws IOException {
        final long blocks = Files.readAllLines(DOCUMENT).stream()
                        .filter(line -> line.startsWith("```"))
                        .count()
                / 2;

        assertEquals(blocks, examples().size(), "code blocks that follow 'From [FILE](…):'");
    }

    @Test
    void shouldShowOneCaseOfEachFileAtLeast() throws IOException {
        final Set<String> shown = new HashSet<>();
        examples().forEach(example -> shown.add(example.file()));
        final Set<String> missing = new TreeSet<>();
        try (Stream<Path> files = Files.list(FILES)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !shown.contains(name) && !name.equals(FOUND_BY_COMPARISON))
                    .forEach(missing::add);
        }

        assertEquals(Set.of(), missing, "files that docs/order-types.md shows nothing of");
    }

    private static List<Example> examples() throws IOException {
        final List<Example> examples = new ArrayList<>();
        final Matcher matcher = EXAMPLE.matcher(Files.readString(DOCUMENT));
        while (matcher.find()) {
            examples.add(new Example(matcher.group(1), matcher.group(2)));
        }
        return examples;
    }

    private static List<String> cases(final String file) {
        return Stream.of(file.split("(?m)^(?=case )", -1)).map(String::strip).toList();
    }
}
