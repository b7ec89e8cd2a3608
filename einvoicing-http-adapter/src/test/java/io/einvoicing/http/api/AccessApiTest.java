package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Role;
import io.einvoicing.http.access.DevelopmentIssuer;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.TestData;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessApiTest {
    private static final String PATH = "/api/v1/environments";

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    private ApiServer.Answer with(String authorization) {
        return api.send(HttpRequest.newBuilder(api.uri(PATH))
                .header("Authorization", authorization)
                .GET());
    }

    private static void assertRefused(ApiServer.Answer answer, ProblemType type) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.text("type")).isEqualTo(type.uri().toString());
        assertThat(answer.text("instance")).isEqualTo(PATH);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer realm=\"einvoicing\"");
    }

    @Test
    void asksForAToken() {
        assertRefused(api.send(HttpRequest.newBuilder(api.uri(PATH)).GET()), ProblemType.TOKEN_MISSING);
        assertRefused(with("Basic YTpi"), ProblemType.TOKEN_MISSING);
    }

    @Test
    void refusesAnExpiredToken() {
        String token = api.token();
        api.clock.advance(Duration.ofHours(2));

        ApiServer.Answer refused = with("Bearer " + token);

        assertRefused(refused, ProblemType.TOKEN_INVALID);
        assertThat(refused.text("detail")).contains("Expired");
        assertThat(refused.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }

    @Test
    void refusesAForgedToken() {
        DevelopmentIssuer forger = DevelopmentIssuer.inMemory(api.clock);
        String forged = forger.issue(new DevelopmentToken(
                api.tenant, ApiServer.USER, Set.of(Role.values()), ApiServer.ERP, Duration.ofHours(1)));
        String[] genuine = api.token(Role.USAGE).split("\\.");
        String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes()) + "."
                + genuine[1] + ".";

        assertRefused(with("Bearer " + forged), ProblemType.TOKEN_INVALID);
        assertRefused(
                with("Bearer " + genuine[0] + "." + forged.split("\\.")[1] + "." + genuine[2]),
                ProblemType.TOKEN_INVALID);
        assertRefused(with("Bearer " + none), ProblemType.TOKEN_INVALID);
        assertRefused(with("Bearer rubbish"), ProblemType.TOKEN_INVALID);
    }

    @Test
    void refusesARoleThatIsMissing() {
        ApiServer.Answer refused = with("Bearer " + api.token(Role.SUBMIT));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("type")).isEqualTo(ProblemType.FORBIDDEN.uri().toString());
    }

    @Test
    void hidesAnEnvironmentOfAnotherTenant() {
        String id = api.publish().environment().id().toString();
        TenantId other = TestData.freshTenant();
        api.register(other);
        String stranger = "Bearer " + api.token(other);

        ApiServer.Answer refused = api.send(HttpRequest.newBuilder(api.uri(PATH + "/" + id))
                .header("Authorization", stranger)
                .GET());

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.text("type")).isEqualTo(ProblemType.NOT_FOUND.uri().toString());
        assertThat(with(stranger).body().path("items")).isEmpty();
    }

    @Test
    void describesItselfToEverybody() {
        ApiServer.Answer description =
                api.send(HttpRequest.newBuilder(api.uri("/api/v1/openapi.json")).GET());

        assertThat(description.status()).isEqualTo(200);
        assertThat(description.text("openapi")).startsWith("3.1.");
    }

    @Test
    void answersWhatTheServerRefusesWithProblemsToo() {
        ApiServer.Answer nowhere = api.get("/api/v1/nowhere");
        ApiServer.Answer method = api.send(api.request(PATH).DELETE());
        ApiServer.Answer form = api.send(api.request(PATH)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("name=Test")));
        ApiServer.Answer latin = api.send(api.request(PATH)
                .header("Content-Type", "application/json; charset=iso-8859-1")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"Test\"}")));

        assertThat(nowhere.text("type")).isEqualTo(ProblemType.NOT_FOUND.uri().toString());
        assertThat(method.text("type"))
                .isEqualTo(ProblemType.METHOD_NOT_ALLOWED.uri().toString());
        assertThat(method.header("Allow")).contains("POST");
        assertThat(form.status()).isEqualTo(415);
        assertThat(latin.status()).isEqualTo(415);
        assertThat(api.store
                        .environments()
                        .list(api.tenant, Optional.empty(), 1)
                        .items())
                .isEmpty();
    }

    @Test
    void tellsAFaultOfItsOwnByCorrelationIdOnly() {
        api.failUnexpectedly();

        ApiServer.Answer fault = api.post("/api/v1/submissions", """
                {"environment": "Production", "content": {},
                 "document": {"erpApplication": "E", "legalEntity": "L", "documentContext": "Customer invoice",
                              "sourceRecord": "1"}}""");

        assertThat(fault.status()).isEqualTo(500);
        assertThat(fault.text("type")).isEqualTo(ProblemType.INTERNAL.uri().toString());
        assertThat(fault.text("correlation")).hasSize(36);
        assertThat(fault.response().body()).doesNotContain("secret internals", "Exception");
    }
}
