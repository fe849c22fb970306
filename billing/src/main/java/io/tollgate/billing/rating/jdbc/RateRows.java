package io.tollgate.billing.rating.jdbc;

import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.rating.BandZone;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.DeckTerms;
import io.tollgate.billing.rating.Rate;
import io.tollgate.billing.rating.RateBands;
import io.tollgate.billing.rating.Rounding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/** Reads rows of the tables deck and rate. */
public final class RateRows {
    private RateRows() {}

    /** A row of table {@code deck}. */
    public static DeckHeader header(ResultSet row) throws SQLException {
        return new DeckHeader(
                row.getString("id"),
                row.getInt("version"),
                row.getString("name"),
                row.getString("currency"),
                row.getInt("tax_bp"),
                new DeckTerms(
                        DeckTerms.Side.valueOf(row.getString("side")),
                        row.getBoolean("tax_added"),
                        new Rounding(
                                Rounding.Rule.valueOf(row.getString("rounding")), row.getLong("rounding_unit_micros")),
                        new BandZone(row.getString("band_zone")),
                        Database.instant(row, "effective_from"),
                        Database.instant(row, "effective_to")));
    }

    /** A row of table {@code rate}. */
    public static Rate rate(ResultSet row) throws SQLException {
        return new Rate(
                row.getString("prefix"),
                row.getString("destination"),
                row.getLong("per_minute_micros"),
                row.getLong("connection_fee_micros"),
                row.getInt("first_s"),
                row.getInt("increment_s"),
                row.getBoolean("blocked"),
                Objects.requireNonNullElse(row.getString("destination_group"), ""),
                "",
                row.getLong("minimum_micros"),
                row.getInt("grace_s"),
                RateBands.parse(row.getString("bands")));
    }
}
