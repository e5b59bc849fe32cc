package io.tradex.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioPlayerTest {
    @Test
    void shouldSendExactlyWhatItIsTold() {
        final ScriptedVenue venue = new ScriptedVenue(
                "scenario \"cancel crosses a fill\"",
                "expect new as X symbol=AAPL qty=100",
                "send report X type=new status=new cum=0 leaves=100",
                "expect cancel as Y orig=X",
                "send report X type=trade status=partially-filled cum=30 leaves=70 last=30 px=5.5 exec=A",
                "send report Y orig=X type=pending-cancel status=pending-cancel cum=30 leaves=70",
                "send cancel-reject Y orig=X status=partially-filled reason=0 text=\"too late\"",
                "wait 10ms",
                "send report X type=trade-cancel status=new cum=0 leaves=100 ref=A");

        assertEquals(List.of("8 x exec0 status0 qty100 cum0 leaves100 avg0 idE1"), venue.buy("x", 100, 5));
        assertEquals(
                List.of(
                        "8 x execF status1 qty100 cum30 leaves70 last30 at5.5 avg5.5 idE2",
                        "8 y ofx exec6 status6 qty100 cum30 leaves70 avg5.5 idE3",
                        "9 y ofx status1 reason0 texttoo late"),
                venue.cancel("y", "x"));
        assertEquals(List.of("8 x execH status0 qty100 cum0 leaves100 avg0 idE4 refE2"), venue.after(10));
        assertEquals(1, venue.player().played());
        assertEquals(List.of(), venue.player().problems());
    }

    @Test
    void shouldEndAScenarioWithAnUnexpectedRequest() {
        final ScriptedVenue venue = new ScriptedVenue(
                "scenario one",
                "expect new as X",
                "expect cancel as Y orig=X",
                "scenario two",
                "expect new as X qty>=10",
                "send report X type=rejected status=rejected cum=0 leaves=0 reason=6");
        final String why = "scenario \"one\", line 3: unexpected replace with ClOrdID y, OrigClOrdID x";

        assertEquals(List.of(), venue.buy("x", 100, 5));
        assertEquals(List.of("j text" + why), venue.replace("y", "x", 100, 5));
        assertEquals(List.of("8 z exec8 status8 qty10 cum0 leaves0 avg0 idE1 reason6"), venue.buy("z", 10, 5));
        assertEquals(
                List.of("j textafter the last scenario: unexpected new_order with ClOrdID a"), venue.buy("a", 10, 5));
        assertEquals(
                List.of(why, "after the last scenario: unexpected new_order with ClOrdID a"),
                venue.player().problems());
    }

    @Test
    void shouldAnswerStatusRequestsByWhatItSaidLast() {
        final ScriptedVenue venue = new ScriptedVenue(
                "scenario one",
                "expect new as X",
                "send report X type=stopped status=stopped cum=0 leaves=100 last=10",
                "expect cancel as Y");

        venue.buy("x", 100, 5);

        assertEquals(List.of("8 x execI status7 qty100 cum0 leaves100 avg0 idE2"), venue.status("x"));
        assertEquals(List.of("8 z execI status8 cum0 leaves0 avg0 idE3 reason5 textno such order"), venue.status("z"));
        assertEquals(0, venue.player().played());
    }

    @Test
    void shouldTellOfOrdersThatCameByTelephoneAndKeepWhatComesTooEarly() {
        final ScriptedVenue venue = new ScriptedVenue(
                "scenario one",
                "verbal V symbol=AAPL side=sell qty=100 price=50 account=7",
                "send report V type=new status=new cum=0 leaves=100",
                "wait 10ms",
                "expect new as X",
                "send report X type=new status=new cum=0 leaves=100",
                "disconnect");

        assertEquals(List.of("8 exec0 status0 qty100 cum0 leaves100 avg0 idE1"), venue.buy("x", 100, 5));
        assertEquals(
                List.of("8 x exec0 status0 qty100 cum0 leaves100 avg0 idE2", "disconnect for 0ms"), venue.after(10));
    }
}
