package io.tollgate.billing.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.renewal.Renewal.Action;
import io.tollgate.billing.renewal.Renewal.News;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenewalTest {
    private static final Instant START = Instant.parse("2027-01-31T10:00:00Z");
    private static final Terms NUMBER =
            new Terms(START, 1, Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(90));
    private static final Terms PACKAGE = new Terms(START, 1, Duration.ofDays(7), Duration.ZERO, Duration.ZERO);

    /** A contract under virtual time, with credit for so many periods. */
    private static final class Life {
        final Terms terms;
        final List<Integer> paid = new ArrayList<>();
        final List<News> news = new ArrayList<>();
        Standing standing = new Standing.Active(0, true);
        int credit;

        Life(Terms terms, int credit) {
            this.terms = terms;
            this.credit = credit;
        }

        Life tell(Input first, Instant now) {
            Input input = first;
            while (input != null) {
                Renewal.Step step = Renewal.on(standing, input, terms, now);
                standing = step.next();
                Input next = input == Input.PAID ? Input.LOOK : null;
                for (Action action : step.actions()) {
                    switch (action) {
                        case Action.Charge(int period) -> {
                            next = credit > 0 ? Input.PAID : Input.SHORT;
                            if (credit > 0) {
                                credit--;
                                paid.add(period);
                            }
                        }
                        case Action.Tell(News what) -> news.add(what);
                    }
                }
                input = next;
            }
            return this;
        }

        /** Looks whenever the contract wants to be looked at. */
        void until(Instant from, Instant end) {
            Instant now = from;
            while (!now.isAfter(end)) {
                tell(Input.LOOK, now);
                Instant next = Renewal.nextLook(standing, terms, now);
                if (next.equals(Instant.MAX)) {
                    return;
                }
                now = next.isAfter(now) ? next : now.plusSeconds(60);
            }
        }
    }

    @Test
    void periodsAreCountedFromTheFirstDaySoThatShortMonthsShiftNothing() {
        assertThat(NUMBER.endOf(1)).isEqualTo("2027-02-28T10:00:00Z");
        assertThat(NUMBER.endOf(2)).isEqualTo("2027-03-31T10:00:00Z");
        assertThat(NUMBER.endOf(13)).isEqualTo("2028-02-29T10:00:00Z");
    }

    @Test
    void aYearIsPaidInTwelvePeriods() {
        Life life = new Life(NUMBER, 100);
        life.until(START, NUMBER.endOf(12).minusSeconds(1));
        assertThat(life.paid).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(life.news).isEmpty();
    }

    @Test
    void unpaidItGoesThroughGraceAndSuspensionIntoTheHoldBackAndEnds() {
        Life life = new Life(NUMBER, 1).tell(Input.LOOK, START);
        Instant due = NUMBER.endOf(1);
        life.tell(Input.LOOK, due);
        assertThat(life.standing).isEqualTo(new Standing.Grace(1, due.plus(Duration.ofDays(7))));
        life.tell(Input.LOOK, due.plus(Duration.ofDays(7)));
        assertThat(life.standing).isEqualTo(new Standing.Suspended(1, due.plus(Duration.ofDays(21))));
        assertThat(life.standing.works()).isFalse();
        Instant over = due.plus(Duration.ofDays(21));
        life.tell(Input.LOOK, over);
        assertThat(life.standing).isEqualTo(new Standing.HeldBack(1, over.plus(Duration.ofDays(90))));
        life.tell(Input.LOOK, over.plus(Duration.ofDays(90)).minusMillis(1));
        assertThat(life.standing).isInstanceOf(Standing.HeldBack.class);
        life.tell(Input.LOOK, over.plus(Duration.ofDays(90)));
        assertThat(life.standing).isEqualTo(new Standing.Ended(1));
        assertThat(life.news).containsExactly(News.SHORT, News.SUSPENDED, News.ENDED);
    }

    @Test
    void paidInGraceOrSuspensionItGoesOnAndNoDayIsFree() {
        Life life = new Life(NUMBER, 1).tell(Input.LOOK, START).tell(Input.LOOK, NUMBER.endOf(1));
        life.credit = 1;
        life.tell(Input.LOOK, NUMBER.endOf(1).plus(Duration.ofDays(3)));
        assertThat(life.standing).isEqualTo(new Standing.Active(2, true));
        Instant suspended = NUMBER.endOf(2).plus(Duration.ofDays(8));
        life.tell(Input.LOOK, NUMBER.endOf(2)).tell(Input.LOOK, suspended);
        assertThat(life.standing).isInstanceOf(Standing.Suspended.class);
        life.credit = 1;
        life.tell(Input.LOOK, suspended.plusSeconds(1));
        assertThat(life.standing).isEqualTo(new Standing.Active(3, true));
        assertThat(life.paid).containsExactly(1, 2, 3);
        assertThat(life.news).containsExactly(News.SHORT, News.SHORT, News.SUSPENDED, News.RESUMED);
    }

    @Test
    void cancelledItWorksUntilWhatIsPaidIsOver() {
        Life life = new Life(NUMBER, 9).tell(Input.LOOK, START).tell(Input.CANCEL, START);
        life.tell(Input.LOOK, NUMBER.endOf(1).minusMillis(1));
        assertThat(life.standing.works()).isTrue();
        life.tell(Input.LOOK, NUMBER.endOf(1));
        assertThat(life.standing).isInstanceOf(Standing.HeldBack.class);
        assertThat(life.paid).containsExactly(1);
        Life kept = new Life(NUMBER, 9)
                .tell(Input.LOOK, START)
                .tell(Input.CANCEL, START)
                .tell(Input.RENEW, START);
        kept.tell(Input.LOOK, NUMBER.endOf(1));
        assertThat(kept.paid).containsExactly(1, 2);
    }

    @Test
    void aPackageEndsAfterItsGraceAndNobodyWaitsForIt() {
        Life life = new Life(PACKAGE, 1).tell(Input.LOOK, START);
        life.until(START, START.plus(Duration.ofDays(400)));
        assertThat(life.standing).isEqualTo(new Standing.Ended(1));
        assertThat(life.news).containsExactly(News.SHORT, News.ENDED);
    }

    @Test
    void whoeverLooksLateSkipsNoStageThatIsStillOpen() {
        Life late = new Life(NUMBER, 1).tell(Input.LOOK, START);
        late.tell(Input.LOOK, NUMBER.endOf(1).plus(Duration.ofDays(10)));
        assertThat(late.standing).isInstanceOf(Standing.Suspended.class);
        Life veryLate = new Life(NUMBER, 1).tell(Input.LOOK, START);
        veryLate.tell(Input.LOOK, NUMBER.endOf(1).plus(Duration.ofDays(30)));
        assertThat(veryLate.standing).isInstanceOf(Standing.HeldBack.class);
    }

    @Test
    void aCutFirstPeriodIsPricedByItsDays() {
        Instant anchor = Terms.nextMonth(Instant.parse("2027-02-15T12:00:00Z"));
        assertThat(anchor).isEqualTo("2027-03-01T00:00:00Z");
        long price = 5_600_000;
        assertThat(Terms.prorated(price, 1, Instant.parse("2027-02-15T12:00:00Z"), anchor))
                .isEqualTo(2_800_000);
        assertThat(Terms.prorated(price, 1, Instant.parse("2027-02-28T23:59:59Z"), anchor))
                .isEqualTo(200_000);
        assertThat(Terms.prorated(price, 1, Instant.parse("2027-02-01T00:00:00Z"), anchor))
                .isEqualTo(price);
        assertThat(Terms.prorated(36_500_000, 12, Instant.parse("2027-02-15T00:00:00Z"), anchor))
                .isEqualTo(1_400_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverHappensPeriodsArePaidOnceInOrderAndNothingWorksThatIsLongUnpaid(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 50; run++) {
            Life life = new Life(NUMBER, 1).tell(Input.LOOK, START);
            Instant now = START;
            for (int step = 0; step < 400; step++) {
                now = now.plusSeconds(random.nextInt(1, 5 * 86_400));
                life.credit += random.nextInt(12) == 0 ? random.nextInt(1, 4) : 0;
                Input input = switch (random.nextInt(40)) {
                    case 0 -> Input.CANCEL;
                    case 1, 2 -> Input.RENEW;
                    case 3 -> random.nextInt(20) == 0 ? Input.CLOSED : Input.LOOK;
                    case 4 -> random.nextInt(20) == 0 ? Input.END : Input.LOOK;
                    default -> Input.LOOK;
                };
                life.tell(input, now);
                life.tell(Input.LOOK, now);
                for (int i = 0; i < life.paid.size(); i++) {
                    assertThat(life.paid.get(i)).as("seed %d run %d", seed, run).isEqualTo(i + 1);
                }
                assertThat(life.standing.periods()).isEqualTo(life.paid.size());
                if (life.standing.works()) {
                    assertThat(now)
                            .as("seed %d run %d %s", seed, run, life.standing)
                            .isBefore(NUMBER.endOf(life.paid.size()).plus(NUMBER.grace()));
                }
            }
        }
    }
}
