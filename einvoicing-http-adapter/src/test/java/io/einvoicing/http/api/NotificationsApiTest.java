package io.einvoicing.http.api;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aNotification;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.einvoicing.access.Role;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.ClaimedDelivery;
import io.einvoicing.notification.Notification;
import java.net.http.HttpRequest;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsApiTest {
    private static final String EVENTS = "/api/v1/notifications";
    private static final String SUBSCRIPTIONS = "/api/v1/notification-subscriptions";
    private static final String DELIVERIES = "/api/v1/notification-deliveries";
    private static final String MAIL =
            "{\"types\": [\"usage.*\"], \"channel\": \"EMAIL\", \"address\": \"ada@contoso.example\"}";

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    private ApiServer.Answer send(String method, String path, String token) {
        return api.send(HttpRequest.newBuilder(api.uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("POST")
                                ? HttpRequest.BodyPublishers.ofString(MAIL)
                                : HttpRequest.BodyPublishers.noBody()));
    }

    private ApiServer.Answer subscribed() {
        ApiServer.Answer created = api.post(SUBSCRIPTIONS, MAIL);
        assertThat(created.status()).as(created.body().toPrettyString()).isEqualTo(201);
        return created;
    }

    private Notification added() {
        Notification notification =
                aNotification().of(api.tenant).with("month", "2026-11").build();
        api.store.notifications().add(notification);
        return notification;
    }

    private static void assertProblem(ApiServer.Answer answer, ProblemType type) {
        assertThat(answer.status()).as(answer.body().toPrettyString()).isEqualTo(type.status());
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.text("type")).isEqualTo(type.uri().toString());
        assertThat(answer.text("detail")).isNotBlank();
        assertThat(answer.response().body()).doesNotContain("java.", "io.einvoicing", "Exception");
    }

    @Test
    void subscribesAMailboxAndShowsIt() {
        ApiServer.Answer created = subscribed();

        assertThat(created.header("Location")).endsWith(SUBSCRIPTIONS + "/" + created.text("id"));
        JsonNode listed = api.get(SUBSCRIPTIONS).body().at("/items/0");
        assertThat(listed).isEqualTo(created.body());
        assertThat(listed.path("types").path(0).asText()).isEqualTo("usage.*");
        assertThat(listed.path("channel").asText()).isEqualTo("EMAIL");
        assertThat(listed.path("address").asText()).isEqualTo("ada@contoso.example");
        assertThat(listed.path("active").asBoolean()).isTrue();
        assertThat(listed.has("secret")).isFalse();
        assertThat(listed.path("createdAt").asText()).isEqualTo(NOW.toString());
    }

    @Test
    void subscribesAWebhookWithTheNameOfItsKey() {
        ApiServer.Answer created = api.post(SUBSCRIPTIONS, """
                {"types": ["usage.threshold-reached", "vault.*"], "channel": "WEBHOOK",
                 "address": "https://erp.contoso.example/hook?x=1",
                 "secret": {"vault": "https://contoso.vault.azure.net/", "name": "webhook-key"}}""");

        assertThat(created.status()).as(created.body().toPrettyString()).isEqualTo(201);
        assertThat(created.text("channel")).isEqualTo("WEBHOOK");
        assertThat(created.text("address")).isEqualTo("https://erp.contoso.example/hook?x=1");
        assertThat(created.body().at("/secret/vault").asText()).isEqualTo("https://contoso.vault.azure.net/");
        assertThat(created.body().at("/secret/name").asText()).isEqualTo("webhook-key");
    }

    @Test
    void refusesASecondSubscriptionOfTheSameAddress() {
        subscribed();

        assertProblem(api.post(SUBSCRIPTIONS, MAIL), ProblemType.DUPLICATE);
        assertThat(api.get(SUBSCRIPTIONS).body().path("items")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "types|{\"types\": [], \"channel\": \"EMAIL\", \"address\": \"a@b.example\"}",
                "types|{\"channel\": \"EMAIL\", \"address\": \"a@b.example\"}",
                "types[1]|{\"types\": [\"*\", \"*\"], \"channel\": \"EMAIL\", \"address\": \"a@b.example\"}",
                "types[1]|{\"types\": [\"*\", \"Usage\"], \"channel\": \"EMAIL\", \"address\": \"a@b.example\"}",
                "types[0]|{\"types\": [7], \"channel\": \"EMAIL\", \"address\": \"a@b.example\"}",
                "types|{\"types\": \"*\", \"channel\": \"EMAIL\", \"address\": \"a@b.example\"}",
                "channel|{\"types\": [\"*\"], \"channel\": \"FAX\", \"address\": \"a@b.example\"}",
                "channel|{\"types\": [\"*\"], \"address\": \"a@b.example\"}",
                "address|{\"types\": [\"*\"], \"channel\": \"EMAIL\"}",
                "address|{\"types\": [\"*\"], \"channel\": \"EMAIL\", \"address\": \"nobody\"}",
                "address|{\"types\": [\"*\"], \"channel\": \"EMAIL\", \"address\": \"a@b.example\\r\\nBcc: c@d.example\"}",
                "address|{\"types\": [\"*\"], \"channel\": \"WEBHOOK\", \"address\": \"\"}",
                "address|{\"types\": [\"*\"], \"channel\": \"WEBHOOK\", \"address\": \"https://a b\"}",
                "address|{\"types\": [\"*\"], \"channel\": \"WEBHOOK\", \"address\": \"ftp://erp.example/\"}",
                "address|{\"types\": [\"*\"], \"channel\": \"WEBHOOK\", \"address\": \"https://erp.example:65536/\"}",
                "address|{\"types\": [\"*\"], \"channel\": \"WEBHOOK\", \"address\": \"https://[fe80::1%25eth0]/\"}",
                "address|{\"types\": [\"*\"], \"channel\": \"WEBHOOK\", \"address\": \"https://a:b@erp.example/\"}",
                "secret|{\"types\": [\"*\"], \"channel\": \"EMAIL\", \"address\": \"a@b.example\", \"secret\": {\"vault\": \"https://v.example/\", \"name\": \"k\"}}",
                "secret.name|{\"types\": [\"*\"], \"channel\": \"WEBHOOK\", \"address\": \"https://e.example\", \"secret\": {\"vault\": \"https://v.example/\", \"name\": \"a b\"}}",
                "secret.vault|{\"types\": [\"*\"], \"channel\": \"WEBHOOK\", \"address\": \"https://e.example\", \"secret\": {\"vault\": \"v\", \"name\": \"k\"}}",
                "secret|{\"types\": [\"*\"], \"channel\": \"WEBHOOK\", \"address\": \"https://e.example\", \"secret\": \"whsec_x\"}"
            })
    void namesTheFieldThatIsNotAcceptable(String field, String body) {
        ApiServer.Answer refused = api.post(SUBSCRIPTIONS, body);

        assertProblem(refused, ProblemType.INVALID_VALUE);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo(field);
        assertThat(api.get(SUBSCRIPTIONS).body().path("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://erp.contoso.example/hook",
                "https://10.0.0.1/hook",
                "https://127.0.0.1:8443/hook",
                "https://localhost/hook",
                "https://a.LOCALHOST./hook",
                "https://[fd00::1]/hook"
            })
    void refusesAWebhookThatThePolicyForbids(String address) {
        ApiServer.Answer refused = api.post(
                SUBSCRIPTIONS, "{\"types\": [\"*\"], \"channel\": \"WEBHOOK\", \"address\": \"" + address + "\"}");

        assertProblem(refused, ProblemType.INVALID_CONTENT);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo("address");
        assertThat(refused.body().at("/findings/0/remedy").asText()).contains("operator");
    }

    @Test
    void refusesMailboxesOfAServiceWithoutAMailServer() {
        api.email.refuse(Finding.error("address", "this service sends no e-mail", "have the operator configure one"));

        ApiServer.Answer refused = api.post(SUBSCRIPTIONS, MAIL);

        assertProblem(refused, ProblemType.INVALID_CONTENT);
        assertThat(refused.text("detail")).isEqualTo("this service sends no e-mail: have the operator configure one");
    }

    @Test
    void unsubscribes() {
        String path = SUBSCRIPTIONS + "/" + subscribed().text("id");

        assertThat(send("DELETE", path, api.token()).status()).isEqualTo(204);

        assertThat(api.get(SUBSCRIPTIONS).body().path("items")).isEmpty();
        assertProblem(send("DELETE", path, api.token()), ProblemType.NOT_FOUND);
        assertProblem(send("DELETE", SUBSCRIPTIONS + "/rubbish", api.token()), ProblemType.NOT_FOUND);
    }

    @Test
    void showsWhatHappenedInPages() {
        Notification first = added();
        Notification second =
                aNotification().of(api.tenant).at(NOW.plusSeconds(1)).build();
        api.store.notifications().add(second);

        ApiServer.Answer page = api.get(EVENTS + "?limit=1");
        assertThat(page.body().at("/items/0/id").asText()).isEqualTo(second.id().toString());
        ApiServer.Answer last = api.get(EVENTS + "?limit=1&after=" + page.text("next"));

        JsonNode event = last.body().at("/items/0");
        assertThat(event.path("id").asText()).isEqualTo(first.id().toString());
        assertThat(event.path("type").asText()).isEqualTo("usage.threshold-reached");
        assertThat(event.path("occurredAt").asText()).isEqualTo(NOW.toString());
        assertThat(event.path("subject").asText()).isEqualTo(first.subject());
        assertThat(event.path("text").asText()).isEqualTo(first.text());
        assertThat(event.at("/data/month").asText()).isEqualTo("2026-11");
        assertThat(last.body().path("items")).hasSize(1);
        assertThat(last.body().has("next")).isFalse();
    }

    @Test
    void showsDeliveriesAndSendsOneAgain() {
        String subscription = subscribed().text("id");
        Notification notification = added();
        ClaimedDelivery claimed =
                api.store.notifications().claim(NOW, NOW.plusSeconds(60), 10).get(0);
        api.store.notifications().givenUp(claimed, NOW.plusSeconds(1), "no answer");

        JsonNode delivery = api.get(DELIVERIES + "?state=GIVEN_UP").body().at("/items/0");
        assertThat(delivery.path("notification").asText())
                .isEqualTo(notification.id().toString());
        assertThat(delivery.path("subscription").asText()).isEqualTo(subscription);
        assertThat(delivery.path("state").asText()).isEqualTo("GIVEN_UP");
        assertThat(delivery.path("attempts").asInt()).isEqualTo(1);
        assertThat(delivery.path("failure").asText()).isEqualTo("no answer");
        assertThat(delivery.path("endedAt").asText())
                .isEqualTo(NOW.plusSeconds(1).toString());
        assertThat(delivery.has("nextAttemptAt")).isFalse();
        assertThat(api.get(DELIVERIES + "?state=DUE").body().path("items")).isEmpty();

        ApiServer.Answer again = api.post(DELIVERIES + "/" + delivery.path("id").asText() + "/redelivery", "");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("state")).isEqualTo("DUE");
        assertThat(again.text("nextAttemptAt")).isEqualTo(NOW.toString());
    }

    @Test
    void refusesToSendAgainWhatIsUnknownOrEnded() {
        subscribed();
        added();
        ClaimedDelivery claimed =
                api.store.notifications().claim(NOW, NOW.plusSeconds(60), 10).get(0);
        api.store.notifications().refused(claimed, NOW, "410");

        assertProblem(api.post(DELIVERIES + "/" + claimed.id() + "/redelivery", ""), ProblemType.CONFLICT);
        assertThat(api.get(SUBSCRIPTIONS).body().at("/items/0/active").asBoolean(true))
                .isFalse();
        assertProblem(
                api.post(DELIVERIES + "/" + UUID.randomUUID() + "." + UUID.randomUUID() + "/redelivery", ""),
                ProblemType.NOT_FOUND);
        assertProblem(api.post(DELIVERIES + "/rubbish/redelivery", ""), ProblemType.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/notifications?limit=0, limit",
        "/api/v1/notifications?limit=501, limit",
        "/api/v1/notifications?limit=x, limit",
        "/api/v1/notifications?after=x, after",
        "/api/v1/notification-deliveries?limit=-1, limit",
        "/api/v1/notification-deliveries?after=x, after",
        "/api/v1/notification-deliveries?state=LOST, state"
    })
    void namesTheParameterThatIsNotAcceptable(String path, String parameter) {
        ApiServer.Answer refused = api.get(path);

        assertProblem(refused, ProblemType.INVALID_VALUE);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo(parameter);
    }

    @Test
    void needsConfigureOrUsageToReadAndConfigureToChange() {
        for (String path : new String[] {EVENTS, SUBSCRIPTIONS, DELIVERIES}) {
            assertThat(send("GET", path, api.token(Role.USAGE)).status()).isEqualTo(200);
            assertThat(send("GET", path, api.token(Role.CONFIGURE)).status()).isEqualTo(200);
            assertProblem(send("GET", path, api.token(Role.SUBMIT, Role.OPERATE)), ProblemType.FORBIDDEN);
            assertThat(api.send(HttpRequest.newBuilder(api.uri(path)).GET()).status())
                    .isEqualTo(401);
        }
        assertProblem(send("POST", SUBSCRIPTIONS, api.token(Role.USAGE)), ProblemType.FORBIDDEN);
        assertProblem(
                send("DELETE", SUBSCRIPTIONS + "/" + UUID.randomUUID(), api.token(Role.USAGE)), ProblemType.FORBIDDEN);
    }

    @Test
    void hidesWhatBelongsToAnotherTenant() {
        String subscription = subscribed().text("id");
        Notification notification = added();
        TenantId other = freshTenant();
        api.register(other);
        String stranger = api.token(other);

        for (String path : new String[] {EVENTS, SUBSCRIPTIONS, DELIVERIES}) {
            assertThat(send("GET", path, stranger).body().path("items")).isEmpty();
        }
        assertProblem(send("DELETE", SUBSCRIPTIONS + "/" + subscription, stranger), ProblemType.NOT_FOUND);
        assertProblem(
                send("POST", DELIVERIES + "/" + notification.id() + "." + subscription + "/redelivery", stranger),
                ProblemType.NOT_FOUND);
        assertThat(api.get(SUBSCRIPTIONS).body().path("items")).hasSize(1);
    }

    @Test
    void saysThatTheStoreIsDown() {
        api.store.outage().begin();

        assertProblem(api.get(EVENTS), ProblemType.UNAVAILABLE);
        assertProblem(api.post(SUBSCRIPTIONS, MAIL), ProblemType.UNAVAILABLE);
    }
}
