package io.tradex.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Keeps what was once written readable. Under {@code src/test/resources/fixtures/v<version>} lies one message of each kind as that
 * version of its schema encoded it; today's decoders must find in it what was put in.
 *
 * <p>After adding a message, or raising a schema's version, write what is missing with
 *
 * <pre>mvn -pl protocol test -Dtest=FixtureTest -Dtradex.fixtures.write=true</pre>
 *
 * and commit it. A fixture that is there is never written again: one that fails shows a change that old journals do not survive.
 */
class FixtureTest {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");
    private static final String WRITE_PROPERTY = "tradex.fixtures.write";

    @BeforeAll
    static void writeWhatIsMissingWhereThatIsAskedFor() throws IOException, ReflectiveOperationException {
        if (!Boolean.getBoolean(WRITE_PROPERTY)) {
            return;
        }
        for (final Schemas.Message message : Schemas.messages()) {
            final Path file = fileOf(message);
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.write(
                        file,
                        MessageFixture.encode(MessageFixture.generate(message).lines()));
            }
        }
    }

    @Test
    void shouldFindInEveryOldEncodingWhatWasPutIn() throws IOException, ReflectiveOperationException {
        final Map<String, Schemas.Message> messages = new HashMap<>();
        Schemas.messages().forEach(message -> messages.put(message.name(), message));
        int decoded = 0;
        for (final Path file : files()) {
            final String name = file.getFileName().toString().replace(".txt", "");
            final Schemas.Message message = messages.get(name);
            assertTrue(message != null, () -> file + ": the message was removed, so old journals cannot be read");
            final MessageFixture fixture = MessageFixture.parse(Files.readAllLines(file));
            assertEquals(fixture.values(), fixture.decode(message), file::toString);
            assertEquals(
                    message.templateId(),
                    new UnsafeBuffer(fixture.bytes()).getShort(2, ByteOrder.LITTLE_ENDIAN),
                    file::toString);
            decoded++;
        }
        assertTrue(decoded >= Schemas.messages().size(), "decoded: " + decoded);
    }

    @Test
    void shouldHoldAFixtureOfEveryMessageInTheVersionOfItsSchema() {
        final List<String> missing = new ArrayList<>();
        for (final Schemas.Message message : Schemas.messages()) {
            if (!Files.exists(fileOf(message))) {
                missing.add(message.name() + " in version " + message.schemaVersion());
            }
        }
        assertEquals(
                List.of(), missing, "write the missing fixtures as the Javadoc of this test says, and commit them");
    }

    @Test
    void shouldEncodeTodayAsTheFixturesOfTodaysVersionDo() throws IOException, ReflectiveOperationException {
        for (final Schemas.Message message : Schemas.messages()) {
            if (Files.exists(fileOf(message))) {
                final MessageFixture fixture = MessageFixture.parse(Files.readAllLines(fileOf(message)));
                assertTrue(
                        Arrays.equals(
                                fixture.bytes(),
                                MessageFixture.generate(message).bytes()),
                        () -> message + " is encoded differently than its fixture of version " + message.schemaVersion()
                                + ": a changed message needs a higher schema version");
            }
        }
    }

    private static Path fileOf(final Schemas.Message message) {
        return FIXTURES.resolve("v" + message.schemaVersion()).resolve(message.name() + ".txt");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }
}
