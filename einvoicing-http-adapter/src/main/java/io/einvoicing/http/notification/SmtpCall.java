package io.einvoicing.http.notification;

import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.http.call.internal.CheckedDns;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** One message to the mail server; another thread ends it by closing it, whatever it waits for. */
final class SmtpCall implements AutoCloseable {
    private final MailServer server;
    private final OutboundPolicy policy;
    private final SSLSocketFactory tls;
    private final int timeoutMillis;
    private @Nullable Socket socket;
    private boolean closed;
    private volatile boolean begun;

    SmtpCall(MailServer server, OutboundPolicy policy, SSLSocketFactory tls, Duration timeout) {
        this.server = server;
        this.policy = policy;
        this.tls = tls;
        this.timeoutMillis = (int) timeout.toMillis();
    }

    /**
     * Connects and sends.
     *
     * @throws IOException if there was no connection
     * @throws MessagingException if the server did not take the message, or nobody knows
     */
    void send(Channel.Email to, Notification notification, DeliveryId delivery) throws IOException, MessagingException {
        send(session -> message(session, to, notification, delivery));
    }

    /** Writes a message with all its headers. */
    @FunctionalInterface
    interface Writing {
        MimeMessage write(Session session) throws MessagingException;
    }

    /** Connects and sends a message to those whom it names; throws as the other does. */
    void send(Writing writing) throws IOException, MessagingException {
        Session session = session();
        MimeMessage message = writing.write(session);
        SMTPTransport transport = (SMTPTransport) session.getTransport("smtp");
        transport.connect(connected());
        begun = true;
        transport.sendMessage(message, message.getAllRecipients());
        try {
            transport.close();
        } catch (MessagingException e) {
            // The server took the message; that it was left without a farewell does not matter.
            close();
        }
    }

    /** Tells whether the server may have begun to take the message. */
    boolean isBegun() {
        return begun;
    }

    private Session session() {
        Properties properties = new Properties();
        // With properties that are all given here, nothing of the JVM's own can change the connection.
        properties.put("mail.smtp.from", server.from());
        properties.put("mail.smtp.localhost", server.domain());
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.starttls.required", server.security() == MailServer.Security.STARTTLS);
        properties.put("mail.smtp.starttls.enable", server.security() == MailServer.Security.STARTTLS);
        properties.put("mail.smtp.ssl.socketFactory", tls);
        properties.put("mail.smtp.ssl.checkserveridentity", true);
        properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.put("mail.smtp.auth", server.credentials().isPresent());
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return server.credentials()
                        .map(each -> new PasswordAuthentication(
                                each.user(), each.password().reveal()))
                        .orElse(null);
            }
        });
    }

    private MimeMessage message(Session session, Channel.Email to, Notification notification, DeliveryId delivery)
            throws MessagingException {
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + delivery + "@" + server.domain() + ">");
            }
        };
        message.setFrom(new InternetAddress(server.from(), true));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to.address(), true));
        message.setSubject(notification.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(notification.occurredAt()));
        // No automatic answers, please: RFC 3834.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(
                notification.text() + "\n\n-- \n" + notification.type() + " " + notification.id() + "\n",
                StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    private Socket connected() throws IOException {
        IOException failure = new IOException("the host has no address");
        for (InetSocketAddress resolved : new CheckedDns(policy).resolve(server.host(), server.port())) {
            // With the name as configured, which the certificate must bear; a look-up of the address might give
            // another.
            InetAddress address = InetAddress.getByAddress(
                    server.host(), resolved.getAddress().getAddress());
            try {
                return connect(new InetSocketAddress(address, server.port()));
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private Socket connect(InetSocketAddress address) throws IOException {
        Socket plain = opened(new Socket(Proxy.NO_PROXY));
        plain.setSoTimeout(timeoutMillis);
        plain.connect(address, timeoutMillis);
        if (server.security() != MailServer.Security.TLS) {
            return plain;
        }
        SSLSocket secure = (SSLSocket) tls.createSocket(plain, server.host(), server.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private synchronized Socket opened(Socket next) throws IOException {
        if (closed) {
            throw new IOException("given up");
        }
        socket = next;
        return next;
    }

    /** Breaks the connection off; nothing is sent any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It cannot be closed better; the attempt is over in any case.
                socket = null;
            }
        }
    }
}
