package io.tollgate.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tollgate.billing.payment.CardCountryPolicy;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything under {@code tollgate.*}. Each key is also read from the environment ({@code TOLLGATE_SIP_PORT} for
 * {@code tollgate.sip.port}).
 */
@ConfigMapping(prefix = "tollgate")
public interface TollgateConfig {
    /** Roles that this process plays: any of {@code login}, {@code supernode}, {@code gateway}. */
    @WithDefault("login,supernode,gateway")
    Set<Role> roles();

    /** Folder for keys, the embedded database and recordings. */
    @WithDefault("data")
    String data();

    Demo demo();

    Sip sip();

    Media media();

    Overlay overlay();

    Calls calls();

    Recordings recordings();

    Prompts prompts();

    Payments payments();

    Credit credit();

    /** The parts a process can play. */
    enum Role {
        LOGIN,
        SUPERNODE,
        GATEWAY
    }

    /** The simulated carrier and the demo accounts. */
    interface Demo {
        /** Seeds demo accounts, deck, numbers and trunk, and starts the demo carrier. */
        @WithDefault("true")
        boolean enabled();

        /** Jar of the demo carrier; empty: none is started, and the trunk waits for one that is started by hand. */
        Optional<String> carrierJar();

        @WithDefault("5090")
        @Min(0)
        @Max(65535)
        int sipPort();

        /** HTTP port on loopback by which the demo carrier is told to place calls. */
        @WithDefault("5091")
        @Min(0)
        @Max(65535)
        int controlPort();

        /** Folder into which the demo carrier records what it hears and sends; empty: no recording. */
        Optional<String> recordings();
    }

    /** The trunk side. */
    interface Sip {
        /** Address that SIP and trunk RTP are bound to. */
        @WithDefault("127.0.0.1")
        String bind();

        @WithDefault("5060")
        @Min(1)
        @Max(65535)
        int port();

        /** Address written into SIP and SDP when it differs from the bound one. */
        Optional<String> advertised();
    }

    /** Sockets and workers of the media plane. */
    interface Media {
        /** Address that the overlay's media port is bound to. */
        @WithDefault("0.0.0.0")
        String bind();

        /** Address put into ICE candidates; empty: every address of this host, loopback included. */
        Optional<String> advertised();

        /** First UDP port of the overlay side; worker n listens on this port plus n. */
        @WithDefault("40000")
        @Min(0)
        @Max(65500)
        int overlayPort();

        @WithDefault("20000")
        @Min(1024)
        @Max(65535)
        int trunkPortMin();

        @WithDefault("29999")
        @Min(1024)
        @Max(65535)
        int trunkPortMax();

        /** Media threads; 0: one per processor. */
        @WithDefault("0")
        @Min(0)
        @Max(256)
        int workers();

        /** Opus bit rate towards overlay peers, bit/s. */
        @WithDefault("32000")
        @Min(6000)
        @Max(128000)
        int opusBitrate();

        /** Opus complexity, 0 to 10. */
        @WithDefault("5")
        @Min(0)
        @Max(10)
        int opusComplexity();

        /** Whether the complexity goes down before a media worker has too much to do. */
        @WithDefault("true")
        boolean opusAdaptsComplexity();

        /** Whether packets always carry a copy of the one before; else only while a peer reports losses. */
        @WithDefault("false")
        boolean opusFec();

        /** Whether silence is sent as nothing to peers that allow it. */
        @WithDefault("false")
        boolean opusDtx();
    }

    /** Login server, supernode and this gateway's own place on the overlay. */
    interface Overlay {
        /** Name of the login server in credentials. */
        @WithDefault("tollgate")
        String issuer();

        /** How long a credential is valid; at most 24 h. */
        @WithDefault("12h")
        Duration credentialLifetime();

        /** WebSocket URL of the supernode, as peers are told; empty: this process's own. */
        Optional<String> supernode();

        /** This gateway's name on the overlay. */
        @WithDefault("gw1")
        String name();

        /** Region that the gateway advertises. */
        @WithDefault("local")
        String region();
    }

    /** Recordings of calls, kept in the folder {@code recordings} of the data folder. */
    interface Recordings {
        /** Who may have calls recorded. */
        @WithDefault("nobody")
        RecordingRight allowed();

        /** Calls recorded at the same time; each takes 128 KB and a file. */
        @WithDefault("50")
        @Min(1)
        @Max(1000)
        int atOnce();
    }

    /** Sounds that callers hear from the gateway itself. */
    interface Prompts {
        /** Folder with WAV files in place of the built-in sounds; empty: none. */
        Optional<String> folder();
    }

    /** Credit bought by card. */
    interface Payments {
        /** Secret key for Stripe's interface, {@code sk_…}; empty: nobody can pay, unless the demo simulates it. */
        Optional<String> stripeSecretKey();

        /** Secrets of the webhook's endpoint, {@code whsec_…}, newest first; any may have signed. */
        Optional<List<String>> stripeWebhookSecrets();

        @WithDefault("https://api.stripe.com")
        URI stripeApi();

        /** How far a webhook's time may lie from ours. */
        @WithDefault("5m")
        Duration webhookTolerance();

        /** What users can buy: currency and amount. */
        @WithDefault("EUR 10,EUR 25")
        List<String> amounts();

        /** Where the payment page leads afterwards; empty: this gateway's own page. */
        Optional<String> returnTo();

        /** What happens when a card was issued in another country than the buyer's address lies in. */
        @WithDefault("flag")
        CardCountryPolicy cardCountry();

        /** TCP port on loopback of the simulated provider of the demo; 0: any. */
        @WithDefault("5092")
        @Min(0)
        @Max(65535)
        int demoPort();
    }

    /** Rules about credit. */
    interface Credit {
        /** Above this amount, in units of the account's currency, a second operator must approve; empty: never. */
        Optional<String> fourEyesAbove();

        /** How long such an order waits for its approval. */
        @WithDefault("7d")
        Duration approvalWithin();

        /** Credit expires this long after the last activity, such as {@code 180d}; empty: never. */
        Optional<Duration> expiresAfter();

        /** How long before that the user is told. */
        @WithDefault("30d")
        Duration expiryNotice();

        /** How often due work (renewals, expiry, recharges, low credit) is looked for. */
        @WithDefault("10s")
        String lookEvery();

        /** How long an unpaid number or package goes on before it is suspended. */
        @WithDefault("7d")
        Duration grace();

        /** How long a suspended number is kept for its owner. */
        @WithDefault("14d")
        Duration suspension();

        /** How long a number rests after its rental before others can rent it. */
        @WithDefault("90d")
        Duration holdBack();
    }

    /** Policy for calls. */
    interface Calls {
        /** Calls of one account at the same time. */
        @WithDefault("4")
        @Min(1)
        int perAccount();

        /** Calls through this gateway at the same time. */
        @WithDefault("500")
        @Min(1)
        int total();

        /** How long an inbound call rings, unless answered. */
        @WithDefault("45s")
        Duration ringFor();
    }
}
