package io.einvoicing.http.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.testkit.ClosedPort;
import io.einvoicing.testkit.memory.InMemoryPipeline;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SendEmailActionTest {
    private static final DocumentContent INVOICE = new DocumentContent(
            "application/xml", "<Rechnung>Ä</Rechnung>".repeat(100).getBytes(UTF_8));

    @Test
    void sendsTheFilesOfTheFlow() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try (EmailSender sender = sender(mail.getSmtp().getPort())) {
            InMemoryPipeline pipeline = pipeline(sender, Map.of());
            Submission submission = pipeline.run(pipeline.submit(INVOICE, Map.of("Buyer", "ada@contoso.example")));

            assertThat(submission.failure()).isEmpty();
            assertThat(submission.status()).isEqualTo(SubmissionStatus.COMPLETED);
            MimeMessage message = mail.getReceivedMessages()[0];
            assertThat(message.getAllRecipients())
                    .extracting(Object::toString)
                    .containsExactly("ada@contoso.example", "archive@contoso.example");
            assertThat(message.getSubject()).isEqualTo("Rechnung R-1 für ada@contoso.example");
            assertThat(message.getMessageID())
                    .isEqualTo(pipeline.text(submission, "mail", SendEmailAction.MESSAGE_ID))
                    .startsWith("<" + submission.id())
                    .endsWith("@einvoicing.example>");
            MimeMultipart parts = (MimeMultipart) message.getContent();
            assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Guten Tag, 2026-11-23");
            assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("Rechnung-R-1.xml");
            assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(INVOICE.bytes());
        } finally {
            mail.stop();
        }
    }

    @Test
    @SuppressWarnings("try") // closed in the middle on purpose
    void sendsAnUnknownMessageAgainUnderTheSameId() throws Exception {
        try (LoopbackSmtp smtp = LoopbackSmtp.plain().answering(".", "taken, or is it");
                EmailSender sender = sender(smtp.port())) {
            InMemoryPipeline pipeline = pipeline(sender, Map.of());
            SubmissionId id = pipeline.submit(INVOICE, Map.of("Buyer", "ada@contoso.example"));
            Submission unknown = pipeline.run(id);
            assertThat(unknown.pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
            smtp.answering(".", "250 2.0.0 queued");

            Submission sent = pipeline.runWhenDue(id);

            assertThat(sent.status()).isEqualTo(SubmissionStatus.COMPLETED);
            assertThat(smtp.messages()).hasSize(2);
            assertThat(smtp.messages().get(1)).isEqualTo(smtp.messages().get(0)).contains("Message-ID: <" + id);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 no such mailbox, FAILED",
        "RCPT, 450 4.2.1 busy, PENDING",
        "MAIL, 451 4.3.0 later, PENDING",
        ".,    554 5.7.1 not taken, PENDING"
    })
    void knowsThatAServerWhichSaysNoTookNothing(String command, String answer, SubmissionStatus expected)
            throws Exception {
        try (LoopbackSmtp smtp = LoopbackSmtp.plain().answering(command, answer);
                EmailSender sender = sender(smtp.port())) {
            InMemoryPipeline pipeline = pipeline(sender, Map.of());
            Submission submission = pipeline.run(pipeline.submit(INVOICE, Map.of("Buyer", "ada@contoso.example")));
            assertThat(submission.status()).isEqualTo(expected);
            if (expected == SubmissionStatus.PENDING) {
                assertThat(submission.pendingReason()).contains(PendingReason.RETRY);
            }
        }
    }

    @Test
    void retriesWhenThereIsNoConnection() throws Exception {
        try (ClosedPort closed = new ClosedPort();
                EmailSender sender = sender(closed.number())) {
            InMemoryPipeline pipeline = pipeline(sender, Map.of());
            assertThat(pipeline.run(pipeline.submit(INVOICE, Map.of("Buyer", "ada@contoso.example")))
                            .pendingReason())
                    .contains(PendingReason.RETRY);
        }
    }

    @Test
    void refusesARecipientThatIsNone() throws Exception {
        try (ClosedPort closed = new ClosedPort();
                EmailSender sender = sender(closed.number())) {
            InMemoryPipeline pipeline = pipeline(sender, Map.of());
            Submission submission =
                    pipeline.run(pipeline.submit(INVOICE, Map.of("Buyer", "a@b.example\r\nBcc: me@evil.example")));
            assertThat(submission.status()).isEqualTo(SubmissionStatus.FAILED);
            assertThat(submission.failure()).doesNotContain("evil");
        }
    }

    @Test
    void findsThatTheServiceSendsNoMail() {
        assertThat(new SendEmailAction(Optional.empty())
                        .check(action(Map.of()), new FeatureContent("", List.of(), List.of())))
                .anySatisfy(finding -> assertThat(finding.message()).isEqualTo("this service sends no e-mail"));
    }

    @ParameterizedTest
    @CsvSource({
        "Recipients, nobody, Recipients, must be one such as",
        "Subject, {nothing}, Subject, there is no value for nothing",
        "Text, {, Text, a single brace",
        "Attachment 2, x, Name of attachment 2, the attachment has no name"
    })
    void findsFaultsWhenTheFeatureIsCompleted(String parameter, String value, String field, String message)
            throws Exception {
        try (EmailSender sender = sender(25)) {
            Map<String, ParameterValue> parameters = new HashMap<>(Map.of(
                    "Recipients", ParameterValue.literal("ada@contoso.example"),
                    "Subject", ParameterValue.literal("Invoice"),
                    "Text", ParameterValue.literal("Hello")));
            parameters.put(parameter, ParameterValue.literal(value));
            assertThat(new SendEmailAction(Optional.of(sender))
                            .check(
                                    Action.of("mail", SendEmailAction.TYPE, parameters),
                                    new FeatureContent("", List.of(), List.of())))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.field()).isEqualTo("parameters." + field);
                        assertThat(finding.message()).contains(message);
                    });
        }
    }

    private static EmailSender sender(int port) {
        return new EmailSender(
                new MailServer(
                        "127.0.0.1", port, MailServer.Security.NONE, Optional.empty(), "alerts@einvoicing.example"),
                OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.0/8").allowingPlainText("127.0.0.1"));
    }

    private static Action action(Map<String, ParameterValue> further) {
        Map<String, ParameterValue> parameters = new HashMap<>(Map.of(
                "Recipients", ParameterValue.literal("{Buyer}, archive@contoso.example"),
                "Subject", ParameterValue.literal("Rechnung {sourceRecord} für {Buyer}"),
                "Text", ParameterValue.literal("Guten Tag, {date}"),
                "Attachment 1", ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                "Name of attachment 1", ParameterValue.literal("Rechnung-{sourceRecord}.xml")));
        parameters.putAll(further);
        return Action.of("mail", SendEmailAction.TYPE, parameters).withRetry(RetryPolicy.of(3, Duration.ofSeconds(10)));
    }

    private static InMemoryPipeline pipeline(EmailSender sender, Map<String, ParameterValue> further) {
        return new InMemoryPipeline(
                List.of(new SendEmailAction(Optional.of(sender))),
                List.of(),
                List.of(new Variable(
                        "Buyer", "", Variable.Kind.FROM_CLIENT, DataType.STRING, Optional.empty(), Optional.empty())),
                List.of(),
                action(further));
    }
}
