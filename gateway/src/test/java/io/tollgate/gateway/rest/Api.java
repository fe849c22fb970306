package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client with a bearer token, or none. */
record Api(URI base, @Nullable String token) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came back. */
    record Answer(int status, Optional<String> mediaType, String body, HttpResponse<String> http) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + status + " " + body, e);
            }
        }

        /** Checks the status and gives the body. */
        JsonNode is(int expected) {
            assertThat(status).as(body).isEqualTo(expected);
            return body.isEmpty() ? JSON.nullNode() : json();
        }

        /** Checks that this is a problem document with the status, and gives its detail. */
        String problem(int expected) {
            assertThat(status).as(body).isEqualTo(expected);
            assertThat(mediaType.orElse("none")).as(body).startsWith("application/problem+json");
            JsonNode problem = json();
            assertThat(problem.path("status").asInt()).isEqualTo(expected);
            assertThat(problem.path("type").asText()).startsWith("urn:tollgate:problem:");
            assertThat(problem.path("title").asText()).isNotBlank();
            assertThat(problem.path("detail").asText()).isNotBlank();
            return problem.path("detail").asText();
        }
    }

    Api as(@Nullable String other) {
        return new Api(base, other);
    }

    Answer get(String path) {
        return send("GET", path, null, null, null);
    }

    Answer get(String path, String accept) {
        return send("GET", path, null, null, accept);
    }

    Answer post(String path, String json) {
        return send("POST", path, "application/json", json, null);
    }

    Answer patch(String path, String json) {
        return send("PATCH", path, "application/json", json, null);
    }

    Answer put(String path, String type, String body) {
        return send("PUT", path, type, body, null);
    }

    Answer put(String path, String type, byte[] body) {
        return exchange("PUT", path, type, BodyPublishers.ofByteArray(body), null);
    }

    Answer delete(String path) {
        return send("DELETE", path, null, null, null);
    }

    Answer send(String method, String path, @Nullable String type, @Nullable String body, @Nullable String accept) {
        return exchange(
                method,
                path,
                type,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body, StandardCharsets.UTF_8),
                accept);
    }

    private Answer exchange(
            String method,
            String path,
            @Nullable String type,
            HttpRequest.BodyPublisher body,
            @Nullable String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body);
        String bearer = token;
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (accept != null) {
            request.header("Accept", accept);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers().firstValue("Content-Type"), answer.body(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
