package io.tradex.certification;

import java.util.List;

/**
 * How one message of a path went.
 *
 * @param time    of the row in the table.
 * @param what    was sent or expected, in words.
 * @param shown   what the core showed after it; empty if nothing is compared.
 * @param verdict of it.
 * @param wrong   what was not as the table says; empty if nothing.
 */
record StepResult(String time, String what, String shown, Verdict verdict, List<String> wrong) {}
