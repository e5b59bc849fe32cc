package io.tradex.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayConfigurationTest {
    private static final Map<String, String> SECRETS = Map.of(
            RelayConfiguration.SECRET_VARIABLE, "0123456789abcdef", RelayConfiguration.TOKEN_VARIABLE, "a".repeat(32));

    @TempDir
    Path directory;

    @Test
    void shouldStartWithTheFileThatComesWithTheProject() {
        final RelaySettings settings =
                RelaySettings.of("--config", "../config/relay.properties", "--set", "http.port=0");
        final RelayConfiguration configuration = new RelayConfiguration(settings, SECRETS);
        assertEquals(FollowerSettings.defaults(), configuration.following);
        assertEquals(HttpSettings.defaults().withPort(0), configuration.http);
        assertNull(configuration.inventedToken);
    }

    @Test
    void shouldBeLoopbackOnlyUnlessTold() {
        final RelayConfiguration configuration = with(Map.of());
        assertEquals("127.0.0.1", configuration.http.host());
        assertTrue(configuration.deltasChannel.contains("interface=127.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http.port             | 70000    | http.port=70000: must be a whole number from 0 to 65535",
                "http.port             | eighty   | http.port=eighty: must be a whole number from 0 to 65535",
                "page.rows             | 0        | page.rows=0: must be a whole number from 1 to 5000",
                "repair.pending.deltas | 1000     | 'repair.pending.deltas must be a power of two, at least 2, was 1000'",
                "deltas.channel        | udp:1234 | deltas.channel=udp:1234: must be an Aeron channel such as",
                "core.client.id        | -1       | core.client.id=-1: must be a whole number from 1",
                "http.prot             | 8080     | http.prot=8080: no such key; allowed are aeron.dir,",
                "http.idle.timeout.ms  | 5000     | http.idle.timeout.ms must be above http.ping.interval.ms",
                "core.secret.file      | nowhere  | core.secret.file=nowhere: must be a file that can be read",
            })
    void shouldNameWhatIsWrongAndWhatIsAllowed(final String key, final String value, final String words) {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> with(Map.of(key, value)));
        assertTrue(refused.getMessage().startsWith(words), refused.getMessage());
    }

    @Test
    void shouldAskForASecret() {
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> new RelayConfiguration(new RelaySettings(Map.of()), Map.of()));
        assertTrue(refused.getMessage().startsWith("core.secret.file"), refused.getMessage());
    }

    @Test
    void shouldRefuseASecretThatOthersCanRead() throws IOException {
        final Path file = Files.writeString(directory.resolve("secret"), "0123456789abcdef\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> with(Map.of("core.secret.file", file.toString())));
        assertTrue(refused.getMessage().contains("chmod 600"), refused.getMessage());

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertNotNull(with(Map.of("core.secret.file", file.toString())).client);
    }

    @Test
    void shouldNotRepeatATokenThatIsUnfit() {
        final Map<String, String> environment = new HashMap<>(SECRETS);
        environment.put(RelayConfiguration.TOKEN_VARIABLE, "short-secret");
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> new RelayConfiguration(new RelaySettings(Map.of()), environment));
        assertFalse(refused.getMessage().contains("short-secret"));
        assertTrue(refused.getMessage().contains(RelayConfiguration.TOKEN_VARIABLE));
    }

    @Test
    void shouldMakeUpATokenWhereNoneIsGiven() {
        final Map<String, String> environment = new HashMap<>(SECRETS);
        environment.remove(RelayConfiguration.TOKEN_VARIABLE);
        final RelayConfiguration one = new RelayConfiguration(new RelaySettings(Map.of()), environment);
        final RelayConfiguration other = new RelayConfiguration(new RelaySettings(Map.of()), environment);
        assertEquals(32, one.inventedToken.length());
        assertFalse(one.inventedToken.equals(other.inventedToken));
        assertTrue(one.token.matches(one.inventedToken));
        assertFalse(one.token.matches(other.inventedToken));
        assertFalse(one.token.matches(null));
    }

    @ParameterizedTest
    @CsvSource({"--conf,x", "--config,''", "--set,a=b"})
    void shouldRefuseACommandLineItDoesNotKnow(final String first, final String second) {
        assertThrows(IllegalArgumentException.class, () -> RelaySettings.of(first, second));
    }

    @Test
    void shouldTakeTimesInMilliseconds() {
        assertEquals(
                TimeUnit.SECONDS.toNanos(2),
                with(Map.of("stale.after.ms", "2000")).following.staleAfterNs());
    }

    private static RelayConfiguration with(final Map<String, String> values) {
        return new RelayConfiguration(new RelaySettings(values), SECRETS);
    }
}
