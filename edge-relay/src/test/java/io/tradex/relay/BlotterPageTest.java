package io.tradex.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. Screenshots are left in {@code target/screenshots}. */
class BlotterPageTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    // Chromium may still be writing into its profile when it is killed.
    @TempDir(cleanup = CleanupMode.NEVER)
    Path profile;

    private RelayHarness harness;
    private ScriptedCore core;
    private ChromiumPage page;

    @BeforeEach
    void openThePage() throws IOException {
        final Optional<Path> chromium = ChromiumPage.executable();
        Assumptions.assumeTrue(
                chromium.isPresent(),
                "no Chromium is installed (Debian: apt-get install chromium), so the page is not tested");
        harness = new RelayHarness();
        core = harness.core;
        page = ChromiumPage.launch(chromium.get(), profile);
        page.viewport(1440, 900, false);
        page.colours("light");
        page.open("http://127.0.0.1:" + harness.port() + "/?token=" + RelayHarness.TOKEN);
    }

    @AfterEach
    void close() {
        if (page != null) {
            page.close();
        }
        if (harness != null) {
            harness.close();
        }
    }

    @Test
    void shouldShowOrdersChangeByThemselvesAndComeBackAfterTheRelayDied() throws IOException {
        pillIs("live");
        emptySays("No orders yet. They appear here by themselves.");
        assertEquals("", page.evaluate("location.search"), "the token must not stay in the address");

        core.publish(core.order(1));
        textIs(1, "status", "New");
        textIs(1, "price", "187.42");
        textIs(1, "venue", "book");

        core.publish(core.order(1).filled(40, 18_741));
        textIs(1, "status", "Partially filled");
        textIs(1, "filled", "40 · 40%");
        assertTrue(page.evaluate(text(cell(1, "event"))).startsWith("part filled 40 @ 187.41"));

        core.publish(core.order(1).filled(60, 18_742));
        textIs(1, "status", "Filled");
        textIs(1, "avg", "187.4160");
        Await.until(
                "the time of the fill goes on by itself",
                () -> page.evaluate(text(cell(1, "event"))).contains("· 2 s ago"));

        core.publish(core.order(2));
        core.cancel(2);
        textIs(2, "status", "Cancelled");

        final OrderRow rejected = core.order(3);
        core.publish(rejected.rejected(RejectReason.INSUFFICIENT_BUYING_POWER, 10_000_000_000L, 512_300_000L));
        textIs(3, "status", "Rejected");
        assertTrue(page.evaluate(text(cell(3, "event")))
                .startsWith("Insufficient buying power: needs $10,000.00, has $512.30"));
        totalIs("orders", "3");
        totalIs("filled", "1");
        totalIs("rejected", "1");

        fillTheTable();
        Await.until("all rows are there", () -> "43".equals(page.evaluate(text("#total-orders"))));
        textIs(43, "symbol", core.order(43).symbol);
        page.screenshot(SCREENSHOTS.resolve("desktop-light.png"));
        page.colours("dark");
        page.screenshot(SCREENSHOTS.resolve("desktop-dark.png"));
        page.colours("light");

        final int port = harness.port();
        harness.stop();
        pillIs("reconnecting…");
        page.screenshot(SCREENSHOTS.resolve("desktop-reconnecting.png"));
        core.publish(core.order(44).rejected(RejectReason.VENUE_UNAVAILABLE, 2, 0));
        core.cancel(43);
        harness.start(port);
        pillIs("live");
        textIs(44, "status", "Rejected");
        textIs(43, "status", "Cancelled");
        totalIs("orders", "44");

        page.viewport(390, 844, true);
        page.screenshot(SCREENSHOTS.resolve("phone-light.png"));
        assertEquals(
                "true",
                page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
                "nothing may be wider than a phone");
        page.colours("dark");
        page.screenshot(SCREENSHOTS.resolve("phone-dark.png"));
        assertEquals(List.of(), withoutLostConnections());
    }

    @Test
    void shouldSayReconnectingWhenTheCoreIsGoneAndLiveWhenItIsBack() {
        pillIs("live");
        core.up(false);
        pillIs("reconnecting…");
        core.publish(core.order(1));
        core.up(true);
        pillIs("live");
        textIs(1, "status", "New");
        assertEquals(List.of(), page.complaints());
    }

    @Test
    void shouldFilterByTextStatusAndAccount() {
        pillIs("live");
        core.publish(core.order(1).filled(100, 18_742));
        final OrderRow other = core.order(2);
        other.symbol = "MSFT";
        other.accountId = 1002;
        core.publish(other);
        textIs(2, "symbol", "MSFT");

        choose("filter-status", "filled");
        rowsAre("1");
        choose("filter-status", "");
        rowsAre("2,1");
        choose("filter-account", "1002");
        rowsAre("2");
        choose("filter-account", "");
        choose("filter-text", "msf");
        rowsAre("2");
        choose("filter-text", "nothing like it");
        emptySays("No order matches the filter.");
    }

    @Test
    void shouldShowInWordsWhatAnOrderAsksForAndWhereItStands() throws IOException {
        pillIs("live");
        publishTyped(1, row -> row.ordType = OrdType.LIMIT);
        publishTyped(2, row -> {
            row.ordType = OrdType.STOP;
            row.stopPriceTicks = 18_000;
            row.timeInForce = TimeInForce.GTC;
        });
        publishTyped(3, row -> {
            row.ordType = OrdType.STOP_LIMIT;
            row.stopPriceTicks = 18_000;
            row.workingPriceTicks = 18_742;
        });
        publishTyped(4, row -> {
            row.ordType = OrdType.PEGGED;
            row.pegType = PegType.PRIMARY;
            row.offsetTicks = -3;
            row.workingPriceTicks = 18_700;
        });
        publishTyped(5, row -> {
            row.displayLots = 10;
            row.workingPriceTicks = 18_742;
            row.selfTradePrevention = SelfTradePrevention.CANCEL_OLDEST;
        });
        publishTyped(6, row -> {
            row.postOnly = PostOnly.SLIDE;
            row.workingPriceTicks = 18_741;
        });
        publishTyped(7, row -> {
            row.ordType = OrdType.MARKET;
            row.priceTicks = 0;
            row.timeInForce = TimeInForce.FOK;
        });
        publishTyped(8, row -> {
            row.timeInForce = TimeInForce.AT_THE_OPENING;
            row.rejected(RejectReason.KILL_SWITCH, 1, 1001);
        });
        publishTyped(9, row -> {
            row.ordType = OrdType.TRAILING_STOP;
            row.stopPriceTicks = 18_000;
            row.offsetTicks = 50;
            row.timeInForce = TimeInForce.AT_THE_CLOSE;
        });

        textIs(9, "type", "Trailing · at close");
        textIs(1, "type", "Limit · DAY");
        textIs(1, "price", "187.42");
        textIs(2, "type", "Stop · GTC");
        textIs(2, "price", "stop 180.00");
        textIs(3, "type", "Stop limit · DAY");
        textIs(3, "price", "187.42");
        textIs(4, "type", "Pegged · DAY");
        textIs(4, "price", "187.00");
        textIs(5, "type", "Iceberg · DAY");
        textIs(6, "type", "Post-only · DAY");
        textIs(6, "price", "187.41");
        textIs(7, "type", "Market · FOK");
        textIs(7, "price", "market");
        textIs(8, "type", "Limit · at open");
        assertTrue(page.evaluate(text(cell(8, "event")))
                .startsWith("Trading is stopped by a kill switch for account 1001"));
        assertEquals(
                "Stop, until it is cancelled\ncomes in when a trade reaches 180.00\nno further than 187.42",
                titleOf(2, "type"));
        assertEquals(
                "Pegged, until the end of the day\nfollows the best price of its side, offset -0.03\nno further than 187.42\n"
                        + "rests at 187.00",
                titleOf(4, "price"));
        assertEquals(
                "Limit, until the end of the day\nlimit 187.42\nrests at 187.42\nshows 10 at a time\n"
                        + "if it meets an own order, the older order is cancelled",
                titleOf(5, "type"));
        page.screenshot(SCREENSHOTS.resolve("desktop-types.png"));
        assertEquals(List.of(), page.complaints());
    }

    private void publishTyped(final long orderId, final Consumer<OrderRow> setting) {
        final OrderRow row = core.order(orderId);
        setting.accept(row);
        core.publish(row);
    }

    private String titleOf(final long orderId, final String column) {
        return page.evaluate("document.querySelector(" + ChromiumPage.quoted(cell(orderId, column)) + ").title");
    }

    @Test
    void shouldShowMarkupInASymbolAsText() {
        pillIs("live");
        final OrderRow hostile = core.order(1);
        hostile.symbol = "<b>\"&'</b>";
        core.publish(hostile);
        textIs(1, "symbol", "<b>\"&'</b>");
        assertEquals("0", page.evaluate("document.querySelectorAll('#rows b').length"));
    }

    @Test
    void shouldSaySoWhenTheTokenIsWrong() {
        pillIs("live");
        page.evaluate("sessionStorage.setItem('tradex.token', 'not-the-right-token')");
        page.evaluate("location.reload()");
        pillIs("not signed in");
        emptySays("This page needs the token: open the address that the relay printed at its start.");
    }

    @Test
    void shouldStaySmoothAtAThousandOrdersASecond() throws IOException {
        pillIs("live");
        page.evaluate("(() => { window.frames_ = []; let last = performance.now();"
                + " const step = now => { frames_.push(now - last); last = now; requestAnimationFrame(step); };"
                + " requestAnimationFrame(step); })()");
        final Random random = new Random(7);
        final long startNs = System.nanoTime();
        int orders = 0;
        while (orders < 4_000) {
            final long due = Math.min(4_000, (System.nanoTime() - startNs) / 1_000_000);
            for (; orders < due; orders++) {
                final OrderRow row = core.order(orders + 1);
                core.publish(row);
                if (random.nextBoolean()) {
                    core.publish(row.filled(1 + random.nextInt(100), 18_700 + random.nextInt(80)));
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
        Await.until("all orders are counted", () -> "4,000".equals(page.evaluate(text("#total-orders"))));
        page.screenshot(SCREENSHOTS.resolve("desktop-busy.png"));
        assertTrue(
                Integer.parseInt(page.evaluate("document.querySelectorAll('#rows tr').length")) < 80,
                "only rows in sight are in the page");
        System.out.println("frames: " + page.evaluate("frames_.length") + ", longest ms: "
                + page.evaluate("Math.max(...frames_)"));
        Await.until(
                "the newest order is on top",
                () -> "4000".equals(page.evaluate("document.querySelector('#rows tr[data-order]').dataset.order")));
        assertEquals(List.of(), page.complaints());
    }

    private void fillTheTable() {
        final Random random = new Random(11);
        final String[] symbols = {"AAPL", "MSFT", "NVDA", "AMZN", "SPY", "TSLA"};
        for (int id = 4; id <= 43; id++) {
            final OrderRow row = core.order(id);
            row.symbol = symbols[random.nextInt(symbols.length)];
            row.accountId = 1001L + random.nextInt(4);
            row.side = random.nextBoolean() ? Side.BUY : Side.SELL;
            row.priceTicks = 10_000L + random.nextInt(30_000);
            row.quantityLots = 100L * (1L + random.nextInt(40));
            row.destination = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
            row.timeInForce = random.nextInt(4) == 0 ? TimeInForce.IOC : TimeInForce.DAY;
            row.ordType = random.nextInt(6) == 0 ? OrdType.MARKET : OrdType.LIMIT;
            row.priceTicks = row.ordType == OrdType.MARKET ? 0 : row.priceTicks;
            final long fill = 1L + random.nextInt((int) row.quantityLots);
            if (row.destination > 0) {
                core.publish(row.status(OrdStatus.PENDING_NEW, ExecType.PENDING_NEW));
            }
            switch (random.nextInt(8)) {
                case 0 -> core.publish(row.rejected(RejectReason.INVALID_PRICE, 990_000, 400_000));
                case 1 -> core.publish(row.rejected(RejectReason.INSUFFICIENT_POSITION, row.quantityLots, 20));
                case 2, 3 -> core.publish(row.filled(row.quantityLots, row.priceTicks));
                case 4 -> core.publish(row.filled(fill, row.priceTicks - 3));
                case 5 -> core.publish(row.status(OrdStatus.CANCELED, ExecType.CANCELED));
                case 6 ->
                    core.publish(
                            row.destination > 0
                                    ? row.status(OrdStatus.PENDING_CANCEL, ExecType.PENDING_CANCEL)
                                    : row.status(OrdStatus.NEW, ExecType.NEW));
                default -> core.publish(row.status(OrdStatus.NEW, ExecType.NEW));
            }
        }
    }

    /** Whatever a test does, a browser says that it could not connect while the relay was down. */
    private List<String> withoutLostConnections() {
        return page.complaints().stream()
                .filter(complaint -> !complaint.contains("ERR_CONNECTION_REFUSED"))
                .toList();
    }

    private void choose(final String id, final String value) {
        page.evaluate("(() => { const e = document.getElementById(" + ChromiumPage.quoted(id) + "); e.value = "
                + ChromiumPage.quoted(value) + "; e.dispatchEvent(new Event('input', { bubbles: true })); })()");
    }

    private void rowsAre(final String ids) {
        Await.until(
                "rows are " + ids,
                () -> ids.equals(page.evaluate(
                        "[...document.querySelectorAll('#rows tr[data-order]')].map(r => r.dataset.order).join()")));
    }

    private void emptySays(final String words) {
        Await.until("the page says " + words, () -> words.equals(page.evaluate(text("#empty"))));
    }

    private void pillIs(final String words) {
        Await.until("the pill says " + words, () -> words.equals(page.evaluate(text("#pill-text"))));
    }

    private void totalIs(final String name, final String value) {
        Await.until(name + " is " + value, () -> value.equals(page.evaluate(text("#total-" + name))));
    }

    private void textIs(final long orderId, final String column, final String expected) {
        Await.until(
                "order " + orderId + " " + column + " is " + expected + ", now "
                        + page.evaluate(text(cell(orderId, column))),
                () -> expected.equals(page.evaluate(text(cell(orderId, column)))));
    }

    private static String cell(final long orderId, final String column) {
        return "#rows tr[data-order=\"" + orderId + "\"] .c-" + column;
    }

    private static String text(final String selector) {
        return "document.querySelector(" + ChromiumPage.quoted(selector) + ")?.textContent";
    }
}
