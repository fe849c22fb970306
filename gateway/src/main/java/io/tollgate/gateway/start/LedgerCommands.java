package io.tollgate.gateway.start;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.billing.ledger.LedgerCheck;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.ledger.chain.Receipt;
import io.tollgate.billing.ledger.chain.ReceiptJson;
import io.tollgate.billing.ledger.jdbc.LedgerAudit;
import io.tollgate.billing.postgres.io.EmbeddedPostgres;
import io.tollgate.billing.postgres.io.EmbeddedPostgresException;
import io.tollgate.billing.postgres.jdbc.Unpooled;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tollgate ledger}: whether the books, or a receipt of them, are what was booked. */
@Command(
        name = "ledger",
        description = "Verifies the books and the receipts that users keep.",
        subcommands = {LedgerCommands.Verify.class, LedgerCommands.ReceiptCheck.class},
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:right",
            "1:the command line could not be read",
            "2:it could not be verified: no database, no gateway, no such account, no receipt",
            "3:wrong; the first broken entry of each account is named"
        })
public final class LedgerCommands implements Callable<Integer> {
    static final int RIGHT = 0;
    static final int USAGE = 1;
    static final int CANNOT_SAY = 2;
    static final int WRONG = 3;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public static void main(String... args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new LedgerCommands())
                .setParameterExceptionHandler((failure, arguments) -> {
                    System.err.println("tollgate: " + failure.getMessage());
                    failure.getCommandLine().usage(System.err);
                    return USAGE;
                })
                .setExecutionExceptionHandler((failure, line, result) -> {
                    if (failure instanceof CannotStart
                            || failure instanceof LedgerUnavailableException
                            || failure instanceof LedgerException
                            || failure instanceof EmbeddedPostgresException) {
                        System.err.println("tollgate: " + failure.getMessage());
                        return CANNOT_SAY;
                    }
                    throw failure;
                })
                .execute(args);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(System.err);
        return USAGE;
    }

    /** The whole of the books, or one account. */
    @Command(
            name = "verify",
            description = "Recomputes balances, holds, charges and every hash of every account's chain.",
            sortOptions = false,
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        private static final Duration LONGEST = Duration.ofHours(1);

        @Option(names = "--account", paramLabel = "USER", description = "one account (default: all)")
        @Nullable
        String account;

        @Option(
                names = "--db",
                paramLabel = "URL",
                description = "the database, as in TOLLGATE_DB_URL (default: that variable)")
        @Nullable
        String database;

        @Option(
                names = "--url",
                paramLabel = "URL",
                description = "a running gateway, asked when no database is named (default: http://127.0.0.1:8080)")
        String url = "http://127.0.0.1:8080";

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description =
                        "its data folder, for the token; when no gateway runs, its database is started for the check"
                                + " (default: $TOLLGATE_DATA or ./data)")
        @Nullable
        Path data;

        @Option(names = "--json", description = "one line of JSON on standard output")
        boolean json;

        @Override
        public Integer call() throws IOException, InterruptedException {
            String named = database != null ? database : System.getenv("TOLLGATE_DB_URL");
            JsonNode check = named != null && !named.isBlank() ? audited(connect(named)) : askedOrStarted();
            if (account != null && check.path("accounts").asLong() == 0) {
                throw new CannotStart("there is no account " + account);
            }
            return say(check, System.out);
        }

        private static DataSource connect(String text) {
            DatabaseUrl parsed = DatabaseUrl.parse(text);
            return Unpooled.at(DatabaseUrl.quiet(parsed.jdbcUrl()), parsed.user(), parsed.password());
        }

        private JsonNode askedOrStarted() throws IOException, InterruptedException {
            Path folder =
                    data != null ? data : Path.of(Objects.requireNonNullElse(System.getenv("TOLLGATE_DATA"), "data"));
            try {
                return asked(folder);
            } catch (ConnectException e) {
                Path cluster = folder.resolve("postgres");
                if (!Files.isDirectory(cluster)) {
                    throw new CannotStart("no gateway answers at " + url + " and there is no database below " + folder
                            + ": name one by --url, --db or --data");
                }
                System.err.println("No gateway answers at " + url + "; reading the database below " + cluster + " ...");
                try (EmbeddedPostgres server = EmbeddedPostgres.start(cluster, 0)) {
                    return audited(server.dataSource());
                }
            }
        }

        private JsonNode asked(Path folder) throws IOException, InterruptedException {
            Path token = folder.resolve("admin-token");
            if (!Files.isReadable(token)) {
                throw new CannotStart("the admin token " + token + " cannot be read: name the data folder by --data");
            }
            String query = account == null ? "" : "?account=" + URLEncoder.encode(account, StandardCharsets.UTF_8);
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/ledger/check" + query))
                    .header("Authorization", "Bearer " + Files.readString(token).strip())
                    .timeout(LONGEST)
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                JsonNode body = JSON.readTree(answer.body());
                if (answer.statusCode() != 200) {
                    throw new CannotStart("the gateway at " + url + " answers " + answer.statusCode() + ": "
                            + body.path("detail").asText());
                }
                return body;
            }
        }

        private JsonNode audited(DataSource source) {
            var audit = new LedgerAudit(source);
            return json(account == null ? audit.all() : audit.of(account));
        }

        private int say(JsonNode check, PrintStream out) {
            boolean clean = check.path("clean").asBoolean();
            if (json) {
                out.println(check);
                return clean ? RIGHT : WRONG;
            }
            check.path("problems").forEach(problem -> out.println("WRONG: " + problem.asText()));
            out.printf(
                    "%s: %d accounts, %d transfers, %d entries, %d holds%n",
                    clean ? "The books are right" : "The books are wrong",
                    check.path("accounts").asLong(),
                    check.path("transfers").asLong(),
                    check.path("entries").asLong(),
                    check.path("reservations").asLong());
            return clean ? RIGHT : WRONG;
        }

        private static ObjectNode json(LedgerCheck check) {
            ObjectNode node = JSON.createObjectNode();
            node.put("clean", check.clean());
            node.put("accounts", check.accounts());
            node.put("transfers", check.transfers());
            node.put("entries", check.entries());
            node.put("reservations", check.reservations());
            node.put("held_micros", check.heldMicros());
            var problems = node.putArray("problems");
            check.problems().forEach(problems::add);
            return node;
        }
    }

    /** Receipts that a user has kept. */
    @Command(
            name = "receipt-check",
            description =
                    "Verifies receipts offline; several of one account must continue or overlap each other alike.",
            mixinStandardHelpOptions = true)
    static final class ReceiptCheck implements Callable<Integer> {
        @Parameters(
                paramLabel = "FILE",
                arity = "1..*",
                description = "as downloaded from the page or /api/v1/me/receipt")
        List<Path> files = List.of();

        @Option(names = "--json", description = "one line of JSON per file on standard output")
        boolean json;

        @Override
        public Integer call() throws IOException {
            List<Receipt> read = new ArrayList<>();
            boolean right = true;
            for (Path file : files) {
                Receipt receipt = read(file);
                List<String> problems = new ArrayList<>(receipt.problems());
                for (Receipt other : read) {
                    problems.addAll(receipt.contradictions(other));
                }
                read.add(receipt);
                right &= problems.isEmpty();
                say(file, receipt, problems);
            }
            return right ? RIGHT : WRONG;
        }

        private static Receipt read(Path file) throws IOException {
            try {
                if (Files.size(file) > ReceiptJson.MAX_CHARACTERS) {
                    throw new CannotStart(file + ": the file is larger than any receipt");
                }
                return ReceiptJson.read(Files.readString(file));
            } catch (ReceiptJson.Unreadable e) {
                throw new CannotStart(file + ": " + e.getMessage());
            } catch (java.nio.charset.CharacterCodingException e) {
                throw new CannotStart(file + ": the file is no UTF-8 text");
            } catch (java.nio.file.NoSuchFileException e) {
                throw new CannotStart(file + ": there is no such file");
            }
        }

        private void say(Path file, Receipt receipt, List<String> problems) {
            if (json) {
                ObjectNode node = JSON.createObjectNode();
                node.put("file", file.toString());
                node.put("right", problems.isEmpty());
                node.put("account", receipt.account());
                node.put("entries", receipt.entries().size());
                node.put("head", receipt.head());
                var list = node.putArray("problems");
                problems.forEach(list::add);
                System.out.println(node);
                return;
            }
            problems.forEach(problem -> System.out.println("WRONG: " + file + ": " + problem));
            if (problems.isEmpty()) {
                System.out.printf(
                        "%s is right: account %s, %d entries, chain head %s%n",
                        file, receipt.account(), receipt.entries().size(), receipt.head());
            }
        }
    }
}
