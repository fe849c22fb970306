package io.tollgate.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.admin.TrunkEntity;
import io.tollgate.gateway.call.EndSide;
import io.tollgate.gateway.trunks.TrunkMedia;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.MediaConfig;
import io.tollgate.rtp.media.MediaPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrunkLegTest {
    private static final String KEY =
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";

    private static TrunkMedia trunk(String srtp, String codecs) {
        TrunkEntity trunk = new TrunkEntity();
        trunk.srtp = srtp;
        trunk.codecs = codecs;
        return TrunkMedia.of(trunk);
    }

    @Test
    void aTrunkThatTakesOverGetsTheSamePortWithItsOwnCodecsAndKeys() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        MediaConfig config = new MediaConfig(
                here, here, null, 0, 29_000, 29_099, 1, new OpusSettings(24_000, 5, true, 5, false), false);
        SecureRandom random = new SecureRandom();
        try (MediaPlane plane = MediaPlane.start(config)) {
            MediaCall call = plane.newCall(
                    "failover", new MediaWatcher(EndSide.CALLER, (side, ms, why) -> {}, (side, digit) -> {}));
            TrunkLeg first = TrunkLeg.open(call, here, trunk("REQUIRED", "PCMA"), 7, random);
            TrunkLeg second = first.onto(trunk("REQUIRED", "GSM,PCMU"), random);
            TrunkLeg third = second.onto(trunk("OFF", "PCMU"), random);

            assertThat(section(first)).endsWith(" RTP/SAVP 8 101");
            assertThat(section(second)).isEqualTo(section(first).replace(" 8 101", " 3 0 101"));
            assertThat(section(third)).isEqualTo(section(first).replace("SAVP 8", "AVP 0"));
            List<String> keys = new ArrayList<>(keys(first));
            keys.addAll(keys(second));
            assertThat(keys).hasSize(12).doesNotHaveDuplicates();
            assertThat(keys(third)).isEmpty();
        }
    }

    private static String section(TrunkLeg leg) {
        return leg.offer()
                .lines()
                .filter(line -> line.startsWith("m="))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> keys(TrunkLeg leg) {
        return leg.offer()
                .lines()
                .filter(line -> line.startsWith("a=crypto:"))
                .map(line -> line.substring(line.indexOf("inline:")))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            OFF,      PCMU, RTP/AVP 0,   none
            OFF,      PCMU, RTP/SAVP 0,  Audio transport protocol not available
            OPTIONAL, PCMU, RTP/AVP 0,   none
            OPTIONAL, PCMU, RTP/SAVP 0,  none
            REQUIRED, PCMU, RTP/SAVP 0,  none
            REQUIRED, PCMU, RTP/AVP 0,   Media must be encrypted: RTP/SAVP with security descriptions
            OFF,      GSM,  RTP/AVP 0,   No common audio codec
            OFF,      GSM,  RTP/AVP 3,   none
            """)
    void anOfferThatCannotBeAnsweredSaysWhyBeforeAnybodyIsRung(
            String srtp, String codec, String transport, String fault) {
        String offer = "v=0\r\no=u 1 1 IN IP4 192.0.2.9\r\nc=IN IP4 192.0.2.9\r\nm=audio 6000 " + transport + "\r\n"
                + KEY + "\r\n";
        assertThat(TrunkLeg.fault(offer, trunk(srtp, codec)).orElse(null)).isEqualTo(fault);
        assertThat(TrunkLeg.fault("v=1", trunk(srtp, codec))).contains("SDP line 1: version is not 0");
    }
}
