package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * A call from the command line, as its caller, the record and the books tell of it afterwards.
 *
 * @param peer what the caller was told
 * @param cdr the record
 * @param paidMicros by how much the account's balance fell
 * @param mark how many events the carrier had told before
 */
record PlacedCall(RunningGateway gateway, PeerProcess.Ended peer, JsonNode cdr, long paidMicros, int mark) {
    private static final Duration LONGEST = Duration.ofSeconds(75);

    /** Calls, waits for the end, and reads what everybody wrote down. */
    static PlacedCall place(RunningGateway gateway, String user, String number, String... options) {
        long before = gateway.balanceMicros(user);
        Instant since = Instant.now();
        int mark = gateway.carrier().events().size();
        try (PeerProcess caller = PeerProcess.call(gateway, user, number, options)) {
            PeerProcess.Ended ended = caller.ended(LONGEST);
            JsonNode cdr = gateway.cdrSince(user, since);
            return new PlacedCall(gateway, ended, cdr, before - gateway.balanceMicros(user), mark);
        }
    }

    /** The caller, the record and the ledger tell the same story, and nothing is left on hold. */
    PlacedCall everybodyAgrees() {
        assertThat(cdr.path("cause").asText()).as(toString()).isEqualTo(peer.text("cause"));
        assertThat(cdr.path("side").asText()).as(toString()).isEqualTo(peer.text("side"));
        assertThat(cdr.path("sip_status").asInt()).as(toString()).isEqualTo((int) peer.number("sip_status"));
        assertThat(cdr.path("cost_micros").asLong()).as(toString()).isEqualTo(paidMicros);
        assertThat(peer.micros("price")).as(toString()).isEqualTo(paidMicros);
        String user = cdr.path("user").asText();
        assertThat(peer.micros("balance")).as(toString()).isEqualTo(gateway.balanceMicros(user));
        assertThat(gateway.heldMicros(user)).as(toString()).isZero();
        gateway.assertBooksRight();
        return this;
    }

    /** It ended like this for a script. */
    PlacedCall ended(String state, String cause, int sipStatus, int exitCode) {
        assertThat(peer.text("state")).as(toString()).isEqualTo(state);
        assertThat(peer.text("cause")).as(toString()).isEqualTo(cause);
        assertThat(peer.number("sip_status")).as(toString()).isEqualTo(sipStatus);
        assertThat(peer.exitCode()).as(toString()).isEqualTo(exitCode);
        return this;
    }

    /** Nobody talked, so nobody paid. */
    PlacedCall wasFree() {
        assertThat(paidMicros).as(toString()).isZero();
        assertThat(cdr.path("cost_micros").asLong()).as(toString()).isZero();
        assertThat(cdr.path("talk_ms").asLong()).as(toString()).isZero();
        return this;
    }

    /** The carrier never heard of it. */
    PlacedCall touchedNoTrunk() {
        assertThat(gateway.carrier().eventsAfter(mark)).as(toString()).isEmpty();
        return this;
    }

    /** The carrier's own id of the call. */
    String carriersId() {
        return gateway.carrier().await(mark, "invite").call();
    }

    @Override
    public String toString() {
        return "caller: " + peer.json() + "\nrecord: " + cdr + "\npaid: " + paidMicros + "\ncarrier: "
                + gateway.carrier().eventsAfter(mark) + "\n" + peer.words();
    }
}
