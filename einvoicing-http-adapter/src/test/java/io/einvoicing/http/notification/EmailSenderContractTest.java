package io.einvoicing.http.notification;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.kernel.Finding;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.port.NotificationSender;
import io.einvoicing.testkit.ClosedPort;
import io.einvoicing.testkit.contract.NotificationSenderContract;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class EmailSenderContractTest extends NotificationSenderContract<Channel.Email> {
    private static final Channel.Email GONE = new Channel.Email("gone@contoso.example");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        mail.start();
        mail.setUser("ada@contoso.example", "ada", "password");
        open.push(mail::stop);
    }

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private EmailSender sender(int port) {
        EmailSender sender = new EmailSender(
                new MailServer(
                        "127.0.0.1", port, MailServer.Security.NONE, Optional.empty(), "alerts@einvoicing.example"),
                OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.0/8").allowingPlainText("127.0.0.1"));
        open.push(sender);
        return sender;
    }

    private LoopbackSmtp loopback() throws IOException {
        LoopbackSmtp smtp = LoopbackSmtp.plain();
        open.push(smtp);
        return smtp;
    }

    @Override
    protected NotificationSender<Channel.Email> createSender() throws IOException {
        EmailSender existing = sender(mail.getSmtp().getPort());
        EmailSender gone = sender(loopback()
                .answering("RCPT", "550 5.1.1 <gone@contoso.example>: user unknown")
                .port());
        return new NotificationSender<>() {
            @Override
            public Optional<Finding> refusal(Channel.Email channel) {
                return existing.refusal(channel);
            }

            @Override
            public Outcome send(
                    Channel.Email channel, Notification notification, DeliveryId delivery, Duration timeout) {
                return (channel.equals(GONE) ? gone : existing).send(channel, notification, delivery, timeout);
            }
        };
    }

    @Override
    protected NotificationSender<Channel.Email> createUnreachableSender() {
        ClosedPort closed = new ClosedPort();
        open.push(closed);
        return sender(closed.number());
    }

    @Override
    protected NotificationSender<Channel.Email> createSilentSender() throws IOException {
        return sender(loopback().answering("CONNECT", "").port());
    }

    @Override
    protected Channel.Email createChannel() {
        return new Channel.Email("ada@contoso.example");
    }

    @Override
    protected Channel.Email createGoneChannel() {
        return GONE;
    }

    @Override
    protected List<Received> received() throws MessagingException {
        List<Received> all = new ArrayList<>();
        for (MimeMessage message : mail.getReceivedMessages()) {
            all.add(new Received(message.getMessageID(), message.getSubject()));
        }
        return all;
    }
}
