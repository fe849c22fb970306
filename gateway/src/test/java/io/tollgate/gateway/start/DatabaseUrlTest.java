package io.tollgate.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @Test
    void theUrlOfLibpqIsUnderstood() {
        assertThat(DatabaseUrl.parse("postgresql://tollgate:s3cret@db.example:6432/calls?sslmode=require"))
                .isEqualTo(new DatabaseUrl(
                        "jdbc:postgresql://db.example:6432/calls?sslmode=require", "tollgate", "s3cret"));
        assertThat(DatabaseUrl.parse("postgres://db/calls"))
                .isEqualTo(new DatabaseUrl("jdbc:postgresql://db/calls", null, null));
    }

    @Test
    void aJdbcUrlIsTakenAsItIs() {
        assertThat(DatabaseUrl.parse("jdbc:postgresql://db/calls").jdbcUrl()).isEqualTo("jdbc:postgresql://db/calls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://db/calls", "db", "postgresql://", "post gres://x", ""})
    void anythingElseIsRefusedInOneSentence(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("TOLLGATE_DB_URL");
    }

    @Test
    void errorDetailsStayOutOfTheLog() {
        assertThat(DatabaseUrl.quiet("jdbc:postgresql://db/calls")).endsWith("/calls?logServerErrorDetail=false");
        assertThat(DatabaseUrl.quiet("jdbc:postgresql://db/calls?a=b")).endsWith("a=b&logServerErrorDetail=false");
    }
}
