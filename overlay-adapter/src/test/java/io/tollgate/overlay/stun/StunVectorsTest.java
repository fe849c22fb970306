package io.tollgate.overlay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The published samples of RFC 5769. */
class StunVectorsTest {
    private static final byte[] PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.UTF_8);

    static final byte[] REQUEST = hex("""
            00010058 2112a442 b7e7a701bc34d686fa87dfae
            80220010 5354554e207465737420636c69656e74
            00240004 6e0001ff
            80290008 932ff9b151263b36
            00060009 6576746a3a68367659202020
            00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
            80280004 e57a3bcf""");

    static final byte[] IPV4_RESPONSE = hex("""
            0101003c 2112a442 b7e7a701bc34d686fa87dfae
            8022000b 7465737420766563746f7220
            00200008 0001a147e112a643
            00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7
            80280004 c07d4c96""");

    static final byte[] IPV6_RESPONSE = hex("""
            01010048 2112a442 b7e7a701bc34d686fa87dfae
            8022000b 7465737420766563746f7220
            00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
            00080014 a382954e4be67bf11784c97c8292c275bfe3ed41
            80280004 c8fb0b4c""");

    private static final byte[] LONG_TERM_REQUEST = hex("""
            00010060 2112a442 78ad3433c6ad72c029da412e
            00060012 e3839ee38388e383aae38383e382afe382b90000
            0015001c 662f2f3439396b39353464364f4c33346f4c394653547679363473 41
            0014000b 6578616d706c652e6f726700
            00080014 f67024656dd64a3e02b8e0712e85c9a28ca89666""");

    @Test
    void sampleRequestReadsAndVerifies() {
        StunMessage message = parsed(REQUEST);
        assertThat(message.isBinding(StunClass.REQUEST)).isTrue();
        assertThat(message.transactionId()).isEqualTo(new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL));
        assertThat(message.software()).isEqualTo("STUN test client");
        assertThat(message.username()).isEqualTo("evtj:h6vY");
        assertThat(message.priority()).hasValue(0x6e0001ffL);
        assertThat(message.iceControlled()).hasValue(0x932ff9b151263b36L);
        assertThat(message.integrity(PASSWORD)).isEqualTo(StunMessage.Check.VALID);
        assertThat(message.fingerprint()).isEqualTo(StunMessage.Check.VALID);
    }

    @Test
    void sampleIpv4ResponseReadsAndVerifies() {
        StunMessage message = parsed(IPV4_RESPONSE);
        assertThat(message.isBinding(StunClass.SUCCESS)).isTrue();
        assertThat(message.mappedAddress()).isEqualTo(new InetSocketAddress("192.0.2.1", 32853));
        assertThat(message.integrity(PASSWORD)).isEqualTo(StunMessage.Check.VALID);
        assertThat(message.fingerprint()).isEqualTo(StunMessage.Check.VALID);
    }

    @Test
    void sampleIpv6ResponseReadsAndVerifies() {
        StunMessage message = parsed(IPV6_RESPONSE);
        assertThat(message.mappedAddress())
                .isEqualTo(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853));
        assertThat(message.integrity(PASSWORD)).isEqualTo(StunMessage.Check.VALID);
        assertThat(message.fingerprint()).isEqualTo(StunMessage.Check.VALID);
    }

    @Test
    void integrityHoldsUnderALongTermKeyToo() throws Exception {
        byte[] key = MessageDigest.getInstance("MD5")
                .digest("\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9:example.org:TheMatrIX".getBytes(StandardCharsets.UTF_8));
        StunMessage message = parsed(LONG_TERM_REQUEST);
        assertThat(message.integrity(key)).isEqualTo(StunMessage.Check.VALID);
        assertThat(message.fingerprint()).isEqualTo(StunMessage.Check.ABSENT);
    }

    @Test
    void theWriterReproducesTheIpv4SampleUpToItsPaddingOctets() {
        byte[] written = StunWriter.binding(StunClass.SUCCESS, new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL))
                .software("test vector")
                .xorMappedAddress(new InetSocketAddress("192.0.2.1", 32853))
                .integrity(PASSWORD)
                .fingerprint()
                .toBytes();
        // The sample pads SOFTWARE with a space, we pad with zero: lengths and everything before the seals agree.
        assertThat(written).hasSameSizeAs(IPV4_RESPONSE);
        byte[] expectedHead = java.util.Arrays.copyOf(IPV4_RESPONSE, 48);
        expectedHead[35] = 0;
        assertThat(java.util.Arrays.copyOf(written, 48)).isEqualTo(expectedHead);
        assertThat(parsed(written).integrity(PASSWORD)).isEqualTo(StunMessage.Check.VALID);
    }

    static StunMessage parsed(byte[] datagram) {
        return switch (StunMessage.parse(datagram, 0, datagram.length)) {
            case StunParsed.Parsed(StunMessage message) -> message;
            case StunParsed.Malformed(StunParsed.Fault fault) -> throw new AssertionError(fault);
        };
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
