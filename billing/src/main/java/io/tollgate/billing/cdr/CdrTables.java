package io.tollgate.billing.cdr;

import io.tollgate.billing.export.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls and attempts as tables to export, with the names that the REST interface uses. */
public final class CdrTables {
    /** One row per call. */
    public static final List<Column<Cdr>> CALLS = calls();

    /** One row per attempt. */
    public static final List<Column<CallAttempt>> ATTEMPTS = attempts();

    private CdrTables() {}

    private static List<Column<Cdr>> calls() {
        List<Column<Cdr>> columns = new ArrayList<>(List.of(
                text("id", cdr -> text(cdr.id())),
                text("direction", cdr -> word(cdr.direction())),
                text("user", Cdr::user),
                text("device", Cdr::device),
                text("dialled", cdr -> cdr.numbers().dialled()),
                text("number", cdr -> cdr.numbers().sent()),
                text("caller", cdr -> cdr.numbers().caller()),
                text("destination", cdr -> cdr.tariff().destination()),
                text("rate_prefix", cdr -> cdr.tariff().prefix()),
                whole("deck_id", cdr -> cdr.tariff().deckId()),
                whole("deck_version", cdr -> wide(cdr.tariff().deckVersion())),
                text("trunk", Cdr::trunk),
                text("codec", Cdr::codec),
                instant("started_at", cdr -> cdr.times().started()),
                instant("ringing_at", cdr -> cdr.times().ringing()),
                instant("answered_at", cdr -> cdr.times().answered()),
                instant("ended_at", cdr -> cdr.times().ended()),
                whole("talk_ms", Cdr::talkMs),
                whole("billed_seconds", Cdr::billedSeconds),
                whole("cost_micros", Cdr::costMicros),
                whole("tax_micros", Cdr::taxMicros),
                text("currency", Cdr::currency),
                whole("carrier_cost_micros", of(cost -> Long.valueOf(cost.micros()))),
                text("carrier_currency", of(Cdr.CarrierCost::currency)),
                text("cause", cdr -> cdr.ending().cause()),
                text("side", cdr -> cdr.ending().side()),
                whole("sip_status", cdr -> wide(cdr.ending().sipStatus())),
                whole("q850", cdr -> wide(cdr.ending().q850())),
                real("loss_pct", cdr -> cdr.quality().lossPct()),
                real("jitter_ms", cdr -> cdr.quality().jitterMs()),
                real("mos", cdr -> cdr.quality().mos())));
        columns.addAll(stream("user", cdr -> cdr.quality().fromUser()));
        columns.addAll(stream("trunk", cdr -> cdr.quality().fromTrunk()));
        columns.add(text("pipeline", cdr -> cdr.quality().pipeline()));
        return List.copyOf(columns);
    }

    private static List<Column<Cdr>> stream(String from, Function<Cdr, Cdr.@Nullable Stream> side) {
        return List.of(
                whole(from + "_packets", of(side, stream -> Long.valueOf(stream.packets()))),
                real(from + "_loss_pct", of(side, Cdr.Stream::lossPct)),
                real(from + "_discard_pct", of(side, Cdr.Stream::discardPct)),
                real(from + "_jitter_ms", of(side, Cdr.Stream::jitterMs)),
                real(from + "_concealed_pct", of(side, Cdr.Stream::concealedPct)),
                real(from + "_delay_ms", of(side, Cdr.Stream::delayMs)),
                real(from + "_level_dbov", of(side, Cdr.Stream::levelDbov)),
                real(from + "_r_factor", of(side, Cdr.Stream::rFactor)),
                real(from + "_mos", of(side, Cdr.Stream::mos)));
    }

    private static Function<Cdr, @Nullable Object> of(Function<Cdr.CarrierCost, @Nullable Object> figure) {
        return cdr -> {
            Cdr.CarrierCost cost = cdr.tariff().carrier();
            return cost == null ? null : figure.apply(cost);
        };
    }

    private static Function<Cdr, @Nullable Object> of(
            Function<Cdr, Cdr.@Nullable Stream> side, Function<Cdr.Stream, @Nullable Object> figure) {
        return cdr -> {
            Cdr.Stream stream = side.apply(cdr);
            return stream == null ? null : figure.apply(stream);
        };
    }

    private static List<Column<CallAttempt>> attempts() {
        return List.of(
                text("id", attempt -> text(attempt.id())),
                text("call_id", attempt -> text(attempt.callId())),
                whole("ordinal", attempt -> wide(attempt.ordinal())),
                text("kind", attempt -> word(attempt.kind())),
                text("target", CallAttempt::target),
                text("dialled", attempt -> attempt.numbers().dialled()),
                text("sent", attempt -> attempt.numbers().sent()),
                text("caller", attempt -> attempt.numbers().caller()),
                instant("started_at", attempt -> attempt.times().started()),
                instant("ringing_at", attempt -> attempt.times().ringing()),
                instant("answered_at", attempt -> attempt.times().answered()),
                instant("ended_at", attempt -> attempt.times().ended()),
                whole("pdd_ms", CallAttempt::pddMs),
                whole("talk_ms", CallAttempt::talkMs),
                text("codec", CallAttempt::codec),
                text("cause", attempt -> attempt.ending().cause()),
                text("side", attempt -> attempt.ending().side()),
                whole("sip_status", attempt -> wide(attempt.ending().sipStatus())),
                whole("q850", attempt -> wide(attempt.ending().q850())),
                real("loss_pct", attempt -> attempt.quality().lossPct()),
                real("jitter_ms", attempt -> attempt.quality().jitterMs()),
                real("mos", attempt -> attempt.quality().mos()),
                whole("cost_micros", CallAttempt::costMicros),
                text("cost_currency", CallAttempt::costCurrency));
    }

    private static <T> Column<T> text(String name, Function<T, @Nullable Object> value) {
        return new Column<>(name, Column.Type.TEXT, value);
    }

    private static <T> Column<T> whole(String name, Function<T, @Nullable Object> value) {
        return new Column<>(name, Column.Type.WHOLE, value);
    }

    private static <T> Column<T> real(String name, Function<T, @Nullable Object> value) {
        return new Column<>(name, Column.Type.REAL, value);
    }

    private static <T> Column<T> instant(String name, Function<T, @Nullable Object> value) {
        return new Column<>(name, Column.Type.INSTANT, value);
    }

    private static String text(UUID id) {
        return id.toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long wide(@Nullable Integer number) {
        return number == null ? null : Long.valueOf(number.longValue());
    }
}
