package io.tradex.exchange.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptParserTest {
    @Test
    void shouldReadARule() {
        final Rule rule = ScriptParser.parse(
                        "test",
                        "# a comment\n\nwhen new symbol=AAPL qty>=100 every 10th chance 2.5% from 1s to 2m"
                                + " do delay 10ms..50ms, reject \"no, # thanks\" reason=3  # the end")
                .rules()
                .get(0);

        assertEquals(3, rule.line());
        assertEquals(Trigger.NEW, rule.trigger());
        assertEquals(
                List.of(
                        new Condition.Comparison(Condition.Field.SYMBOL, Condition.Operator.EQUAL, "AAPL", 0),
                        new Condition.Comparison(
                                Condition.Field.QTY, Condition.Operator.AT_LEAST, "", 10_000_000_000L)),
                rule.comparisons());
        assertEquals(List.of(new Condition.Turn(10, 9, 1)), rule.turns());
        assertEquals(List.of(new Condition.Chance(250)), rule.chances());
        assertEquals(List.of(new Condition.Window(1_000_000_000L, 120_000_000_000L)), rule.windows());
        assertEquals(
                List.of(
                        new Rule.Timed(new Action.Delay(new Span(10_000_000, 50_000_000)), Span.NONE),
                        new Rule.Timed(new Action.Reject("no, # thanks", 3), Span.NONE)),
                rule.actions());
    }

    @Test
    void shouldReadQuantitiesAsTradersWriteThem() {
        final List<Action> actions = ScriptParser.parse(
                        "test",
                        "when canceled do fill 50% @101.5 after 2s, restate -20%, restate +100 @ 99, correct first all")
                .rules()
                .get(0)
                .actions()
                .stream()
                .map(Rule.Timed::action)
                .toList();

        assertEquals(
                List.of(
                        new Action.Fill(new Amount(Amount.Kind.PERCENT, 5_000), 10_150_000_000L),
                        new Action.Restate(new Amount(Amount.Kind.PERCENT_CHANGE, -2_000), 0, 2),
                        new Action.Restate(new Amount(Amount.Kind.CHANGE, 10_000_000_000L), 9_900_000_000L, 2),
                        new Action.Correct(Action.Which.FIRST, new Amount(Amount.Kind.ALL, 0), 0)),
                actions);
    }

    @Test
    void shouldRoundPartsDownToWholeUnits() {
        final long unit = 100_000_000L;
        assertEquals(3 * unit, new Amount(Amount.Kind.PERCENT, 5_000).of(7 * unit, 0));
        assertEquals(6 * unit, new Amount(Amount.Kind.PERCENT_CHANGE, -2_000).of(7 * unit, 0));
        assertEquals(4 * unit, new Amount(Amount.Kind.ALL, 0).of(7 * unit, 3 * unit));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wenn new do drop                 | expected \"when\", \"scenario\", \"seed\", \"exec-ids\" or \"order-ids\", found \"wenn\"",
                "when newish do drop              | \"newish\" is no trigger; allowed are new, cancel,",
                "when new                         | expected \"do\" and what to do, but the line ends",
                "when new do drop                 | \"new\" has no report that this could be done to",
                "when fill do ignore              | \"fill\" has no request that this could be done to",
                "when logon do fill 10            | \"logon\" has no order that this could be done to",
                "when new do omit 1               | \"new\" has no mass status request that this could be done to",
                "when new do explode              | \"explode\" is no action; there are delay,",
                "when new do delay 50             | expected a time such as 500us, 50ms, 2s or 1m, found \"50\"",
                "when new do delay 5ms..2ms       | the first time of 5ms..2ms must not be the longer one",
                "when new do fill                 | expected a quantity such as 100, 50%, +100, -20% or all, but the line ends",
                "when new do fill +10             | a fill has a quantity such as 100, 50% or all",
                "when new do fill 10 @ dear       | a price must be a number with at most 8 decimals",
                "when new do delay 5ms after 5ms  | only what happens to an order or to the session can happen later",
                "when new do ignore delay 5ms     | nothing more was expected, found \"delay\"",
                "when new side=both do ignore     | side is buy or sell, found \"both\"",
                "when new symbol>A do ignore      | symbol can only be compared by = and !=",
                "when new every 10 do ignore      | expected a number such as 10th, found \"10\"",
                "when new storm 5/2 do ignore     | a storm is N/M, the first N of every M, found \"5/2\"",
                "when new chance 120% do ignore   | a chance is 0% to 100%",
                "when logon symbol=A do skip 1    | a rule on logon has no order to compare, found \"symbol=A\"",
                "when every 10us do skip 1        | a timer cannot be faster than 1ms",
                "when start do quote A bid 1 @ 5 ask 1 @ 4 | the bid must be below the ask",
                "when new do reject \"x           | a quotation is not closed",
                "seed pod                         | a seed is a whole number, found \"pod\"",
                "expect new as X                  | expected \"when\""
            })
    void shouldSayWhatIsWrongAndWhere(final String line, final String message) {
        final ScriptException wrong =
                assertThrows(ScriptException.class, () -> ScriptParser.parse("a.script", "# one\n" + line));

        assertTrue(wrong.getMessage().startsWith("a.script:2: " + message), wrong.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "send report X type=new status=new cum=0 leaves=0   | nothing before this line is called \"X\"",
                "expect mass-status as X                            | \"mass-status\" is no request; allowed are new, cancel, replace, status",
                "expect new as X;send report X type=filled status=filled cum=0 leaves=0 | \"filled\" is no type; allowed are new,",
                "expect new as X;send report X status=new cum=0 leaves=0 | a report needs type=",
                "expect new as X;send report X type=new status=new cum=0 leaves=0 cum=1 | cum stands there twice",
                "expect new as X;send report X colour=red           | \"colour\" is no field; there are orig, type,",
                "verbal V symbol=A qty=5                            | an order by telephone needs symbol=, account= and qty=",
                "when new do ignore                                 | a rule cannot stand in or after a scenario"
            })
    void shouldSayWhatIsWrongInAScenario(final String lines, final String message) {
        final ScriptException wrong = assertThrows(
                ScriptException.class,
                () -> ScriptParser.parse("a.script", "scenario one\n" + lines.replace(';', '\n')));

        assertTrue(wrong.getMessage().contains(": " + message), wrong.getMessage());
    }

    @Test
    void shouldRefuseAnEmptyScenario() {
        assertEquals(
                "a.script:1: scenario \"one\" has no lines",
                assertThrows(ScriptException.class, () -> ScriptParser.parse("a.script", "scenario one"))
                        .getMessage());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldReadEveryExample(final Path example) throws IOException {
        final Script script = ScriptParser.read(example);

        assertTrue(script.rules().size() + script.plays().size() > 0, example.toString());
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files.sorted().toList();
        }
    }
}
