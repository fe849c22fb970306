package io.tollgate.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.admin.TrunkEntity;
import io.tollgate.gateway.trunks.TrunkMedia;
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

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            OFF,      PCMU, RTP/AVP 0,   none
            OFF,      PCMU, RTP/SAVP 0,  Audio transport protocol not available
            OPTIONAL, PCMU, RTP/AVP 0,   none
            OPTIONAL, PCMU, RTP/SAVP 0,  none
            REQUIRED, PCMU, RTP/SAVP 0,  none
            REQUIRED, PCMU, RTP/AVP 0,   Media must be encrypted: RTP/SAVP with security descriptions
            OFF,      iLBC, RTP/AVP 0,   No common audio codec
            OFF,      G729, RTP/AVP 18,  none
            """)
    void anOfferThatCannotBeAnsweredSaysWhyBeforeAnybodyIsRung(
            String srtp, String codec, String transport, String fault) {
        String offer = "v=0\r\no=u 1 1 IN IP4 192.0.2.9\r\nc=IN IP4 192.0.2.9\r\nm=audio 6000 " + transport + "\r\n"
                + KEY + "\r\n";
        assertThat(TrunkLeg.fault(offer, trunk(srtp, codec)).orElse(null)).isEqualTo(fault);
        assertThat(TrunkLeg.fault("v=1", trunk(srtp, codec))).contains("SDP line 1: version is not 0");
    }
}
