package io.tollgate.rtp.srtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A sender, a line and a receiver, led by the input: each byte is a step (send, leap ahead, deliver, deliver damaged,
 * change keys on either side), so that any order of them is tried. No packet is taken twice, none that was damaged at
 * all, and what is taken is what was sent.
 */
class SrtpStreamFuzzTest {
    private static final int MAX_LINE = 64;
    private static final List<SrtpProfile> PROFILES = List.of(
            SrtpProfile.AES_CM_128_HMAC_SHA1_80,
            SrtpProfile.AEAD_AES_128_GCM,
            SrtpProfile.AES_256_CM_HMAC_SHA1_80,
            SrtpProfile.AEAD_AES_256_GCM);

    private final SplittableRandom random = new SplittableRandom(1);
    private final SrtpKeys[] keys = new SrtpKeys[PROFILES.size()];
    private final byte[][] clear = new byte[MAX_LINE][];
    private final byte[][] wire = new byte[MAX_LINE][];
    private final int[] numbers = new int[MAX_LINE];
    private int sent;

    @FuzzTest(maxDuration = "30s")
    void anyOrderOfPacketsAndKeys(byte[] steps) {
        for (int i = 0; i < keys.length; i++) {
            keys[i] = Packets.keys(PROFILES.get(i), random);
        }
        sent = 0;
        int sequence = 60_000;
        SrtpSender sender = new SrtpSender(keys[0]);
        SrtpReceiver receiver = new SrtpReceiver(keys[0]);
        Set<Integer> taken = new HashSet<>();
        int senderKeys = 0;
        int receiverKeys = 0;
        for (byte step : steps) {
            int argument = step & 0x1f;
            switch (step >> 5 & 7) {
                case 0, 1 -> send(sender, sequence++ & 0xffff);
                case 2 -> sequence += argument << 8;
                case 3, 4 -> deliver(receiver, argument, -1, taken);
                case 5 -> deliver(receiver, argument, step * 37 & 0xff, taken);
                case 6 -> {
                    if (senderKeys < keys.length - 1) {
                        sender.rekey(keys[++senderKeys], (argument & 1) == 0 ? Rollover.CONTINUES : Rollover.RESTARTS);
                    }
                }
                default -> {
                    if ((argument & 16) != 0) {
                        receiver.endOverlap();
                    } else if (receiverKeys < keys.length - 1) {
                        receiver.rekey(keys[++receiverKeys], argument);
                    }
                }
            }
        }
    }

    private void send(SrtpSender sender, int sequence) {
        byte[] packet = Packets.rtp(7, sequence, 20, random);
        byte[] buffer = Packets.roomy(packet, 0);
        int length = sender.protect(buffer, 0, packet.length);
        if (length > 0) {
            clear[sent % MAX_LINE] = packet;
            wire[sent % MAX_LINE] = Arrays.copyOf(buffer, length);
            numbers[sent % MAX_LINE] = sent++;
        }
    }

    /** {@code damage}: the bit to turn, or -1. */
    private void deliver(SrtpReceiver receiver, int back, int damage, Set<Integer> taken) {
        if (sent == 0) {
            return;
        }
        int slot = Math.max(0, sent - 1 - back) % MAX_LINE;
        byte[] buffer = wire[slot].clone();
        if (damage >= 0) {
            buffer[damage / 8 % buffer.length] ^= (byte) (1 << (damage % 8));
        }
        byte[] arrived = buffer.clone();
        int length = receiver.unprotect(buffer, 0, buffer.length);
        if (length < 0) {
            if (!Arrays.equals(buffer, arrived)) {
                throw new AssertionError("a refused packet was changed");
            }
        } else if (damage >= 0) {
            throw new AssertionError("bit " + damage + " is not authenticated");
        } else if (!taken.add(numbers[slot])) {
            throw new AssertionError("packet " + numbers[slot] + " was taken twice");
        } else if (!Arrays.equals(Arrays.copyOf(buffer, length), clear[slot])) {
            throw new AssertionError("packet " + numbers[slot] + " came out as another");
        }
    }
}
