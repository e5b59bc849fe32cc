package io.tradex.systemtests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.exchange.FixVersion;
import io.tradex.server.TradexServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole core before an exchange that does everything wrong that its script knows: in the end both say the same of every order. */
class MisbehavingVenueTest {
    private static final int ORDERS = 120;
    private static final int MAX_ROUNDS = 100;
    private static final FixVersion[] VERSIONS = FixVersion.values();

    /** What the exchange does, and whether it takes a new logon to find out. */
    enum Misbehaviour {
        /** Late answers, storms of rejects. */
        SLOW(
                "when new do delay 2ms..20ms",
                "when cancel do pending, delay 5ms..40ms",
                "when new every 9th do pending",
                "when new storm 10/40 do reject \"halted\"",
                "when cancel every 7th do reject reason=2"),
        /** Requests that are never answered, or refused by whoever stands before the exchange. */
        UNANSWERED(
                "when new every 7th do ignore",
                "when new every 9th do session-reject",
                "when new every 11th do business-reject",
                "when cancel every 3rd do ignore",
                "when cancel every 5th do business-reject",
                "when cancel every 7th do session-reject"),
        /** Fills that cross cancels, and fills after the end. */
        CROSSING(
                "when cancel every 2nd do fill 30%",
                "when cancel every 3rd do fill all", "when canceled every 2nd do fill 25% after 20ms"),
        /** Busts, corrections, restatements, and ends that nobody asked for. */
        SECOND_THOUGHTS(
                "when new every 3rd do fill 20% after 3ms, fill 10% @ 99 after 6ms",
                "when new every 6th do bust first after 9ms",
                "when new every 9th do correct last 1 @ 98.5 after 9ms",
                "when new every 4th do restate -10% reason=5 after 5ms",
                "when new every 5th do restate +20 @ 97 reason=2 after 5ms",
                "when new every 7th do cancel reason=8 after 12ms",
                "when new every 8th do stop 1 @ 99 after 2ms",
                "when new every 11th do expire after 10ms",
                "when new every 13th do done-for-day after 10ms, bust last after 20ms"),
        /** Reports that come twice or out of order. */
        DUPLICATES(
                "when fill chance 30% do duplicate",
                "when fill chance 20% do duplicate 2 possresend",
                "when fill chance 20% do delay 50ms",
                "when accepted chance 10% do duplicate",
                "when canceled chance 30% do duplicate"),
        /** Reports that never come. */
        DROPS(
                "when accepted every 5th do drop",
                "when fill every 4th do drop",
                "when canceled chance 50% do drop",
                "when rejected every 3rd do drop"),
        /** A connection that breaks, sequence numbers that jump, old executions at every logon. */
        BAD_LINE(
                "when fill every 25th do disconnect",
                "when fill every 10th do skip 2",
                "when accepted every 30th do reset-sequence 3",
                "when logon do replay 20, replay 10 possresend"),
        /** Fills while open orders are compared, again and again. */
        FILLS_WHILE_COMPARED(
                "when every 700ms do disconnect",
                "when status-report do fill 20%",
                "when status-report every 3rd do fill 10% after 5ms",
                "when logon do replay 30"),
        /** Ids that are those of other sessions and days, wrong quantities, open orders left out and made up. */
        LIES(
                "exec-ids restart",
                "order-ids restart",
                "when fill chance 20% do wrong-cumqty +10",
                "when mass-status do omit 2",
                "when mass-status every 2nd do invent 1 AAPL",
                "when status-report every 3rd do wrong-cumqty -1");

        private final String script;

        Misbehaviour(final String... script) {
            this.script = String.join("\n", script);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithTheVenueInTheEnd(final Misbehaviour misbehaviour, @TempDir final Path directory) {
        final long seed = Long.getLong("tradex.seed", System.nanoTime());
        final FixVersion version = VERSIONS[Math.floorMod(seed, VERSIONS.length)];
        System.out.println(
                "misbehaving venue, " + misbehaviour + ", " + version + ": rerun with -Dtradex.seed=" + seed);
        try (ScriptedVenue venue = new ScriptedVenue(directory, version, seed, misbehaviour.script)) {
            final CoreFiles files = files(directory, venue).set("venue.1.fix", version.toString());
            try (TradexServer server = start(files);
                    LoadClient client = new LoadClient(files, seed)) {
                client.awaitSession();
                trade(client, venue);
                // What is lost after the core has asked is lost until it asks again.
                client.pollUntil("the exchange is quiet", 30, venue.quiet());
                venue.reconnect();
                awaitAgreement(client, venue, files);
                assertTrue(server.journalSequence() > ORDERS, "every input is journalled");
            }
        }
    }

    /** The second session tells what the first one hides, and nobody has to ask. */
    @Test
    void shouldLearnFromTheDropCopyWhatTheVenueDoesNotSay(@TempDir final Path directory) {
        final long seed = Long.getLong("tradex.seed", System.nanoTime());
        System.out.println("drop copy: rerun with -Dtradex.seed=" + seed);
        final String script =
                "when fill every 2nd do drop\nwhen canceled every 2nd do drop\nwhen accepted every 3rd do drop";
        try (ScriptedVenue venue = new ScriptedVenue(directory, FixVersion.FIX_44, seed, script)) {
            final CoreFiles files = files(directory, venue)
                    .set("venue.1.dropcopy.port", Integer.toString(venue.port()))
                    .set("venue.1.dropcopy.sender", "DROPCOPY")
                    .set("venue.1.ack.timeout.ms", "0")
                    .set("venue.1.unreachable.ms", "0");
            try (TradexServer server = start(files);
                    LoadClient client = new LoadClient(files, seed)) {
                client.awaitSession();
                trade(client, venue);
                awaitAgreement(client, venue, files);
                assertTrue(server.journalSequence() > ORDERS, "every input is journalled");
            }
        }
    }

    /** Trades until enough orders have come to the exchange, whose session may not be up yet. */
    static void trade(final LoadClient client, final ScriptedVenue venue) {
        for (int round = 0; venue.newOrders() < ORDERS; round++) {
            client.trade(50);
            assertTrue(round < MAX_ROUNDS, "too few orders get there");
            client.pollUntil("a moment has passed", 10, venue.aMomentFromNow());
        }
    }

    static CoreFiles files(final Path directory, final ScriptedVenue venue) {
        return new CoreFiles(directory)
                .set("account.1.client", "1")
                .set("account.1.cash", "1000000000")
                .set("account.1.position.1", Long.toString(ScriptedVenue.FIRST_LOTS))
                .set("venue.1.port", Integer.toString(venue.port()))
                .set("venue.1.ack.timeout.ms", "300")
                .set("venue.1.unreachable.ms", "600")
                .set("venue.1.breaker.window", "0");
    }

    static TradexServer start(final CoreFiles files) {
        return TradexServer.launch(files.write(), Map.of(), (stage, sequence, cause) -> {
            throw new AssertionError(stage + " broke at input " + sequence, cause);
        });
    }

    static void awaitAgreement(final LoadClient client, final ScriptedVenue venue, final CoreFiles files) {
        final String[] difference = {""};
        final long[] nextLookNs = {System.nanoTime()};
        try {
            client.pollUntil("core and exchange agree", 30, () -> {
                if (System.nanoTime() - nextLookNs[0] < 0) {
                    return false;
                }
                difference[0] = venue.difference(files.journal());
                nextLookNs[0] = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
                return difference[0].isEmpty();
            });
        } catch (final AssertionError e) {
            throw new AssertionError(e.getMessage() + difference[0], e);
        }
    }
}
