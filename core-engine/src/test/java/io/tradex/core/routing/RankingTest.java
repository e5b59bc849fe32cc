package io.tradex.core.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankingTest {
    private static final long E8 = 100_000_000L;

    private final Ranking ranking = new Ranking();

    private List<Integer> ranked() {
        final List<Integer> venues = new ArrayList<>();
        for (int rank = 0; rank < ranking.size(); rank++) {
            venues.add(ranking.venueId(rank));
        }
        return venues;
    }

    @Test
    void shouldRankByPriceThenLatencyThenFillProbabilityThenId() {
        ranking.begin(true);
        ranking.add(5, 101 * E8, 101, 1, 0, 1, 1);
        ranking.add(4, 100 * E8, 100, 1, 0, 20, 90);
        ranking.add(3, 100 * E8, 100, 1, 0, 10, 50);
        ranking.add(2, 100 * E8, 100, 1, 0, 10, 70);
        ranking.add(1, 100 * E8, 100, 1, 0, 10, 50);
        ranking.add(Ranking.OWN_BOOK, 100 * E8, 100, 7, 0, 0, 1);

        assertEquals(List.of(0, 2, 1, 3, 4, 5), ranked());
        assertEquals(7, ranking.lots(0));
        assertEquals(101, ranking.priceTicks(5));
    }

    @Test
    void shouldAddTheFeeForABuyerAndTakeItFromASeller() {
        for (final boolean buy : new boolean[] {true, false}) {
            ranking.begin(buy);
            ranking.add(1, 100 * E8, 100, 1, 10_000, 0, 0);
            ranking.add(2, 100 * E8, 100, 1, -10_000, 0, 0);
            assertEquals(List.of(2, 1), ranked());
        }
        ranking.begin(false);
        ranking.add(1, 101 * E8, 101, 1, 2_000_000, 0, 0);
        ranking.add(2, 100 * E8, 100, 1, 0, 0, 0);
        assertEquals(List.of(2, 1), ranked(), "98.98 is less than 100");
    }

    @Test
    void shouldTellPricesApartThatDifferByTheLeastThatCanBe() {
        final long high = 9_000_000_000_000_000_000L;
        ranking.begin(true);
        ranking.add(1, high, 1, 1, 1, 0, 0);
        ranking.add(2, high, 1, 1, 0, 0, 0);
        ranking.add(3, high - 1, 1, 1, 0, 0, 0);

        assertEquals(List.of(3, 2, 1), ranked());
    }

    @Test
    void shouldRankAsExactArithmeticDoes() {
        final long seed = Long.getLong("tradex.seed", 7);
        System.out.println("-Dtradex.seed=" + seed);
        final Random random = new Random(seed);
        record Place(int venueId, BigInteger net, long latency, long probability) {}
        for (int round = 0; round < 500; round++) {
            final boolean buy = random.nextBoolean();
            final List<Place> places = new ArrayList<>();
            ranking.begin(buy);
            for (int venue = 1; venue <= 64; venue++) {
                final long price = E8 * (100 + random.nextInt(2)) + random.nextInt(2);
                final long fee = random.nextInt(3) - 1L;
                final long latency = random.nextInt(2);
                final long probability = random.nextInt(2);
                ranking.add(venue, price, 1, 1, fee, latency, probability);
                places.add(new Place(
                        venue,
                        BigInteger.valueOf(price).multiply(BigInteger.valueOf(buy ? E8 + fee : E8 - fee)),
                        latency,
                        probability));
            }
            final Comparator<Place> byPrice = Comparator.comparing(Place::net);
            places.sort((buy ? byPrice : byPrice.reversed())
                    .thenComparing(Place::latency)
                    .thenComparing(Comparator.comparing(Place::probability).reversed())
                    .thenComparing(Place::venueId));
            assertEquals(places.stream().map(Place::venueId).toList(), ranked());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,3,3",
        "0,100,7",
        "7,9223372036854775807,7",
        "9223372036854775806,9223372036854775807,9223372036854775807",
        "3,9223372036854775807,8",
        "4611686018427387904,6917529027641081856,9223372036854775807"
    })
    void shouldShareWithoutOverflow(final long part, final long number, final long whole) {
        final BigInteger expected =
                BigInteger.valueOf(part).multiply(BigInteger.valueOf(number)).divide(BigInteger.valueOf(whole));

        assertEquals(expected.longValueExact(), Ranking.share(part, number, whole));
    }
}
