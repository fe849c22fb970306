package io.tollgate.carrier.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.carrier.audio.Program;
import io.tollgate.carrier.audio.Recording;
import io.tollgate.carrier.audio.Voices;
import io.tollgate.carrier.call.CallAction.Told;
import io.tollgate.carrier.number.NumberTable;
import io.tollgate.carrier.number.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallMachineTest {
    private static final Voices VOICES = Voices.load();
    private static final NumberTable NUMBERS = NumberTable.of(VOICES);
    private static final long START_MS = 1_000_000;

    /** A call under virtual time that keeps what was done when. */
    private static final class Run {
        final List<String> done = new ArrayList<>();
        CallState state;
        long nowMs = START_MS;

        Run(CallInput.Beginning beginning) {
            CallMachine.Turn turn = CallMachine.begin(beginning, nowMs);
            state = turn.state();
            keep(turn);
        }

        static Run of(String number) {
            return new Run(new CallInput.Beginning.Incoming(NUMBERS.script(number)));
        }

        Run input(CallInput input) {
            CallMachine.Turn turn = CallMachine.on(state, input, nowMs);
            state = turn.state();
            keep(turn);
            return this;
        }

        /** Lets time pass, waking the machine at each of its deadlines, with the gateway's audio running or not. */
        Run until(long sinceStartMs, boolean audio) {
            long endMs = START_MS + sinceStartMs;
            while (nowMs < endMs) {
                nowMs = Math.min(endMs, Math.min(state.deadlineMs(), nowMs + 1000));
                if (audio) {
                    input(new CallInput.Heard());
                }
                if (state.deadlineMs() <= nowMs) {
                    input(new CallInput.Time());
                }
            }
            return this;
        }

        private void keep(CallMachine.Turn turn) {
            for (CallAction action : turn.actions()) {
                String name = action.getClass().getSimpleName();
                String detail = switch (action) {
                    case CallAction.Refuse(Refusal refusal) -> " " + refusal.status() + "/" + refusal.q850();
                    case CallAction.Bye(int q850, String text) -> " " + q850;
                    case CallAction.Play(Program program) ->
                        " " + program.getClass().getSimpleName();
                    case CallAction.Tell(Told told) -> " " + told;
                    case CallAction.Ring r -> "";
                    case CallAction.Progress p -> "";
                    case CallAction.Answer a -> "";
                    case CallAction.Terminate t -> "";
                    case CallAction.Cancel c -> "";
                    case CallAction.Close c -> "";
                };
                if (!(action instanceof CallAction.Tell)) {
                    done.add((nowMs - START_MS) + " " + name + detail);
                }
            }
        }

        CallEnd end() {
            assertThat(state).isInstanceOf(CallState.Ended.class);
            return ((CallState.Ended) state).end();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+442079460101, 486/17",
        "+442079460104, 503/34",
        "+442079460107, 603/21",
        "+442079460199, 404/1",
        "+15551234567, 404/1",
        "not-a-number, 404/1"
    })
    void refusing_numbers_refuse_at_once_with_their_cause(String number, String expected) {
        assertThat(Run.of(number).done).containsExactly("0 Refuse " + expected, "0 Close");
    }

    @ParameterizedTest
    @CsvSource({"+442079460123, Loop", "+442079460124, Loop", "+442079460125, Echo", "+442079460105, ReadDigits"})
    void answering_numbers_ring_for_a_second_and_then_play(String number, String program) {
        Run run = Run.of(number).until(60_000, true);
        assertThat(run.done).containsExactly("0 Ring", "1000 Answer", "1000 Play " + program);
        assertThat(run.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void the_number_that_never_answers_rings_until_the_exchange_gives_up() {
        assertThat(Run.of("+442079460102").until(179_999, false).done).containsExactly("0 Ring");
        assertThat(Run.of("+442079460102").until(181_000, false).done)
                .containsExactly("0 Ring", "180000 Refuse 480/19", "180000 Close");
    }

    @Test
    void early_media_comes_before_the_answer() {
        long spokenMs = VOICES.voice(Voices.Name.EARLY).durationMs() + 400;
        assertThat(Run.of("+442079460103").until(10_000, true).done)
                .containsExactly("0 Progress", "0 Play Once", spokenMs + " Answer", spokenMs + " Play Loop");
    }

    @Test
    void the_announcement_of_an_unrecognised_number_is_refused_after_it_and_never_answered() {
        long spokenMs = VOICES.voice(Voices.Name.UNRECOGNISED).durationMs() + 400;
        assertThat(Run.of("+442079460108").until(10_000, true).done)
                .containsExactly("0 Progress", "0 Play Once", spokenMs + " Refuse 404/1", spokenMs + " Close");
    }

    @Test
    void the_short_call_is_hung_up_ten_seconds_after_its_answer() {
        Run run = Run.of("+442079460106").until(20_000, true);
        assertThat(run.done).containsExactly("0 Ring", "1000 Answer", "1000 Play Loop", "11000 Bye 16", "11000 Close");
        assertThat(run.end().side()).isEqualTo(CallEnd.Side.CARRIER);
    }

    @Test
    void a_call_that_hears_nothing_for_thirty_seconds_is_hung_up() {
        Run run = Run.of("+442079460124").until(5000, true).until(60_000, false);
        assertThat(run.done).contains("35000 Bye 102", "35000 Close");
    }

    @Test
    void a_cancel_while_ringing_is_terminated_and_after_the_answer_is_ignored() {
        Run ringing = Run.of("+442079460102").until(3000, false).input(new CallInput.Cancelled(0, ""));
        assertThat(ringing.done).containsExactly("0 Ring", "3000 Terminate", "3000 Close");
        assertThat(ringing.end().status()).isEqualTo(487);

        Run answered = Run.of("+442079460124").until(3000, true).input(new CallInput.Cancelled(0, ""));
        assertThat(answered.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void a_bye_ends_the_call_with_the_gateways_reason() {
        Run run = Run.of("+442079460124").until(3000, true).input(new CallInput.Bye(16, "Normal"));
        assertThat(run.end()).isEqualTo(new CallEnd(CallEnd.Side.GATEWAY, 200, 16, "Normal"));
    }

    @Test
    void an_outgoing_call_talks_for_its_seconds_from_the_answer() {
        Run run = outgoing();
        run.until(2000, false).input(new CallInput.Provisional(180));
        run.until(5000, false).input(new CallInput.Accepted()).until(60_000, true);
        assertThat(run.done).containsExactly("5000 Play Echo", "15000 Bye 16", "15000 Close");
    }

    @Test
    void an_outgoing_call_that_is_refused_keeps_status_and_cause() {
        Run run = outgoing().input(new CallInput.Rejected(603, 21, "Decline"));
        assertThat(run.end()).isEqualTo(new CallEnd(CallEnd.Side.GATEWAY, 603, 21, "Decline"));
    }

    @Test
    void an_answer_that_crosses_our_cancel_is_hung_up() {
        Run run = outgoing().input(new CallInput.HangUp()).input(new CallInput.Accepted());
        assertThat(run.done).containsExactly("0 Cancel", "0 Bye 16", "0 Close");
    }

    @Test
    void an_outgoing_call_that_only_rings_is_cancelled_and_ends_even_without_a_final_answer() {
        Run run = outgoing().input(new CallInput.Provisional(180)).until(200_000, false);
        assertThat(run.done).containsExactly("120000 Cancel", "152000 Close");
        assertThat(run.end().side()).isEqualTo(CallEnd.Side.NETWORK);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_happens_in_whatever_order_a_call_closes_exactly_once(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> numbers = List.of("+442079460123", "+442079460102", "+442079460103", "+442079460106", "+1");
        for (int round = 0; round < 500; round++) {
            Run run = random.nextInt(4) == 0 ? outgoing() : Run.of(numbers.get(random.nextInt(numbers.size())));
            for (int step = 0; step < 30; step++) {
                run.until(run.nowMs - START_MS + random.nextInt(4000), random.nextBoolean());
                run.input(anyInput(random));
            }
            run.until(run.nowMs - START_MS + 400_000, false).input(new CallInput.HangUp());
            run.until(run.nowMs - START_MS + 400_000, false);
            assertThat(run.done.stream().filter(d -> d.endsWith("Close")))
                    .as("seed %d round %d: %s", seed, round, run.done)
                    .hasSize(1);
            assertThat(run.done.getLast()).endsWith("Close");
        }
    }

    private static Run outgoing() {
        return new Run(new CallInput.Beginning.Outgoing(new Program.Echo(), 10_000));
    }

    private static CallInput anyInput(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> new CallInput.Cancelled(0, "");
            case 1 -> new CallInput.Bye(16, "");
            case 2 -> new CallInput.Provisional(180);
            case 3 -> new CallInput.Accepted();
            case 4 -> new CallInput.AcceptedUnusable("video only");
            case 5 -> new CallInput.Rejected(480, 0, "");
            case 6 -> new CallInput.Failed("");
            case 7 -> new CallInput.HangUp();
            case 8 -> new CallInput.Time();
            default -> new CallInput.Heard();
        };
    }

    @Test
    void silence_has_a_length() {
        assertThat(Recording.silence(400).durationMs()).isEqualTo(400);
    }
}
