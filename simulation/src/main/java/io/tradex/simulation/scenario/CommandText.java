package io.tradex.simulation.scenario;

import io.tradex.core.book.OrderTerms;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Commands as lines of a script, both ways. The lines are:
 *
 * <pre>
 *   NAME buy|sell TYPE LOTS [@ PRICE] [TIF] [ATTRIBUTES]    enters an order
 *   replace NAME buy|sell …                                 an amendment that loses its place
 *   reduce NAME to LOTS                                     an amendment that keeps it
 *   cancel NAME
 *   phase PHASE
 *   reference PRICE
 *   restart                                                 goes on from a snapshot
 *   time TIME                                               since 1970, of the lines that follow
 * </pre>
 *
 * TYPE is market, limit, stop, stop-limit, trailing-stop or pegged, TIF one of day, gtc, gtd, ioc, fok, at-the-opening,
 * at-the-close; attributes are {@code stop-price P}, {@code distance P}, {@code to primary|mid}, {@code offset P},
 * {@code display LOTS}, {@code min LOTS}, {@code post-only reject|slide}, {@code owner N}, {@code stp INSTRUCTION}.
 */
public final class CommandText {
    private final Notation notation;
    private long timestampNs;

    /** @param notation of prices and names. */
    public CommandText(final Notation notation) {
        this.notation = notation;
    }

    /**
     * @param line of a script.
     * @return its command; none if it only sets the time.
     * @throws IllegalArgumentException if it makes no sense.
     */
    public Optional<BookCommand> parse(final String line) {
        final Deque<String> words = new ArrayDeque<>(List.of(line.strip().split("\\s+", -1)));
        final String first = words.remove();
        final BookCommand command = switch (first) {
            case "time" -> {
                timestampNs = Notation.timeNs(words.remove());
                yield null;
            }
            case "phase" -> new BookCommand.Phase(phase(words), timestampNs);
            case "reference" -> new BookCommand.Reference(notation.ticks(words.remove()));
            case "restart" -> new BookCommand.Restart();
            case "cancel" -> new BookCommand.Cancel(notation.key(words.remove()), timestampNs);
            case "reduce" -> reduce(words);
            case "replace" -> new BookCommand.Replace(order(words.remove(), words), timestampNs);
            default -> new BookCommand.Enter(order(first, words), timestampNs);
        };
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("what is '" + String.join(" ", words) + "'?");
        }
        return Optional.ofNullable(command);
    }

    /**
     * @param command of a script.
     * @return the line that says it, after a line that sets the time if that has changed.
     */
    public List<String> lines(final BookCommand command) {
        if (command instanceof BookCommand.Enter enter) {
            return timed(enter.timestampNs(), text(enter.order()));
        } else if (command instanceof BookCommand.Replace replace) {
            return timed(replace.timestampNs(), "replace " + text(replace.order()));
        } else if (command instanceof BookCommand.Reduce reduce) {
            return timed(reduce.timestampNs(), "reduce " + notation.name(reduce.key()) + " to " + reduce.leavesLots());
        } else if (command instanceof BookCommand.Cancel cancel) {
            return timed(cancel.timestampNs(), "cancel " + notation.name(cancel.key()));
        } else if (command instanceof BookCommand.Phase phase) {
            return timed(phase.timestampNs(), "phase " + Notation.word(phase.next()));
        } else if (command instanceof BookCommand.Reference reference) {
            return List.of("reference " + notation.price(reference.priceTicks()));
        } else if (command instanceof BookCommand.Restart) {
            return List.of("restart");
        }
        throw new IllegalArgumentException("unknown command " + command);
    }

    private List<String> timed(final long atNs, final String line) {
        if (atNs == timestampNs) {
            return List.of(line);
        }
        timestampNs = atNs;
        return List.of("time " + Notation.time(atNs), line);
    }

    private static TradingPhase phase(final Deque<String> words) {
        final String name = String.join("-", words);
        words.clear();
        return Notation.constant(TradingPhase.class, name);
    }

    private BookCommand reduce(final Deque<String> words) {
        final long key = notation.key(words.remove());
        expect("to", words.remove());
        return new BookCommand.Reduce(key, Long.parseLong(words.remove()), timestampNs);
    }

    private OrderSpec order(final String name, final Deque<String> words) {
        final OrderTerms terms = new OrderTerms();
        final String side = words.remove();
        expectOneOf(side, "buy", "sell");
        final boolean buy = side.equals("buy");
        terms.limit(notation.key(name), buy, buy ? Long.MAX_VALUE : Long.MIN_VALUE, 0);
        terms.ordType = Notation.constant(OrdType.class, words.remove());
        terms.quantityLots = Long.parseLong(words.remove());
        while (!words.isEmpty()) {
            attribute(terms, words);
        }
        return OrderSpec.of(terms);
    }

    private void attribute(final OrderTerms terms, final Deque<String> words) {
        final String attribute = words.remove();
        switch (attribute) {
            case "@" -> terms.priceTicks = notation.ticks(words.remove());
            case "stop-price" -> terms.stopTicks = notation.ticks(words.remove());
            case "distance", "offset" -> terms.offsetTicks = notation.ticks(words.remove());
            case "to" -> terms.pegType = Notation.constant(PegType.class, words.remove());
            case "display" -> terms.displayLots = Long.parseLong(words.remove());
            case "min" -> terms.minLots = Long.parseLong(words.remove());
            case "post-only" -> terms.postOnly = Notation.constant(PostOnly.class, words.remove());
            case "owner" -> terms.owner = Integer.parseInt(words.remove());
            case "stp" -> terms.selfTradePrevention = Notation.constant(SelfTradePrevention.class, words.remove());
            default -> terms.timeInForce = Notation.constant(TimeInForce.class, attribute);
        }
    }

    private String text(final OrderSpec order) {
        final StringBuilder text = new StringBuilder(notation.name(order.key()))
                .append(order.buy() ? " buy " : " sell ")
                .append(Notation.word(order.ordType()))
                .append(' ')
                .append(order.quantityLots());
        if (order.hasPrice()) {
            text.append(" @ ").append(notation.price(order.priceTicks()));
        }
        if (order.timeInForce() != TimeInForce.DAY) {
            text.append(' ').append(Notation.word(order.timeInForce()));
        }
        if (order.stopTicks() != 0) {
            text.append(" stop-price ").append(notation.price(order.stopTicks()));
        }
        if (order.pegType() != PegType.NONE) {
            text.append(" to ").append(Notation.word(order.pegType()));
        }
        if (order.offsetTicks() != 0) {
            text.append(order.ordType() == OrdType.TRAILING_STOP ? " distance " : " offset ")
                    .append(notation.price(order.offsetTicks()));
        }
        if (order.displayLots() != 0) {
            text.append(" display ").append(order.displayLots());
        }
        if (order.minLots() != 0) {
            text.append(" min ").append(order.minLots());
        }
        if (order.postOnly() != PostOnly.NONE) {
            text.append(" post-only ").append(Notation.word(order.postOnly()));
        }
        if (order.owner() != 0) {
            text.append(" owner ").append(order.owner());
        }
        if (order.selfTradePrevention() != SelfTradePrevention.NONE) {
            text.append(" stp ").append(Notation.word(order.selfTradePrevention()));
        }
        return text.toString();
    }

    private static void expect(final String expected, final String word) {
        expectOneOf(word, expected);
    }

    private static void expectOneOf(final String word, final String... expected) {
        if (!Arrays.asList(expected).contains(word)) {
            throw new IllegalArgumentException("'" + word + "' where " + String.join(" or ", expected) + " should be");
        }
    }
}
