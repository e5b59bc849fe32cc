package io.tradex.core.fence;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashMap;
import java.util.Set;
import org.agrona.collections.Long2ObjectHashMap;
import org.junit.jupiter.api.Test;

/** What core-engine must not know, so that a replay gives the same bytes as the live process. */
@AnalyzeClasses(packages = "io.tradex.core", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreFenceTest {
    private static final Set<String> WALKS =
            Set.of("iterator", "forEach", "keySet", "values", "entrySet", "keyIterator", "longForEach", "intForEach");

    @ArchTest
    static final ArchRule READS_NO_CLOCK = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.time..", "org.agrona.concurrent.status..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Clock")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Date")
            .because("core-engine reads no clock: take timestampNs, the time of the input, as an argument");

    @ArchTest
    static final ArchRule DRAWS_NO_LOT = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.util\\.(UUID|Random|SplittableRandom)|java\\.security\\..*|java\\.util\\.random\\..*")
            .orShould()
            .callMethod(Math.class, "random")
            .because("core-engine draws no random number: derive an id from the sequence of the input");

    @ArchTest
    static final ArchRule HAS_ONE_THREAD = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.(Thread|ThreadLocal|ThreadGroup|ref\\..*)")
            .because("core-engine has one thread and no lock: hand what another thread must do to EngineOutput");

    @ArchTest
    static final ArchRule USES_NO_SYNCHRONIZED_METHOD = com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods()
            .should()
            .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED)
            .because("core-engine has one thread and no lock: hand what another thread must do to EngineOutput");

    @ArchTest
    static final ArchRule TOUCHES_NOTHING_OUTSIDE = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.nio.channels..")
                    .and(describe("are no plain markers", c -> !c.getName().equals("java.io.Serializable"))))
            .because("core-engine opens no file and no socket: what it must know comes as a journalled input, "
                    + "what it has to say goes to EngineOutput or SnapshotSink");

    @ArchTest
    static final ArchRule READS_NO_ENVIRONMENT = noClasses()
            .should()
            .callMethodWhere(describe("read the environment", CoreFenceTest::readsEnvironment))
            .because("core-engine reads no property and no environment: a setting is a field of EngineConfigured");

    @ArchTest
    static final ArchRule HAS_NO_MAP_WITHOUT_AN_ORDER = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(HashMap|HashSet|Hashtable|IdentityHashMap|WeakHashMap|Map|Set)")
            .because("the order of a hash map differs from run to run: keep an Agrona map to find things "
                    + "and a list beside it, in order of arrival, to walk them");

    @ArchTest
    static final ArchRule WALKS_NO_MAP = noClasses()
            .should()
            .callMethodWhere(describe("walk an Agrona map or set", (JavaCall<?> call) -> walks(call.getTarget())))
            .because("two equal Agrona maps are walked in different orders: walk the list beside the map");

    @ArchTest
    static final ArchRule KNOWS_ONLY_THE_PROTOCOL_AND_AGRONA = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.tradex.core..",
                    "io.tradex.protocol..",
                    "org.agrona..",
                    "java.lang..",
                    "java.math..",
                    "java.nio",
                    "java.nio.charset",
                    "java.util",
                    "java.util.function")
            .because("core-engine is hosted by the live process, by replays and by simulations alike: "
                    + "what only one of them has belongs behind EngineOutput, in that host");

    @ArchTest
    static final ArchRule USES_NO_FLOATING_POINT = noClasses()
            .should()
            .accessFieldWhere(describe(
                    "are floating point",
                    access -> isFloating(access.getTarget().getRawType().getName())))
            .orShould()
            .callMethodWhere(describe(
                    "give floating point",
                    (JavaCall<?> call) ->
                            isFloating(call.getTarget().getRawReturnType().getName())))
            .because("prices and quantities are long in ticks, lots and micros: keep decimals to the translators");

    @ArchTest
    static final ArchRule HAS_NO_CYCLE = slices().matching("io.tradex.core.(*)..")
            .should()
            .beFreeOfCycles()
            .because("arrows point down only: engine knows order, risk, book, routing and account, which know state");

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_ENGINE = noClasses()
            .that()
            .resideOutsideOfPackage("io.tradex.core.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.tradex.core.engine..")
            .because(
                    "the engine composes the parts: a part reports through an interface of its own, as OrderBook does");

    /** A fence that fences nothing would pass as well: here is somebody who climbs it. */
    @Test
    void shouldCatchSomebodyWhoClimbsTheFence() {
        final JavaClasses climber = new ClassFileImporter().importClasses(Climber.class);

        for (final ArchRule rule : new ArchRule[] {
            READS_NO_CLOCK,
            DRAWS_NO_LOT,
            HAS_ONE_THREAD,
            TOUCHES_NOTHING_OUTSIDE,
            READS_NO_ENVIRONMENT,
            HAS_NO_MAP_WITHOUT_AN_ORDER,
            WALKS_NO_MAP,
            KNOWS_ONLY_THE_PROTOCOL_AND_AGRONA,
            USES_NO_FLOATING_POINT
        }) {
            final AssertionError caught = assertThrows(AssertionError.class, () -> rule.check(climber));
            assertTrue(caught.getMessage().contains("because"), caught.getMessage());
        }
    }

    private static boolean readsEnvironment(final JavaCall<?> call) {
        final String method = call.getTarget().getName();
        return switch (call.getTargetOwner().getName()) {
            case "java.lang.System" ->
                Set.of("getProperty", "getProperties", "getenv", "identityHashCode", "exit")
                        .contains(method);
            case "java.lang.Runtime", "org.agrona.SystemUtil" -> true;
            case "java.lang.Integer" -> method.equals("getInteger");
            case "java.lang.Long" -> method.equals("getLong");
            case "java.lang.Boolean" -> method.equals("getBoolean");
            default -> false;
        };
    }

    private static boolean walks(final AccessTarget.CodeUnitCallTarget target) {
        return target.getOwner().getPackageName().equals("org.agrona.collections") && WALKS.contains(target.getName());
    }

    private static boolean isFloating(final String type) {
        return type.equals("double") || type.equals("float");
    }

    static final class Climber {
        private final Long2ObjectHashMap<String> map = new Long2ObjectHashMap<>();

        long climb() throws java.io.IOException {
            final HashMap<String, Object> all = new HashMap<>();
            all.put("time", System.nanoTime());
            all.put("lot", Math.random());
            all.put("id", java.util.UUID.randomUUID());
            all.put("thread", Thread.currentThread());
            all.put("file", java.nio.file.Files.size(java.nio.file.Path.of("/")));
            all.put("property", System.getProperty("user.name"));
            map.values().forEach(value -> all.put(value, value));
            return all.size();
        }
    }
}
