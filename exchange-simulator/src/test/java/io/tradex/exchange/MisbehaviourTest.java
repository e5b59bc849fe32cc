package io.tradex.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each thing that a rule can do, seen from the counterparty. */
class MisbehaviourTest {
    @Test
    void shouldSayWhatTheBooksSayWithoutRules() {
        final ScriptedVenue venue = new ScriptedVenue();

        assertEquals(List.of("8 a exec0 status0 qty10 cum0 leaves10 avg0 idE1"), venue.buy("a", 10, 5));
        assertEquals(
                List.of(
                        "8 b exec0 status0 qty4 cum0 leaves4 avg0 idE2",
                        "8 a execF status1 qty10 cum4 leaves6 last4 at5 avg5 idE3",
                        "8 b execF status2 qty4 cum4 leaves0 last4 at5 avg5 idE4"),
                venue.sell("b", 4, 5));
        assertEquals(List.of("8 c ofa exec4 status4 qty10 cum4 leaves0 avg5 idE5"), venue.cancel("c", "a"));
    }

    @Test
    void shouldExpireWhatIsLeftOfAnOrderWhenItsTimeHasCome() {
        final ScriptedVenue venue = new ScriptedVenue();
        venue.untilTime("a", 10, 5);
        venue.sell("b", 4, 5);

        assertEquals(List.of(), venue.after(ScriptedVenue.GTD_RESTS_MS - 1));
        assertEquals(List.of("8 a execC statusC qty10 cum4 leaves0 avg5 idE5"), venue.after(1));
    }

    @Test
    void shouldDelayARequestAndWhatNamesItsOrder() {
        final ScriptedVenue venue = new ScriptedVenue("when new symbol=AAPL do delay 50ms");

        assertEquals(List.of(), venue.buy("a", 10, 5));
        assertEquals(List.of(), venue.cancel("b", "a"));
        assertEquals(1, venue.order("c", "MSFT", true, 10, 5).size());
        assertEquals(List.of(), venue.after(49));
        assertEquals(
                List.of(
                        "8 a exec0 status0 qty10 cum0 leaves10 avg0 idE2",
                        "8 b ofa exec4 status4 qty10 cum0 leaves0 avg0 idE3"),
                venue.after(1));
    }

    @Test
    void shouldRejectEveryTenthOrder() {
        final ScriptedVenue venue = new ScriptedVenue("when new every 10th do reject \"no\" reason=3");
        final List<String> rejected = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            venue.buy("o" + i, 1, 5).stream()
                    .filter(said -> said.contains("exec8"))
                    .forEach(rejected::add);
        }

        assertEquals(3, rejected.size());
        assertEquals("8 o10 exec8 status8 qty1 cum0 leaves0 avg0 idE10 reason3 textno", rejected.get(0));
    }

    @Test
    void shouldRejectAStormOfOrders() {
        final ScriptedVenue venue = new ScriptedVenue("when new storm 2/5 do reject");
        final StringBuilder fates = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            fates.append(venue.buy("o" + i, 1, 5).get(0).contains("exec8") ? 'r' : 'a');
        }

        assertEquals("rraaarraaa", fates.toString());
    }

    @Test
    void shouldRefuseCancelsAndReplaces() {
        final ScriptedVenue venue = new ScriptedVenue("when cancel do reject reason=0", "when replace do reject");
        venue.buy("a", 10, 5);

        assertEquals(List.of("9 b ofa status0 reason0 textrejected by the script"), venue.cancel("b", "a"));
        assertEquals(List.of("9 c ofa status0 reason2 textrejected by the script"), venue.replace("c", "a", 20, 5));
    }

    @Test
    void shouldIgnoreAndRefuseRequests() {
        final ScriptedVenue venue = new ScriptedVenue(
                "when new first 1 do ignore",
                "when new after 1 every 2nd do session-reject \"tag missing\"",
                "when cancel do business-reject \"not now\"",
                "when status do ignore");

        assertEquals(List.of(), venue.buy("a", 10, 5));
        assertEquals(List.of("3 texttag missing"), venue.buy("b", 10, 5));
        assertEquals(1, venue.buy("c", 10, 5).size());
        assertEquals(List.of("j textnot now"), venue.cancel("d", "c"));
        assertEquals(List.of(), venue.status("c"));
    }

    @Test
    void shouldSayPendingFirst() {
        final ScriptedVenue venue = new ScriptedVenue("when request do pending, delay 20ms", "when replace do reject");

        assertEquals(List.of("8 a execA statusA qty10 cum0 leaves10 avg0 idE1"), venue.buy("a", 10, 5));
        assertEquals(List.of("8 a exec0 status0 qty10 cum0 leaves10 avg0 idE2"), venue.after(20));
        assertEquals(List.of("8 b ofa execE statusE qty10 cum0 leaves10 avg0 idE3"), venue.replace("b", "a", 20, 5));
        assertEquals(List.of("9 b ofa status0 reason2 textrejected by the script"), venue.after(20));
        assertEquals(List.of("8 c ofa exec6 status6 qty10 cum0 leaves10 avg0 idE4"), venue.cancel("c", "a"));
        assertEquals(List.of("8 c ofa exec4 status4 qty10 cum0 leaves0 avg0 idE5"), venue.after(20));
    }

    @Test
    void shouldCrossACancelWithAFill() {
        final ScriptedVenue venue = new ScriptedVenue("when cancel do fill 30% @ 5.5");
        venue.buy("a", 10, 5);

        assertEquals(
                List.of(
                        "8 a execF status1 qty10 cum3 leaves7 last3 at5.5 avg5.5 idE2",
                        "8 b ofa exec4 status4 qty10 cum3 leaves0 avg5.5 idE3"),
                venue.cancel("b", "a"));
    }

    @Test
    void shouldFillAfterTheCancelWasConfirmed() {
        final ScriptedVenue venue = new ScriptedVenue("when canceled do fill 4 after 30ms");
        venue.buy("a", 10, 5);

        assertEquals(List.of("8 b ofa exec4 status4 qty10 cum0 leaves0 avg0 idE2"), venue.cancel("b", "a"));
        assertEquals(List.of("8 b execF status4 qty10 cum4 leaves0 last4 at5 avg5 idE3"), venue.after(30));
        assertEquals(List.of(), venue.after(1_000));
    }

    @Test
    void shouldBustAndCorrectExecutions() {
        final ScriptedVenue venue = new ScriptedVenue(
                "when new clordid=a do fill 4 @ 5, fill 6 @ 6 after 1ms, bust first after 2ms, correct last 5 @ 7 after 3ms");
        venue.buy("a", 10, 5);

        assertEquals(List.of("8 a execF status2 qty10 cum10 leaves0 last6 at6 avg5.6 idE3"), venue.after(1));
        assertEquals(List.of("8 a execH status1 qty10 cum6 leaves4 avg6 idE4 refE2"), venue.after(1));
        assertEquals(List.of("8 a execG status1 qty10 cum5 leaves5 last5 at7 avg7 idE5 refE3"), venue.after(1));
        // What was filled and is not any more rests in the book again.
        assertEquals(5, venue.venue().orders().get(0).leavesQtyE8() / 100_000_000L);
        assertEquals(3, venue.sell("b", 5, 5).size());
    }

    @Test
    void shouldNotOpenAnImmediateOrderAgain() {
        final ScriptedVenue venue = new ScriptedVenue("when fill clordid=i do bust last after 1ms");
        venue.sell("s", 10, 5);

        assertTrue(venue.immediate("i", 10, 5).get(2).startsWith("8 i execF status2 qty10 cum10 leaves0"));
        assertEquals(List.of("8 i execH status4 qty10 cum0 leaves0 avg0 idE5 refE4"), venue.after(1));
        assertEquals(List.of("9 c ofi status4 reason0 textthe order is finished"), venue.cancel("c", "i"));
    }

    @Test
    void shouldChangeAndEndOrdersThatNobodyAskedToChange() {
        final ScriptedVenue venue = new ScriptedVenue(
                "when new clordid=a do restate -20% reason=5, cancel reason=2 after 1ms",
                "when new clordid=b do done-for-day",
                "when new clordid=c do stop 3 @ 5.1, fill 3 @ 5 after 1ms",
                "when new clordid=d do expire",
                "when new clordid=e do restate +10");

        assertEquals(
                "8 a execD status0 qty8 cum0 leaves8 avg0 idE2 because5",
                venue.buy("a", 10, 5).get(1));
        assertEquals(List.of("8 a exec4 status4 qty8 cum0 leaves0 avg0 idE3 because2"), venue.after(1));
        assertEquals(
                "8 b exec3 status3 qty10 cum0 leaves0 avg0 idE5",
                venue.buy("b", 10, 5).get(1));
        assertEquals(
                "8 c exec7 status7 qty10 cum0 leaves10 last3 at5.1 avg0 idE7",
                venue.buy("c", 10, 5).get(1));
        assertEquals(List.of("8 c execF status7 qty10 cum3 leaves7 last3 at5 avg5 idE8"), venue.after(1));
        assertEquals(
                "8 d execC statusC qty10 cum0 leaves0 avg0 idE10",
                venue.buy("d", 10, 5).get(1));
        assertEquals(
                "8 e execD status0 qty20 cum0 leaves20 avg0 idE12 because2",
                venue.buy("e", 10, 5).get(1));
    }

    @Test
    void shouldDropDuplicateDelayAndFalsifyReports() {
        final ScriptedVenue venue = new ScriptedVenue(
                "when accepted do drop",
                "when fill first 1 do duplicate 2, duplicate possresend",
                "when fill after 1 do wrong-cumqty +3, delay 5ms");

        assertEquals(List.of(), venue.buy("a", 10, 5));
        final String fill = "8 a execF status1 qty10 cum2 leaves8 last2 at5 avg5 idE3";
        assertEquals(
                List.of(fill, fill, fill, fill + " resend"),
                venue.sell("b", 2, 5).subList(0, 4));
        assertEquals(List.of(), venue.sell("c", 2, 5));
        assertTrue(venue.after(5).contains("8 a execF status1 qty10 cum7 leaves3 last2 at5 avg5 idE6"));
    }

    @Test
    void shouldLieAboutAllOrders() {
        final ScriptedVenue venue = new ScriptedVenue(
                "when mass-status first 1 do omit 1, invent 1 AAPL", "when status-report after 2 do wrong-cumqty +1");
        venue.buy("a", 10, 5);
        venue.buy("b", 20, 5);

        assertEquals(
                List.of(
                        "8 b execI status0 qty20 cum0 leaves20 avg0 idE3",
                        "8 INVENTED-O3 execI status0 qty1 cum0 leaves1 avg0 idE4"),
                venue.massStatus("1"));
        assertEquals(
                "8 a execI status0 qty10 cum1 leaves9 avg0 idE5",
                venue.massStatus("2").get(0));
    }

    @Test
    void shouldAnswerAMassStatusWithoutOrders() {
        assertEquals(
                List.of("8 execI status8 cum0 leaves0 avg0 idE1 reason5 textno open orders"),
                new ScriptedVenue().massStatus("1"));
    }

    @Test
    void shouldDisturbTheSession() {
        final ScriptedVenue venue = new ScriptedVenue(
                "when fill do disconnect for 2s",
                "when accepted do skip 3",
                "when logon do replay 1 possresend",
                "when every 100ms do reset-sequence 5");

        assertEquals(List.of("8 a exec0 status0 qty10 cum0 leaves10 avg0 idE1", "skip 3"), venue.buy("a", 10, 5));
        assertTrue(venue.sell("b", 10, 5).contains("disconnect for 2000ms"));
        assertEquals(List.of("8 b execF status2 qty10 cum10 leaves0 last10 at5 avg5 idE4 resend"), venue.logon());
        assertEquals(List.of("reset-sequence 5"), venue.after(100));
        assertEquals(List.of("reset-sequence 5"), venue.after(100));
    }

    @Test
    void shouldQuoteAndTradeAtItsQuotes() {
        final ScriptedVenue venue = new ScriptedVenue("when start do quote AAPL bid 50 @ 99 ask 30 @ 101");
        final List<String> levels = new ArrayList<>();

        assertEquals(
                "8 a execF status1 qty40 cum30 leaves10 last30 at101 avg101 idE2",
                venue.buy("a", 40, 101).get(1));
        venue.venue()
                .forEachLevel(
                        "AAPL",
                        5,
                        (buy, price, quantity) -> levels.add(
                                (buy ? "bid " : "ask ") + price / 100_000_000L + 'x' + quantity / 100_000_000L));
        assertEquals(List.of("bid 101x10", "bid 99x50"), levels);
        // The house's orders are nobody else's.
        assertEquals(1, venue.venue().orders().size());
    }

    @Test
    void shouldDecideTheSameForTheSameSeed() {
        assertEquals(fates(7), fates(7));
        assertTrue(!fates(7).equals(fates(8)), "two seeds agree in 200 decisions");
    }

    private static List<Boolean> fates(final long seed) {
        final ScriptedVenue venue = new ScriptedVenue("seed " + seed, "when new chance 40% do reject");
        final List<Boolean> fates = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            fates.add(venue.buy("o" + i, 1, 5).get(0).contains("exec8"));
        }
        return fates;
    }

    @Test
    void shouldSpeakFix42() {
        final ScriptedVenue venue = new ScriptedVenue(
                FixVersion.FIX_42,
                "when new clordid=a do fill 4, fill all after 1ms, bust first after 2ms, correct last 5 after 3ms",
                "when new clordid=b do reject reason=99",
                "when cancel do reject reason=99",
                "when new clordid=c do restate 5 reason=9");

        assertEquals(
                List.of(
                        "8 a trans0 exec0 status0 qty10 cum0 leaves10 avg0 idE1",
                        "8 a trans0 exec1 status1 qty10 cum4 leaves6 last4 at5 avg5 idE2"),
                venue.buy("a", 10, 5));
        assertEquals(List.of("8 a trans0 exec2 status2 qty10 cum10 leaves0 last6 at5 avg5 idE3"), venue.after(1));
        assertEquals(List.of("8 a trans1 exec1 status1 qty10 cum6 leaves4 avg5 idE4 refE2"), venue.after(1));
        assertEquals(List.of("8 a trans2 exec1 status1 qty10 cum5 leaves5 last5 at5 avg5 idE5 refE3"), venue.after(1));
        assertEquals(
                "8 a trans3 exec1 status1 qty10 cum5 leaves5 avg5 idE6",
                venue.status("a").get(0));
        assertTrue(venue.buy("b", 1, 5).get(0).contains("reason0"));
        assertTrue(venue.cancel("d", "a").get(0).contains("reason2"));
        assertTrue(venue.buy("c", 10, 5).get(1).contains("execD status0 qty5 cum0 leaves5 avg0 idE9 because4"));
    }
}
