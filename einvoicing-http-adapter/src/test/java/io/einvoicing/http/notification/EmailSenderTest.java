package io.einvoicing.http.notification;

import static io.einvoicing.testkit.data.TestCertificates.aCertificate;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aNotification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.http.notification.MailServer.Credentials;
import io.einvoicing.http.notification.MailServer.Security;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.port.NotificationSender.Outcome;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.vault.SecretValue;
import jakarta.mail.internet.MimeMessage;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EmailSenderTest {
    private static final TestCertificate CERTIFICATE =
            aCertificate().hostAddress("127.0.0.1").build();
    private static final OutboundPolicy LOOPBACK = OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.0/8");
    private static final Channel.Email ADA = new Channel.Email("ada@contoso.example");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Credentials CREDENTIALS = new Credentials("service", new SecretValue("s3cr3t-password"));

    private final Notification notification = aNotification()
            .subject("Belge hacminin % 80'i kullanıldı 🧾 " + "x".repeat(100))
            .text("880 / 1.100 belge.\n.\nBcc: me@evil.example\n" + "ö".repeat(1_200))
            .build();
    private final DeliveryId delivery = new DeliveryId(notification.id(), UUID.randomUUID());

    private static MailServer server(int port, Security security, Optional<Credentials> credentials) {
        return new MailServer("127.0.0.1", port, security, credentials, "alerts@einvoicing.example");
    }

    private static SSLSocketFactory trusting(TestCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", certificate.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private Outcome send(LoopbackSmtp smtp, Security security, Optional<Credentials> credentials) throws Exception {
        try (EmailSender sender = new EmailSender(
                server(smtp.port(), security, credentials),
                LOOPBACK.allowingPlainText("127.0.0.1"),
                trusting(CERTIFICATE))) {
            return sender.send(ADA, notification, delivery, LONG);
        }
    }

    private static void assertTriesAgain(Outcome outcome, String reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.TryAgain.class,
                        again -> assertThat(again.reason()).contains(reason).doesNotContain("s3cr3t"));
    }

    @Test
    void writesAMessageThatEveryMailProgramReads() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try (EmailSender sender = new EmailSender(
                server(mail.getSmtp().getPort(), Security.NONE, Optional.empty()),
                LOOPBACK.allowingPlainText("127.0.0.1"))) {
            assertThat(sender.send(ADA, notification, delivery, LONG)).isEqualTo(Outcome.delivered());

            assertThat(mail.getReceivedMessages()).hasSize(1);
            MimeMessage message = mail.getReceivedMessages()[0];
            assertThat(message.getSubject()).isEqualTo(notification.subject());
            assertThat(message.getFrom()).extracting(Object::toString).containsExactly("alerts@einvoicing.example");
            assertThat(message.getAllRecipients()).extracting(Object::toString).containsExactly("ada@contoso.example");
            assertThat(message.getMessageID()).isEqualTo("<" + delivery + "@einvoicing.example>");
            assertThat(message.getSentDate()).isEqualTo(Date.from(NOW.minusMillis(125)));
            assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(message.getContentType()).isEqualTo("text/plain; charset=UTF-8");
            assertThat(message.getContent().toString().replace("\r\n", "\n"))
                    .isEqualTo(notification.text() + "\n\n-- \nusage.threshold-reached " + notification.id() + "\n");
        } finally {
            mail.stop();
        }
    }

    @Test
    void saysNothingBeforeTheConnectionIsTls() throws Exception {
        try (LoopbackSmtp smtp = LoopbackSmtp.withStartTls(CERTIFICATE)) {
            assertThat(send(smtp, Security.STARTTLS, Optional.empty())).isEqualTo(Outcome.delivered());

            assertThat(smtp.commands())
                    .startsWith(
                            "EHLO einvoicing.example",
                            "STARTTLS",
                            "TLS EHLO einvoicing.example",
                            "TLS MAIL FROM:<alerts@einvoicing.example>",
                            "TLS RCPT TO:<ada@contoso.example>",
                            "TLS DATA");
            assertThat(smtp.messages()).hasSize(1);
        }
    }

    @Test
    void logsOnThroughTls() throws Exception {
        try (LoopbackSmtp smtp = LoopbackSmtp.withTls(CERTIFICATE)
                .answering("EHLO", "250-loopback\r\n250 AUTH PLAIN")
                .answering("AUTH", "235 2.7.0 welcome")) {
            assertThat(send(smtp, Security.TLS, Optional.of(CREDENTIALS))).isEqualTo(Outcome.delivered());

            assertThat(smtp.commands()).anyMatch(command -> command.startsWith("TLS AUTH PLAIN "));
            assertThat(smtp.messages()).hasSize(1);
        }
    }

    @Test
    void sendsNothingToAServerThatOffersNoTls() throws Exception {
        try (LoopbackSmtp smtp = LoopbackSmtp.plain()) {
            assertTriesAgain(send(smtp, Security.STARTTLS, Optional.of(CREDENTIALS)), "STARTTLS");

            assertThat(smtp.commands()).noneMatch(command -> command.matches("(?i)(AUTH|MAIL|RCPT|DATA).*"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsNothingToAServerWithTheCertificateOfAnother(boolean startTls) throws Exception {
        TestCertificate other = aCertificate().hostAddress("127.0.0.2").build();
        try (LoopbackSmtp smtp = startTls ? LoopbackSmtp.withStartTls(other) : LoopbackSmtp.withTls(other);
                EmailSender sender = new EmailSender(
                        server(smtp.port(), startTls ? Security.STARTTLS : Security.TLS, Optional.of(CREDENTIALS)),
                        LOOPBACK,
                        trusting(other))) {
            assertThat(sender.send(ADA, notification, delivery, LONG)).isInstanceOf(Outcome.TryAgain.class);

            assertThat(smtp.commands()).noneMatch(command -> command.contains("MAIL") || command.contains("AUTH"));
        }
    }

    @Test
    void triesAgainWhenTheServerDoesNotTakeThePassword() throws Exception {
        try (LoopbackSmtp smtp = LoopbackSmtp.withTls(CERTIFICATE)
                .answering("EHLO", "250-loopback\r\n250 AUTH PLAIN")
                .answering("AUTH", "535 5.7.8 credentials invalid")) {
            assertTriesAgain(send(smtp, Security.TLS, Optional.of(CREDENTIALS)), "535 5.7.8");

            assertThat(smtp.messages()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421 4.3.2 not now",
        "MAIL, 451 4.3.0 not now",
        "RCPT, 450 4.2.0 greylisted",
        "RCPT, 550 relay denied",
        "RCPT, 554 5.7.1 relay denied",
        "RCPT, 550 5.7.1 you are blocked",
        "DATA, 452 4.3.1 full",
        "., 554 5.6.0 not this one"
    })
    void triesAgainAfterAnyRefusalThatIsNotAboutTheMailbox(String command, String answer) throws Exception {
        try (LoopbackSmtp smtp = LoopbackSmtp.plain().answering(command, answer)) {
            assertThat(send(smtp, Security.NONE, Optional.empty())).isInstanceOf(Outcome.TryAgain.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"550 5.1.1 user unknown", "550-5.1.1 no such user\r\n550 5.1.1 at all", "550 5.2.1 disabled"})
    void isRefusedForGoodByAMailboxThatDoesNotExist(String answer) throws Exception {
        try (LoopbackSmtp smtp = LoopbackSmtp.plain().answering("RCPT", answer)) {
            assertThat(send(smtp, Security.NONE, Optional.empty()))
                    .isInstanceOfSatisfying(
                            Outcome.RefusedForGood.class,
                            refused -> assertThat(refused.reason()).contains("5."));
            assertThat(smtp.messages()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "EHLO", "MAIL", "DATA", "."})
    void givesUpInTimeWhereverTheServerStopsAnswering(String command) throws Exception {
        try (LoopbackSmtp smtp = LoopbackSmtp.plain().answering(command, "");
                EmailSender sender = new EmailSender(
                        server(smtp.port(), Security.NONE, Optional.empty()),
                        LOOPBACK.allowingPlainText("127.0.0.1"))) {
            assertTriesAgain(sender.send(ADA, notification, delivery, Duration.ofMillis(500)), "mail server");
        }
    }

    @Test
    void isDeliveredOnceTheServerTookItHoweverItSaysGoodbye() throws Exception {
        try (LoopbackSmtp smtp = LoopbackSmtp.plain().answering("QUIT", "")) {
            assertThat(send(smtp, Security.NONE, Optional.empty())).isEqualTo(Outcome.delivered());
        }
    }

    @Test
    void connectsToNoAddressThatThePolicyForbids() throws Exception {
        try (LoopbackSmtp smtp = LoopbackSmtp.plain();
                EmailSender sender = new EmailSender(
                        new MailServer(
                                "::1", // known as an address only when it is looked up
                                smtp.port(),
                                Security.STARTTLS,
                                Optional.empty(),
                                "alerts@einvoicing.example"),
                        OutboundPolicy.PUBLIC_HOSTS)) {
            assertTriesAgain(sender.send(ADA, notification, delivery, LONG), "not a public address");
            assertThat(smtp.connections()).isZero();
        }
    }

    @Test
    void refusesAServerThatThePolicyForbids() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new EmailSender(server(25, Security.STARTTLS, Optional.empty()), OutboundPolicy.PUBLIC_HOSTS))
                .withMessageContaining("not a public address");
        MailServer here = new MailServer("localhost", 25, Security.TLS, Optional.empty(), "alerts@einvoicing.example");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmailSender(here, OutboundPolicy.PUBLIC_HOSTS))
                .withMessageContaining("leads to this machine");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmailSender(server(25, Security.NONE, Optional.empty()), LOOPBACK))
                .withMessageContaining("must use TLS");
    }

    @Test
    void refusesSettingsThatCannotWork() throws GeneralSecurityException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server(25, Security.NONE, Optional.of(CREDENTIALS)))
                .withMessageContaining("without TLS");
        assertThatIllegalArgumentException().isThrownBy(() -> server(0, Security.TLS, Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MailServer("", 25, Security.TLS, Optional.empty(), "a@b.example"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MailServer("mail", 25, Security.TLS, Optional.empty(), "a@b.example\r\nX: y"));
        assertThat(server(25, Security.TLS, Optional.of(CREDENTIALS)).toString())
                .doesNotContain("s3cr3t");
    }

    @Test
    void refusesEveryMailboxWithoutAMailServer() {
        assertThat(EmailSender.notConfigured().refusal(ADA).orElseThrow().remedy())
                .contains("configure a mail server");
        assertTriesAgain(EmailSender.notConfigured().send(ADA, notification, delivery, LONG), "sends no e-mail");
    }
}
