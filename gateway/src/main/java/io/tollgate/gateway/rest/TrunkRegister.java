package io.tollgate.gateway.rest;

import io.tollgate.billing.admin.DeckEntity;
import io.tollgate.billing.admin.RouteEntity;
import io.tollgate.billing.admin.TrunkEntity;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.TrunksResource.NewTrunk;
import io.tollgate.gateway.rest.TrunksResource.TrunkChange;
import io.tollgate.gateway.rest.TrunksResource.TrunkView;
import io.tollgate.gateway.trunks.TrunkMedia;
import io.tollgate.gateway.trunks.TrunkTable;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.sip.auth.SipCredentials;
import io.tollgate.sip.trunk.CallerIdStyle;
import io.tollgate.sip.trunk.NumberFormat;
import io.tollgate.sip.trunk.Transport;
import io.tollgate.sip.trunk.Trunk;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Trunks as they are stored. None is stored from which no working trunk can be built. */
@Singleton
class TrunkRegister {
    private static final Pattern AUTH_USER = Pattern.compile("[^\\p{Cc}\\p{Cs}\"\\\\]{1,128}");
    private static final String AUTH_USER_WORDS =
            "must be 1 to 128 characters, none of them a quote or control character";
    private static final Pattern AUTH_PASSWORD = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,256}");
    private static final String AUTH_PASSWORD_WORDS = "must be 1 to 256 characters, none of them a control character";
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,253}");
    private static final String DOMAIN_WORDS = "must be a domain name or address";
    private static final Pattern DECK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String DECK_WORDS = "must be the name of a deck";

    @Transactional
    List<TrunkView> all() {
        return TrunkEntity.<TrunkEntity>list("order by id").stream()
                .map(TrunkRegister::view)
                .toList();
    }

    @Transactional
    TrunkView one(String id) {
        return view(found(id));
    }

    @Transactional
    TrunkView add(NewTrunk wanted) {
        TrunkEntity trunk = new TrunkEntity();
        trunk.id = wanted.id();
        trunk.callerIdStyle = CallerIdStyle.ASSERTED.name();
        merge(
                trunk,
                wanted.host(),
                wanted.port(),
                wanted.transport(),
                wanted.sources(),
                wanted.codecs(),
                wanted.media(),
                wanted.maxChannels(),
                wanted.callerIdStyle(),
                wanted.enabled());
        trunk.authUser = checked(wanted.authUser(), "auth_user", AUTH_USER, AUTH_USER_WORDS);
        trunk.authPassword = checked(wanted.authPassword(), "auth_password", AUTH_PASSWORD, AUTH_PASSWORD_WORDS);
        trunk.fromDomain = checked(wanted.fromDomain(), "from_domain", DOMAIN, DOMAIN_WORDS);
        trunk.vendorDeck = checked(wanted.vendorDeck(), "vendor_deck", DECK, DECK_WORDS);
        requireVendorDeck(trunk.vendorDeck);
        built(trunk);
        if (TrunkEntity.findById(trunk.id) != null) {
            throw taken(trunk.id);
        }
        try {
            trunk.persistAndFlush();
        } catch (ConstraintViolationException e) {
            throw taken(trunk.id);
        }
        return view(trunk);
    }

    @Transactional
    TrunkView change(String id, TrunkChange change) {
        TrunkEntity trunk = found(id);
        merge(
                trunk,
                change.host(),
                change.port(),
                change.transport(),
                change.sources(),
                change.codecs(),
                change.media(),
                change.maxChannels(),
                change.callerIdStyle(),
                change.enabled());
        trunk.authUser = Texts.patched(change.authUser(), trunk.authUser, "auth_user", AUTH_USER, AUTH_USER_WORDS);
        trunk.authPassword = Texts.patched(
                change.authPassword(), trunk.authPassword, "auth_password", AUTH_PASSWORD, AUTH_PASSWORD_WORDS);
        trunk.fromDomain = Texts.patched(change.fromDomain(), trunk.fromDomain, "from_domain", DOMAIN, DOMAIN_WORDS);
        trunk.vendorDeck = Texts.patched(change.vendorDeck(), trunk.vendorDeck, "vendor_deck", DECK, DECK_WORDS);
        requireVendorDeck(trunk.vendorDeck);
        built(trunk);
        return view(trunk);
    }

    @Transactional
    void remove(String id) {
        TrunkEntity trunk = found(id);
        long routes = RouteEntity.count("trunkId", id);
        if (routes > 0) {
            throw ProblemException.conflict("Routes point to this trunk (" + routes + "): remove them first.");
        }
        try {
            trunk.delete();
            TrunkEntity.flush();
        } catch (ConstraintViolationException e) {
            throw ProblemException.conflict("A route points to this trunk: remove it first.");
        }
    }

    private static void merge(
            TrunkEntity trunk,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String transport,
            @Nullable List<String> sources,
            @Nullable List<String> codecs,
            TrunkMediaFields.@Nullable Change media,
            @Nullable Integer maxChannels,
            @Nullable String callerIdStyle,
            @Nullable Boolean enabled) {
        trunk.host = Objects.requireNonNullElse(host, trunk.host);
        trunk.port = Objects.requireNonNullElse(port, trunk.port);
        if (transport != null) {
            trunk.transport =
                    Texts.constant(Transport.class, transport, "transport").name();
        }
        if (sources != null) {
            trunk.sources = String.join(",", sources);
        }
        if (codecs != null) {
            List<String> names = codecs.stream().map(TrunkRegister::codec).toList();
            if (names.stream().distinct().count() < names.size()) {
                throw Texts.fault("codecs", "must not name a codec twice");
            }
            trunk.codecs = String.join(",", names);
        }
        TrunkMediaFields.merge(trunk, media);
        trunk.maxChannels = Objects.requireNonNullElse(maxChannels, trunk.maxChannels);
        if (callerIdStyle != null) {
            trunk.callerIdStyle = Texts.constant(CallerIdStyle.class, callerIdStyle, "caller_id_style")
                    .name();
        }
        trunk.enabled = Objects.requireNonNullElse(enabled, trunk.enabled);
    }

    private static void requireVendorDeck(@Nullable String name) {
        if (name != null && DeckEntity.count("name = ?1 and side = 'BUY'", name) == 0) {
            throw Texts.fault("vendor_deck", "must name a deck of side buy, which " + name + " does not");
        }
    }

    private static String codec(String name) {
        return TrunkMedia.codec(name)
                .map(AudioCodec::encodingName)
                .orElseThrow(() -> Texts.fault(
                        "codecs",
                        "may be "
                                + Arrays.stream(AudioCodec.values())
                                        .map(AudioCodec::encodingName)
                                        .collect(Collectors.joining(", "))
                                + " only"));
    }

    private static @Nullable String checked(@Nullable String text, String where, Pattern allowed, String otherwise) {
        if (text != null && !allowed.matcher(text).matches()) {
            throw Texts.fault(where, otherwise);
        }
        return text;
    }

    /** Builds the very things that the SIP stack and the media will work with. */
    private static Trunk built(TrunkEntity trunk) {
        String user = trunk.authUser;
        String password = trunk.authPassword;
        if ((user == null) != (password == null)) {
            throw Texts.fault("auth_user", "and auth_password go together");
        }
        try {
            TrunkMedia.of(trunk);
            return new Trunk(
                    trunk.id,
                    trunk.host,
                    trunk.port,
                    Transport.valueOf(trunk.transport),
                    TrunkTable.blocks(trunk.sources),
                    user == null || password == null ? null : new SipCredentials(user, password),
                    List.of(trunk.codecs.split(",")),
                    trunk.maxChannels,
                    trunk.fromDomain,
                    CallerIdStyle.valueOf(trunk.callerIdStyle),
                    NumberFormat.PLUS_USER_PHONE);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("No trunk can be built from this: " + e.getMessage() + ".");
        }
    }

    private static ProblemException taken(String id) {
        return ProblemException.conflict("There is a trunk " + id + " already.");
    }

    private static TrunkEntity found(String id) {
        return (Texts.isName(id) ? TrunkEntity.<TrunkEntity>findByIdOptional(id) : Optional.<TrunkEntity>empty())
                .orElseThrow(() -> ProblemException.notFound("There is no such trunk."));
    }

    private static TrunkView view(TrunkEntity trunk) {
        return new TrunkView(
                trunk.id,
                trunk.host,
                trunk.port,
                trunk.transport.toLowerCase(Locale.ROOT),
                list(trunk.sources),
                trunk.authUser,
                trunk.authPassword != null,
                list(trunk.codecs),
                TrunkMediaFields.of(trunk),
                trunk.maxChannels,
                trunk.fromDomain,
                trunk.callerIdStyle.toLowerCase(Locale.ROOT).replace('_', '-'),
                trunk.vendorDeck,
                trunk.enabled,
                trunk.createdAt);
    }

    private static List<String> list(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
