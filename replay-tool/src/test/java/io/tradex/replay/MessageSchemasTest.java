package io.tradex.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.entry.AdminRequestEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.journal.PhaseSetEncoder;
import io.tradex.protocol.journal.TimerFiredEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MessageSchemasTest {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageSchemas schemas = MessageSchemas.load();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void shouldShowTheInputThatAnOperatorSent() {
        final UnsafeBuffer carried = new UnsafeBuffer(new byte[HEADER + PhaseSetEncoder.BLOCK_LENGTH]);
        new PhaseSetEncoder()
                .wrapAndApplyHeader(carried, 0, new MessageHeaderEncoder())
                .instrumentId(7)
                .phase(TradingPhase.HALT);
        final int length = adminRequest(carried);

        assertEquals(
                "sessionId=3 clientSeq=4 unused=0 requestId=5 admission=ADMITTED input=[PhaseSet instrumentId=7 phase=HALT]",
                text(length));
        assertEquals(
                "{\"sessionId\":3,\"clientSeq\":4,\"unused\":0,\"requestId\":5,\"admission\":\"ADMITTED\","
                        + "\"input\":{\"message\":\"PhaseSet\",\"fields\":{\"instrumentId\":7,\"phase\":\"HALT\"}}}",
                json(length));
    }

    @Test
    void shouldShowAsBytesACarriedInputThatNoSchemaKnows() {
        final UnsafeBuffer unknown = new UnsafeBuffer(new byte[] {0, 0, (byte) 0xFF, (byte) 0xFF, 0, 0, 1, 0, 10});
        assertTrue(text(adminRequest(unknown)).endsWith("input=0000ffff000001000a"), text(adminRequest(unknown)));
        final UnsafeBuffer tiny = new UnsafeBuffer(new byte[] {1, 2});
        assertTrue(text(adminRequest(tiny)).endsWith("input=0102"));
    }

    @Test
    void shouldShowAsBytesACarriedInputThatIsCut() {
        final UnsafeBuffer carried = new UnsafeBuffer(new byte[HEADER]);
        header.wrap(carried, 0)
                .blockLength(8)
                .templateId(TimerFiredEncoder.TEMPLATE_ID)
                .schemaId(703)
                .version(2);
        final int length = adminRequest(carried);

        // What lies behind the end of the message is not taken for a part of it.
        assertTrue(text(length).endsWith("input=[TimerFired undecodable=08004200bf020200]"), text(length));
    }

    @Test
    void shouldSayOfAnOrderOfVersion1ThatItDidNotHaveTheNewFields() {
        new NewOrderEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(1)
                .clientSeq(2)
                .accountId(3)
                .clOrdId(4)
                .admission(Admission.ADMITTED)
                .side(Side.BUY)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .instrumentId(5)
                .destination(0)
                .priceTicks(6)
                .quantityLots(7);
        final int blockLength = NewOrderEncoder.stopPriceTicksEncodingOffset();
        header.version(1).blockLength(blockLength);

        final String text = text(HEADER + blockLength);

        assertTrue(text.contains("priceTicks=6 quantityLots=7 stopPriceTicks=null displayLots=null"), text);
        assertTrue(text.contains("pegType=null postOnly=null selfTradePrevention=null"), text);
    }

    private int adminRequest(final UnsafeBuffer carried) {
        final AdminRequestEncoder request = new AdminRequestEncoder();
        request.wrapAndApplyHeader(buffer, 0, header)
                .sessionId(3)
                .clientSeq(4)
                .unused(0)
                .requestId(5)
                .admission(Admission.ADMITTED)
                .putInput(carried, 0, carried.capacity());
        return HEADER + request.encodedLength();
    }

    private String text(final int length) {
        final StringBuilder out = new StringBuilder();
        schemas.appendText(out, buffer, 0, length);
        return out.toString();
    }

    private String json(final int length) {
        final StringBuilder out = new StringBuilder();
        schemas.appendJson(out, buffer, 0, length);
        return out.toString();
    }
}
