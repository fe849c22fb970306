package io.tollgate.billing.notice.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.notice.Notice;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes notices and lists them. */
public final class Notices {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS =
            "select n.id, a.username, n.kind, n.words, n.detail, n.at, n.seen_at from notice n left join account a on a.id = n.account_id ";

    private final Database database;

    public Notices(Database database) {
        this.database = database;
    }

    /** A notice and when its user has seen it; null for not yet. */
    public record Told(Notice notice, @Nullable Instant seenAt) {}

    /** Writes a notice within the transaction that makes it true. The same once more is left as it is. */
    public static void tell(Statements statements, Notice notice) throws SQLException {
        statements.update(
                """
                insert into notice (id, account_id, kind, words, detail, at)
                values (?, (select id from account where username = ?), ?, ?, ?::jsonb, ?) on conflict (id) do nothing
                """,
                notice.id(),
                notice.user(),
                notice.kind().word(),
                notice.words(),
                json(notice.detail()),
                notice.at());
    }

    /** A user's, newest first; those for the operator alone when {@code user} is null. */
    public List<Told> of(@Nullable String user, int limit) {
        return user == null
                ? database.list(COLUMNS + "order by n.at desc, n.id desc limit ?", Notices::read, limit)
                : database.list(
                        COLUMNS + "where a.username = ? order by n.at desc, n.id desc limit ?",
                        Notices::read,
                        user,
                        limit);
    }

    /** Marks a user's notice as seen; false when there is no such notice of theirs. */
    public boolean seen(String user, UUID id) {
        return 1 == database.update("""
                        update notice set seen_at = coalesce(seen_at, now())
                        where id = ? and account_id = (select id from account where username = ?)
                        """, id, user);
    }

    private static Told read(ResultSet row) throws SQLException {
        return new Told(
                new Notice(
                        row.getObject("id", UUID.class),
                        row.getString("username"),
                        Notice.Kind.valueOf(
                                row.getString("kind").toUpperCase(Locale.ROOT).replace('-', '_')),
                        row.getString("words"),
                        map(row.getString("detail")),
                        Database.presentInstant(row, "at")),
                Database.instant(row, "seen_at"));
    }

    private static String json(Map<String, String> detail) {
        try {
            return JSON.writeValueAsString(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a notice's detail is no JSON", e);
        }
    }

    private static Map<String, String> map(String json) {
        try {
            return JSON.readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database kept no JSON as a notice's detail", e);
        }
    }
}
