package io.tradex.simulation.comparison;

import java.util.List;

/**
 * The first thing in which two books differ.
 *
 * @param command   number of the command in its script, from 0.
 * @param what      differs.
 * @param reference how it is with the reference book.
 * @param actual    how it is with the other book.
 */
public record Difference(int command, String what, List<String> reference, List<String> actual) {
    /** @return what kind of difference it is: the first two words of the first lines that differ, without names and figures. */
    String kind() {
        int line = 0;
        while (line < Math.min(reference.size(), actual.size())
                && reference.get(line).equals(actual.get(line))) {
            line++;
        }
        return what + ": " + kindOf(reference, line) + ", " + kindOf(actual, line);
    }

    private static String kindOf(final List<String> lines, final int line) {
        return line < lines.size()
                ? lines.get(line).replaceAll("[a-z]*-?[0-9]+", "").replaceAll(" .* ", " ")
                : "nothing";
    }

    @Override
    public String toString() {
        return what + " of command " + command + "\n  reference book\n    " + String.join("\n    ", reference)
                + "\n  order book\n    " + String.join("\n    ", actual);
    }
}
