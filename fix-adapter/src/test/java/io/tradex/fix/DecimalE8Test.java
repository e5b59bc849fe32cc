package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalE8Test {
    @ParameterizedTest
    @CsvSource({
        "0,                     0",
        "-0,                    0",
        "1,                     100000000",
        "-1,                    -100000000",
        "1.,                    100000000",
        ".5,                    50000000",
        "-.5,                   -50000000",
        "0.00000001,            1",
        "000123.4500,           12345000000",
        "1.123456780000,        112345678",
        "92233720368.54775807,  9223372036854775807",
        "-92233720368.54775807, -9223372036854775807",
    })
    void shouldReadExactly(final String text, final long expectedE8) {
        assertEquals(expectedE8, DecimalE8.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "-.",
                "+1",
                "1,5",
                "1.2.3",
                "1e2",
                "1E2",
                "0x1",
                " 1",
                "1 ",
                "--1",
                "1-",
                "NaN",
                "\u0661",
                "0.000000001",
                "92233720368.54775808",
                "-92233720368.54775808",
                "92233720369",
                "99999999999999999999999999",
            })
    void shouldRefuseWhatIsNoNumberOrDoesNotFit(final String text) {
        assertEquals(DecimalE8.INVALID, DecimalE8.parse(text));
    }

    @Test
    void shouldReadBackWhatItWroteAndAgreeWithBigDecimal() {
        final long seed = 20_261_121L;
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            final long valueE8 = random.nextLong() >> random.nextInt(64);
            if (valueE8 == DecimalE8.INVALID) {
                continue;
            }
            final String text = DecimalE8.format(valueE8);
            assertEquals(valueE8, DecimalE8.parse(text), () -> "seed " + seed + ": " + text);
            final BigDecimal expected = BigDecimal.valueOf(valueE8, 8);
            assertEquals(
                    valueE8 == 0 ? "0" : expected.stripTrailingZeros().toPlainString(), text, () -> "seed " + seed);
        }
    }

    @Test
    void shouldNotWriteWhatIsNoNumber() {
        assertThrows(IllegalArgumentException.class, () -> DecimalE8.format(DecimalE8.INVALID));
    }
}
