package io.einvoicing.testkit.memory;

import io.einvoicing.notification.Channel;
import io.einvoicing.notification.port.NotificationSender;
import io.einvoicing.notification.port.NotificationSender.Outcome;
import io.einvoicing.testkit.contract.NotificationSenderContract;
import java.util.List;

class InMemorySenderTest extends NotificationSenderContract<Channel.Email> {
    private static final Channel.Email GONE = new Channel.Email("gone@contoso.example");

    private final InMemorySender<Channel.Email> sender = new InMemorySender<>();

    @Override
    protected NotificationSender<Channel.Email> createSender() {
        sender.answer(message ->
                message.channel().equals(GONE) ? Outcome.refusedForGood("no such mailbox") : Outcome.delivered());
        return sender;
    }

    @Override
    protected NotificationSender<Channel.Email> createUnreachableSender() {
        InMemorySender<Channel.Email> unreachable = new InMemorySender<>();
        unreachable.answer(message -> Outcome.tryAgain("no connection"));
        return unreachable;
    }

    @Override
    protected NotificationSender<Channel.Email> createSilentSender() {
        return createUnreachableSender();
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
    protected List<Received> received() {
        return sender.sent().stream()
                .map(sent -> new Received(
                        sent.delivery().toString(), sent.notification().subject()))
                .toList();
    }
}
