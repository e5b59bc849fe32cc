package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.Refused;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.journal.CheckpointEncoder;
import io.tradex.protocol.journal.EngineConfiguredEncoder;
import io.tradex.protocol.journal.EpochStartedEncoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.TimeInForce;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedInputTest {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final EngineDriver driver = EngineDriver.ready();
    private final List<byte[]> templates = new ArrayList<>();

    /** One honest input of every template. */
    @BeforeEach
    void useEveryTemplate() {
        final Trader alice = driver.trader(7);
        alice.buy(1, 10, 100);
        alice.replace(2, 1, 11, 100);
        alice.cancel(3, 2);
        alice.massCancel(4, 0);
        alice.status(1);
        final VenuePuppet venue = driver.venue(1);
        final Said.VenueRequest order = alice.buyAt(1, 5, 10, 100).request();
        venue.accepts(order);
        venue.fills(order, "a", 1, 100, 1);
        venue.rejectsCancel(alice.cancel(6, 5).request(), VenuePuppet.OTHER);
        venue.notSent(alice.cancel(7, 5).request());
        venue.down();
        final RoutingPuppet routing = new RoutingPuppet(driver);
        routing.send(routing.settings(2).messagesPerSecond(2).breakerWindow(4).breakerRejects(2));
        routing.asks(2, 10, 100);
        routing.instruct(7, 0b11, RoutingStrategy.SWEEP, false);
        alice.send(RoutingPuppet.buy(alice, 8, RoutingStrategy.NONE, 20, 100, TimeInForce.DAY));
        driver.checkpoint(0, 0);
        driver.endOfDay(20261121);
        driver.open(9_000, 7, io.tradex.protocol.types.SessionRole.TRADER, true);
        driver.lost(9_000);
        for (final byte[] input : driver.inputs) {
            if (templates.stream().noneMatch(t -> templateOf(t) == templateOf(input))) {
                templates.add(input);
            }
        }
        assertEquals(25, templates.size(), "templates of inputs");
    }

    @Test
    void shouldRefuseEveryTemplateCutAtEveryLength() {
        final long hash = driver.engine.stateHash();
        for (final byte[] template : templates) {
            for (int length = 0; length < template.length; length++) {
                final Step step = driver.applyBytes(Arrays.copyOf(template, length));

                final Refused refused = step.refused();
                assertEquals(1, step.said().size());
                assertEquals(RejectReason.MALFORMED, refused.reason());
                assertEquals(length < HEADER ? 0 : templateOf(template), refused.refTemplateId());
                assertEquals(hash, driver.engine.stateHash());
            }
        }
    }

    @Test
    void shouldRefuseEveryTemplateWhoseRootBlockIsTooShort() {
        final long hash = driver.engine.stateHash();
        for (final byte[] template : templates) {
            final int blockLength = template.length - HEADER;
            for (int shorter = 0; shorter < blockLength; shorter++) {
                final byte[] message = template.clone();
                driver.header.wrap(new UnsafeBuffer(message), 0).blockLength(shorter);

                assertEquals(
                        RejectReason.MALFORMED,
                        driver.applyBytes(message).refused().reason());
                assertEquals(hash, driver.engine.stateHash());
            }
        }
    }

    @Test
    void shouldReadAMessageOfALaterSchemaWhoseRootBlockIsLonger() {
        final Trader alice = driver.open(9_500, 7, 70, false);
        alice.newOrder(50);
        final byte[] longer = new byte[HEADER + NewOrderEncoder.BLOCK_LENGTH + 40];
        driver.buffer.getBytes(0, longer, 0, HEADER + NewOrderEncoder.BLOCK_LENGTH);
        driver.header
                .wrap(new UnsafeBuffer(longer), 0)
                .blockLength(NewOrderEncoder.BLOCK_LENGTH + 40)
                .version(9);

        assertEquals(50, driver.applyBytes(longer).report().clOrdId());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 9, 17, 20, 40, 79, 101, 100, 111, 65_535})
    void shouldRefuseATemplateThatIsNoInput(final int templateId) {
        final byte[] message = driver.inputs.get(0).clone();
        driver.header
                .wrap(new UnsafeBuffer(message), 0)
                .templateId(templateId)
                .schemaId(templateId < 60 ? NewOrderEncoder.SCHEMA_ID : EpochStartedEncoder.SCHEMA_ID);

        assertEquals(
                new Refused(templateId, RejectReason.MALFORMED, templateId),
                driver.applyBytes(message).refused());
    }

    @Test
    void shouldRefuseATemplateUnderAnotherSchemasName() {
        final long hash = driver.engine.stateHash();
        for (final byte[] template : templates) {
            final byte[] message = template.clone();
            driver.header.wrap(new UnsafeBuffer(message), 0).schemaId(999);

            assertEquals(
                    RejectReason.MALFORMED, driver.applyBytes(message).refused().reason());
        }
        assertEquals(hash, driver.engine.stateHash());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNeverThrowAtRandomBytes(final long seed) {
        final Random random = new Random(seed);
        final long hash = driver.engine.stateHash();
        for (int i = 0; i < 5_000; i++) {
            final byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            driver.applyBytes(bytes);
        }
        assertEquals(hash, driver.engine.stateHash(), "seed " + seed);
    }

    /** Honest messages with a few bytes changed: whatever comes of it, no exception and no unsound state. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void shouldNeverThrowAtHonestMessagesWithFlippedBytes(final long seed) {
        final Random random = new Random(seed);
        final int[] skipped = {CheckpointEncoder.TEMPLATE_ID, EngineConfiguredEncoder.TEMPLATE_ID};
        for (int i = 0; i < 10_000; i++) {
            final byte[] message =
                    templates.get(random.nextInt(templates.size())).clone();
            if (Arrays.stream(skipped).anyMatch(id -> id == templateOf(message))) {
                continue;
            }
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                message[HEADER + random.nextInt(message.length - HEADER)] = (byte) random.nextInt(256);
            }
            driver.applyBytes(message);
        }
        final EngineDriver loaded = driver.reloaded();
        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash(), "seed " + seed);
    }

    /** Commands that are refused, whatever for, change nothing but the venue's sequence number. */
    @Test
    void shouldNotChangeTheStateByWhatItRefuses() {
        final Random random = new Random(99);
        int refusals = 0;
        for (int i = 0; i < 20_000; i++) {
            final byte[] message =
                    templates.get(random.nextInt(templates.size())).clone();
            final int template = templateOf(message);
            if (template == EngineConfiguredEncoder.TEMPLATE_ID || template == CheckpointEncoder.TEMPLATE_ID) {
                continue;
            }
            message[HEADER + random.nextInt(message.length - HEADER)] = (byte) random.nextInt(256);
            final long hash = driver.engine.stateHash();
            final long venueSeq = driver.engine.lastVenueMsgSeqNum(1) + driver.engine.lastVenueMsgSeqNum(2);
            final Step step = driver.applyBytes(message);
            final boolean refused = step.said().size() == 1
                    && (step.said().get(0) instanceof Refused || step.said().get(0) instanceof Said.CommandReject);
            if (refused && venueSeq == driver.engine.lastVenueMsgSeqNum(1) + driver.engine.lastVenueMsgSeqNum(2)) {
                refusals++;
                assertEquals(hash, driver.engine.stateHash(), () -> "refused with " + step);
            }
        }
        assertTrue(refusals > 1_000, "refusals " + refusals);
    }

    private static int templateOf(final byte[] message) {
        return (message[2] & 0xff) | (message[3] & 0xff) << 8;
    }
}
