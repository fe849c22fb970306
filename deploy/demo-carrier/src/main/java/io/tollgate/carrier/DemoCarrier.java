package io.tollgate.carrier;

import io.tollgate.carrier.audio.Voices;
import io.tollgate.carrier.control.io.ControlServer;
import io.tollgate.carrier.control.io.Switchboard;
import io.tollgate.carrier.media.io.MediaLoop;
import io.tollgate.carrier.sip.io.SipEdge;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program. It ends on SIGTERM or Ctrl-C, hanging up all calls first, with the JVM's usual 143 or 130; exit code 2 means that
 * it could not start as told.
 */
@Command(
        name = "demo-carrier",
        mixinStandardHelpOptions = true,
        version = "Tollgate demo carrier 0.1.0",
        description = "A simulated PSTN: SIP over UDP and G.711, for demonstrations and tests on one machine.")
public final class DemoCarrier implements Callable<Integer> {
    private static final int EXIT_CANNOT_START = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--bind",
            defaultValue = "127.0.0.1",
            description = "IPv4 address to use (default: ${DEFAULT-VALUE}).")
    private String bind = "";

    @Option(names = "--sip-port", defaultValue = "5090", description = "UDP port for SIP (default: ${DEFAULT-VALUE}).")
    private int sipPort;

    @Option(
            names = "--gateway",
            defaultValue = "127.0.0.1:5060",
            description = "Where calls of our own go (default: ${DEFAULT-VALUE}).")
    private String gateway = "";

    @Option(
            names = "--rtp-ports",
            defaultValue = "30000-30999",
            description = "Ports for RTP and RTCP (default: ${DEFAULT-VALUE}).")
    private String rtpPorts = "";

    @Option(
            names = "--control-port",
            defaultValue = "5091",
            description = "TCP port for HTTP control (default: ${DEFAULT-VALUE}).")
    private int controlPort;

    @Option(names = "--record", paramLabel = "DIR", description = "Record each call's two directions as WAV here.")
    private @Nullable Path record;

    @Option(names = "--events", paramLabel = "FILE", description = "Append one line of JSON per event here.")
    private @Nullable Path events;

    @Option(
            names = "--exit-with-input",
            description = "End when standard input does: a parent that dies takes the carrier along.")
    private boolean exitWithInput;

    private DemoCarrier() {}

    /** Runs until SIGTERM. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new DemoCarrier()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        InetAddress address = address(bind);
        Voices voices = Voices.load();
        Switchboard.Config config = new Switchboard.Config(
                new SipEdge.Config(address, sipPort, endpoint(gateway)), ports(rtpPorts), record, events);
        Switchboard switchboard;
        try {
            switchboard = Switchboard.open(config, voices);
        } catch (BindException e) {
            return refuse("SIP port " + sipPort + "/udp on " + bind + " is not to be had: " + e.getMessage() + ".");
        } catch (IOException e) {
            return refuse("The demo carrier cannot start: " + e.getMessage() + ".");
        }
        ControlServer control;
        try {
            control = ControlServer.start(new InetSocketAddress(address, controlPort), switchboard, voices);
        } catch (IOException e) {
            switchboard.close();
            return refuse(
                    "Control port " + controlPort + "/tcp on " + bind + " is not to be had: " + e.getMessage() + ".");
        }
        CountDownLatch over = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("carrier-end").unstarted(() -> {
                    control.close();
                    switchboard.close();
                }));
        say("Demo carrier is ready: sip:" + bind + ":" + sipPort);
        if (exitWithInput) {
            Thread.ofVirtual().name("carrier-parent").start(() -> awaitEndOfInput(over));
        }
        over.await();
        return 0;
    }

    private static void awaitEndOfInput(CountDownLatch over) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken pipe ends the input as well as a closed one.
        } finally {
            over.countDown();
        }
    }

    private void say(String line) {
        PrintWriter out = commandSpec().commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private int refuse(String sentence) {
        PrintWriter err = commandSpec().commandLine().getErr();
        err.println(sentence);
        err.flush();
        return EXIT_CANNOT_START;
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec before it calls");
        }
        return spec;
    }

    private InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandSpec().commandLine(), "'" + text + "' is not an IP address.", e);
        }
    }

    private InetSocketAddress endpoint(String text) {
        int colon = text.lastIndexOf(':');
        String port = colon < 0 ? "" : text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new ParameterException(
                    commandSpec().commandLine(), "'" + text + "' is not an address with a port, like 127.0.0.1:5060.");
        }
        return new InetSocketAddress(address(text.substring(0, colon)), Integer.parseInt(port));
    }

    private MediaLoop.Ports ports(String text) {
        Matcher matcher = Pattern.compile("([0-9]{4,5})-([0-9]{4,5})").matcher(text);
        if (matcher.matches()) {
            int first = Integer.parseInt(matcher.group(1));
            int last = Integer.parseInt(matcher.group(2));
            if (first >= 1024 && last <= 65_535 && last - first >= 3) {
                return new MediaLoop.Ports(first, last);
            }
        }
        throw new ParameterException(
                commandSpec().commandLine(), "'" + text + "' is not a range of ports, like 30000-30999.");
    }
}
