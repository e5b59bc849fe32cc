package io.tradex.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.journal.Durability;
import io.tradex.pipeline.Threading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigurationTest {
    private static final Path PROFILES = Path.of("..", "config");

    @Test
    void shouldAcceptTheSmallProfile() {
        final ServerConfiguration small = new ServerConfiguration(Settings.read(PROFILES.resolve("server.properties")));

        assertEquals(Durability.NONE, small.journal.durability());
        assertEquals(Threading.SHARED, small.pipeline.threading());
        assertEquals(131_072, small.engine.orderCapacity());
    }

    @Test
    void shouldAcceptTheProductionProfile() {
        final ServerConfiguration production =
                new ServerConfiguration(Settings.read(PROFILES.resolve("server-production.properties")));

        assertEquals(Durability.BATCH, production.journal.durability());
        assertEquals(Threading.DEDICATED, production.pipeline.threading());
        assertTrue(production.pipeline.journallerOwnThread());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            journal.durabilty      | batch       | journal.durabilty=batch: no such key; allowed here are
            journal.durability     | fsync       | journal.durability=fsync: must be one of none, interval, batch
            journal.roll           | week        | journal.roll=week: must be one of day, hour, minute, second
            journal.block.bytes    | 1000        | journal.block.bytes=1000: must be a whole number from 65536 to 1073741824
            journal.interval.ms    | soon        | journal.interval.ms=soon: must be a whole number from 1 to 60000
            threading.mode         | turbo       | threading.mode=turbo: must be one of shared, dedicated
            threading.idle.engine  | nap         | threading.idle.engine=nap: must be one of backoff, yielding, sleeping, spinning
            pipeline.ring.slots    | 1000        | pipeline.ring.slots=1000: must be a power of two
            engine.outcomes.window | 1000        | engine.outcomes.window=1000: must be a power of two
            engine.checkpoint.interval | 1000    | engine.checkpoint.interval=1000: must be 0, or at least half of pipeline.ring.slots=8192
            aeron.driver           | kernel      | aeron.driver=kernel: must be one of invoker, shared, dedicated
            instrument.1.tick      | 0.123456789 | instrument.1.tick=0.123456789: must be a decimal number with at most 8 places
            instrument.one.tick    | 0.01        | instrument.one.tick=0.01: "one" must be a number, as in instrument.1
            instrument.1.symbol    | FAR TOO LONG A SYMBOL | instrument.1.symbol=FAR TOO LONG A SYMBOL: must be 1 to 12 printable ASCII characters
            instrument.1.class     | bond        | instrument.1.class=bond: must be one of equity, etf, mutual-fund, crypto
            instrument.1.class     | mutual-fund | instrument.1.cut.off=: a mutual-fund needs one, and nothing else has one
            instrument.1.cut.off   | 16:00       | instrument.1.cut.off=16:00: a mutual-fund needs one, and nothing else has one
            instrument.1.currency  | dollar      | instrument.1.currency=dollar: must be three capital letters, such as USD
            instrument.1.multiplier | 0          | instrument.1.multiplier=0: must be a whole number from 1 to 1000000
            instrument.1.band.bps  | 10001       | instrument.1.band.bps=10001: must be a whole number from 0 to 10000
            instrument.1.velocity.bps | 100      | instrument.1.velocity.window.ms=: velocity.bps and it go together, both above 0 or both 0
            instrument.1.velocity.window.ms | 100 | instrument.1.velocity.window.ms=100: velocity.bps and it go together, both above 0 or both 0
            instrument.1.max.order.quantity | 1000001 | instrument.1.max.order.quantity=1000001: must be above 0 and not above max.quantity
            instrument.1.max.order.quantity | 0  | instrument.1.max.order.quantity=0: must be above 0 and not above max.quantity
            instrument.1.max.order.quantity | 1.5 | instrument.1.max.order.quantity=1.5: must be a whole, not negative number of steps of 1.0
            instrument.1.max.order.notional | -1 | instrument.1.max.order.notional=-1: must not be negative; 0 for no limit
            instrument.1.tick.table | 0.01       | instrument.1.tick.table=0.01: must be up to 4 of FROM:STEP, such as 0:0.01,100:0.05
            instrument.1.tick.table | 0:1,2:1,3:1,4:1,5:1 | instrument.1.tick.table=0:1,2:1,3:1,4:1,5:1: must be up to 4 of FROM:STEP
            instrument.1.tick.table | 0:0.01,100:x | instrument.1.tick.table=0:0.01,100:x: must be a decimal number with at most 8 places
            instrument.1.tick.table | 0:0.005    | instrument.1.tick.table=0.005: must be a whole, not negative number of steps of 0.01
            instrument.1.tick.table | 1:0.01     | instrument.1.tick.table=1:0.01: must begin with 0 and rise, each beginning a multiple of the steps
            instrument.1.tick.table | 0:0.03,100:0.05 | instrument.1.tick.table=0:0.03,100:0.05: must begin with 0 and rise, each beginning a multiple of the steps
            account.1.trade.group  | -1          | account.1.trade.group=-1: must be a whole number from 0 to 1000000000
            account.1.cash         | much        | account.1.cash=much: must be a decimal number with at most 6 places
            account.1.position.1   | 1.5         | account.1.position.1=1.5: must be a whole, not negative number of steps
            venue.1.port           | 0           | venue.1.port=0: must be a whole number from 1 to 65535
            venue.1.fix            | 4.3         | venue.1.fix=4.3: must be one of 4.2, 4.4, 5.0SP2
            venue.65.port          | 9871        | venue.65: venueId must be 1 to 64: 65
            venue.2.sender         | a b         | venue.2: senderCompId must be 1 to 32 letters, digits, '-', '_' or '.': "a b"
            venue.2.dictionary     | /nowhere    | venue.2: dictionary /nowhere cannot be read
            venue.2.heartbeat.s    | 0           | venue.2.heartbeat.s=0: must be a whole number from 1 to 3600
            venue.2.dropcopy.port  | 70000       | venue.2.dropcopy.port=70000: must be a whole number from 1 to 65535
            venue.2.dropcopy.host  | localhost   | venue.2.dropcopy.host=localhost: no such key
            venue.2.set.34         | 1           | venue.2.set.34=1: tag 34 is set by the core
            venue.2.set.D.x        | 1           | venue.2.set.D.x=1: "x" must be the number of a tag
            venue.2.set.D.5700.1   | 1           | venue.2.set.D.5700.1=1: must be venue.2.set.TAG or venue.2.set.MSGTYPE.TAG
            venue.2.set.8.5700     | 1           | venue.2.set.8.5700=1: msgType must be one of
            venue.2.tag.17         | 17          | venue.2.tag.17=17: tag 17 cannot be read from tag 17
            venue.2.tag.17         | there       | venue.2.tag.17=there: must be a whole number from 1 to 99999
            venue.2.password.file  | /nowhere    | venue.2.password.file=/nowhere: cannot be read
            venue.2.marketdata     | on          | venue.2.marketdata=on: must be true or false
            venue.2.marketdata.depth | 5         | venue.2.marketdata.depth=5: no such key
            venue.2.fee.taker      | 0.6         | venue.2.fee.taker=0.6: must be from -0.5 to 0.5
            venue.2.fill.probability.bps | 10001 | venue.2.fill.probability.bps=10001: must be a whole number from 0 to 10000
            venue.2.breaker.window | 1025        | venue.2.breaker.window=1025: must be a whole number from 0 to 1024
            venue.2.when.tripped   | wait        | venue.2.when.tripped=wait: must be one of reroute, reject
            venue.2.smart          | maybe       | venue.2.smart=maybe: must be true or false
            reconciliation.keep    | 0           | reconciliation.keep=0: must be a whole number from 1 to 100000
            client.1.secret.file   | /nowhere    | client.1.secret.file=/nowhere: cannot be read
            market.data.enabled    | perhaps     | market.data.enabled=perhaps: must be true or false
            market.data.l2.stream  | 0           | market.data.l2.stream=0: must be a whole number from 1 to 2147483647
            market.data.l1.channel | aeron:ipc   | market.data.l1.channel must be aeron:udp with an endpoint or with control-mode=dynamic, was aeron:ipc
            market.data.heartbeat.ms | 0         | market.data.heartbeat.ms=0: must be a whole number from 1 to 10000
            market.data.requests.per.second | 0  | market.data.requests.per.second=0: must be a whole number from 1 to 1000000
            market.data.snapshot.messages.per.second | 0 | market.data.snapshot.messages.per.second=0: must be a whole number from 1 to 1000000
            market.data.snapshot.slice.messages | 9999 | market.data.snapshot.slice.messages=9999: must be a whole number from 1 to 4096
            client.1.role          | root        | client.1.role=root: must be one of trader, relay, admin
            threading.journaller.own.thread | maybe | threading.journaller.own.thread=maybe: must be true or false
            """)
    void shouldRefuseABadSettingByItsKeyItsValueAndWhatIsAllowed(
            final String key, final String value, final String message) {
        final Settings settings = minimal();
        settings.set("account.1.client", "1");
        settings.set("venue.2.port", "9871");
        settings.set(key, value);

        final IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new ServerConfiguration(settings));

        assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"16:00am", "00:00", "25:00", "noon"})
    void shouldRefuseACutOffThatIsNoTimeOfTheDay(final String cutOff) {
        final Settings settings = minimal();
        settings.set("instrument.1.class", "mutual-fund");
        settings.set("instrument.1.cut.off", cutOff);

        final IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new ServerConfiguration(settings));

        assertEquals(
                "instrument.1.cut.off=" + cutOff + ": must be a time of the day in UTC after 00:00, such as 16:00",
                refusal.getMessage());
    }

    @Test
    void shouldRequireAJournalDirectory() {
        final IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> new ServerConfiguration(new Settings(new Properties())));

        assertEquals("journal.dir=: a value is required", refusal.getMessage());
    }

    @Test
    void shouldRefuseASecretThatOthersCanRead(@TempDir final Path directory) throws IOException {
        final Path secret = directory.resolve("secret");
        Files.writeString(secret, "a secret that is long enough");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        final Settings settings = minimal();
        settings.set("client.1.secret.file", secret.toString());

        final IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new ServerConfiguration(settings));

        assertTrue(refusal.getMessage().endsWith("others can read or write it; run chmod 600 on it"));
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        final IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Settings.read(Path.of("no-such.properties")));

        assertTrue(refusal.getMessage().startsWith("configuration file no-such.properties cannot be read"));
    }

    private static Settings minimal() {
        final Settings settings = new Settings(new Properties());
        settings.set("journal.dir", "journal");
        settings.set("instrument.1.symbol", "AAPL");
        return settings;
    }
}
