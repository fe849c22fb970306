package io.tollgate.sip.trunk;

import io.tollgate.sip.auth.DigestSession;
import io.tollgate.sip.cause.SipReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a trunk call stands. Each state holds just what it needs. */
public sealed interface CallState {

    /** No deadline. */
    long NEVER = Long.MAX_VALUE;

    /** When {@link SipInput.Tick} is due, monotonic ns, or {@link #NEVER}. */
    long deadlineNs();

    /** How far an outbound call has come. */
    enum Progress {
        /** No response at all. */
        SILENT,
        /** 100 only. */
        TRYING,
        /** 101-199. */
        ALERTING
    }

    /**
     * Outbound, no final response yet.
     *
     * @param cseq of the INVITE in flight
     * @param earlySdp latest session description per early dialog (by to-tag; forks have several)
     */
    record Calling(
            OutboundSetup setup,
            DigestSession auth,
            long cseq,
            Progress progress,
            Map<String, String> earlySdp,
            long deadlineNs)
            implements CallState {}

    /**
     * Outbound, we gave up; the carrier may not know yet.
     *
     * @param sent whether CANCEL went out; before the first provisional response it must not (RFC 3261 section 9.1)
     * @param end what will be reported
     */
    record Cancelling(
            OutboundSetup setup,
            DigestSession auth,
            long cseq,
            boolean sent,
            SipReason reason,
            SipEnd end,
            long deadlineNs)
            implements CallState {}

    /** Inbound, not answered yet. */
    record Offered(InboundSetup setup, long deadlineNs) implements CallState {}

    /**
     * A 200 of ours that waits for its ACK (RFC 3261 section 13.3.1.4).
     *
     * @param initial whether it is the call's first
     * @param offered whether the 200 carried an offer, so that the ACK carries the answer
     */
    record AwaitedAck(
            String key, long cseq, boolean initial, boolean offered, long intervalMs, long resendNs, long giveUpNs) {}

    /**
     * A running session timer (RFC 4028).
     *
     * @param seconds session interval
     * @param weRefresh whether we refresh (at half time) or wait for it
     * @param dueNs when to refresh, or to give the session up
     */
    record SessionClock(int seconds, boolean weRefresh, long dueNs) {}

    /** A refresh of ours in flight. */
    record OwnRefresh(String method, long cseq) {}

    /**
     * Answered.
     *
     * @param origin outbound calls: to recognise late answers of forks
     * @param localSdp what we last offered or answered
     * @param ack a 200 of ours without ACK, or null
     * @param clock session timer, or null
     * @param refresh our refresh in flight, or null
     * @param asked key of a re-INVITE or UPDATE whose answer is being made, or null
     * @param hangUp set when the call shall end as soon as the ACK allows a BYE, or null
     */
    record Talking(
            Dialogue dialogue,
            @Nullable OutboundSetup origin,
            long originCseq,
            CallTimers timers,
            String localSdp,
            @Nullable AwaitedAck ack,
            @Nullable SessionClock clock,
            @Nullable OwnRefresh refresh,
            SipInput.@Nullable Request asked,
            @Nullable SipReason hangUp)
            implements CallState {

        @Override
        public long deadlineNs() {
            long due = NEVER;
            if (ack != null) {
                due = Math.min(ack.resendNs(), ack.giveUpNs());
            }
            return clock == null ? due : Math.min(due, clock.dueNs());
        }

        Talking with(Dialogue next) {
            return new Talking(next, origin, originCseq, timers, localSdp, ack, clock, refresh, asked, hangUp);
        }

        Talking withAck(@Nullable AwaitedAck next) {
            return new Talking(dialogue, origin, originCseq, timers, localSdp, next, clock, refresh, asked, hangUp);
        }

        Talking withClock(@Nullable SessionClock next) {
            return new Talking(dialogue, origin, originCseq, timers, localSdp, ack, next, refresh, asked, hangUp);
        }

        Talking withRefresh(@Nullable OwnRefresh next) {
            return new Talking(dialogue, origin, originCseq, timers, localSdp, ack, clock, next, asked, hangUp);
        }

        Talking withAsked(SipInput.@Nullable Request next) {
            return new Talking(dialogue, origin, originCseq, timers, localSdp, ack, clock, refresh, next, hangUp);
        }

        Talking withLocalSdp(String next) {
            return new Talking(dialogue, origin, originCseq, timers, next, ack, clock, refresh, asked, hangUp);
        }

        Talking withHangUp(SipReason next) {
            return new Talking(dialogue, origin, originCseq, timers, localSdp, ack, clock, refresh, asked, next);
        }
    }

    /** BYE sent, the end reported, the BYE's answer outstanding. */
    record Closing(
            Dialogue dialogue,
            @Nullable OutboundSetup origin,
            long originCseq,
            CallTimers timers,
            SipReason reason,
            long deadlineNs)
            implements CallState {}

    /** Over and reported; kept for a while to end what comes late (an answer that crossed our CANCEL). */
    record Ended(@Nullable OutboundSetup origin, @Nullable DigestSession auth, long originCseq, long deadlineNs)
            implements CallState {}

    /** Nothing left to do; the edge forgets the call. */
    record Gone() implements CallState {
        @Override
        public long deadlineNs() {
            return NEVER;
        }
    }

    /** Whether a deadline has come; monotonic clocks are compared by subtraction. */
    static boolean due(long deadlineNs, Moment now) {
        return deadlineNs != NEVER && now.ns() - deadlineNs >= 0;
    }
}
