package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.oneOf;
import static io.einvoicing.http.api.internal.Requests.pageSize;
import static io.einvoicing.http.api.internal.Requests.pathId;
import static io.einvoicing.http.api.internal.Requests.query;

import io.einvoicing.http.api.NewNotificationSubscription;
import io.einvoicing.http.api.NotificationChannel;
import io.einvoicing.http.api.NotificationDeliveryView;
import io.einvoicing.http.api.NotificationSubscriptionView;
import io.einvoicing.http.api.NotificationView;
import io.einvoicing.http.api.Page;
import io.einvoicing.kernel.Require;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.NotificationDelivery;
import io.einvoicing.notification.Notifications;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened, who is told, and whether it reached them. */
@Secured
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Notifications",
        description =
                "Events, subscriptions and deliveries; reading needs the role configure or usage, changing configure")
public final class NotificationsResource {
    private static final String AFTER = "Cursor: the value of next in the page before";
    private static final String LIMIT = "At most so many, 1 to 500";

    private final Notifications notifications;

    NotificationsResource(Notifications notifications) {
        this.notifications = notifications;
    }

    @GET
    @Path("/notifications")
    @Operation(operationId = "listNotifications", summary = "Lists what happened, the newest first")
    @ApiResponse(responseCode = "200", description = "One page of notifications", useReturnTypeSchema = true)
    public Page<NotificationView> notifications(
            @QueryParam("after") @Parameter(description = AFTER) @Nullable String after,
            @QueryParam("limit")
                    @DefaultValue("50")
                    @Parameter(
                            description = LIMIT,
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
                    String limit,
            @Context SecurityContext security) {
        int size = pageSize(limit);
        List<Notification> found = orRefuse(notifications.list(
                caller(security), query("after", text -> Require.uuid("notification id", text), after), size + 1));
        return Page.first(size, found, notification -> notification.id().toString())
                .map(NotificationView::of);
    }

    @GET
    @Path("/notification-subscriptions")
    @Operation(operationId = "listNotificationSubscriptions", summary = "Lists all subscriptions, the oldest first")
    @ApiResponse(responseCode = "200", description = "All subscriptions", useReturnTypeSchema = true)
    public Page<NotificationSubscriptionView> subscriptions(@Context SecurityContext security) {
        return Page.whole(orRefuse(notifications.subscriptions(caller(security))).stream()
                .map(NotificationSubscriptionView::of)
                .toList());
    }

    @POST
    @Path("/notification-subscriptions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "subscribeToNotifications",
            summary = "Has notifications sent to an address from now on",
            description =
                    "Webhook messages follow the Standard Webhooks specification. An address has one subscription,"
                            + " so repeating the request does not send anything twice.")
    @ApiResponse(
            responseCode = "201",
            description = "The subscription; Location is its address",
            content = @Content(schema = @Schema(implementation = NotificationSubscriptionView.class)))
    @ApiResponse(
            responseCode = "409",
            description = "The address has a subscription: duplicate; there are too many: conflict")
    @ApiResponse(responseCode = "422", description = "This service does not send there: invalid-content")
    public Response subscribe(
            NewNotificationSubscription request, @Context SecurityContext security, @Context UriInfo uri) {
        Channel channel = channel(request);
        NotificationSubscriptionView created = NotificationSubscriptionView.of(
                orRefuse(checked("", () -> notifications.subscribe(caller(security), request.types(), channel))));
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(created.id().toString())
                        .build())
                .entity(created)
                .build();
    }

    private static Channel channel(NewNotificationSubscription request) {
        if (request.channel() == NotificationChannel.WEBHOOK) {
            return checked(
                    "address",
                    () -> new Channel.Webhook(
                            Require.uri("webhook address", request.address().strip()), request.secret()));
        }
        if (request.secret().isPresent()) {
            throw ProblemException.invalidValue("secret", "e-mail is not signed", "leave it out");
        }
        return checked("address", () -> new Channel.Email(request.address()));
    }

    @DELETE
    @Path("/notification-subscriptions/{subscription}")
    @Operation(
            operationId = "unsubscribeFromNotifications",
            summary = "Removes a subscription with all its deliveries",
            description = "What is being sent just then is not called back.")
    @ApiResponse(responseCode = "204", description = "The subscription is removed")
    @ApiResponse(responseCode = "404", description = "The tenant has no such subscription: not-found")
    public Response unsubscribe(
            @PathParam("subscription") @Parameter(description = "Id of the subscription") String subscription,
            @Context SecurityContext security) {
        UUID id = pathId(
                "notification subscription", text -> Require.uuid("notification subscription id", text), subscription);
        orRefuse(notifications.unsubscribe(caller(security), id));
        return Response.noContent().build();
    }

    @GET
    @Path("/notification-deliveries")
    @Operation(operationId = "listNotificationDeliveries", summary = "Lists deliveries, the newest first")
    @ApiResponse(responseCode = "200", description = "One page of deliveries", useReturnTypeSchema = true)
    public Page<NotificationDeliveryView> deliveries(
            @QueryParam("state")
                    @Parameter(
                            description = "Only deliveries in this state",
                            schema = @Schema(implementation = NotificationDelivery.State.class))
                    @Nullable
                    String state,
            @QueryParam("after") @Parameter(description = AFTER) @Nullable String after,
            @QueryParam("limit")
                    @DefaultValue("50")
                    @Parameter(
                            description = LIMIT,
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
                    String limit,
            @Context SecurityContext security) {
        int size = pageSize(limit);
        List<NotificationDelivery> found = orRefuse(notifications.deliveries(
                caller(security),
                query("state", oneOf(NotificationDelivery.State.class), state),
                query("after", DeliveryId::parse, after),
                size + 1));
        return Page.first(size, found, delivery -> delivery.id().toString()).map(NotificationDeliveryView::of);
    }

    @POST
    @Path("/notification-deliveries/{delivery}/redelivery")
    @Operation(
            operationId = "redeliverNotification",
            summary = "Has a notification sent again",
            description = "Whether it was delivered, given up or waits for its next attempt.")
    @ApiResponse(
            responseCode = "202",
            description = "The delivery is due at once",
            content = @Content(schema = @Schema(implementation = NotificationDeliveryView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such delivery: not-found")
    @ApiResponse(responseCode = "409", description = "The subscription has ended: conflict")
    public Response redeliver(
            @PathParam("delivery") @Parameter(description = "Id of the delivery") String delivery,
            @Context SecurityContext security) {
        DeliveryId id = pathId("notification delivery", DeliveryId::parse, delivery);
        return Response.accepted(NotificationDeliveryView.of(orRefuse(notifications.redeliver(caller(security), id))))
                .build();
    }
}
