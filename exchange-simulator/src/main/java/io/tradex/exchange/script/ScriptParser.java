package io.tradex.exchange.script;

import io.tradex.exchange.script.Condition.Comparison;
import io.tradex.exchange.script.Condition.Field;
import io.tradex.exchange.script.Condition.Operator;
import io.tradex.exchange.script.Trigger.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads scripts. The language is in docs/exchange-simulator.md. */
public final class ScriptParser {
    private static final int MAX_LINES = 100_000;
    private static final int MAX_TIMES = 1_000_000_000;
    private static final int MAX_SEQUENCE_STEP = 1_000_000;
    private static final int MAX_COPIES = 100;
    private static final int BPS = 10_000;
    private static final long MIN_PERIOD_NS = 1_000_000;

    private final String source;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Play> plays = new ArrayList<>();
    private long seed = 1;
    private boolean plainExecIds;
    private boolean plainOrderIds;

    private String playName;
    private int playLine;
    private List<Play.Move> moves;
    private Set<String> names;

    private ScriptParser(final String source) {
        this.source = source;
    }

    /**
     * Reads a file.
     *
     * @param file in UTF-8.
     * @return the script.
     * @throws IOException     if it cannot be read.
     * @throws ScriptException if it is no script; the message names file and line.
     */
    public static Script read(final Path file) throws IOException {
        return parse(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
    }

    /**
     * Reads a text.
     *
     * @param source what it is called in errors.
     * @param text   of the script.
     * @return the script.
     * @throws ScriptException if it is none; the message names source and line.
     */
    public static Script parse(final String source, final String text) {
        final ScriptParser parser = new ScriptParser(source);
        final List<String> lines = text.lines().limit(MAX_LINES + 1L).toList();
        if (lines.size() > MAX_LINES) {
            throw new ScriptException(source, MAX_LINES, "a script has at most " + MAX_LINES + " lines");
        }
        for (int i = 0; i < lines.size(); i++) {
            final Line line = new Line(source, i + 1, lines.get(i));
            if (!line.isEmpty()) {
                parser.line(line);
            }
        }
        parser.endPlay();
        return new Script(
                parser.seed,
                parser.plainExecIds,
                parser.plainOrderIds,
                List.copyOf(parser.rules),
                List.copyOf(parser.plays));
    }

    private void line(final Line line) {
        if (line.take("seed")) {
            seed(line);
        } else if (line.take("exec-ids")) {
            line.require("restart");
            plainExecIds = true;
        } else if (line.take("order-ids")) {
            line.require("restart");
            plainOrderIds = true;
        } else if (line.take("when")) {
            if (moves != null) {
                throw line.wrong("a rule cannot stand in or after a scenario: use two scripts");
            }
            rules.add(rule(line));
        } else if (line.take("scenario")) {
            if (!rules.isEmpty()) {
                throw line.wrong("a scenario cannot stand after a rule: use two scripts");
            }
            endPlay();
            playName = line.word("a name");
            playLine = line.number();
            moves = new ArrayList<>();
            names = new HashSet<>();
        } else if (moves != null) {
            moves.add(move(line));
        } else {
            throw line.wrong("expected \"when\", \"scenario\", \"seed\", \"exec-ids\" or \"order-ids\"" + line.found());
        }
        line.requireEnd();
    }

    private void seed(final Line line) {
        final String word = line.word("a seed");
        try {
            seed = Long.parseLong(word);
        } catch (final NumberFormatException e) {
            throw new ScriptException(source, line.number(), "a seed is a whole number, found \"" + word + '"');
        }
    }

    private void endPlay() {
        if (moves == null) {
            return;
        }
        if (moves.isEmpty()) {
            throw new ScriptException(source, playLine, "scenario \"" + playName + "\" has no lines");
        }
        plays.add(new Play(playName, playLine, List.copyOf(moves)));
        moves = null;
    }

    // ---- Rules

    private Rule rule(final Line line) {
        final Trigger trigger = line.choice("trigger", Trigger.values(), Trigger::word);
        long periodNs = 0;
        if (trigger == Trigger.TIMER) {
            periodNs = line.nanoseconds(line.word("a time such as 5s"));
            if (periodNs < MIN_PERIOD_NS) {
                throw line.wrong("a timer cannot be faster than 1ms");
            }
        }
        final Conditions conditions = new Conditions();
        while (!line.take("do")) {
            if (line.isEmpty()) {
                throw line.wrong("expected \"do\" and what to do, but the line ends");
            }
            conditions.add(line, trigger);
        }
        final List<Rule.Timed> actions = new ArrayList<>();
        do {
            final Action action = action(line);
            checkNeed(line, trigger, action);
            final boolean later = line.take("after");
            if (later && (action.need() != Action.Need.NOTHING && action.need() != Action.Need.ORDER)) {
                throw line.wrong("only what happens to an order or to the session can happen later; use \"delay\"");
            }
            actions.add(new Rule.Timed(action, later ? line.span() : Span.NONE));
        } while (line.take(","));
        return new Rule(
                line.number(),
                trigger,
                periodNs,
                List.copyOf(conditions.comparisons),
                List.copyOf(conditions.turns),
                List.copyOf(conditions.windows),
                List.copyOf(conditions.chances),
                List.copyOf(actions));
    }

    /** The conditions of one rule as they are read. */
    private static final class Conditions {
        private final List<Comparison> comparisons = new ArrayList<>();
        private final List<Condition.Turn> turns = new ArrayList<>();
        private final List<Condition.Window> windows = new ArrayList<>();
        private final List<Condition.Chance> chances = new ArrayList<>();

        void add(final Line line, final Trigger trigger) {
            if (line.take("first")) {
                turns.add(new Condition.Turn(Long.MAX_VALUE, 0, line.count("a number of times", MAX_TIMES)));
            } else if (line.take("after")) {
                turns.add(
                        new Condition.Turn(Long.MAX_VALUE, line.count("a number of times", MAX_TIMES), Long.MAX_VALUE));
            } else if (line.take("every")) {
                final int period = every(line);
                turns.add(new Condition.Turn(period, period - 1, 1));
            } else if (line.take("storm")) {
                turns.add(storm(line));
            } else if (line.take("chance")) {
                final int bps = line.bps("a chance", line.word("a percentage"));
                if (bps < 0 || bps > BPS) {
                    throw line.wrong("a chance is 0% to 100%");
                }
                chances.add(new Condition.Chance(bps));
            } else if (line.take("from")) {
                final long fromNs = line.nanoseconds(line.word("a time"));
                final long toNs = line.take("to") ? line.nanoseconds(line.word("a time")) : Long.MAX_VALUE;
                if (toNs <= fromNs) {
                    throw line.wrong("the second time must be later than the first");
                }
                windows.add(new Condition.Window(fromNs, toNs));
            } else {
                if (trigger.scope() == Scope.SESSION || trigger == Trigger.MASS_STATUS) {
                    throw line.wrong("a rule on " + trigger.word() + " has no order to compare" + line.found());
                }
                comparisons.add(comparison(line));
            }
        }

        private static int every(final Line line) {
            final String word = line.word("a number such as 10th").toLowerCase(Locale.ROOT);
            if (word.matches("[1-9][0-9]{0,8}(st|nd|rd|th)")) {
                return Integer.parseInt(word.substring(0, word.length() - 2));
            }
            throw line.wrong("expected a number such as 10th, found \"" + word + '"');
        }

        private static Condition.Turn storm(final Line line) {
            final String word = line.word("N/M");
            if (word.matches("[1-9][0-9]{0,8}/[1-9][0-9]{0,8}")) {
                final int slash = word.indexOf('/');
                final int count = Integer.parseInt(word.substring(0, slash));
                final int period = Integer.parseInt(word.substring(slash + 1));
                if (count <= period) {
                    return new Condition.Turn(period, 0, count);
                }
            }
            throw line.wrong("a storm is N/M, the first N of every M, found \"" + word + '"');
        }
    }

    private static Comparison comparison(final Line line) {
        final String word = line.word("a condition");
        for (final Operator operator : List.of(
                Operator.UNEQUAL, Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUAL, Operator.MORE, Operator.LESS)) {
            final int at = word.indexOf(operator.sign());
            if (at > 0) {
                return comparison(
                        line,
                        word.substring(0, at),
                        operator,
                        word.substring(at + operator.sign().length()));
            }
        }
        throw line.wrong("\"" + word
                + "\" is no condition; allowed are symbol= side= clordid= account= tif= qty price (with = != >"
                + " >= < <=), first N, after N, every Nth, storm N/M, chance P%, from TIME to TIME, then \"do\"");
    }

    private static Comparison comparison(
            final Line line, final String name, final Operator operator, final String value) {
        for (final Field field : Field.values()) {
            if (!field.word().equalsIgnoreCase(name)) {
                continue;
            }
            if (field.isNumber()) {
                return new Comparison(field, operator, "", line.decimalE8(name, value));
            }
            if (operator != Operator.EQUAL && operator != Operator.UNEQUAL) {
                throw line.wrong(field.word() + " can only be compared by = and !=");
            }
            final String text = field == Field.SIDE || field == Field.TIF ? value.toLowerCase(Locale.ROOT) : value;
            if (field == Field.SIDE && !text.equals("buy") && !text.equals("sell")) {
                throw line.wrong("side is buy or sell, found \"" + value + '"');
            }
            if (field == Field.TIF
                    && !List.of("day", "gtc", "ioc", "fok", "gtd").contains(text)) {
                throw line.wrong("tif is day, gtc, ioc, fok or gtd, found \"" + value + '"');
            }
            return new Comparison(field, operator, text, 0);
        }
        throw line.wrong(
                "\"" + name + "\" cannot be compared; there are symbol, side, clordid, account, tif, qty, price");
    }

    private static void checkNeed(final Line line, final Trigger trigger, final Action action) {
        final boolean there = switch (action.need()) {
            case NOTHING -> true;
            case REQUEST -> trigger.scope() == Scope.REQUEST;
            case REPORT -> trigger.scope() == Scope.REPORT;
            case MESSAGE -> trigger.scope() != Scope.SESSION;
            case MASS_STATUS -> trigger == Trigger.MASS_STATUS;
            case ORDER -> trigger.scope() != Scope.SESSION && trigger != Trigger.MASS_STATUS;
        };
        if (!there) {
            throw line.wrong("\"" + trigger.word() + "\" has no "
                    + switch (action.need()) {
                        case REQUEST -> "request";
                        case REPORT -> "report";
                        case MASS_STATUS -> "mass status request";
                        case ORDER -> "order";
                        default -> "message";
                    }
                    + " that this could be done to");
        }
    }

    private static Action action(final Line line) {
        final String word = line.word("an action").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "delay" -> new Action.Delay(line.span());
            case "ignore" -> new Action.Ignore();
            case "reject" -> {
                final String text = line.isNextQuoted() ? line.word("a text") : "rejected by the script";
                yield new Action.Reject(text, line.optionalNumber("reason", -1));
            }
            case "session-reject", "business-reject" ->
                new Action.Refuse(
                        word.equals("business-reject"),
                        line.isNextQuoted() ? line.word("a text") : "refused by the script");
            case "pending" -> new Action.Pending();
            case "omit" -> new Action.Omit(line.count("a number of orders", MAX_TIMES));
            case "invent" -> new Action.Invent(line.count("a number of orders", MAX_COPIES), line.word("a symbol"));
            case "drop" -> new Action.Drop();
            case "duplicate" -> {
                final int copies = isNumber(line.peek()) ? line.count("a number of copies", MAX_COPIES) : 1;
                yield new Action.Duplicate(copies, line.take("possresend"));
            }
            case "wrong-cumqty" -> new Action.WrongCumQty(line.decimalE8("a change such as +100 or -100"));
            case "fill" -> {
                final Amount amount = line.amount();
                if (amount.kind() == Amount.Kind.CHANGE || amount.kind() == Amount.Kind.PERCENT_CHANGE) {
                    throw line.wrong("a fill has a quantity such as 100, 50% or all");
                }
                yield new Action.Fill(amount, line.optionalPriceE8());
            }
            case "bust" -> new Action.Bust(which(line));
            case "correct" -> new Action.Correct(which(line), line.amount(), line.optionalPriceE8());
            case "cancel" -> new Action.End(Action.Ending.CANCELED, line.optionalNumber("reason", -1));
            case "expire" -> new Action.End(Action.Ending.EXPIRED, -1);
            case "done-for-day" -> new Action.End(Action.Ending.DONE_FOR_DAY, -1);
            case "stop" -> new Action.Stop(line.amount(), line.optionalPriceE8());
            case "restate" ->
                new Action.Restate(line.amount(), line.optionalPriceE8(), line.optionalNumber("reason", 2));
            case "replay" ->
                new Action.Replay(
                        line.count("a number of reports", Action.Replay.MAX_REPORTS), line.take("possresend"));
            case "quote" -> quote(line);
            case "disconnect", "skip", "reset-sequence" -> sessionAction(line, word);
            default ->
                throw line.wrong("\"" + word
                        + "\" is no action; there are delay, ignore, reject, session-reject, business-reject,"
                        + " pending, omit, invent, drop, duplicate, wrong-cumqty, fill, bust, correct, cancel, expire,"
                        + " done-for-day, stop, restate, replay, quote, disconnect, skip, reset-sequence");
        };
    }

    private static Action sessionAction(final Line line, final String word) {
        return switch (word) {
            case "disconnect" -> new Action.Disconnect(line.take("for") ? line.span() : Span.NONE);
            case "skip" -> new Action.Skip(line.count("a number of messages", MAX_SEQUENCE_STEP));
            default -> new Action.ResetSequence(line.count("how far ahead", MAX_SEQUENCE_STEP));
        };
    }

    private static Action.Which which(final Line line) {
        if (line.take("first")) {
            return Action.Which.FIRST;
        }
        line.take("last");
        return Action.Which.LAST;
    }

    private static boolean isNumber(final String word) {
        return !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Action.Quote quote(final Line line) {
        final String symbol = line.word("a symbol");
        long bidQtyE8 = 0;
        long bidPriceE8 = 0;
        long askQtyE8 = 0;
        long askPriceE8 = 0;
        if (line.take("bid")) {
            bidQtyE8 = positiveE8(line, "a quantity");
            line.require("@");
            bidPriceE8 = positiveE8(line, "a price");
        }
        if (line.take("ask")) {
            askQtyE8 = positiveE8(line, "a quantity");
            line.require("@");
            askPriceE8 = positiveE8(line, "a price");
        }
        if (bidPriceE8 > 0 && askPriceE8 > 0 && bidPriceE8 >= askPriceE8) {
            throw line.wrong("the bid must be below the ask");
        }
        return new Action.Quote(symbol, bidQtyE8, bidPriceE8, askQtyE8, askPriceE8);
    }

    private static long positiveE8(final Line line, final String what) {
        final long valueE8 = line.decimalE8(what);
        if (valueE8 <= 0) {
            throw line.wrong(what + " must be positive");
        }
        return valueE8;
    }

    // ---- Scenarios

    private Play.Move move(final Line line) {
        final String word = line.word("a line of the scenario").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "expect" -> expect(line);
            case "send" -> send(line);
            case "verbal" -> verbal(line);
            case "wait" -> new Play.Wait(line.number(), line.span());
            case "disconnect", "skip", "reset-sequence" -> new Play.Act(line.number(), sessionAction(line, word));
            default ->
                throw line.wrong(
                        "\"" + word
                                + "\" is no line of a scenario; there are expect, send, verbal, wait, disconnect, skip, reset-sequence");
        };
    }

    private Play.Expect expect(final Line line) {
        final Trigger kind = line.choice(
                "request", new Trigger[] {Trigger.NEW, Trigger.CANCEL, Trigger.REPLACE, Trigger.STATUS}, Trigger::word);
        line.require("as");
        final String name = line.word("a name");
        String orig = null;
        final List<Comparison> comparisons = new ArrayList<>();
        while (!line.isEmpty()) {
            if (line.peek().toLowerCase(Locale.ROOT).startsWith("orig=")) {
                orig = line.word("orig").substring("orig=".length());
                requireName(line, orig);
            } else {
                comparisons.add(comparison(line));
            }
        }
        names.add(name);
        return new Play.Expect(line.number(), kind, name, orig, List.copyOf(comparisons));
    }

    private Play.Send send(final Line line) {
        final Play.What what = line.choice("message", Play.What.values(), Play.What::word);
        final String name = line.word("a name");
        requireName(line, name);
        final Map<Play.SendField, String> fields = new EnumMap<>(Play.SendField.class);
        while (!line.isEmpty()) {
            final String word = line.word("FIELD=VALUE");
            final int at = word.indexOf('=');
            if (at < 1) {
                throw line.wrong("expected FIELD=VALUE, found \"" + word + '"');
            }
            final Play.SendField field = field(line, word.substring(0, at));
            final String value = word.substring(at + 1);
            check(line, field, value);
            if (fields.put(field, value) != null) {
                throw line.wrong(word.substring(0, at) + " stands there twice");
            }
        }
        if (what == Play.What.REPORT) {
            for (final Play.SendField field :
                    List.of(Play.SendField.TYPE, Play.SendField.STATUS, Play.SendField.CUM, Play.SendField.LEAVES)) {
                if (!fields.containsKey(field)) {
                    throw line.wrong("a report needs " + field.name().toLowerCase(Locale.ROOT) + '=');
                }
            }
        }
        return new Play.Send(line.number(), what, name, Map.copyOf(fields));
    }

    private static Play.SendField field(final Line line, final String name) {
        try {
            return Play.SendField.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (final IllegalArgumentException e) {
            throw line.wrong(
                    "\"" + name
                            + "\" is no field; there are orig, type, status, qty, cum, leaves, last, px, avg, price, exec, ref, reason, text");
        }
    }

    private void check(final Line line, final Play.SendField field, final String value) {
        switch (field) {
            case ORIG -> requireName(line, value);
            case TYPE, STATUS -> ReportWord.check(line, value, field == Play.SendField.TYPE);
            case QTY, CUM, LEAVES, LAST, PX, AVG, PRICE ->
                line.decimalE8(field.name().toLowerCase(Locale.ROOT), value);
            case REASON -> {
                if (!isNumber(value) || value.length() > 9) {
                    throw line.wrong("reason must be a whole number, found \"" + value + '"');
                }
            }
            case EXEC, REF, TEXT -> {
                if (value.isEmpty()) {
                    throw line.wrong(field.name().toLowerCase(Locale.ROOT) + " must not be empty");
                }
            }
        }
    }

    private Play.Verbal verbal(final Line line) {
        final String name = line.word("a name");
        String symbol = "";
        String account = "";
        boolean buy = true;
        long qtyE8 = 0;
        long priceE8 = 0;
        while (!line.isEmpty()) {
            final String word = line.word("FIELD=VALUE");
            final int at = word.indexOf('=');
            final String key = at < 1 ? "" : word.substring(0, at).toLowerCase(Locale.ROOT);
            final String value = word.substring(at + 1);
            switch (key) {
                case "symbol" -> symbol = value;
                case "account" -> account = value;
                case "side" ->
                    buy = comparison(line, key, Operator.EQUAL, value).text().equals("buy");
                case "qty" -> qtyE8 = line.decimalE8(key, value);
                case "price" -> priceE8 = line.decimalE8(key, value);
                default -> throw line.wrong("expected symbol=, side=, qty=, price= or account=, found \"" + word + '"');
            }
        }
        if (symbol.isEmpty() || account.isEmpty() || qtyE8 <= 0) {
            throw line.wrong("an order by telephone needs symbol=, account= and qty=");
        }
        names.add(name);
        return new Play.Verbal(line.number(), name, symbol, buy, qtyE8, priceE8, account);
    }

    private void requireName(final Line line, final String name) {
        if (!names.contains(name)) {
            throw line.wrong("nothing before this line is called \"" + name + '"');
        }
    }
}
