package io.tollgate.overlay.peer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.overlay.client.io.LoginResult;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.peer.io.PeerException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Signs this device in and keeps the login (a day at most) for the other commands.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:signed in",
            "1:wrong usage, or a file that cannot be used",
            "2:refused",
            "5:server not reachable"
        })
final class LoginCommand implements Callable<Integer> {
    @Mixin
    AccountOptions account = new AccountOptions();

    @Option(names = "--json", description = "print one line of JSON on standard output")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Progress progress = new Progress();
        try {
            LoginResult.LoggedIn login = account.loginAndKeep();
            progress.accept("signed in as " + account.user + " until " + login.expiresAt());
            if (json) {
                ObjectNode line = JsonFields.object()
                        .put("state", "signed-in")
                        .put("user", account.user)
                        .put("expires_at", login.expiresAt().toString())
                        .put("keys", account.keyFile().toString());
                System.out.println(new String(JsonFields.write(line), StandardCharsets.UTF_8));
            }
            return ExitCode.OK;
        } catch (PeerException e) {
            progress.accept(String.valueOf(e.getMessage()));
            if (json) {
                ObjectNode line = JsonFields.object()
                        .put("state", e.kind() == PeerException.Kind.NOT_SIGNED_IN ? "not-signed-in" : "failed")
                        .put("user", account.user)
                        .put("text", e.getMessage());
                System.out.println(new String(JsonFields.write(line), StandardCharsets.UTF_8));
            }
            return ExitCode.of(e.kind());
        }
    }
}
