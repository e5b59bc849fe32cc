package io.tradex.exchange.script;

/** A script that cannot be read; the message names the place. */
public final class ScriptException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param source what the script is called.
     * @param line   at fault, from 1.
     * @param text   what is wrong there, and what is allowed.
     */
    public ScriptException(final String source, final int line, final String text) {
        super(source + ':' + line + ": " + text);
    }
}
