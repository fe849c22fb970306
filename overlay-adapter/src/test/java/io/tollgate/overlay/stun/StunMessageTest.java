package io.tollgate.overlay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StunMessageTest {
    private static final byte[] KEY = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.UTF_8);
    private static final TransactionId ID = new TransactionId(0x01020304, 0x05060708090a0b0cL);

    @Test
    void whatIsWrittenIsReadBack() {
        byte[] bytes = StunWriter.binding(StunClass.REQUEST, ID)
                .username("gate:peer")
                .priority(0x7e0000ffL)
                .iceControlling(0xfedcba9876543210L)
                .useCandidate()
                .integrity(KEY)
                .fingerprint()
                .toBytes();
        StunMessage message = StunVectorsTest.parsed(bytes);
        assertThat(message.transactionId()).isEqualTo(ID);
        assertThat(message.username()).isEqualTo("gate:peer");
        assertThat(message.priority()).hasValue(0x7e0000ffL);
        assertThat(message.iceControlling()).hasValue(0xfedcba9876543210L);
        assertThat(message.useCandidate()).isTrue();
        assertThat(message.integrity(KEY)).isEqualTo(StunMessage.Check.VALID);
        assertThat(message.fingerprint()).isEqualTo(StunMessage.Check.VALID);
    }

    @Test
    void errorResponsesCarryCodeReasonAndUnknownTypes() {
        byte[] bytes = StunWriter.binding(StunClass.ERROR, ID)
                .error(StunError.UNKNOWN_ATTRIBUTE)
                .unknownAttributes(List.of(0x7001))
                .toBytes();
        StunMessage message = StunVectorsTest.parsed(bytes);
        assertThat(message.isBinding(StunClass.ERROR)).isTrue();
        assertThat(message.errorCode()).isEqualTo(StunError.UNKNOWN_ATTRIBUTE);
    }

    @Test
    void mappedAddressesOfBothFamiliesSurviveTheXor() {
        for (String host : List.of("203.0.113.9", "2001:db8::17")) {
            InetSocketAddress address = new InetSocketAddress(host, 40001);
            byte[] bytes = StunWriter.binding(StunClass.SUCCESS, ID)
                    .xorMappedAddress(address)
                    .toBytes();
            assertThat(StunVectorsTest.parsed(bytes).mappedAddress()).isEqualTo(address);
        }
    }

    @Test
    void oneFlippedBitBreaksIntegrityOrFingerprint() {
        for (int bit = 0; bit < StunVectorsTest.REQUEST.length * 8; bit++) {
            byte[] bytes = StunVectorsTest.REQUEST.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            boolean accepted = StunMessage.parse(bytes, 0, bytes.length) instanceof StunParsed.Parsed(StunMessage m)
                    && m.fingerprint() == StunMessage.Check.VALID
                    && m.integrity(KEY) == StunMessage.Check.VALID;
            assertThat(accepted).as("bit %d flipped", bit).isFalse();
        }
    }

    @Test
    void attributesBehindTheIntegrityAreIgnored() {
        byte[] bytes = StunWriter.binding(StunClass.REQUEST, ID)
                .username("a:b")
                .integrity(KEY)
                .useCandidate()
                .fingerprint()
                .toBytes();
        StunMessage message = StunVectorsTest.parsed(bytes);
        assertThat(message.useCandidate()).isFalse();
        assertThat(message.integrity(KEY)).isEqualTo(StunMessage.Check.VALID);
        assertThat(message.fingerprint()).isEqualTo(StunMessage.Check.VALID);
    }

    @Test
    void anUnknownTypeBelow8000IsNamedAndOneAboveIsNot() {
        byte[] known = StunWriter.binding(StunClass.REQUEST, ID).priority(1).toBytes();
        byte[] required = known.clone();
        required[20] = 0x70;
        byte[] optional = known.clone();
        optional[20] = (byte) 0xC0;
        assertThat(StunVectorsTest.parsed(known).unknownRequired()).isEmpty();
        assertThat(StunVectorsTest.parsed(required).unknownRequired()).containsExactly(0x7024);
        assertThat(StunVectorsTest.parsed(optional).unknownRequired()).isEmpty();
    }

    @Test
    void eachFaultHasItsName() {
        byte[] good = StunVectorsTest.REQUEST;
        assertThat(faultOf(Arrays.copyOf(good, 19))).isEqualTo(StunParsed.Fault.SIZE);
        assertThat(faultOf(new byte[StunMessage.MAX_BYTES + 1])).isEqualTo(StunParsed.Fault.SIZE);
        assertThat(faultOf(with(good, 0, 0x80))).isEqualTo(StunParsed.Fault.NOT_STUN);
        assertThat(faultOf(with(good, 4, 0))).isEqualTo(StunParsed.Fault.COOKIE);
        assertThat(faultOf(Arrays.copyOf(good, good.length - 4))).isEqualTo(StunParsed.Fault.LENGTH);
        assertThat(faultOf(with(good, 22, 0x10))).isEqualTo(StunParsed.Fault.ATTRIBUTE_LENGTH);
        assertThat(faultOf(with(StunVectorsTest.IPV4_RESPONSE, 41, 9))).isEqualTo(StunParsed.Fault.ATTRIBUTE_VALUE);
        byte[] crowded = new byte[20 + 4 * 40];
        System.arraycopy(good, 0, crowded, 0, 20);
        crowded[3] = (byte) 160;
        for (int i = 20; i < crowded.length; i += 4) {
            crowded[i] = (byte) 0xC0;
        }
        assertThat(faultOf(crowded)).isEqualTo(StunParsed.Fault.TOO_MANY_ATTRIBUTES);
    }

    @Test
    void thirtyThousandMutatedMessagesNeverThrow() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] seeds = {StunVectorsTest.REQUEST, StunVectorsTest.IPV4_RESPONSE, StunVectorsTest.IPV6_RESPONSE};
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = seeds[random.nextInt(seeds.length)].clone();
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            }
            readEverything(bytes);
        }
    }

    @FuzzTest
    void anyDatagramIsReadOrRefused(byte[] datagram) {
        readEverything(datagram);
    }

    private static void readEverything(byte[] bytes) {
        if (StunMessage.parse(bytes, 0, bytes.length) instanceof StunParsed.Parsed(StunMessage message)) {
            var touched = List.of(
                    String.valueOf(message.username()),
                    String.valueOf(message.software()),
                    message.priority(),
                    message.iceControlled(),
                    message.iceControlling(),
                    message.useCandidate(),
                    String.valueOf(message.mappedAddress()),
                    String.valueOf(message.errorCode()),
                    message.unknownRequired(),
                    message.integrity(KEY),
                    message.fingerprint(),
                    message.messageClass(),
                    message.method());
            assertThat(touched).hasSize(13);
        }
    }

    private static StunParsed.Fault faultOf(byte[] datagram) {
        return switch (StunMessage.parse(datagram, 0, datagram.length)) {
            case StunParsed.Malformed(StunParsed.Fault fault) -> fault;
            case StunParsed.Parsed(StunMessage message) -> throw new AssertionError("accepted " + message);
        };
    }

    private static byte[] with(byte[] message, int at, int value) {
        byte[] changed = message.clone();
        changed[at] = (byte) value;
        return changed;
    }
}
