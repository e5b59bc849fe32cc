package io.tradex.benchmarks.fix;

import io.tradex.fix.FixTranslator;
import io.tradex.fix.FixVersion;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import quickfix.ConfigError;
import quickfix.DataDictionary;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.InvalidMessage;
import quickfix.Message;
import quickfix.MessageUtils;
import quickfix.UtcTimestampPrecision;
import quickfix.ValidationSettings;
import quickfix.field.MsgSeqNum;
import quickfix.field.SenderCompID;
import quickfix.field.SendingTime;
import quickfix.field.TargetCompID;
import quickfix.fix44.MessageFactory;

/**
 * What an order out and a fill in cost on the processor, without sockets and threads: by the adapter from record to text and from text to
 * record, and by a bare end from typed fields to text and from text to the getters' types. Both go through what the session does on
 * the way: header, text with length and checksum, parsing, validation by the dictionary.
 */
final class FixCost {
    private static final int MESSAGES_A_ROUND = 20_000;
    private static final String FILL = fill();

    private final FixTranslator translator = new FixTranslator(1, FixVersion.FIX44);
    private final OrderRecord record = new OrderRecord();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final BareReport report = new BareReport();
    private final MessageFactory factory = new MessageFactory();
    private final ValidationSettings validation = new ValidationSettings();
    private final DataDictionary dictionary;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long sink;

    /** Nanoseconds of the processor a message: others on the machine do not count. */
    record Figures(
            double oursOut,
            double bareOut,
            double oursIn,
            double bareIn,
            double oursEncode,
            double bareEncode,
            double oursDecode,
            double bareDecode) {
        double ratio() {
            return (oursOut + oursIn) / (bareOut + bareIn);
        }
    }

    private interface Step {
        int run(long id) throws FieldNotFound, IncorrectTagValue, InvalidMessage;
    }

    FixCost() {
        validation.setAllowUnknownMessageFields(true);
        validation.setCheckUserDefinedFields(false);
        try {
            dictionary = new DataDictionary("FIX44.xml");
        } catch (final ConfigError e) {
            throw new IllegalStateException(e);
        }
    }

    /** Medians over so many rounds, in which the sides have turns. */
    Figures measure(final int rounds) {
        final Message parsed = parse();
        final Step[] steps = {
            id -> send(ours(id), id),
            id -> send(BareEnd.order(id), id),
            id -> translator.report(parse(), buffer),
            id -> readBare(parse()),
            id -> ours(id).hashCode(),
            id -> BareEnd.order(id).hashCode(),
            id -> translator.report(parsed, buffer),
            id -> readBare(parsed),
        };
        final double[][] nsByStep = new double[steps.length][rounds];
        for (int round = -rounds / 2; round < rounds; round++) {
            for (int i = 0; i < steps.length; i++) {
                final double ns = round(steps[i]);
                if (round >= 0) {
                    nsByStep[i][round] = ns;
                }
            }
        }
        final double[] medians = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            Arrays.sort(nsByStep[i]);
            medians[i] = nsByStep[i][rounds / 2];
        }
        if (sink == 0) {
            throw new IllegalStateException("nothing was done");
        }
        return new Figures(
                medians[0], medians[1], medians[2], medians[3], medians[4], medians[5], medians[6], medians[7]);
    }

    private double round(final Step step) {
        final long startNs = threads.getCurrentThreadCpuTime();
        for (long id = 1; id <= MESSAGES_A_ROUND; id++) {
            try {
                sink += step.run(id);
            } catch (final FieldNotFound | IncorrectTagValue | InvalidMessage e) {
                throw new IllegalStateException(e);
            }
        }
        return (double) (threads.getCurrentThreadCpuTime() - startNs) / MESSAGES_A_ROUND;
    }

    private Message ours(final long id) {
        record.encode(1, id);
        return translator.request(VenueNewOrderDecoder.TEMPLATE_ID, record.buffer(), 0);
    }

    /** What a session adds before a message goes out. */
    private static int send(final Message message, final long id) {
        final Message.Header header = message.getHeader();
        header.setString(SenderCompID.FIELD, FixSettings.ADAPTER);
        header.setString(TargetCompID.FIELD, "VENUE1");
        header.setInt(MsgSeqNum.FIELD, (int) id);
        header.setUtcTimeStamp(SendingTime.FIELD, LocalDateTime.now(ZoneOffset.UTC), UtcTimestampPrecision.MILLIS);
        return message.toString().length();
    }

    private int readBare(final Message message) throws FieldNotFound {
        report.read(message);
        return report.clOrdId.length();
    }

    private Message parse() {
        try {
            final Message message = MessageUtils.parse(factory, dictionary, validation, FILL);
            dictionary.validate(message, validation);
            return message;
        } catch (final InvalidMessage | FieldNotFound | IncorrectTagValue | quickfix.IncorrectDataFormat e) {
            throw new IllegalStateException(e);
        }
    }

    private static String fill() {
        final String body =
                ("35=8|34=12345|49=VENUE1|52=20261121-12:00:00.123|56=TRADEX|6=585.25|11=T123456|14=100|17=ET123456|"
                                + "31=585.25|32=100|37=OT123456|38=100|39=2|44=585.25|54=1|55=AAPL|60=20261121-12:00:00.123|150=F|151=0|")
                        .replace('|', '\u0001');
        final String message = "8=FIX.4.4\u00019=" + body.length() + '\u0001' + body;
        return message + String.format("10=%03d\u0001", message.chars().sum() % 256);
    }
}
