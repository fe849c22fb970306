package io.tollgate.overlay.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.jose.P256;
import io.tollgate.overlay.json.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys of a login server by {@code kid}; several while a new key replaces an old one.
 *
 * @param byKid at least one key
 */
public record IssuerKeys(Map<String, ECKey> byKid) {

    /** More keys than any sane roll-over needs are refused. */
    private static final int MAX_KEYS = 8;

    private static final int MAX_BYTES = 8192;

    /** Copies the map and drops private halves. */
    public IssuerKeys {
        Map<String, ECKey> copy = new LinkedHashMap<>();
        byKid.forEach((kid, key) -> copy.put(kid, key.toPublicJWK()));
        byKid = Map.copyOf(copy);
        if (byKid.isEmpty()) {
            throw new IllegalArgumentException("at least one key is needed");
        }
    }

    /** The set with this one key; its {@code kid} is its thumbprint. */
    public static IssuerKeys of(ECKey key) {
        return new IssuerKeys(Map.of(P256.thumbprint(key), key));
    }

    /** Reads {@code {"keys":[JWK, …]}}; empty for anything that is not 1 to 8 public P-256 keys with a {@code kid}. */
    public static Optional<IssuerKeys> parse(byte[] json) {
        return read(JsonFields.parse(json, MAX_BYTES));
    }

    /** The same from an object inside another; its faults are noted there. */
    public static Optional<IssuerKeys> read(JsonFields set) {
        Map<String, ECKey> keys = new LinkedHashMap<>();
        for (JsonFields jwk : set.objects("keys", MAX_KEYS)) {
            String kid = jwk.text("kid", 64);
            ECKey key = P256.readPublic(jwk);
            if (key != null) {
                keys.put(kid, key);
            }
        }
        return set.fault() == null ? Optional.of(new IssuerKeys(keys)) : Optional.empty();
    }

    /** The JWK set: {@code {"keys":[JWK, …]}}. */
    public ObjectNode toJson() {
        ObjectNode set = JsonFields.object();
        ArrayNode keys = set.putArray("keys");
        byKid.forEach((kid, key) ->
                keys.add(P256.writePublic(key).put("kid", kid).put("use", "sig").put("alg", "ES256")));
        return set;
    }
}
