package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quickfix.Message;

/** What a venue may have in its own way, and what nobody may. */
class FixTagsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''  | 0      | x       | tag must be 1 to 99999: 0
            ''  | 100000 | x       | tag must be 1 to 99999: 100000
            ''  | 34     | 1       | tag 34 is set by the core
            ''  | 11     | X       | tag 11 is set by the core
            D   | 38     | 1       | tag 38 is set by the core
            ''  | 5700   | ''      | value of tag 5700 must be printable ASCII
            ''  | 5700   | é       | value of tag 5700 must be printable ASCII
            8   | 5700   | x       | msgType must be one of D, F, G, H, AF, V, A: 8
            """)
    void shouldRefuseToSetWhatIsNotTheVenues(
            final String msgType, final int tag, final String value, final String message) {
        final IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> FixTags.NONE.set(msgType, tag, value));
        assertEquals(message, e.getMessage());
    }

    @Test
    void shouldRefuseAValueThatWouldEndItsField() {
        assertThrows(IllegalArgumentException.class, () -> FixTags.NONE.set(5700, "x\u000138=1000"));
    }

    @ParameterizedTest
    @CsvSource({"17, 17", "34, 9034", "17, 34", "43, 9043", "0, 9017", "17, 100000"})
    void shouldRefuseToReadOneTagFromAnother(final int tag, final int venueTag) {
        assertThrows(IllegalArgumentException.class, () -> FixTags.NONE.rename(tag, venueTag));
    }

    @Test
    void shouldNotTellItsValues() {
        assertEquals("1 set, 0 renamed", FixTags.NONE.set("A", 554, "secret").toString());
    }

    @Test
    void shouldLeaveAFieldWhereItIsIfTheVenuesOwnIsMissing() throws Exception {
        final Message message = new Message();
        message.setString(17, "e");
        FixTags.NONE.rename(17, 9717).normalize(message);
        assertEquals("e", message.getString(17));

        message.setString(9717, "f");
        FixTags.NONE.rename(17, 9717).normalize(message);
        assertEquals("f", message.getString(17));
    }

    @Test
    void shouldTakeADictionaryOfItsVersion() throws IOException {
        final Path dictionary = dictionary("FIX42.xml", "", "");
        final FixVenueConfiguration venue = venue(FixVersion.FIX42, dictionary);
        assertEquals(dictionary, venue.dictionary().orElseThrow());
    }

    @Test
    void shouldRefuseADictionaryThatDoesNotFit() throws IOException {
        final Path missing = directory.resolve("missing.xml");
        assertTrue(refusal(FixVersion.FIX44, missing).startsWith("dictionary " + missing + " cannot be read: "));

        final Path noXml = directory.resolve("no.xml");
        Files.writeString(noXml, "fix 4.4, as agreed");
        assertTrue(refusal(FixVersion.FIX44, noXml).startsWith("dictionary " + noXml + " cannot be read: "));

        final Path other = dictionary("FIX42.xml", "", "");
        assertEquals(
                "dictionary " + other + " is of FIX.4.2, the session speaks FIX.4.4", refusal(FixVersion.FIX44, other));
        assertEquals(
                "dictionary " + other + " is of FIX.4.2, the session speaks FIX.5.0SP2",
                refusal(FixVersion.FIX50SP2, other));

        final Path incomplete = dictionary("FIX42.xml", "msgtype=\"9\"", "msgtype=\"U9\"");
        assertEquals("dictionary " + incomplete + " lacks message 35=9", refusal(FixVersion.FIX42, incomplete));
    }

    private String refusal(final FixVersion version, final Path dictionary) {
        return assertThrows(IllegalArgumentException.class, () -> venue(version, dictionary))
                .getMessage();
    }

    private FixVenueConfiguration venue(final FixVersion version, final Path dictionary) {
        return FixVenueConfiguration.builder(1, new FixEndpoint("127.0.0.1", 9871, "TRADEX", "XA"), directory)
                .version(version)
                .dictionary(dictionary)
                .build();
    }

    private Path dictionary(final String name, final String replaced, final String by) throws IOException {
        final Path file = directory.resolve(by.isEmpty() ? name : "changed-" + name);
        try (InputStream in = FixTagsTest.class.getClassLoader().getResourceAsStream(name)) {
            final String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertFalse(text.isEmpty());
            Files.writeString(file, replaced.isEmpty() ? text : text.replace(replaced, by));
        }
        return file;
    }
}
