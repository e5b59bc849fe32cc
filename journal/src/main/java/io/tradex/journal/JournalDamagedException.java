package io.tradex.journal;

/** A journal cannot be trusted from some record on; the message says where and what to do. */
public final class JournalDamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JournalDamage damage;

    JournalDamagedException(final JournalDamage damage) {
        this(damage, damage.toString());
    }

    JournalDamagedException(final JournalDamage damage, final String message) {
        super(message);
        this.damage = damage;
    }

    /** @return where and what. */
    public JournalDamage damage() {
        return damage;
    }
}
