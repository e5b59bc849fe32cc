package io.tradex.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayRowsTest {
    private static final String HEAD = "{\"t\":\"rows\",\"epoch\":\"1\",\"outSeq\":\"9\",\"live\":true,\"count\":2}";
    private static final String FIRST = "{\"orderId\":\"1\",\"cumQtyLots\":\"5\",\"ordStatus\":\"NEW\"}";
    private static final String SECOND = "{\"orderId\":\"2\",\"cumQtyLots\":\"7\",\"ordStatus\":\"FILLED\"}";
    private static final String END = "{\"t\":\"end\",\"count\":2}";

    @TempDir
    private Path directory;

    private final Long2ObjectHashMap<String> engine = new Long2ObjectHashMap<>();

    RelayRowsTest() {
        engine.put(1, "[OrderDelta](sbeTemplateId=40):orderId=1|cumQtyLots=5|ordStatus=NEW");
        engine.put(2, "[OrderDelta](sbeTemplateId=40):orderId=2|cumQtyLots=7|ordStatus=FILLED");
    }

    @Test
    void shouldFindEqualRowsEqualInAnyOrder() throws IOException {
        assertEquals(List.of(), compare(9, HEAD, FIRST, SECOND, END));
        assertEquals(List.of(), compare(9, HEAD, SECOND, FIRST, END));
    }

    @Test
    void shouldTellEveryDifference() throws IOException {
        assertTold("order 1: cumQtyLots is 6", compare(9, HEAD, FIRST.replace("\"5\"", "\"6\""), SECOND, END));
        assertTold(
                "order 1: ordStatus is null",
                compare(9, HEAD, "{\"orderId\":\"1\",\"cumQtyLots\":\"5\"}", SECOND, END));
        assertTold("order 2 is missing", compare(9, HEAD, FIRST, END));
        assertTold("order 1 comes twice", compare(9, HEAD, FIRST, FIRST, SECOND, END));
        assertTold("outSeq is 9", compare(10, HEAD, FIRST, SECOND, END));
        assertTold("live is false", compare(9, HEAD.replace("true", "false"), FIRST, SECOND, END));
        assertTold("end too early", compare(9, HEAD, FIRST, SECOND));
    }

    @Test
    void shouldAllowOnlyFinishedOrdersThatTheEngineHasForgotten() throws IOException {
        final String third = "{\"orderId\":\"3\",\"cumQtyLots\":\"7\",\"ordStatus\":\"FILLED\"}";
        assertEquals(List.of(), compare(9, HEAD, FIRST, SECOND, third, END));
        assertTold("order 3 is unknown", compare(9, HEAD, FIRST, SECOND, third.replace("FILLED", "NEW"), END));
    }

    @Test
    void shouldTellTheFirstFewOfMany() throws IOException {
        for (int id = 3; id < 100; id++) {
            engine.put(id, "[OrderDelta](sbeTemplateId=40):orderId=" + id);
        }
        final List<String> told = compare(9, HEAD, FIRST, SECOND, END);
        assertEquals(6, told.size());
        assertEquals("and 92 more", told.get(5));
    }

    private List<String> compare(final long outSeq, final String... lines) throws IOException {
        final Path file = Files.write(directory.resolve("rows"), List.of(lines));
        return RelayRows.compare(file, engine, outSeq);
    }

    private static void assertTold(final String expected, final List<String> told) {
        assertTrue(told.stream().anyMatch(line -> line.contains(expected)), () -> expected + " in " + told);
    }
}
