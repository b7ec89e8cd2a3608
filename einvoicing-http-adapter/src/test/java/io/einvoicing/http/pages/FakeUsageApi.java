package io.einvoicing.http.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.einvoicing.http.api.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The usage part of the REST API over made-up figures, for the looks and the behaviour of the page. The first word of the token
 * chooses the figures; each token is an organization of its own, with its own purchases and commands.
 */
@Path("/api/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
public final class FakeUsageApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STEPS_OF_A_COMMAND = 3;

    private final Map<String, Organization> organizations = new ConcurrentHashMap<>();

    private static final class Organization {
        private final UsageFigures figures;
        private final List<ObjectNode> purchases = new ArrayList<>();
        private @Nullable ObjectNode command;

        Organization(UsageFigures figures) {
            this.figures = figures;
            figures.months(UsageFigures.RUNNING.minusMonths(119), UsageFigures.RUNNING)
                    .filter(figures::has)
                    .forEach(month -> buy(month.atDay(1), figures.packages(month), "Ada Lovelace", null));
        }

        ObjectNode buy(LocalDate acquiredOn, long packages, String by, @Nullable String reverses) {
            ObjectNode purchase = JSON.createObjectNode()
                    .put("id", "purchase-" + (purchases.size() + 1))
                    .put("acquiredOn", acquiredOn.toString())
                    .put("packages", packages)
                    .put("quantity", packages * 1000)
                    .put("recordedAt", acquiredOn + "T09:30:00Z")
                    .put("afterClose", false)
                    .put("reverses", reverses)
                    .putNull("reversedBy");
            purchase.putObject("recordedBy").put("id", "ada").put("name", by);
            purchases.add(purchase);
            return purchase;
        }

        long purchased(YearMonth month) {
            return purchases.stream()
                    .filter(each -> monthOf(each).equals(month))
                    .mapToLong(each -> each.get("quantity").asLong())
                    .sum();
        }

        ObjectNode balance(YearMonth month) {
            long used = figures.issued(month, -1, -1);
            long purchased = purchased(month);
            long balance = 100 + purchased - used;
            long reserved = month.equals(UsageFigures.RUNNING) && used > 0 ? 25 : 0;
            return JSON.createObjectNode()
                    .put("month", month.toString())
                    .put("state", state(month))
                    .put("free", 100)
                    .put("purchased", purchased)
                    .put("acquired", 100 + purchased)
                    .put("used", used)
                    .put("balance", balance)
                    .put("deviation", Math.max(0, -balance))
                    .put("changedAfterClose", month.equals(UsageFigures.RUNNING.minusMonths(4)) && used > 0)
                    .put("reserved", reserved)
                    .put("available", balance - reserved);
        }
    }

    private static YearMonth monthOf(ObjectNode purchase) {
        return YearMonth.from(LocalDate.parse(purchase.get("acquiredOn").asText()));
    }

    private static String state(YearMonth month) {
        return month.equals(UsageFigures.RUNNING) ? "RUNNING" : month.isAfter(UsageFigures.RUNNING) ? "OPEN" : "CLOSED";
    }

    private Organization of(@Nullable String authorization) {
        String token = authorization == null ? "" : authorization.replaceFirst("^Bearer ", "");
        return switch (token.replaceFirst("-.*", "")) {
            case "ordinary", "partly" ->
                organizations.computeIfAbsent(token, name -> new Organization(UsageFigures.ordinary()));
            case "large" -> organizations.computeIfAbsent(token, name -> new Organization(UsageFigures.large()));
            case "empty" -> organizations.computeIfAbsent(token, name -> new Organization(UsageFigures.empty()));
            case "failing" -> throw unavailable();
            case "forbidden" ->
                throw problem(
                        403, "The caller may not do this", "the role usage is needed; ask your administrator for it");
            default ->
                throw problem(401, "The bearer token is not accepted", "the token has expired: get a new access token");
        };
    }

    private static WebApplicationException unavailable() {
        return problem(
                503,
                "The service is unavailable",
                "the store gave no answer: repeat the same request, which is safe even if it took effect");
    }

    private static WebApplicationException problem(int status, String title, String detail) {
        ObjectNode body = JSON.createObjectNode()
                .put("type", "urn:einvoicing:problem:test")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        if (status == 503) {
            body.put("correlation", "5f0c9d4e-7c1b-4a57-9d0f-2f1f64a5b7aa");
        }
        return new WebApplicationException(Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .entity(body.toString())
                .build());
    }

    private static String page(List<? extends JsonNode> items, @Nullable String next) {
        ObjectNode page = JSON.createObjectNode();
        page.putArray("items").addAll(items);
        return page.put("next", next).toString();
    }

    @GET
    @Path("balance")
    public String balance(@HeaderParam("Authorization") @Nullable String token) {
        return of(token).balance(UsageFigures.RUNNING).toString();
    }

    @GET
    @Path("months")
    public String months(
            @HeaderParam("Authorization") @Nullable String token,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("feature") @Nullable String feature) {
        Organization organization = of(token);
        UsageFigures figures = organization.figures;
        boolean whole = environment == null && feature == null;
        return page(
                figures.months(YearMonth.parse(from), YearMonth.parse(to))
                        .map(month -> {
                            ObjectNode item = organization.balance(month);
                            if (!whole) {
                                List.of(
                                                "free",
                                                "purchased",
                                                "acquired",
                                                "balance",
                                                "deviation",
                                                "reserved",
                                                "available")
                                        .forEach(item::putNull);
                                item.put("used", figures.issued(month, index(environment), index(feature)));
                            }
                            return item;
                        })
                        .toList(),
                null);
    }

    @GET
    @Path("received")
    public String received(
            @HeaderParam("Authorization") @Nullable String token,
            @QueryParam("from") String from,
            @QueryParam("to") String to) {
        UsageFigures figures = of(token).figures;
        if (String.valueOf(token).contains("partly")) {
            throw unavailable();
        }
        return page(
                figures.months(YearMonth.parse(from), YearMonth.parse(to))
                        .map(month -> JSON.createObjectNode()
                                .put("month", month.toString())
                                .put("state", state(month))
                                .put("received", figures.received(month)))
                        .toList(),
                null);
    }

    @GET
    @Path("features")
    public String features(
            @HeaderParam("Authorization") @Nullable String token,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("environment") @Nullable String environment) {
        UsageFigures figures = of(token).figures;
        return ranking(
                figures.features(),
                from,
                to,
                feature -> figures.issued(month(from), month(to), index(environment), feature));
    }

    @GET
    @Path("environments")
    public String environments(
            @HeaderParam("Authorization") @Nullable String token,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("feature") @Nullable String feature) {
        UsageFigures figures = of(token).figures;
        return ranking(
                figures.environments(),
                from,
                to,
                environment -> figures.issued(month(from), month(to), environment, index(feature)));
    }

    private static String ranking(List<String> names, String from, String to, IntToLongFunction quantity) {
        List<ObjectNode> items = IntStream.range(0, names.size())
                .mapToObj(index -> JSON.createObjectNode()
                        .put("id", String.valueOf(index))
                        .put("name", names.get(index))
                        .put("quantity", quantity.applyAsLong(index)))
                .filter(item -> item.get("quantity").asLong() > 0)
                .sorted(Comparator.comparingLong(
                        (ObjectNode item) -> -item.get("quantity").asLong()))
                .toList();
        ObjectNode answer = JSON.createObjectNode()
                .put("from", from)
                .put("to", to)
                .put(
                        "used",
                        items.stream()
                                .mapToLong(item -> item.get("quantity").asLong())
                                .sum());
        answer.putArray("items").addAll(items);
        return answer.toString();
    }

    private static YearMonth month(String day) {
        return YearMonth.from(LocalDate.parse(day));
    }

    private static int index(@Nullable String id) {
        return id == null ? -1 : Integer.parseInt(id);
    }

    @GET
    @Path("days")
    public String days(
            @HeaderParam("Authorization") @Nullable String token,
            @QueryParam("from") String from,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("feature") @Nullable String feature) {
        UsageFigures figures = of(token).figures;
        YearMonth month = month(from);
        int last = month.equals(UsageFigures.RUNNING) ? UsageFigures.TODAY.getDayOfMonth() : month.lengthOfMonth();
        long issued = figures.issued(month, index(environment), index(feature));
        return page(
                IntStream.rangeClosed(1, month.lengthOfMonth())
                        .mapToObj(day -> JSON.createObjectNode()
                                .put("day", month.atDay(day).toString())
                                .put("quantity", day > last ? 0 : issued * day / last - issued * (day - 1) / last))
                        .toList(),
                null);
    }

    @GET
    @Path("documents")
    public String documents(
            @HeaderParam("Authorization") @Nullable String token,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("direction") @DefaultValue("EXPORT") String direction,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("feature") @Nullable String feature,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("after") @DefaultValue("0") long cursor) {
        UsageFigures figures = of(token).figures;
        boolean exported = direction.equals("EXPORT");
        long all = exported
                ? figures.issued(month(from), month(to), index(environment), index(feature))
                : figures.months(month(from), month(to))
                        .mapToLong(figures::received)
                        .sum();
        ArrayNode items = JSON.createArrayNode();
        for (long number = cursor; number < Math.min(all, cursor + limit); number++) {
            ObjectNode item = items.addObject();
            item.putObject("document")
                    .put("erpApplication", "6f2f6c1e-4df4-4f6c-8a41-6a3f7a7b0c01")
                    .put("legalEntity", "NL01")
                    .put("documentContext", exported ? "Sales invoice" : "Vendor invoice")
                    .put("sourceRecord", "563714" + (5000 + number));
            item.putObject("environment")
                    .put("id", "0")
                    .put("name", figures.environments().get(Math.max(0, index(environment))));
            item.putObject("feature")
                    .put("id", "0")
                    .put("name", figures.features().get(Math.max(0, index(feature))));
            LocalDate day = LocalDate.parse(from).plusDays(number % 23);
            item.put("direction", direction)
                    .put("occurredAt", day + "T10:%02d:00Z".formatted(number % 60))
                    .put("billingDay", day.toString())
                    .put("late", number == 3)
                    .put("submission", number % 9 == 5 ? null : "0197f3b2-0000-7000-8000-%012d".formatted(number));
        }
        List<JsonNode> list = new ArrayList<>();
        items.forEach(list::add);
        return page(list, cursor + limit < all ? String.valueOf(cursor + limit) : null);
    }

    @GET
    @Path("forecast")
    public String forecast(@HeaderParam("Authorization") @Nullable String token) {
        Organization organization = of(token);
        ObjectNode balance = organization.balance(UsageFigures.RUNNING);
        long used = balance.get("used").asLong();
        long expected = used * 30 / 23;
        long high = expected + expected / 12;
        long acquired = balance.get("acquired").asLong();
        ObjectNode forecast = JSON.createObjectNode()
                .put("month", UsageFigures.RUNNING.toString())
                .put("used", used)
                .put("expected", expected)
                .put("low", expected - expected / 14)
                .put("high", high)
                .put("confidence", 0.8)
                .put("acquired", acquired)
                .put("daysElapsed", 23)
                .put("daysInMonth", 30)
                .put("sufficientHistory", used > 0)
                .put("packagesToBuy", Math.max(0, (high - acquired + 999) / 1000));
        if (used == 0) {
            forecast.putNull("peak");
        } else {
            YearMonth peak = organization
                    .figures
                    .months(UsageFigures.RUNNING.minusMonths(11), UsageFigures.RUNNING)
                    .max(Comparator.comparingLong(month -> organization.figures.issued(month, -1, -1)))
                    .orElseThrow();
            long most = organization.figures.issued(peak, -1, -1);
            forecast.putObject("peak")
                    .put("month", peak.toString())
                    .put("used", most)
                    .put("packagesNeeded", (most - 100 + 999) / 1000);
        }
        return forecast.toString();
    }

    @GET
    @Path("deviations")
    public String deviations(
            @HeaderParam("Authorization") @Nullable String token,
            @QueryParam("from") String from,
            @QueryParam("to") String to) {
        Organization organization = of(token);
        return page(
                organization
                        .figures
                        .months(YearMonth.parse(from), YearMonth.parse(to))
                        .map(organization::balance)
                        .filter(item -> item.get("deviation").asLong() > 0)
                        .map(item -> item.retain("month", "acquired", "used", "deviation"))
                        .toList(),
                null);
    }

    @GET
    @Path("policies")
    public String policies(@HeaderParam("Authorization") @Nullable String token) {
        of(token);
        return page(
                List.of(JSON.createObjectNode()
                        .put("from", "2000-01")
                        .put("freeVolume", 100)
                        .put("packageSize", 1000)),
                null);
    }

    @GET
    @Path("purchases")
    public String purchases(
            @HeaderParam("Authorization") @Nullable String token,
            @QueryParam("from") String from,
            @QueryParam("to") String to) {
        Organization organization = of(token);
        synchronized (organization) {
            return page(
                    organization.purchases.stream()
                            .filter(each -> !monthOf(each).isBefore(YearMonth.parse(from))
                                    && !monthOf(each).isAfter(YearMonth.parse(to)))
                            .toList(),
                    null);
        }
    }

    @POST
    @Path("purchases")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response buy(@HeaderParam("Authorization") @Nullable String token, String body) {
        Organization organization = of(token);
        JsonNode request = read(body);
        LocalDate day = LocalDate.parse(request.get("acquiredOn").asText());
        if (day.getYear() > 2100) {
            throw problem(
                    422,
                    "The content has faults",
                    "acquiredOn: is more than 12 months away; give the day of acquisition");
        }
        synchronized (organization) {
            return Response.status(201)
                    .entity(organization
                            .buy(day, request.get("packages").asLong(), "Grace Hopper", null)
                            .toString())
                    .build();
        }
    }

    @POST
    @Path("purchases/{id}/reversal")
    public Response reverse(@HeaderParam("Authorization") @Nullable String token, @PathParam("id") String id) {
        Organization organization = of(token);
        synchronized (organization) {
            ObjectNode purchase = organization.purchases.stream()
                    .filter(each -> each.get("id").asText().equals(id))
                    .findFirst()
                    .orElseThrow();
            if (!purchase.get("reversedBy").isNull()) {
                throw problem(409, "The state of the resource does not allow this", "the purchase is reversed already");
            }
            ObjectNode reversal = organization.buy(
                    LocalDate.parse(purchase.get("acquiredOn").asText()),
                    -purchase.get("packages").asLong(),
                    "Grace Hopper",
                    id);
            purchase.put("reversedBy", reversal.get("id").asText());
            return Response.status(201).entity(reversal.toString()).build();
        }
    }

    @POST
    @Path("{kind: update|reset}")
    public Response start(@HeaderParam("Authorization") @Nullable String token, @PathParam("kind") String kind) {
        Organization organization = of(token);
        synchronized (organization) {
            ObjectNode running = organization.command;
            if (running != null && running.get("state").asText().equals("RUNNING")) {
                throw problem(409, "The state of the resource does not allow this", "a command runs already");
            }
            ObjectNode command = JSON.createObjectNode()
                    .put("id", "command")
                    .put("kind", kind.toUpperCase(Locale.ROOT))
                    .put("state", "RUNNING")
                    .put("done", 0)
                    .put("total", 4000)
                    .put("startedAt", "2026-11-23T10:00:00Z")
                    .putNull("endedAt")
                    .putNull("failure");
            command.putObject("startedBy").put("id", "ada").put("name", "Ada Lovelace");
            organization.command = command;
            return Response.status(202).entity(command.toString()).build();
        }
    }

    @GET
    @Path("commands")
    public String commands(@HeaderParam("Authorization") @Nullable String token) {
        Organization organization = of(token);
        synchronized (organization) {
            return page(organization.command == null ? List.of() : List.of(organization.command), null);
        }
    }

    /** Each look sees the command some way further. */
    @GET
    @Path("commands/{id}")
    public String command(@HeaderParam("Authorization") @Nullable String token, @PathParam("id") String id) {
        Organization organization = of(token);
        synchronized (organization) {
            ObjectNode command = organization.command;
            if (command == null) {
                throw problem(404, "There is no such resource", "there is no such command");
            }
            int done = Math.min(4000, command.get("done").asInt() + 4000 / STEPS_OF_A_COMMAND + 1);
            command.put("done", done);
            if (done == 4000) {
                command.put("state", "DONE").put("endedAt", "2026-11-23T10:00:02Z");
            }
            return command.toString();
        }
    }

    @GET
    @Path("reconciliation")
    public String reconciliation(
            @HeaderParam("Authorization") @Nullable String token,
            @QueryParam("from") String from,
            @QueryParam("to") String to) {
        long used = of(token).figures.issued(month(from), month(to), -1, -1);
        ObjectNode check = JSON.createObjectNode()
                .put("from", from)
                .put("to", to)
                .put("completed", used + 1)
                .put("counted", used - 4)
                .put("alreadyCounted", 3)
                .put("related", 2)
                .put("ledger", used)
                .put("fed", 4)
                .put("rolledUp", used)
                .put("omitted", 0);
        ArrayNode differences = check.putArray("differences");
        if (String.valueOf(token).contains("differing")) {
            differences
                    .addObject()
                    .put("kind", "ROLL_UP_DIFFERS")
                    .put("subject", "2026-11-03, Production, Peppol BIS Billing 3 (NL)")
                    .put("text", "39 entries, but the sum says 38");
        }
        return check.toString();
    }

    @GET
    @Path("export/{file}")
    @Produces(MediaType.WILDCARD)
    public Response export(@HeaderParam("Authorization") @Nullable String token, @PathParam("file") String file) {
        of(token);
        return Response.ok("month,used\n2026-11,1\n")
                .type("text/csv")
                .header("Content-Disposition", "attachment; filename=\"usage-" + file + "\"")
                .build();
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
