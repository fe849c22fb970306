package io.tollgate.billing.number;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The clock of a region: of several zones the one in which most of its people live, so that the United States go by New
 * York. Source: zone.tab of the tz database.
 */
public final class RegionZones {
    private static final Map<String, ZoneId> ZONES = load();

    private RegionZones() {}

    /** The zone of a region such as {@code LU}; UTC for numbers of no country and for unknown regions. */
    public static ZoneId of(String region) {
        return ZONES.getOrDefault(region, ZoneOffset.UTC);
    }

    private static Map<String, ZoneId> load() {
        try (InputStream file = Objects.requireNonNull(RegionZones.class.getResourceAsStream("zones.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toUnmodifiableMap(cells -> cells[0], cells -> ZoneId.of(cells[1])));
        } catch (IOException e) {
            throw new UncheckedIOException("the zones in this build are damaged", e);
        }
    }
}
