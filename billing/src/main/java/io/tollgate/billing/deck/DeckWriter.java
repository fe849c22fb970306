package io.tollgate.billing.deck;

import io.tollgate.billing.money.Money;
import io.tollgate.billing.rating.Rate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes a rate deck as comma-separated text (RFC 4180) that {@link DeckReader} reads back identically. */
public final class DeckWriter {

    private static final String HEADING =
            "prefix,destination,group,rate_per_minute,connection_fee,first_seconds,next_seconds,minimum_charge,"
                    + "grace_seconds,bands,currency,blocked,note";
    private static final String LINE_END = "\r\n";

    private DeckWriter() {}

    /**
     * Writes heading and rows, in the order given.
     *
     * @param currency ISO 4217 code of the prices
     * @param out where to, as UTF-8 if it becomes bytes
     * @throws IOException only when {@code out} fails
     */
    public static void write(String currency, List<Rate> rates, Appendable out) throws IOException {
        heading(out);
        for (Rate rate : rates) {
            row(currency, rate, out);
        }
    }

    /** Writes the heading alone, for rows that follow one by one. */
    public static void heading(Appendable out) throws IOException {
        out.append(HEADING).append(LINE_END);
    }

    /** Writes one row. */
    public static void row(String currency, Rate rate, Appendable out) throws IOException {
        out.append(rate.prefix()).append(',');
        out.append(cell(rate.destination())).append(',');
        out.append(cell(rate.group())).append(',');
        out.append(new Money(rate.perMinuteMicros(), currency).plain()).append(',');
        out.append(new Money(rate.connectionFeeMicros(), currency).plain()).append(',');
        out.append(Integer.toString(rate.firstSeconds())).append(',');
        out.append(Integer.toString(rate.incrementSeconds())).append(',');
        out.append(new Money(rate.minimumMicros(), currency).plain()).append(',');
        out.append(Integer.toString(rate.graceSeconds())).append(',');
        out.append(cell(rate.bands().toString())).append(',');
        out.append(currency).append(',');
        out.append(rate.blocked() ? "yes" : "no").append(',');
        out.append(cell(rate.note())).append(LINE_END);
    }

    /** The file as a string. */
    public static String write(String currency, List<Rate> rates) {
        StringBuilder out = new StringBuilder(rates.size() * 80 + HEADING.length());
        try {
            write(currency, rates, out);
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
        return out.toString();
    }

    private static String cell(String text) {
        boolean plain =
                text.chars().noneMatch(c -> c == ',' || c == ';' || c == '|' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
