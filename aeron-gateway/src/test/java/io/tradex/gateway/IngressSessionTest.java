package io.tradex.gateway;

import static io.tradex.gateway.GatewayHarness.ADMIN;
import static io.tradex.gateway.GatewayHarness.OTHER_TRADER;
import static io.tradex.gateway.GatewayHarness.RELAY;
import static io.tradex.gateway.GatewayHarness.TRADER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.gateway.GatewayHarness.Command;
import io.tradex.gateway.GatewayHarness.SessionLost;
import io.tradex.gateway.RawClient.Reject;
import io.tradex.protocol.entry.AdminRequestDecoder;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.HeartbeatDecoder;
import io.tradex.protocol.entry.LogoutDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ProtectionResetRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.journal.KillSwitchSetDecoder;
import io.tradex.protocol.state.GapFillRequestDecoder;
import io.tradex.protocol.state.SnapshotRequestDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.SessionEndReason;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngressSessionTest {
    private static final int ORDER = NewOrderDecoder.TEMPLATE_ID;
    private static final int SNAPSHOT_REQUEST = SnapshotRequestDecoder.TEMPLATE_ID;
    private static final int PROTECTION_RESET = ProtectionResetRequestDecoder.TEMPLATE_ID;
    private static final int ADMIN_REQUEST = AdminRequestDecoder.TEMPLATE_ID;
    private static final int CARRIED_OFFSET =
            MessageHeaderDecoder.ENCODED_LENGTH + AdminRequestDecoder.BLOCK_LENGTH + Short.BYTES;
    private static final int BLOCK_LENGTH_OFFSET = 0;
    private static final int TEMPLATE_ID_OFFSET = 2;
    private static final int SCHEMA_ID_OFFSET = 4;
    private static final short NEWER_VERSION = NewOrderDecoder.SCHEMA_VERSION + 1;
    private static final int VERSION_OFFSET = 6;

    private static TestDriver driver;

    private final List<RawClient> clients = new ArrayList<>();
    private GatewayHarness gateway;

    @BeforeAll
    static void startDriver(@TempDir final Path directory) {
        driver = new TestDriver(directory);
    }

    @AfterAll
    static void stopDriver() {
        driver.close();
    }

    @BeforeEach
    void startGateway() {
        gateway = new GatewayHarness(
                driver, GatewayConfiguration.builder().maxSessions(8).heartbeatIntervalMs(250));
    }

    @AfterEach
    void stopGateway() {
        clients.forEach(RawClient::close);
        gateway.close();
    }

    private RawClient client(final long clientId) {
        final RawClient client = new RawClient(gateway, clientId, 100 + clients.size());
        clients.add(client);
        return client;
    }

    private RawClient loggedOn(final long clientId) {
        final RawClient client = client(clientId);
        client.logon();
        return client;
    }

    @Test
    void shouldHandCommandsToTheCoreAndReportsBack() {
        final RawClient client = loggedOn(TRADER);

        client.sendOrder(1);
        client.sendOrder(5);
        client.await("both reports", () -> client.reports.size() == 2);

        assertEquals(
                List.of(new Command(ORDER, client.sessionId, 1), new Command(ORDER, client.sessionId, 5)),
                gateway.commands);
        assertEquals(1001, client.reportClOrdId(0));
        assertEquals(1005, client.reportClOrdId(1));
    }

    @Test
    void shouldIgnoreCommandsBeforeALogon() {
        final RawClient client = client(TRADER);

        client.sendOrder(1, 1);
        client.sendOrder(0, 1);
        client.settle();

        assertTrue(gateway.commands.isEmpty());
        assertEquals(2, gateway.count(GatewayCounter.FRAMES_UNAUTHENTICATED));
    }

    @Test
    void shouldRefuseASessionIdOfAnotherConnection() {
        final RawClient victim = loggedOn(TRADER);
        final RawClient attacker = loggedOn(OTHER_TRADER);
        final RawClient stranger = client(OTHER_TRADER);

        attacker.sendOrder(victim.sessionId, 1);
        stranger.sendOrder(victim.sessionId, 1);
        stranger.settle();
        attacker.await("a reject", () -> !attacker.rejects.isEmpty());

        assertTrue(gateway.commands.isEmpty());
        assertEquals(List.of(new Reject("UNKNOWN_SESSION", 1, victim.sessionId, 0, ORDER)), attacker.rejects);
        assertEquals(1, gateway.count(GatewayCounter.FRAMES_FOREIGN_SESSION));
        assertEquals(1, gateway.count(GatewayCounter.FRAMES_UNAUTHENTICATED));

        victim.sendOrder(1);
        victim.await("the victim's report", () -> victim.reports.size() == 1);
        assertTrue(gateway.lost.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "7, 6", "7, 1", "7, 0", "7, -1", "1, -9223372036854775808"})
    void shouldEndASessionWhoseSequenceDoesNotRise(final long first, final long second) {
        final RawClient client = loggedOn(TRADER);

        client.sendOrder(first);
        client.sendOrder(second);
        client.sendOrder(first + 1);
        client.settle();
        gateway.elapse(300);
        client.await("SessionTerminated", () -> !client.terminations.isEmpty());

        assertEquals(List.of(new Command(ORDER, client.sessionId, first)), gateway.commands);
        assertEquals(List.of(new SessionLost(client.sessionId, SessionEndReason.PROTOCOL_ERROR)), gateway.lost);
        assertEquals(List.of(new Reject("SEQUENCE_NOT_RISING", second, second, first, ORDER)), client.rejects);
        assertEquals(List.of((int) SessionEndReason.PROTOCOL_ERROR.value()), client.terminations);
        assertEquals(1, client.reports.size());
    }

    @Test
    void shouldLetALoggedOutClientHaveItsLastReplies() {
        final RawClient client = loggedOn(TRADER);

        client.sendOrder(1);
        client.sendLogout(2);
        client.settle();
        gateway.sendReport(client.sessionId, 0, 4711);
        gateway.elapse(300);
        client.await("SessionTerminated", () -> !client.terminations.isEmpty());

        assertEquals(List.of(new SessionLost(client.sessionId, SessionEndReason.LOGOUT)), gateway.lost);
        assertEquals(2, client.reports.size());
        assertEquals(4711, client.reportClOrdId(1));
    }

    @Test
    void shouldLogOnAgainOnTheSameConnection() {
        final RawClient client = loggedOn(TRADER);
        final long firstSession = client.sessionId;
        client.sendLogout(1);
        client.settle();
        gateway.elapse(300);
        client.accepted = false;
        client.challenges = 0;

        client.logon();

        assertTrue(client.sessionId > firstSession);
        client.sendOrder(1);
        client.await("a report", () -> client.reports.size() == 1);
    }

    @Test
    void shouldAllowOnlyWhatTheRoleMayDo() {
        final RawClient trader = loggedOn(TRADER);
        final RawClient relay = loggedOn(RELAY);

        relay.sendOrder(1);
        trader.sendSnapshotRequest(1);
        relay.sendSnapshotRequest(2);
        relay.settle();
        trader.settle();
        relay.await("a reject", () -> relay.rejects.size() == 1);
        trader.await("a reject", () -> trader.rejects.size() == 1);

        assertTrue(gateway.commands.isEmpty());
        assertEquals(List.of(SnapshotRequestDecoder.TEMPLATE_ID), gateway.relayRequests);
        assertEquals(List.of(new Reject("NOT_PERMITTED", 1, ORDER, 0, ORDER)), relay.rejects);
        assertEquals("NOT_PERMITTED", trader.rejects.get(0).reason());
    }

    @Test
    void shouldTellARelayToAskAgainWhenTheReadModelIsBusy() {
        final RawClient relay = loggedOn(RELAY);
        gateway.relayRequestsHaveRoom = false;
        relay.sendSnapshotRequest(1);
        relay.await("a reject", () -> relay.rejects.size() == 1);
        assertEquals("BACK_PRESSURE", relay.rejects.get(0).reason());

        gateway.relayRequestsHaveRoom = true;
        relay.sendSnapshotRequest(2);
        relay.settle();
        assertEquals(1, gateway.relayRequests.size());
    }

    @Test
    void shouldRefuseAnOrderCutAtEveryLength() {
        final RawClient client = loggedOn(TRADER);
        final int fullLength = client.encodeOrder(client.sessionId, 1);

        for (int length = 0; length < fullLength; length++) {
            client.sendFrame(length);
        }
        client.settle();
        assertTrue(gateway.commands.isEmpty());
        assertEquals(fullLength, gateway.count(GatewayCounter.FRAMES_TRUNCATED));
        client.await("a reject for each", () -> client.rejects.size() == fullLength);

        client.sendFrame(fullLength);
        client.await("the report", () -> client.reports.size() == 1);
    }

    @Test
    void shouldIgnoreALogonRequestCutAtEveryLength() {
        final RawClient client = client(TRADER);
        client.requestLogon("aeron:udp?endpoint=192.0.2.1:40001");
        client.settle();
        final int fullLength = 8 + 25 + 2 + "aeron:udp?endpoint=192.0.2.1:40001".length();

        for (int length = 0; length < fullLength; length++) {
            client.sendFrame(length);
        }
        client.settle();
        assertEquals(fullLength, gateway.count(GatewayCounter.FRAMES_TRUNCATED));
        assertEquals(1, gateway.count(GatewayCounter.LOGONS_CHANNEL_REFUSED));
    }

    @Test
    void shouldRefuseFramesLongerThanAnyMessage() {
        final RawClient client = loggedOn(TRADER);
        client.encodeOrder(client.sessionId, 1);

        client.sendFrame(IngressAdapter.MAX_FRAME_LENGTH);
        client.sendFrame(IngressAdapter.MAX_FRAME_LENGTH + 1);
        client.sendFrame(5_000);
        client.settle();

        assertTrue(gateway.commands.isEmpty());
        assertEquals(1, gateway.count(GatewayCounter.FRAMES_MALFORMED));
        // The last one comes in as four fragments, none of which is put together.
        assertEquals(5, gateway.count(GatewayCounter.FRAMES_OVERSIZED));
        client.sendOrder(1);
        client.await("the session to go on", () -> client.reports.size() == 1);
    }

    @ParameterizedTest
    @CsvSource({
        "SCHEMA_ID,    0,     FRAMES_WRONG_SCHEMA",
        "SCHEMA_ID,    703,   FRAMES_WRONG_SCHEMA",
        "SCHEMA_ID,    702,   FRAMES_UNKNOWN_TEMPLATE",
        "TEMPLATE_ID,  0,     FRAMES_UNKNOWN_TEMPLATE",
        "TEMPLATE_ID,  2,     FRAMES_UNKNOWN_TEMPLATE",
        "TEMPLATE_ID,  4,     FRAMES_UNKNOWN_TEMPLATE",
        "TEMPLATE_ID,  15,    FRAMES_MALFORMED",
        "TEMPLATE_ID,  17,    FRAMES_UNKNOWN_TEMPLATE",
        "TEMPLATE_ID,  20,    FRAMES_UNKNOWN_TEMPLATE",
        "TEMPLATE_ID,  42,    FRAMES_UNKNOWN_TEMPLATE",
        "TEMPLATE_ID,  70,    FRAMES_UNKNOWN_TEMPLATE",
        "TEMPLATE_ID,  71,    FRAMES_UNKNOWN_TEMPLATE",
        "TEMPLATE_ID,  98,    FRAMES_UNKNOWN_TEMPLATE",
        "TEMPLATE_ID,  100,   FRAMES_UNKNOWN_TEMPLATE",
        "TEMPLATE_ID,  65535, FRAMES_UNKNOWN_TEMPLATE",
        "VERSION,      0,     FRAMES_WRONG_VERSION",
        "BLOCK_LENGTH, 0,     FRAMES_MALFORMED",
        "BLOCK_LENGTH, 60,    FRAMES_MALFORMED",
        "BLOCK_LENGTH, 102,   FRAMES_MALFORMED",
        "BLOCK_LENGTH, 65535, FRAMES_MALFORMED",
    })
    void shouldRefuseAWrongHeader(final String field, final int value, final GatewayCounter counter) {
        final RawClient client = loggedOn(TRADER);
        final int length = client.encodeOrder(client.sessionId, 1);
        final int offset = switch (field) {
            case "BLOCK_LENGTH" -> BLOCK_LENGTH_OFFSET;
            case "TEMPLATE_ID" -> TEMPLATE_ID_OFFSET;
            case "SCHEMA_ID" -> SCHEMA_ID_OFFSET;
            default -> VERSION_OFFSET;
        };
        client.buffer().putShort(offset, (short) value, ByteOrder.LITTLE_ENDIAN);

        client.sendFrame(length);
        client.await("a reject", () -> client.rejects.size() == 1);

        assertEquals(1, gateway.count(counter));
        assertEquals("MALFORMED", client.rejects.get(0).reason());
        assertTrue(gateway.commands.isEmpty());
        client.sendOrder(1);
        client.await("the session to go on", () -> client.reports.size() == 1);
    }

    @Test
    void shouldTakeACommandOfANewerVersionWithFieldsAppended() {
        final RawClient client = loggedOn(TRADER);
        final int length = client.encodeOrder(client.sessionId, 1);
        final int blockLength = length - MessageHeaderEncoder.ENCODED_LENGTH;
        client.buffer().putShort(VERSION_OFFSET, NEWER_VERSION, ByteOrder.LITTLE_ENDIAN);
        client.buffer().putShort(BLOCK_LENGTH_OFFSET, (short) (blockLength + 8), ByteOrder.LITTLE_ENDIAN);

        client.sendFrame(length + 8);

        client.await("the report", () -> client.reports.size() == 1);
    }

    @Test
    void shouldTakeAnOrderOfVersion1AtItsOwnLength() {
        final RawClient client = loggedOn(TRADER);
        client.encodeOrder(client.sessionId, 1);
        client.buffer().putShort(VERSION_OFFSET, (short) 1, ByteOrder.LITTLE_ENDIAN);
        client.sendFrame(client.encodeOrder(client.sessionId, 2));
        client.encodeOrder(client.sessionId, 3);
        client.buffer().putShort(VERSION_OFFSET, (short) 1, ByteOrder.LITTLE_ENDIAN);
        client.buffer().putShort(BLOCK_LENGTH_OFFSET, (short) 60, ByteOrder.LITTLE_ENDIAN);

        client.sendFrame(MessageHeaderEncoder.ENCODED_LENGTH + 60);
        client.await("both reports", () -> client.reports.size() == 2);

        assertEquals(
                MessageHeaderEncoder.ENCODED_LENGTH + 60, gateway.frames.get(1).capacity());
    }

    @ParameterizedTest
    @CsvSource({"1, 103", "1, 59", "1, 61", "2, 60", "2, 104"})
    void shouldRefuseAnOrderThatIsNotAsLongAsItsVersionHasIt(final short version, final short blockLength) {
        final RawClient client = loggedOn(TRADER);
        client.encodeOrder(client.sessionId, 1);
        client.buffer().putShort(VERSION_OFFSET, version, ByteOrder.LITTLE_ENDIAN);
        client.buffer().putShort(BLOCK_LENGTH_OFFSET, blockLength, ByteOrder.LITTLE_ENDIAN);

        client.sendFrame(MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
        client.await("a reject", () -> client.rejects.size() == 1);

        assertEquals(1, gateway.count(GatewayCounter.FRAMES_MALFORMED));
        assertTrue(gateway.commands.isEmpty());
    }

    @Test
    void shouldRefuseWhatVersion1DidNotHave() {
        final RawClient client = loggedOn(ADMIN);
        final int length = client.encodeAdminRequest(1);
        client.buffer().putShort(VERSION_OFFSET, (short) 1, ByteOrder.LITTLE_ENDIAN);

        client.sendFrame(length);
        client.await("a reject", () -> client.rejects.size() == 1);

        assertEquals(1, gateway.count(GatewayCounter.FRAMES_UNKNOWN_TEMPLATE));
    }

    @Test
    void shouldLetAnOperatorSendInputsAndNothingElse() {
        final RawClient operator = loggedOn(ADMIN);

        operator.sendOrder(1);
        operator.sendProtectionReset(2);
        operator.sendSnapshotRequest(3);
        operator.sendAdminRequest(4);
        operator.settle();
        operator.await("the rejects", () -> operator.rejects.size() == 3);

        assertEquals(List.of(new Command(ADMIN_REQUEST, operator.sessionId, 4)), gateway.commands);
        assertEquals(
                List.of(
                        new Reject("NOT_PERMITTED", 1, ORDER, 0, ORDER),
                        new Reject("NOT_PERMITTED", 2, PROTECTION_RESET, 0, PROTECTION_RESET),
                        new Reject("NOT_PERMITTED", 3, SNAPSHOT_REQUEST, 0, SNAPSHOT_REQUEST)),
                operator.rejects);
        assertTrue(gateway.relayRequests.isEmpty());
    }

    @Test
    void shouldLetATraderResetItsProtectionAndNotActAsAnOperator() {
        final RawClient trader = loggedOn(TRADER);
        final RawClient relay = loggedOn(RELAY);

        trader.sendProtectionReset(1);
        trader.sendAdminRequest(2);
        relay.sendAdminRequest(1);
        relay.sendProtectionReset(2);
        trader.settle();
        relay.settle();
        trader.await("a reject", () -> trader.rejects.size() == 1);
        relay.await("both rejects", () -> relay.rejects.size() == 2);

        assertEquals(List.of(new Command(PROTECTION_RESET, trader.sessionId, 1)), gateway.commands);
        assertEquals(List.of(new Reject("NOT_PERMITTED", 2, ADMIN_REQUEST, 0, ADMIN_REQUEST)), trader.rejects);
    }

    @Test
    void shouldRefuseAnAdminRequestCutAtEveryLength() {
        final RawClient operator = loggedOn(ADMIN);
        final int fullLength = operator.encodeAdminRequest(1);

        for (int length = 0; length < fullLength; length++) {
            operator.sendFrame(length);
        }
        operator.sendFrame(fullLength + 1);
        operator.settle();

        assertTrue(gateway.commands.isEmpty());
        assertEquals(fullLength, gateway.count(GatewayCounter.FRAMES_TRUNCATED));
        assertEquals(1, gateway.count(GatewayCounter.FRAMES_MALFORMED));
        operator.sendFrame(fullLength);
        operator.settle();
        assertEquals(1, gateway.commands.size());
    }

    // The carried message stands behind header, block and the length of the data. Each row changes one of its fields.
    @ParameterizedTest
    @CsvSource({
        "DATA_LENGTH,  0,     FRAMES_MALFORMED",
        "DATA_LENGTH,  7,     FRAMES_MALFORMED",
        "DATA_LENGTH,  8,     FRAMES_MALFORMED",
        "DATA_LENGTH,  17,    FRAMES_MALFORMED",
        "DATA_LENGTH,  19,    FRAMES_TRUNCATED",
        "DATA_LENGTH,  65535, FRAMES_TRUNCATED",
        "SCHEMA_ID,    701,   FRAMES_WRONG_SCHEMA",
        "SCHEMA_ID,    702,   FRAMES_WRONG_SCHEMA",
        "SCHEMA_ID,    0,     FRAMES_WRONG_SCHEMA",
        "VERSION,      0,     FRAMES_WRONG_VERSION",
        "VERSION,      1,     FRAMES_UNKNOWN_TEMPLATE",
        "BLOCK_LENGTH, 0,     FRAMES_MALFORMED",
        "BLOCK_LENGTH, 9,     FRAMES_MALFORMED",
        "BLOCK_LENGTH, 11,    FRAMES_MALFORMED",
        "BLOCK_LENGTH, 65535, FRAMES_MALFORMED",
        "TEMPLATE_ID,  98,    FRAMES_MALFORMED",
        "TEMPLATE_ID,  60,    FRAMES_NOT_PERMITTED",
        "TEMPLATE_ID,  62,    FRAMES_NOT_PERMITTED",
        "TEMPLATE_ID,  63,    FRAMES_NOT_PERMITTED",
        "TEMPLATE_ID,  66,    FRAMES_NOT_PERMITTED",
        "TEMPLATE_ID,  70,    FRAMES_NOT_PERMITTED",
        "TEMPLATE_ID,  80,    FRAMES_NOT_PERMITTED",
        "TEMPLATE_ID,  92,    FRAMES_NOT_PERMITTED",
        "TEMPLATE_ID,  16,    FRAMES_NOT_PERMITTED",
        "TEMPLATE_ID,  65535, FRAMES_NOT_PERMITTED",
    })
    void shouldRefuseAnAdminRequestThatCarriesNoSoundInput(
            final String field, final int value, final GatewayCounter counter) {
        final RawClient operator = loggedOn(ADMIN);
        final int length = operator.encodeAdminRequest(1);
        final int offset = switch (field) {
            case "DATA_LENGTH" -> CARRIED_OFFSET - Short.BYTES;
            case "BLOCK_LENGTH" -> CARRIED_OFFSET + BLOCK_LENGTH_OFFSET;
            case "TEMPLATE_ID" -> CARRIED_OFFSET + TEMPLATE_ID_OFFSET;
            case "SCHEMA_ID" -> CARRIED_OFFSET + SCHEMA_ID_OFFSET;
            default -> CARRIED_OFFSET + VERSION_OFFSET;
        };
        operator.buffer().putShort(offset, (short) value, ByteOrder.LITTLE_ENDIAN);

        operator.sendFrame(length);
        operator.await("a reject", () -> operator.rejects.size() == 1);

        assertEquals(1, gateway.count(counter));
        assertTrue(gateway.commands.isEmpty());
        operator.sendAdminRequest(2);
        operator.settle();
        assertEquals(1, gateway.commands.size());
    }

    @Test
    void shouldRefuseAnAdminRequestWithinAnAdminRequest() {
        final RawClient operator = loggedOn(ADMIN);
        final int innerLength = operator.encodeAdminRequest(1);
        final byte[] inner = new byte[innerLength];
        operator.buffer().getBytes(0, inner);
        operator.buffer().putShort(CARRIED_OFFSET - Short.BYTES, (short) innerLength, ByteOrder.LITTLE_ENDIAN);
        operator.buffer().putBytes(CARRIED_OFFSET, inner);

        operator.sendFrame(CARRIED_OFFSET + innerLength);
        operator.await("a reject", () -> operator.rejects.size() == 1);

        assertEquals(1, gateway.count(GatewayCounter.FRAMES_WRONG_SCHEMA));
        assertTrue(gateway.commands.isEmpty());
    }

    @Test
    void shouldRefuseACarriedInputLongerThanTheSchemaAllows() {
        final RawClient operator = loggedOn(ADMIN);
        operator.encodeAdminRequest(1);
        operator.buffer().putShort(CARRIED_OFFSET + VERSION_OFFSET, NEWER_VERSION, ByteOrder.LITTLE_ENDIAN);
        operator.buffer().putShort(CARRIED_OFFSET + BLOCK_LENGTH_OFFSET, (short) 248, ByteOrder.LITTLE_ENDIAN);

        operator.buffer().putShort(CARRIED_OFFSET - Short.BYTES, (short) 257, ByteOrder.LITTLE_ENDIAN);
        operator.sendFrame(CARRIED_OFFSET + 257);
        operator.buffer().putShort(CARRIED_OFFSET - Short.BYTES, (short) 256, ByteOrder.LITTLE_ENDIAN);
        operator.sendFrame(CARRIED_OFFSET + 256);
        operator.settle();

        assertEquals(1, gateway.count(GatewayCounter.FRAMES_MALFORMED));
        assertEquals(1, gateway.commands.size());
    }

    @Test
    void shouldLetThroughOnlyInputsThatLieWithinTheirFrame() {
        final long seed = Long.getLong("tradex.seed", System.nanoTime());
        System.out.println("seed " + seed + ": mvn -pl aeron-gateway -Dtest=IngressSessionTest -DargLine='"
                + "${jvm.opens} -Dtradex.seed=" + seed + "' test");
        final SplittableRandom random = new SplittableRandom(seed);
        final RawClient operator = loggedOn(ADMIN);
        for (int i = 1; i <= 3_000; i++) {
            int length = operator.encodeAdminRequest(i);
            for (int j = random.nextInt(4); j > 0; j--) {
                // Not the session and its sequence: those have tests of their own, and would end the session.
                final int index = random.nextBoolean()
                        ? random.nextInt(MessageHeaderEncoder.ENCODED_LENGTH)
                        : 24 + random.nextInt(length - 24);
                operator.buffer().putByte(index, (byte) random.nextInt(random.nextBoolean() ? 4 : 256));
            }
            if (random.nextInt(8) == 0) {
                length = random.nextInt(length + 300);
            }
            operator.sendFrame(length);
        }
        operator.settle();

        assertTrue(gateway.commands.size() > 300, "too few got through to mean anything: " + gateway.commands.size());
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final AdminRequestDecoder request = new AdminRequestDecoder();
        gateway.frames.stream().filter(frame -> isAdminRequest(frame, header)).forEach(frame -> {
            request.wrapAndApplyHeader(frame, 0, header);
            final UnsafeBuffer carried = new UnsafeBuffer(0, 0);
            request.wrapInput(carried);
            header.wrap(carried, 0);
            assertTrue(
                    carried.capacity() <= 256
                            && MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength() <= carried.capacity()
                            && header.schemaId() == KillSwitchSetDecoder.SCHEMA_ID
                            && IngressFrame.isOperatorInput(header.templateId()),
                    "carried: " + header);
        });
    }

    private static boolean isAdminRequest(final DirectBuffer frame, final MessageHeaderDecoder header) {
        return header.wrap(frame, 0).templateId() == ADMIN_REQUEST;
    }

    @Test
    void shouldSurviveGarbage() {
        final long seed = Long.getLong("tradex.seed", System.nanoTime());
        System.out.println("seed " + seed + ": mvn -pl aeron-gateway -Dtest=IngressSessionTest -DargLine='"
                + "${jvm.opens} -Dtradex.seed=" + seed + "' test");
        final SplittableRandom random = new SplittableRandom(seed);
        final RawClient client = loggedOn(TRADER);
        final RawClient bystander = loggedOn(OTHER_TRADER);
        final byte[] garbage = new byte[1_100];
        for (int i = 0; i < 2_000; i++) {
            final int length;
            random.nextBytes(garbage);
            if (random.nextBoolean()) {
                length = random.nextInt(garbage.length);
                client.buffer().putBytes(0, garbage);
            } else {
                // Half of it looks right at first sight: a real frame with a few bytes turned over, but not those that
                // would
                // make it a good one.
                length = client.encodeOrder(client.sessionId ^ (1L << random.nextInt(63)), random.nextLong());
                for (int j = random.nextInt(4); j > 0; j--) {
                    client.buffer()
                            .putByte(random.nextInt(MessageHeaderEncoder.ENCODED_LENGTH), (byte) random.nextInt());
                }
            }
            client.sendFrame(length);
            if (i % 500 == 0) {
                client.settle();
                bystander.sendOrder(i + 1);
                final int reports = i / 500 + 1;
                bystander.await("the bystander's report", () -> bystander.reports.size() == reports);
            }
        }
        client.settle();

        assertTrue(gateway.commands.stream().allMatch(command -> command.sessionId() == bystander.sessionId));
        assertTrue(gateway.lost.isEmpty());
        client.sendOrder(1);
        client.await("the session to go on", () -> client.reports.size() == 1);
    }

    @Test
    void shouldLoseNothingWhenTheCoreHasNoRoom() {
        final RawClient client = loggedOn(TRADER);
        final int[] offers = new int[1];
        gateway.sinkHasRoom = () -> ++offers[0] % 3 == 0;

        for (int seq = 1; seq <= 300; seq++) {
            client.sendOrder(seq);
        }
        client.sendLogout(301);
        client.settle();
        client.await("SessionLost", () -> !gateway.lost.isEmpty());

        assertEquals(
                LongStream.rangeClosed(1, 300).boxed().toList(),
                gateway.commands.stream().map(Command::clientSeq).toList());
        assertEquals(List.of(new SessionLost(client.sessionId, SessionEndReason.LOGOUT)), gateway.lost);
        assertTrue(gateway.count(GatewayCounter.SINK_FULL) >= 600);
    }

    @Test
    void shouldEndASilentSessionExactlyOnce() {
        final RawClient client = loggedOn(TRADER);
        gateway.elapse(740);
        assertTrue(gateway.lost.isEmpty(), "ended before three heartbeats were missed");

        gateway.elapse(1_000);

        assertEquals(List.of(new SessionLost(client.sessionId, SessionEndReason.HEARTBEAT_TIMEOUT)), gateway.lost);
        client.await("SessionTerminated", () -> !client.terminations.isEmpty());
        client.sendOrder(1);
        client.settle();
        assertTrue(gateway.commands.isEmpty());
    }

    @Test
    void shouldKeepASessionThatOnlySendsHeartbeats() {
        final RawClient client = loggedOn(TRADER);
        for (int i = 0; i < 20; i++) {
            client.sendHeartbeat();
            client.settle();
            gateway.elapse(250);
        }
        client.poll();

        assertTrue(gateway.lost.isEmpty());
        assertTrue(client.heartbeats >= 15, "heartbeats from the core: " + client.heartbeats);
    }

    @Test
    void shouldNotBlameClientsForAPauseOfItsOwn() {
        final RawClient client = loggedOn(TRADER);
        gateway.elapse(200);

        gateway.nowNs += 60_000 * GatewayHarness.MS;
        gateway.step();
        client.sendHeartbeat();
        client.settle();
        gateway.elapse(700);

        assertTrue(gateway.lost.isEmpty());
    }

    @Test
    void shouldNotTimeOutASessionWhoseFramesItLeavesInTheNetwork() {
        final RawClient client = loggedOn(TRADER);
        gateway.sinkHasRoom = () -> false;
        client.sendOrder(1);
        gateway.await("the order to arrive", () -> gateway.count(GatewayCounter.SINK_FULL) > 0);
        gateway.elapse(2_000);
        assertEquals(0, gateway.count(GatewayCounter.SESSIONS_TIMED_OUT));

        gateway.sinkHasRoom = () -> true;
        client.await("the report", () -> client.reports.size() == 1);
        assertTrue(gateway.lost.isEmpty());
    }

    @Test
    void shouldRetryTheEndOfASessionUntilTheCoreHasRoom() {
        final RawClient client = loggedOn(TRADER);
        client.sendOrder(1);
        client.settle();
        gateway.sinkHasRoom = () -> false;
        gateway.elapse(2_000);
        assertTrue(gateway.lost.isEmpty());
        assertEquals(1, gateway.count(GatewayCounter.SESSIONS_TIMED_OUT));

        gateway.sinkHasRoom = () -> true;
        gateway.elapse(10);
        assertEquals(List.of(new SessionLost(client.sessionId, SessionEndReason.HEARTBEAT_TIMEOUT)), gateway.lost);
    }

    @Test
    void shouldEndTheSessionOfAClientThatGoesAway() {
        final RawClient client = loggedOn(TRADER);
        client.publication.close();

        gateway.await("SessionLost", () -> {
            gateway.nowNs += GatewayHarness.MS / 10;
            return !gateway.lost.isEmpty();
        });

        assertEquals(List.of(new SessionLost(client.sessionId, SessionEndReason.DISCONNECTED)), gateway.lost);
    }

    @Test
    void shouldRefuseALogonOnAConnectionThatHasASession() {
        final RawClient client = loggedOn(TRADER);
        client.requestLogon();
        client.settle();

        assertEquals(1, gateway.count(GatewayCounter.LOGONS_OUT_OF_TURN));
        assertTrue(gateway.lost.isEmpty());
    }

    @Test
    void shouldFindSessionAndSequenceAtTheSamePlaceInEveryMessage() {
        assertEquals(List.of(8, 16), List.of(IngressFrame.SESSION_ID_OFFSET, IngressFrame.CLIENT_SEQ_OFFSET));
        assertEquals(0, HeartbeatDecoder.sessionIdEncodingOffset());
        assertEquals(8, HeartbeatDecoder.clientSeqEncodingOffset());
        assertEquals(0, LogoutDecoder.sessionIdEncodingOffset());
        assertEquals(8, LogoutDecoder.clientSeqEncodingOffset());
        assertEquals(0, CancelOrderDecoder.sessionIdEncodingOffset());
        assertEquals(8, CancelOrderDecoder.clientSeqEncodingOffset());
        assertEquals(0, ReplaceOrderDecoder.sessionIdEncodingOffset());
        assertEquals(8, ReplaceOrderDecoder.clientSeqEncodingOffset());
        assertEquals(0, MassCancelDecoder.sessionIdEncodingOffset());
        assertEquals(8, MassCancelDecoder.clientSeqEncodingOffset());
        assertEquals(0, OrderStatusRequestDecoder.sessionIdEncodingOffset());
        assertEquals(8, OrderStatusRequestDecoder.clientSeqEncodingOffset());
        assertEquals(0, ProtectionResetRequestDecoder.sessionIdEncodingOffset());
        assertEquals(8, ProtectionResetRequestDecoder.clientSeqEncodingOffset());
        assertEquals(0, AdminRequestDecoder.sessionIdEncodingOffset());
        assertEquals(8, AdminRequestDecoder.clientSeqEncodingOffset());
        assertEquals(0, SnapshotRequestDecoder.sessionIdEncodingOffset());
        assertEquals(8, SnapshotRequestDecoder.clientSeqEncodingOffset());
        assertEquals(0, GapFillRequestDecoder.sessionIdEncodingOffset());
        assertEquals(8, GapFillRequestDecoder.clientSeqEncodingOffset());
        assertEquals(0, CommandRejectDecoder.sessionIdEncodingOffset());
    }
}
