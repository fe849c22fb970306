package io.tollgate.overlay.peer.cli;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The entry point: {@code PeerCommands call +442079460123 --as alice --play in.wav --record out.wav --seconds 20}. */
@Command(
        name = "tollgate",
        mixinStandardHelpOptions = true,
        description = "Tollgate on the command line: call phones and be called, encrypted to the gateway.",
        subcommands = {CallCommand.class, ListenCommand.class, LoginCommand.class, StatusCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class PeerCommands implements Runnable {
    /** Held, because the logging system forgets levels of loggers that nobody holds. */
    private static final Logger ROOT = Logger.getLogger("");

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "log what happens inside to standard error")
    boolean verbose;

    @Spec
    @Nullable
    CommandSpec spec;

    PeerCommands() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command and gives its exit code; never exits. */
    public static int run(String... args) {
        PeerCommands top = new PeerCommands();
        CommandLine line = new CommandLine(top);
        line.setExecutionStrategy(parsed -> {
            ROOT.setLevel(top.verbose ? Level.FINE : Level.WARNING);
            return new CommandLine.RunLast().execute(parsed);
        });
        line.setExecutionExceptionHandler((failure, command, _) -> {
            command.getErr().println("Unexpected failure: " + failure);
            failure.printStackTrace(command.getErr());
            return ExitCode.FAILED;
        });
        line.setParameterExceptionHandler((wrong, _) -> {
            CommandLine command = wrong.getCommandLine();
            command.getErr().println(wrong.getMessage());
            command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE;
        });
        return line.execute(args);
    }

    /** Without a command there is nothing to do but to say which there are. */
    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Which command? One of call, listen, login, status.");
        }
    }
}
