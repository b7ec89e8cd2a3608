package io.einvoicing.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.SecretReference;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
    private static final String TYPE = "usage.threshold-reached";

    private static Notification notification(String type, String subject, String text, Map<String, String> data) {
        return new Notification(new TenantId(UUID.randomUUID()), UUID.randomUUID(), type, NOW, subject, text, data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage.threshold-reached", "a.b", "vault.object.expires-in-30-days"})
    void takesTypesOfLowerCaseWords(String type) {
        assertThat(notification(type, "Subject", "", Map.of()).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "usage",
                "Usage.x",
                "usage..x",
                "usage.",
                ".usage",
                "usage.*",
                "usage.x y",
                "usage.x\n",
                "üsage.x",
                "1.x"
            })
    void refusesOtherTypes(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notification(type, "Subject", "", Map.of()))
                .withMessageContaining("notification type");
    }

    @Test
    void boundsEverything() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notification("a." + "b".repeat(97), "Subject", "", Map.of()))
                .withMessageContaining("98");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notification(TYPE, "x".repeat(201), "", Map.of()))
                .withMessageContaining("notification subject must have at most 200");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notification(TYPE, "Subject", "x".repeat(4_001), Map.of()))
                .withMessageContaining("notification text must have at most 4000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notification(TYPE, "Subject", "", Map.of("name", "x".repeat(1_001))))
                .withMessageContaining("notification data name must have at most 1000");
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 51; i++) {
            many.put("n" + i, "");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notification(TYPE, "Subject", "", many))
                .withMessageContaining("at most 50 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notification(TYPE, "Subject", "", Map.of("a b", "")))
                .withMessageContaining("was \"a b\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two\nlines", "Bcc: me@evil.example\r\nX: y", " x", "\uD800"})
    void takesASubjectOfOneLine(String subject) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notification(TYPE, subject, "", Map.of()))
                .withMessageContaining("notification subject");
    }

    @ParameterizedTest
    @CsvSource({
        "*, usage.threshold-reached, true",
        "usage.*, usage.threshold-reached, true",
        "usage.*, usage.a.b, true",
        "usage.a.*, usage.a.b, true",
        "usage.a.*, usage.a, false",
        "usage.threshold-reached, usage.threshold-reached, true",
        "usage.threshold, usage.threshold-reached, false",
        "usag.*, usage.threshold-reached, false",
        "vault.*, usage.threshold-reached, false"
    })
    void choosesByPattern(String pattern, String type, boolean chosen) {
        assertThat(new TypePattern(pattern).matches(type)).isEqualTo(chosen);
    }

    @Test
    void everyTypeThatFitsHasPatternsThatFit() {
        assertThat(TypePattern.matching("a.".repeat(48) + "bc")).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "usage", "**", "*.usage", "usage*", "usage.*.x", "Usage.*", "usage.* ", "usage,vault"})
    void refusesOtherPatterns(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TypePattern(pattern))
                .withMessageContaining("type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@contoso.example", "o'neil+alerts@mail.contoso.example", "a.b@c-d.example"})
    void takesPlainMailboxes(String address) {
        assertThat(new Channel.Email(address).address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@contoso.example",
                "ada@contoso",
                "ada@@contoso.example",
                "ada@contoso.example\r\nBcc: x@evil.example",
                "ada@contoso.example,x@evil.example",
                "Ada <ada@contoso.example>",
                "\"a b\"@contoso.example",
                "a..b@contoso.example",
                ".a@contoso.example",
                "ada@-contoso.example",
                "ada@[127.0.0.1]",
                "öykü@contoso.example",
                "ada@örnek.example",
                "ada@contoso.example "
            })
    void refusesOtherMailboxes(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Channel.Email(address))
                .withMessageContaining("e-mail address");
    }

    @Test
    void refusesMailboxesThatNoEnvelopeHolds() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Channel.Email("a".repeat(65) + "@contoso.example"));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Channel.Email("a@" + "b".repeat(60).concat(".").repeat(4) + "example.example"))
                .withMessageContaining("254");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hook",
                "/hook",
                "ftp://erp.example/hook",
                "https:hook",
                "https:///hook",
                "https://erp.example:65536/hook",
                "https://[fe80::1%25eth0]/hook",
                "https://user:password@erp.example/",
                "https://erp.example/#fragment",
                "https://erp.example/çağrı",
                "mailto:ada@contoso.example"
            })
    void refusesOtherWebhooks(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Channel.Webhook(URI.create(url), Optional.empty()))
                .withMessageContaining("webhook address");
    }

    @Test
    void refusesAWebhookThatIsTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Channel.Webhook(URI.create("https://erp.example/" + "x".repeat(2_000)), Optional.empty()))
                .withMessageContaining("2000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "key/1", "schlüssel"})
    void refusesSecretNamesThatNoVaultHolds(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecretReference(URI.create("https://contoso.vault.azure.net/"), name))
                .withMessageContaining("name must");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecretReference(URI.create("contoso"), "key"))
                .withMessageContaining("vault must be an address");
    }

    @Test
    void refusesASubscriptionToNothingToTooMuchAndTwiceToTheSame() {
        List<TypePattern> twice = Collections.nCopies(2, new TypePattern("*"));
        List<TypePattern> many = Collections.nCopies(21, new TypePattern("*"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> subscription(List.of()))
                .withMessageContaining("1 to 20");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> subscription(many))
                .withMessageContaining("1 to 20");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> subscription(twice))
                .withMessageContaining("twice");
    }

    private static NotificationSubscription subscription(List<TypePattern> types) {
        return new NotificationSubscription(
                new TenantId(UUID.randomUUID()),
                UUID.randomUUID(),
                types,
                new Channel.Email("ada@contoso.example"),
                true,
                new PrincipalId(UUID.randomUUID()),
                NOW);
    }

    @Test
    void readsADeliveryIdFromItsText() {
        DeliveryId id = new DeliveryId(UUID.randomUUID(), UUID.randomUUID());

        assertThat(DeliveryId.parse(id.toString())).isEqualTo(id);
        for (String text : List.of(
                "", ".", id.notification().toString(), id + "0", id.toString().replace('.', '-'))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DeliveryId.parse(text))
                    .withMessageContaining("delivery id");
        }
    }

    @Test
    void waitsTwiceAsLongAfterEachAttemptUpToTheLongestWait() {
        Instant at = NOW;
        long[] seconds = {30, 60, 120, 240, 480, 960, 1_920, 3_840, 7_680, 15_360, 21_600, 21_600};
        for (long expected : seconds) {
            Duration wait = NotificationPolicy.DEFAULT.wait(NOW, at);
            assertThat(wait).isEqualTo(Duration.ofSeconds(expected));
            at = at.plus(wait);
        }
    }
}
