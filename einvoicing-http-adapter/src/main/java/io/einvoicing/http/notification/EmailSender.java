package io.einvoicing.http.notification;

import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.kernel.Finding;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.port.NotificationSender;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends notifications by e-mail over SMTP. Thread-safe.
 *
 * <p>The address that the policy checked is the one connected to. A repeated message has the same {@code Message-ID}.
 *
 * @since 0.1.0
 */
public final class EmailSender implements NotificationSender<Channel.Email>, AutoCloseable {
    private final MailServer server;
    private final OutboundPolicy policy;
    private final SSLSocketFactory tls;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "einvoicing-mail");
        thread.setDaemon(true);
        return thread;
    });

    /** Opens a sender that trusts the certificate authorities of the JVM. */
    public EmailSender(MailServer server, OutboundPolicy policy) {
        this(server, policy, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /**
     * Opens a sender.
     *
     * @param policy where connections may go
     * @param tls whom to trust
     * @throws IllegalArgumentException if the policy forbids the server
     */
    public EmailSender(MailServer server, OutboundPolicy policy, SSLSocketFactory tls) {
        policy.refusal(server.host(), server.port()).ifPresent(reason -> {
            throw new IllegalArgumentException("the mail server cannot be used: " + reason);
        });
        if (server.security() == MailServer.Security.NONE && !policy.allowsPlainText(server.host())) {
            throw new IllegalArgumentException("the mail server cannot be used: connections to " + server.host()
                    + " must use TLS, or the host must be configured as plain text");
        }
        this.server = server;
        this.policy = policy;
        this.tls = tls;
    }

    /** Returns a sender for a service without a mail server, which refuses every mailbox. */
    public static NotificationSender<Channel.Email> notConfigured() {
        return new NotConfigured();
    }

    @Override
    public Optional<Finding> refusal(Channel.Email channel) {
        return Optional.empty();
    }

    @Override
    public Outcome send(Channel.Email channel, Notification notification, DeliveryId delivery, Duration timeout) {
        SmtpCall call = new SmtpCall(server, policy, tls, timeout);
        // In a thread of its own, so that not even the look-up of the host holds the caller beyond its timeout.
        Future<Outcome> running = threads.submit(() -> {
            try {
                call.send(channel, notification, delivery);
                return Outcome.delivered();
            } catch (MessagingException e) {
                return failed(e);
            } catch (IOException e) {
                return Outcome.tryAgain("no connection to the mail server: " + message(e));
            } finally {
                call.close();
            }
        });
        try {
            return running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            call.close();
            return Outcome.tryAgain("the mail server did not take the message within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.close();
            return Outcome.tryAgain("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the mail client failed", e.getCause());
        }
    }

    /** Hands a message to the server, which takes it for those whom it names. */
    EmailTransmission transmit(SmtpCall.Writing writing, Duration timeout) {
        SmtpCall call = new SmtpCall(server, policy, tls, timeout);
        Future<EmailTransmission> running = threads.submit(() -> {
            try {
                call.send(writing);
                return new EmailTransmission(EmailTransmission.State.TAKEN, "");
            } catch (MessagingException e) {
                return transmission(e, call.isBegun());
            } catch (IOException e) {
                return transmission("no connection to the mail server: " + message(e), call.isBegun());
            } finally {
                call.close();
            }
        });
        try {
            return running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            call.close();
            return transmission(
                    "the mail server did not take the message within " + timeout.toMillis() + " ms", call.isBegun());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.close();
            return transmission("interrupted", call.isBegun());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the mail client failed", e.getCause());
        }
    }

    private static EmailTransmission transmission(String reason, boolean begun) {
        return new EmailTransmission(
                begun ? EmailTransmission.State.UNKNOWN : EmailTransmission.State.NOT_TAKEN, reason);
    }

    /** A server that answered "no" has not taken the message; one whose answer is missing may have. */
    private static EmailTransmission transmission(MessagingException failure, boolean begun) {
        Outcome outcome = failed(failure);
        return outcome.fold(
                delivered -> transmission("", begun),
                again -> new EmailTransmission(
                        begun && !isAnswer(failure)
                                ? EmailTransmission.State.UNKNOWN
                                : EmailTransmission.State.NOT_TAKEN,
                        again.reason()),
                refused -> new EmailTransmission(EmailTransmission.State.REFUSED, refused.reason()));
    }

    private static boolean isAnswer(MessagingException failure) {
        for (Exception cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof SMTPAddressFailedException
                    || cause instanceof SMTPSendFailedException sent && sent.getReturnCode() >= 400) {
                return true;
            }
        }
        return false;
    }

    /** Returns the sender of all messages. */
    String from() {
        return server.from();
    }

    /** Returns the domain of the sender. */
    String domain() {
        return server.domain();
    }

    private static Outcome failed(MessagingException failure) {
        for (Exception cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof SMTPAddressFailedException address && saysThatNoMailboxExists(address)) {
                return Outcome.refusedForGood("the mail server refused the mailbox: " + message(address));
            }
        }
        return Outcome.tryAgain("the mail server did not take the message: " + message(failure));
    }

    private static @Nullable Exception next(Exception failure) {
        return failure instanceof MessagingException messaging ? messaging.getNextException() : null;
    }

    /**
     * Without one of these enhanced codes, a refused recipient may as well be a matter of policy, which the operator can mend.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc3463">Source: RFC 3463, enhanced status codes</a>
     */
    private static boolean saysThatNoMailboxExists(SMTPAddressFailedException refusal) {
        return message(refusal).matches("(?s)5\\d\\d[ -]5\\.(?:1\\.(?:1|2|3|6|10)|2\\.1)\\b.*");
    }

    private static String message(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /** Stops; messages that are under way may still be sent. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private static final class NotConfigured implements NotificationSender<Channel.Email> {
        private static final String MESSAGE = "this service sends no e-mail";

        @Override
        public Optional<Finding> refusal(Channel.Email channel) {
            return Optional.of(Finding.error(
                    "address", MESSAGE, "have the operator configure a mail server, or subscribe a webhook"));
        }

        @Override
        public Outcome send(Channel.Email channel, Notification notification, DeliveryId delivery, Duration timeout) {
            return Outcome.tryAgain(MESSAGE + ": the operator must configure a mail server");
        }
    }
}
