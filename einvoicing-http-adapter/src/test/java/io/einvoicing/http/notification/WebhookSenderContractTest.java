package io.einvoicing.http.notification;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.http.call.LoopbackServer;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.port.NotificationSender;
import io.einvoicing.testkit.ClosedPort;
import io.einvoicing.testkit.contract.NotificationSenderContract;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class WebhookSenderContractTest extends NotificationSenderContract<Channel.Webhook> {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final LoopbackServer receiver = opened(new LoopbackServer((request, out, socket) -> LoopbackServer.write(
            out, LoopbackServer.response(request.firstLine().contains("/gone") ? 410 : 204, ""))));
    private final WebhookSender sender = sender();
    private URI target = receiver.url("/hook");

    WebhookSenderContractTest() throws IOException {}

    private WebhookSender sender() {
        return new WebhookSender(
                opened(new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS
                        .allowingPrivate("127.0.0.0/8")
                        .allowingPlainText("127.0.0.1"))),
                new InMemorySecretVault().uncached(),
                new TestClock());
    }

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    protected NotificationSender<Channel.Webhook> createSender() {
        return sender;
    }

    @Override
    protected NotificationSender<Channel.Webhook> createUnreachableSender() {
        target = URI.create("http://127.0.0.1:" + opened(new ClosedPort()).number() + "/hook");
        return sender;
    }

    @Override
    protected NotificationSender<Channel.Webhook> createSilentSender() throws IOException {
        target = opened(new LoopbackServer((request, out, socket) -> LoopbackServer.untilClientCloses(socket)))
                .url("/hook");
        return sender;
    }

    @Override
    protected Channel.Webhook createChannel() {
        return new Channel.Webhook(target, Optional.empty());
    }

    @Override
    protected Channel.Webhook createGoneChannel() {
        return new Channel.Webhook(receiver.url("/gone"), Optional.empty());
    }

    @Override
    protected List<Received> received() throws IOException {
        List<Received> all = new ArrayList<>();
        for (LoopbackServer.Request request : receiver.requests()) {
            all.add(new Received(
                    request.head()
                            .lines()
                            .filter(line -> line.startsWith("webhook-id: "))
                            .findFirst()
                            .orElseThrow(),
                    new ObjectMapper().readTree(request.body()).path("subject").asText()));
        }
        return all;
    }
}
