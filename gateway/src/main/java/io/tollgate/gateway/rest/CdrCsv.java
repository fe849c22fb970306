package io.tollgate.gateway.rest;

import io.tollgate.gateway.rest.CdrsResource.CdrView;
import io.tollgate.gateway.rest.CdrsResource.StreamView;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records as comma-separated text (RFC 4180), with the names of the JSON as headings. */
final class CdrCsv {
    private static final String LINE_END = "\r\n";
    private static final String HEADING =
            "id,direction,user,device,dialled,number,caller,destination,rate_prefix,deck_id,deck_version,trunk,codec,"
                    + "started_at,ringing_at,answered_at,ended_at,talk_ms,billed_seconds,cost_micros,tax_micros,currency,"
                    + "carrier_cost_micros,carrier_currency,"
                    + "cause,side,sip_status,q850,loss_pct,jitter_ms,mos" + headings("user") + headings("trunk")
                    + ",pipeline";

    /** What a spreadsheet would take for a formula; a plain number, signed or not, is none. */
    private static final Pattern FORMULA = Pattern.compile("[=@\\t\\r].*|[+-](?![0-9.]+$).*", Pattern.DOTALL);

    private static final Pattern QUOTED = Pattern.compile("[,;\"\\r\\n]");

    private CdrCsv() {}

    static String write(List<CdrView> records) {
        StringBuilder out = new StringBuilder(HEADING).append(LINE_END);
        records.forEach(record -> out.append(line(record)).append(LINE_END));
        return out.toString();
    }

    private static String line(CdrView record) {
        @Nullable
        Object[] cells = {
            record.id(),
            record.direction(),
            record.user(),
            record.device(),
            record.dialled(),
            record.number(),
            record.caller(),
            record.destination(),
            record.ratePrefix(),
            record.deckId(),
            record.deckVersion(),
            record.trunk(),
            record.codec(),
            record.startedAt(),
            record.ringingAt(),
            record.answeredAt(),
            record.endedAt(),
            record.talkMs(),
            record.billedSeconds(),
            record.costMicros(),
            record.taxMicros(),
            record.currency(),
            record.carrierCostMicros(),
            record.carrierCurrency(),
            record.cause(),
            record.side(),
            record.sipStatus(),
            record.q850(),
            record.lossPct(),
            record.jitterMs(),
            record.mos()
        };
        return Stream.of(
                        Arrays.stream(cells),
                        Arrays.stream(cells(record.fromUser())),
                        Arrays.stream(cells(record.fromTrunk())),
                        Stream.of(Objects.requireNonNullElse(record.pipeline(), "")))
                .flatMap(part -> part)
                .map(CdrCsv::cell)
                .collect(Collectors.joining(","));
    }

    private static String headings(String from) {
        return Stream.of(
                        "packets",
                        "loss_pct",
                        "discard_pct",
                        "jitter_ms",
                        "concealed_pct",
                        "delay_ms",
                        "level_dbov",
                        "r_factor",
                        "mos")
                .map(name -> "," + from + "_" + name)
                .collect(Collectors.joining());
    }

    private static @Nullable Object[] cells(@Nullable StreamView stream) {
        return stream == null
                ? new @Nullable Object[9]
                : new @Nullable Object[] {
                    stream.packets(),
                    stream.lossPct(),
                    stream.discardPct(),
                    stream.jitterMs(),
                    stream.concealedPct(),
                    stream.delayMs(),
                    stream.levelDbov(),
                    stream.rFactor(),
                    stream.mos()
                };
    }

    /** What a caller dialled or called itself is foreign text: it must not become a formula. */
    static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
        return QUOTED.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
