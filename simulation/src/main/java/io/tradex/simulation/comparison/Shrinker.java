package io.tradex.simulation.comparison;

import io.tradex.core.book.OrderTerms;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.simulation.scenario.BookCommand;
import io.tradex.simulation.scenario.OrderSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Makes a script that fails as small as it can: drops commands as long as it still fails (delta debugging: halves, quarters, … single
 * commands), then makes what is left simpler in the same way.
 */
public final class Shrinker {
    private static final int MAX_ROUNDS = 8;

    private final Predicate<List<BookCommand>> fails;

    /** @param fails whether a script still fails. */
    public Shrinker(final Predicate<List<BookCommand>> fails) {
        this.fails = fails;
    }

    /**
     * @param script that fails.
     * @return one that fails, of which nothing can be dropped.
     */
    public List<BookCommand> shrink(final List<BookCommand> script) {
        List<BookCommand> smallest = dropCommands(script);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            final List<BookCommand> simpler = dropCommands(simplify(smallest));
            if (simpler.equals(smallest)) {
                return smallest;
            }
            smallest = simpler;
        }
        return smallest;
    }

    private List<BookCommand> dropCommands(final List<BookCommand> script) {
        List<BookCommand> smallest = script;
        for (int size = Math.max(1, script.size() / 2); size >= 1; size /= 2) {
            int from = 0;
            while (from < smallest.size()) {
                final List<BookCommand> without = new ArrayList<>(smallest);
                without.subList(from, Math.min(from + size, without.size())).clear();
                if (fails.test(without)) {
                    smallest = without;
                } else {
                    from += size;
                }
            }
        }
        return smallest;
    }

    private List<BookCommand> simplify(final List<BookCommand> script) {
        List<BookCommand> simplest = script;
        for (int i = 0; i < simplest.size(); i++) {
            for (final UnaryOperator<BookCommand> simplification : SIMPLIFICATIONS) {
                final List<BookCommand> simpler = new ArrayList<>(simplest);
                simpler.set(i, simplification.apply(simplest.get(i)));
                if (!simpler.equals(simplest) && fails.test(simpler)) {
                    simplest = simpler;
                }
            }
        }
        return simplest;
    }

    private static final List<UnaryOperator<BookCommand>> SIMPLIFICATIONS = List.of(
            Shrinker::atTheBeginning,
            order(terms -> terms.owner = 0),
            order(terms -> terms.selfTradePrevention = SelfTradePrevention.NONE),
            order(terms -> terms.timeInForce = TimeInForce.DAY),
            order(terms -> terms.postOnly = PostOnly.NONE),
            order(terms -> terms.displayLots = 0),
            order(terms -> terms.minLots = 0),
            order(terms -> terms.quantityLots = 1),
            order(terms -> terms.quantityLots = 2),
            order(terms -> terms.quantityLots = 3),
            order(terms -> terms.quantityLots = (terms.quantityLots + 1) / 2),
            order(terms -> terms.quantityLots = Math.max(1, terms.quantityLots - 1)),
            order(terms -> terms.displayLots = Math.min(1, terms.displayLots)),
            order(terms -> terms.minLots = Math.min(1, terms.minLots)),
            order(terms -> terms.offsetTicks = Long.signum(terms.offsetTicks)));

    private static BookCommand atTheBeginning(final BookCommand command) {
        if (command instanceof BookCommand.Enter enter) {
            return new BookCommand.Enter(enter.order(), 0);
        } else if (command instanceof BookCommand.Replace replace) {
            return new BookCommand.Replace(replace.order(), 0);
        } else if (command instanceof BookCommand.Phase phase) {
            return new BookCommand.Phase(phase.next(), 0);
        } else if (command instanceof BookCommand.Cancel cancel) {
            return new BookCommand.Cancel(cancel.key(), 0);
        } else if (command instanceof BookCommand.Reduce reduce) {
            return new BookCommand.Reduce(reduce.key(), reduce.leavesLots(), 0);
        }
        return command;
    }

    private static UnaryOperator<BookCommand> order(final Consumer<OrderTerms> change) {
        return command -> {
            if (command instanceof BookCommand.Enter enter) {
                return new BookCommand.Enter(changed(enter.order(), change), enter.timestampNs());
            } else if (command instanceof BookCommand.Replace replace) {
                return new BookCommand.Replace(changed(replace.order(), change), replace.timestampNs());
            }
            return command;
        };
    }

    private static OrderSpec changed(final OrderSpec order, final Consumer<OrderTerms> change) {
        final OrderTerms terms = order.toTerms();
        change.accept(terms);
        return OrderSpec.of(terms);
    }
}
