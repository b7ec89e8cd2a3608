package io.einvoicing.http.notification;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterDescription.Type;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.TextTemplate;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.OutsideEffectActionType;
import io.einvoicing.kernel.Finding;
import io.einvoicing.notification.Channel;
import io.einvoicing.submission.LogMessage;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Sends files of the flow by e-mail: the action type "Send e-mail".
 *
 * <p>The flow's own checkpoint is the outbox: the whole message lies in the customer's container before the intent to send it is
 * recorded, so that no document enters the database, and a repetition sends the same message under the same {@code Message-ID}, by
 * which mailboxes know it. It is sent at least once.
 *
 * @since 0.1.0
 */
public final class SendEmailAction implements OutsideEffectActionType {
    /** Name of the action type. */
    public static final String TYPE = "Send e-mail";

    /** The parameter with the mailboxes to send to. */
    public static final String RECIPIENTS = "Recipients";

    /** The parameter with the subject. */
    public static final String SUBJECT = "Subject";

    /** The parameter with the text. */
    public static final String TEXT = "Text";

    /** Output: the id under which the message was sent. */
    public static final String MESSAGE_ID = "Message id";

    private static final int ATTACHMENTS = 3;
    private static final int MOST_RECIPIENTS = 20;
    private static final int LARGEST = 20_000_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String MEDIA_TYPE = "message/rfc822";

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Sends files of the flow by e-mail.",
            ActionDescription.Kind.OUTSIDE_EFFECT,
            parameters(),
            List.of(MESSAGE_ID));

    private final Optional<EmailSender> sender;

    /**
     * Creates the action type.
     *
     * @param sender sends the messages; empty if the service has no mail server, which is a finding for every action of the type
     */
    public SendEmailAction(Optional<EmailSender> sender) {
        this.sender = sender;
    }

    private static List<ParameterDescription> parameters() {
        List<ParameterDescription> parameters = new ArrayList<>(List.of(
                ParameterDescription.mandatory(
                        RECIPIENTS,
                        Type.TEXT,
                        "Mailboxes such as ada@contoso.example, joined by commas, at most " + MOST_RECIPIENTS
                                + "; they may hold values by their names in braces, as subject and text may."),
                ParameterDescription.mandatory(SUBJECT, Type.TEXT, "One line."),
                ParameterDescription.mandatory(TEXT, Type.TEXT, "Plain text of the message.")));
        for (int i = 1; i <= ATTACHMENTS; i++) {
            parameters.add(ParameterDescription.optional(
                    attachment(i), Type.FILE, "File of the flow to attach; all together at most 20,000,000 bytes."));
            parameters.add(ParameterDescription.optional(
                    attachmentName(i), Type.TEXT, "Name under which it is attached, such as {sourceRecord}.xml."));
        }
        return parameters;
    }

    private static String attachment(int number) {
        return "Attachment " + number;
    }

    private static String attachmentName(int number) {
        return "Name of attachment " + number;
    }

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Finding> check(Action action, FeatureContent content) {
        List<Finding> findings = new ArrayList<>();
        if (sender.isEmpty()) {
            findings.add(
                    Finding.error("type", "this service sends no e-mail", "have the operator configure a mail server"));
        }
        List<String> templates = new ArrayList<>(List.of(RECIPIENTS, SUBJECT, TEXT));
        for (int i = 1; i <= ATTACHMENTS; i++) {
            templates.add(attachmentName(i));
            if (action.parameters().containsKey(attachment(i))
                    && !action.parameters().containsKey(attachmentName(i))) {
                findings.add(error(attachmentName(i), "the attachment has no name", "name it, such as invoice.xml"));
            }
        }
        templates.forEach(parameter -> check(parameter, action, content, findings));
        return findings;
    }

    private static void check(String parameter, Action action, FeatureContent content, List<Finding> findings) {
        if (action.parameters().get(parameter) instanceof ParameterValue.Literal literal) {
            try {
                TextTemplate template = TextTemplate.parse(literal.text());
                List<String> unknown = template.unknown(action, content);
                if (!unknown.isEmpty()) {
                    findings.add(error(
                            parameter,
                            "there is no value for " + String.join(", ", unknown),
                            "name a variable, a feature parameter or Action/Output of an earlier action"));
                } else if (parameter.equals(RECIPIENTS) && template.names().isEmpty()) {
                    recipients(literal.text());
                }
            } catch (IllegalArgumentException e) {
                findings.add(error(parameter, String.valueOf(e.getMessage()), "correct it"));
            }
        }
    }

    private static Finding error(String parameter, String message, String remedy) {
        return Finding.error("parameters." + parameter, message, remedy);
    }

    private static List<Channel.Email> recipients(String text) {
        List<Channel.Email> recipients = Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(Channel.Email::new)
                .toList();
        if (recipients.size() > MOST_RECIPIENTS) {
            throw new IllegalArgumentException(
                    "there may be at most " + MOST_RECIPIENTS + " recipients, were " + recipients.size());
        }
        return recipients;
    }

    private EmailSender sender() {
        return sender.orElseThrow(() -> new IllegalArgumentException(
                "this service sends no e-mail: have the operator configure a mail server"));
    }

    /** Returns the whole message, but for its id. */
    @Override
    public DocumentContent request(ActionContext context) {
        try {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
            message.setFrom(new InternetAddress(sender().from(), true));
            for (Channel.Email recipient : recipients(context.filled(RECIPIENTS))) {
                message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient.address(), true));
            }
            message.setSubject(line(context.filled(SUBJECT)), StandardCharsets.UTF_8.name());
            message.setSentDate(Date.from(context.now()));
            message.setHeader("Auto-Submitted", "auto-generated");
            MimeMultipart parts = new MimeMultipart();
            MimeBodyPart text = new MimeBodyPart();
            text.setText(context.filled(TEXT), StandardCharsets.UTF_8.name());
            parts.addBodyPart(text);
            attach(context, parts);
            message.setContent(parts);
            message.saveChanges();
            message.removeHeader("Message-ID");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            message.writeTo(bytes);
            return new DocumentContent(MEDIA_TYPE, bytes.toByteArray());
        } catch (MessagingException | IOException e) {
            throw new IllegalArgumentException("the message cannot be written: " + e.getMessage(), e);
        }
    }

    private static void attach(ActionContext context, MimeMultipart parts) throws MessagingException {
        long bytes = 0;
        for (int i = 1; i <= ATTACHMENTS; i++) {
            if (context.optionalText(attachmentName(i)).isPresent()) {
                DocumentContent file = context.file(attachment(i));
                bytes += file.bytes().length;
                if (bytes > LARGEST) {
                    throw new IllegalArgumentException("the attachments have more than " + LARGEST + " bytes");
                }
                InternetHeaders headers = new InternetHeaders();
                headers.setHeader("Content-Type", file.mediaType());
                headers.setHeader("Content-Transfer-Encoding", "base64");
                MimeBodyPart part =
                        new MimeBodyPart(headers, Base64.getMimeEncoder().encode(file.bytes()));
                part.setFileName(line(context.filled(attachmentName(i))));
                parts.addBodyPart(part);
            }
        }
    }

    /** A value must not begin another header. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    @Override
    public Duration timeout(ActionContext context) {
        return TIMEOUT;
    }

    @Override
    public Recovery recovery(ActionContext context) {
        return Recovery.REPEAT;
    }

    @Override
    public ActionOutcome send(ActionContext context, DocumentContent request, String idempotencyKey) {
        String id = "<" + idempotencyKey + "@" + sender().domain() + ">";
        return sender().transmit(
                        session -> {
                            MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(request.bytes()));
                            message.setHeader("Message-ID", id);
                            return message;
                        },
                        TIMEOUT)
                .fold(
                        () -> new ActionOutcome.Completed(
                                List.of(new ActionOutput.Value(MESSAGE_ID, id)),
                                List.of(LogMessage.info("", "the mail server took the message " + id)),
                                Optional.empty()),
                        ActionOutcome::retryable,
                        ActionOutcome::failed,
                        ActionOutcome::unknown);
    }
}
