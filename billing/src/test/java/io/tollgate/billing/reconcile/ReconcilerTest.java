package io.tollgate.billing.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.billing.cdr.Period;
import io.tollgate.billing.reconcile.CarrierLayout.DurationUnit;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcilerTest {
    private static final Instant DAY = Instant.parse("2026-11-03T00:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter GERMAN = DateTimeFormatter.ofPattern("dd.MM.uuuu HH:mm:ss", Locale.ROOT);
    private static final Period WHOLE = new Period(DAY.minusSeconds(600), DAY.plusSeconds(240_000L));
    private static final Tolerance TOLERANCE = new Tolerance(Duration.ofMinutes(2), Duration.ofSeconds(1), 1_000);
    private static final CarrierLayout LAYOUT = new CarrierLayout(
            "Ziel", "Beginn", null, "Sek", "Betrag", GERMAN, BERLIN, DurationUnit.SECONDS, ',', (char) 0, "99#");

    private static OwnCall own(String number, Instant start, long durationMs, long cost) {
        return new OwnCall(UUID.randomUUID(), UUID.randomUUID(), number, start, durationMs, cost);
    }

    private static CarrierCall theirs(int row, String number, Instant start, long durationMs) {
        return new CarrierCall(row, number, start, durationMs, null);
    }

    /** What a seed makes, and what must come out. */
    private static final class Scenario {
        private final SplittableRandom random;
        private final long clockMs;
        private final List<OwnCall> ours = new ArrayList<>();
        private final List<String> rows = new ArrayList<>();
        private int matched;
        private int differing;
        private int missingOurs;
        private int missingTheirs;
        private int faulty;

        Scenario(long seed) {
            random = new SplittableRandom(seed);
            clockMs = 1_000L * random.nextInt(-50, 51);
            for (int i = 0; i < 300; i++) {
                call(i);
            }
            for (int i = rows.size() - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                String row = rows.get(i);
                rows.set(i, rows.get(j));
                rows.set(j, row);
            }
        }

        private void call(int i) {
            String number = "+4930" + (1_000_000 + random.nextInt(250));
            Instant start = DAY.plusSeconds(600L * i + random.nextInt(60));
            long seconds = 1L + random.nextInt(3_000);
            long cost = seconds * 137;
            OwnCall own = own(number, start, seconds * 1_000L + random.nextInt(900), cost);
            switch (random.nextInt(12)) {
                case 0 -> {
                    ours.add(own);
                    missingTheirs++;
                }
                case 1 -> {
                    row(number, start, seconds, cost);
                    missingOurs++;
                }
                case 2 -> {
                    ours.add(own);
                    row(number, start, seconds + 5, cost);
                    differing++;
                }
                case 3 -> {
                    ours.add(own);
                    row(number, start, seconds, cost + 5_000);
                    differing++;
                }
                case 4 -> {
                    rows.add("99#" + number.substring(1) + ";31.02.2026 25:00:00;" + seconds + ";0,1");
                    faulty++;
                }
                default -> {
                    ours.add(own);
                    row(number, start, seconds, cost);
                    matched++;
                }
            }
        }

        private void row(String number, Instant start, long seconds, long cost) {
            String at = GERMAN.format(start.plusMillis(clockMs).atZone(BERLIN));
            String written = switch (random.nextInt(3)) {
                case 0 -> "00" + number.substring(1);
                case 1 -> "99#" + number.substring(1);
                default ->
                    "\"" + number.substring(0, 5) + " (" + number.substring(5, 7) + ") " + number.substring(7) + "\"";
            };
            rows.add(written + ";" + at + ";" + seconds + ";" + cost / 1_000_000 + ","
                    + String.format(Locale.ROOT, "%06d", cost % 1_000_000));
        }

        String file() {
            return "\uFEFFZiel;Beginn;Sek;Betrag\r\n" + String.join("\r\n", rows) + "\r\n";
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aShuffledShiftedAndDamagedFileIsTakenApartToTheLastCall(long seed) throws Exception {
        Scenario scenario = new Scenario(seed);
        CarrierFile file = CarrierFile.read(new StringReader(scenario.file()), LAYOUT);
        Reconciliation found = Reconciler.compare(scenario.ours, file.calls(), TOLERANCE, WHOLE);
        Reconciliation.Totals totals = found.totals();
        assertThat(new int[] {
                    (int) totals.matched(),
                    (int) totals.differing(),
                    (int) totals.missingOurs(),
                    (int) totals.missingTheirs(),
                    file.faulty()
                })
                .as("matched, differing, missing ours, missing theirs, faulty of seed " + seed)
                .containsExactly(
                        scenario.matched,
                        scenario.differing,
                        scenario.missingOurs,
                        scenario.missingTheirs,
                        scenario.faulty);
        assertThat(found.clockOffsetMs()).isBetween(scenario.clockMs - 1_000, scenario.clockMs + 1_000);
        assertThat(file.faults()).allSatisfy(fault -> assertThat(fault.column()).isEqualTo("Beginn"));
    }

    @Test
    void ofSeveralCallsToOneNumberTheClosestInTimeAndLengthBelongTogether() {
        OwnCall first = own("+441", DAY, 10_000, 0);
        OwnCall second = own("+441", DAY.plusSeconds(60), 300_000, 0);
        CarrierCall short2 = theirs(2, "+441", DAY.plusSeconds(50), 10_000);
        CarrierCall long3 = theirs(3, "+441", DAY.plusSeconds(61), 300_000);
        Reconciliation found = Reconciler.compare(List.of(second, first), List.of(long3, short2), TOLERANCE, WHOLE);
        assertThat(found.findings())
                .filteredOn(Finding.Paired.class::isInstance)
                .extracting(finding -> ((Finding.Paired) finding).theirs().row()
                        + (((Finding.Paired) finding).ours().equals(first) ? "first" : "second"))
                .containsExactlyInAnyOrder("2first", "3second");
    }

    @Test
    void aCallIsInOnePairAtMostAndNoneBeyondTheWindow() {
        OwnCall one = own("+441", DAY, 10_000, 0);
        List<CarrierCall> theirs = List.of(
                theirs(2, "+441", DAY, 10_000),
                theirs(3, "+441", DAY.plusSeconds(1), 10_000),
                theirs(4, "+441", DAY.plusSeconds(121), 10_000),
                theirs(5, "+442", DAY, 10_000));
        Reconciliation.Totals totals =
                Reconciler.compare(List.of(one), theirs, TOLERANCE, WHOLE).totals();
        assertThat(totals.matched()).isEqualTo(1);
        assertThat(totals.missingOurs()).isEqualTo(3);
    }

    @Test
    void aPairAcrossTheEdgeOfThePeriodIsFoundAndWhatLiesOutsideIsNotMissed() {
        Period day = new Period(DAY, DAY.plusSeconds(3_600));
        List<OwnCall> ours =
                List.of(own("+441", DAY.plusSeconds(1), 9_000, 0), own("+442", DAY.minusSeconds(50), 9_000, 0));
        List<CarrierCall> theirs = List.of(
                theirs(2, "+441", DAY.minusSeconds(1), 9_000), theirs(3, "+443", DAY.plusSeconds(3_601), 9_000));
        Reconciliation.Totals totals =
                Reconciler.compare(ours, theirs, TOLERANCE, day).totals();
        assertThat(totals.matched()).isEqualTo(1);
        assertThat(totals.missingOurs() + totals.missingTheirs()).isZero();
    }

    @Test
    void unitsClocksAndSeparateColumnsAreRead() throws Exception {
        CarrierLayout layout = new CarrierLayout(
                "to", "date", "time", "length", null, null, ZoneOffset.UTC, DurationUnit.CLOCK, '.', ',', "");
        CarrierFile file = CarrierFile.read(new StringReader("""
                        date,time,to,length
                        2026-11-03,10:00:00,4930123456,1:02:03
                        2026-11-03,10:00:00,4930123456,0:00
                        2026-11-03,10:00:00,4930123456,soon
                        x
                        """), layout);
        assertThat(file.calls()).containsExactly(theirs(2, "+4930123456", DAY.plusSeconds(36_000), 3_723_000));
        assertThat(file.unanswered()).isEqualTo(1);
        assertThat(file.faults()).extracting(CarrierFile.Fault::row).containsExactly(4, 5);
    }

    @Test
    void aFileWithoutANamedColumnIsRefusedByItsName() {
        assertThatThrownBy(() -> CarrierFile.read(new StringReader("Ziel;Beginn;Sek\n"), LAYOUT))
                .isInstanceOf(CarrierFile.UnusableException.class)
                .hasMessageContaining("\"Betrag\"")
                .hasMessageContaining("Ziel, Beginn, Sek");
        assertThatThrownBy(() -> CarrierFile.read(new StringReader(""), LAYOUT))
                .isInstanceOf(CarrierFile.UnusableException.class);
    }
}
