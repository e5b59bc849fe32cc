package io.tradex.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import quickfix.FieldMap;
import quickfix.FieldNotFound;
import quickfix.Message;

/**
 * What a venue does with tags in a way of its own: fields with a fixed value that it wants in what we send, and fields that it
 * sends under another tag than FIX has for them. Immutable. Its text holds no values: they may be secret.
 *
 * <p>For example {@code NONE.set(5700, "ABC")} adds 5700=ABC to every request, {@code set("D", 21, "1")} adds 21=1 to new orders,
 * {@code set("A", 554, password)} to logons, and {@code rename(17, 9717)} reads the ExecID from tag 9717.
 */
public final class FixTags {
    /** A venue that goes by the book. */
    public static final FixTags NONE = new FixTags(List.of(), List.of());

    private static final String LOGON = "A";

    /** What sessions write by themselves, and what tells orders apart or says what they are: nobody may set these. */
    private static final Set<Integer> OURS = Set.of(
            8, 9, 10, 11, 34, 35, 37, 38, 40, 41, 43, 44, 49, 52, 54, 55, 56, 59, 60, 97, 98, 108, 122, 141, 146, 152,
            262, 263, 267, 584, 585, 789, 790);

    /** What is read before any renaming could happen. */
    private static final Set<Integer> OF_THE_SESSION = Set.of(8, 9, 10, 34, 35, 43, 49, 52, 56, 97, 122);

    /** Fields of the standard header that a venue may want a fixed value in. */
    private static final Set<Integer> HEADER = Set.of(50, 57, 115, 116, 128, 129, 142, 143, 144, 145, 1128, 1129, 1156);

    private record Constant(String msgType, int tag, String value) {}

    private record Renamed(int tag, int venueTag) {}

    private final List<Constant> constants;
    private final List<Renamed> renamed;

    private FixTags(final List<Constant> constants, final List<Renamed> renamed) {
        this.constants = constants;
        this.renamed = renamed;
    }

    /**
     * @param tag   of a field, 1 to 99,999.
     * @param value that it has in every request to the venue.
     * @return these and that.
     * @throws IllegalArgumentException if the tag is one that the core sets, or the value has no character or one that FIX has not.
     */
    public FixTags set(final int tag, final String value) {
        return set("", tag, value);
    }

    /**
     * @param msgType of the messages that have the field, such as D; A for logons.
     * @param tag     of a field, 1 to 99,999.
     * @param value   that it has in them.
     * @return these and that.
     * @throws IllegalArgumentException if the tag is one that the core sets, or the value has no character or one that FIX has not.
     */
    public FixTags set(final String msgType, final int tag, final String value) {
        Objects.requireNonNull(msgType, "msgType");
        if (!msgType.isEmpty() && !List.of("D", "F", "G", "H", "AF", "V", LOGON).contains(msgType)) {
            throw new IllegalArgumentException("msgType must be one of D, F, G, H, AF, V, A: " + msgType);
        }
        inRange(tag);
        if (OURS.contains(tag)) {
            throw new IllegalArgumentException("tag " + tag + " is set by the core");
        }
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("value of tag " + tag + " must be printable ASCII");
        }
        return new FixTags(with(constants, new Constant(msgType, tag, value)), renamed);
    }

    /**
     * @param tag      of a field as FIX has it, 1 to 99,999.
     * @param venueTag where the venue puts it; what it may have under the first tag is passed over then.
     * @return these and that.
     * @throws IllegalArgumentException if one of them is the session's own.
     */
    public FixTags rename(final int tag, final int venueTag) {
        inRange(tag);
        inRange(venueTag);
        if (tag == venueTag || OF_THE_SESSION.contains(tag) || OF_THE_SESSION.contains(venueTag)) {
            throw new IllegalArgumentException("tag " + tag + " cannot be read from tag " + venueTag);
        }
        return new FixTags(constants, with(renamed, new Renamed(tag, venueTag)));
    }

    /** Adds what the venue wants in a message of that type. */
    void complete(final Message message, final String msgType) {
        for (final Constant constant : constants) {
            if (constant.msgType.equals(msgType) || (constant.msgType.isEmpty() && !msgType.equals(LOGON))) {
                final FieldMap part = HEADER.contains(constant.tag) ? message.getHeader() : message;
                part.setString(constant.tag, constant.value);
            }
        }
    }

    /** Puts what came under the venue's tags under those that FIX has for it. */
    void normalize(final Message message) throws FieldNotFound {
        for (final Renamed field : renamed) {
            if (message.isSetField(field.venueTag)) {
                message.setString(field.tag, message.getString(field.venueTag));
            }
        }
    }

    @Override
    public String toString() {
        return constants.size() + " set, " + renamed.size() + " renamed";
    }

    private static void inRange(final int tag) {
        FixVenueConfiguration.inRange("tag", tag, 1, 99_999);
    }

    private static <T> List<T> with(final List<T> list, final T element) {
        final List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return List.copyOf(longer);
    }
}
