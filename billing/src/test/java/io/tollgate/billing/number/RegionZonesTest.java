package io.tollgate.billing.number;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RegionZonesTest {

    @Test
    void everyRegionOfTheNumberingPlanHasAClock() {
        for (String region : PhoneNumberUtil.getInstance().getSupportedRegions()) {
            assertThat(RegionZones.of(region)).as(region).isNotEqualTo(ZoneOffset.UTC);
        }
        assertThat(RegionZones.of("LU")).isEqualTo(ZoneId.of("Europe/Luxembourg"));
        assertThat(RegionZones.of("US")).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(RegionZones.of("001")).isEqualTo(ZoneOffset.UTC);
    }
}
