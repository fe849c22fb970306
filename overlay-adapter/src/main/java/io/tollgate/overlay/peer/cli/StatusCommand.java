package io.tollgate.overlay.peer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.peer.io.PeerException;
import io.tollgate.overlay.peer.io.PeerSession;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Signs in, connects, and lists the gateways that are there.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:connected, and at least one gateway is there",
            "1:wrong usage, or a file that cannot be used",
            "2:not signed in",
            "5:not reachable, or no gateway is there"
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    AccountOptions account = new AccountOptions();

    @Option(names = "--json", description = "print one line of JSON on standard output")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Progress progress = new Progress();
        ObjectNode line = JsonFields.object().put("user", account.user);
        int code;
        try (PeerSession session = account.connect(progress, null)) {
            List<Credential> gateways = session.gateways();
            ArrayNode list = line.put("state", "connected").putArray("gateways");
            for (Credential gateway : gateways) {
                String region = gateway.region() == null ? "" : gateway.region();
                list.addObject().put("name", gateway.user()).put("region", region);
                progress.accept("gateway " + gateway.user() + (region.isEmpty() ? "" : " in " + region));
            }
            if (gateways.isEmpty()) {
                progress.accept("no gateway is there");
            }
            code = gateways.isEmpty() ? ExitCode.FAILED : ExitCode.OK;
        } catch (PeerException e) {
            progress.accept(String.valueOf(e.getMessage()));
            line.put("state", e.kind() == PeerException.Kind.NOT_SIGNED_IN ? "not-signed-in" : "failed")
                    .put("text", e.getMessage());
            code = ExitCode.of(e.kind());
        }
        if (json) {
            System.out.println(new String(JsonFields.write(line), StandardCharsets.UTF_8));
        }
        return code;
    }
}
