package io.tradex.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {
    @Test
    void shouldReadStringsNumbersAndTruth() {
        assertEquals(
                Map.of("a", "x", "b", "-7", "c", "true", "d", "false", "e", "say \"hi\" \\"),
                JsonLine.parse("{\"a\":\"x\",\"b\":-7,\"c\":true,\"d\":false,\"e\":\"say \\\"hi\\\" \\\\\"}"));
        assertEquals(Map.of(), JsonLine.parse("{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\":1.5}",
                "{\"a\":nul}",
                "{\"a\":{\"b\":1}}",
                "{\"a\":[1]}",
                "{\"a\":\"x}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\",
                "[1]",
            })
    void shouldRefuseAnythingElse(final String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonLine.parse(text));
    }
}
