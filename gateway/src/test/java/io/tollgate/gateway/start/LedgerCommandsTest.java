package io.tollgate.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.ledger.chain.ChainedEntry;
import io.tollgate.billing.ledger.chain.EntryChain;
import io.tollgate.billing.ledger.chain.Receipt;
import io.tollgate.billing.ledger.chain.ReceiptJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandsTest {
    private static final Instant AT = Instant.parse("2026-12-01T10:00:00Z");

    @TempDir
    Path folder = Path.of("");

    private Path receipt(String name, long amount) throws IOException {
        var entry = new ChainedEntry(1, new UUID(1, 1), "TOPUP", amount, amount, AT, "bank", "", "ab".repeat(32), "");
        var chained = EntryChain.chained(EntryChain.GENESIS, "alice", "EUR", entry);
        return Files.writeString(
                folder.resolve(name),
                ReceiptJson.write(new Receipt("alice", "EUR", AT, EntryChain.GENESIS, List.of(chained))));
    }

    private static int check(Path... files) {
        String[] arguments = new String[files.length + 1];
        arguments[0] = "receipt-check";
        for (int i = 0; i < files.length; i++) {
            arguments[i + 1] = files[i].toString();
        }
        return LedgerCommands.run(arguments);
    }

    @Test
    void theExitCodeTellsRightFromWrongFromUnreadable() throws IOException {
        Path right = receipt("right.json", 5);
        Path wrong = Files.writeString(
                folder.resolve("wrong.json"), Files.readString(right).replace("bank", "bonk"));
        Path none = Files.writeString(folder.resolve("none.json"), "{}");
        assertThat(check(right, right)).isEqualTo(LedgerCommands.RIGHT);
        assertThat(check(wrong)).isEqualTo(LedgerCommands.WRONG);
        assertThat(check(right, receipt("other.json", 6))).isEqualTo(LedgerCommands.WRONG);
        assertThat(check(none)).isEqualTo(LedgerCommands.CANNOT_SAY);
        assertThat(check(folder.resolve("absent.json"))).isEqualTo(LedgerCommands.CANNOT_SAY);
        assertThat(check()).isEqualTo(LedgerCommands.USAGE);
        assertThat(LedgerCommands.run()).isEqualTo(LedgerCommands.USAGE);
        assertThat(LedgerCommands.run("verify", "--db", "mysql://x")).isEqualTo(LedgerCommands.CANNOT_SAY);
        assertThat(LedgerCommands.run("verify", "--data", folder.toString(), "--url", "http://127.0.0.1:1"))
                .isEqualTo(LedgerCommands.CANNOT_SAY);
    }
}
