package io.tradex.demo.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LobsterReaderTest {
    private static final String GOOD = "34200.004241176,1,16113575,18,5853300,1\n";

    private final LobsterRow row = new LobsterRow();

    @Test
    void shouldReadEveryFieldOfARow() throws IOException {
        final LobsterReader reader = reader(GOOD + "34200.5,3,7,100,5859100,-1");

        assertTrue(reader.read(row));
        assertEquals(34_200_004_241_176L, row.timeNs);
        assertEquals(LobsterRow.NEW, row.type);
        assertEquals(16_113_575, row.orderId);
        assertEquals(18, row.quantityLots);
        assertEquals(5_853_300, row.priceTicks);
        assertTrue(row.buy);

        assertTrue(reader.read(row));
        assertEquals(34_200_500_000_000L, row.timeNs);
        assertEquals(LobsterRow.CANCEL, row.type);
        assertFalse(row.buy);

        assertFalse(reader.read(row));
        assertEquals(2, reader.rows());
    }

    @Test
    void shouldReadLinesThatEndAsOnWindowsAndTimesWithoutOrWithTooManyDigits() throws IOException {
        final LobsterReader reader = reader("34200,1,1,1,1,1\r\n34200.0000000019999,1,2,1,1,1\r\n");

        assertTrue(reader.read(row));
        assertEquals(34_200_000_000_000L, row.timeNs);
        assertTrue(reader.read(row));
        assertEquals(34_200_000_000_001L, row.timeNs);
    }

    @Test
    void shouldTakeAHaltWhosePriceIsItsKind() throws IOException {
        final LobsterReader reader = reader("34200,7,0,0,-1,-1\n");

        assertTrue(reader.read(row));
        assertEquals(LobsterRow.HALT, row.type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "''                                    | fields",
                "34200.1,1,1,1,1                       | fields",
                "34200.1,1,1,1,1,1,1                   | fields",
                "34200.1;1;1;1;1;1                     | fields",
                "time,type,order_id,size,price,dir     | time is",
                "34200.1,0,1,1,1,1                     | type is 0",
                "34200.1,8,1,1,1,1                     | type is 8",
                "34200.1,1,-1,1,1,1                    | order id is -1",
                "34200.1,1,x,1,1,1                     | order id is \"x\"",
                "34200.1,1,99999999999999999999,1,1,1  | order id is",
                "34200.1,1,1,0,1,1                     | size is 0",
                "34200.1,1,1,1.5,1,1                   | size is",
                "34200.1,1,1,1000001,1,1               | size is 1000001",
                "34200.1,1,1,1,0,1                     | price is 0",
                "34200.1,1,1,1,-5,1                    | price is -5",
                "34200.1,1,1,1,9000000000,1            | price is 9000000000",
                "34200.1,1,1,1,1,0                     | direction is 0",
                "34200.1,1,1,1,1,2                     | direction is 2",
                "34199.9,1,1,1,1,1                     | time goes back",
                "-1.5,1,1,1,1,1                        | time is -1",
                "34200.,1,1,1,1,1                      | time is",
                "34200.-5,1,1,1,1,1                    | time is",
                "99999.0,1,1,1,1,1                     | time is 99999",
                "NaN,1,1,1,1,1                         | time is",
            })
    void shouldRefuseAMalformedLineByItsNumber(final String line, final String complaint) throws IOException {
        final LobsterReader reader = reader(GOOD + line.replace("''", "") + "\n");
        assertTrue(reader.read(row));

        final FlowFormatException refused = assertThrows(FlowFormatException.class, () -> reader.read(row));

        assertTrue(refused.getMessage().startsWith("flow.csv, line 2: "), refused.getMessage());
        assertTrue(refused.getMessage().contains(complaint), refused.getMessage());
    }

    @Test
    void shouldRefuseALineWithoutEndBeforeItFillsTheMemory() {
        final LobsterReader reader = reader("1".repeat(1 << 20));

        final FlowFormatException refused = assertThrows(FlowFormatException.class, () -> reader.read(row));

        assertTrue(refused.getMessage().contains("line 1"), refused.getMessage());
    }

    private static LobsterReader reader(final String text) {
        return new LobsterReader(new BufferedReader(new StringReader(text)), "flow.csv", 2_000_000_000L, 1_000_000L);
    }
}
