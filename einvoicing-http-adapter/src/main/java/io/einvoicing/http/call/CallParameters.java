package io.einvoicing.http.call;

import io.einvoicing.feature.Action;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterDescription.Type;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.TextTemplate;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.OutsideEffectActionType.Recovery;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Require;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parameters that all actions which call a web service share: described, checked and read in one place. */
final class CallParameters {
    static final String INPUT = "Input file";
    static final String URL = "URL";
    static final String ROUTE = "Route parameters";
    static final String QUERY = "Query values";
    static final String TIMEOUT = "Timeout";
    static final String HEADERS = "Custom headers";
    static final String COOKIES = "Cookies";
    static final String SECRET = "Authorization secret";
    static final String CERTIFICATE = "Certificate name";
    static final String SECURITY_PROTOCOL = "Security protocol";
    static final String RESPONSE_ENCODING = "Response encoding";
    static final String PARSER = "Response parser";
    static final String RECOVERY = "Recovery";
    static final String STATUS_URL = "Status URL";
    static final String DOCUMENT_NUMBER = "Document number";
    static final String KEY_HEADER = "Idempotency key header";

    /** Names that the status URL may hold beside all others. */
    static final String KEY = "key";

    static final String SHA256 = "sha256";
    static final String NUMBER = "documentNumber";

    static final ParameterDescription ADDRESS = ParameterDescription.mandatory(
            URL,
            Type.URL,
            "Give the web service's address, https://host/path; it may hold values by their names in braces.");

    static final List<ParameterDescription> ROUTING = List.of(
            ParameterDescription.optional(
                    ROUTE, Type.TEXT, "Values for names of its own in the URL, one \"name=value\" a line."),
            ParameterDescription.optional(QUERY, Type.TEXT, "Values for the URL's query, one \"name=value\" a line."));

    static final List<ParameterDescription> CONNECTION = List.of(
            ParameterDescription.withDefault(
                    TIMEOUT, Type.DURATION, "PT30S", "Longest time to wait for the complete answer, at most PT10M."),
            ParameterDescription.optional(
                    HEADERS, Type.TEXT, "Further headers, one \"Name: value\" a line; no secrets."),
            ParameterDescription.optional(
                    COOKIES, Type.TEXT, "Cookies to send, one \"name=value\" a line; no secrets."),
            ParameterDescription.optional(
                    SECRET, Type.SECRET, "Secret that holds a bearer token for the header Authorization."),
            ParameterDescription.optional(
                    CERTIFICATE,
                    Type.CERTIFICATE,
                    "Certificate, or chain of certificates whose last one is shown, with which TLS identifies the sender."),
            ParameterDescription.choice(
                    SECURITY_PROTOCOL,
                    TlsVersion.TLS_1_2.text(),
                    Stream.of(TlsVersion.values()).map(TlsVersion::text).toList(),
                    "Oldest version of TLS that is spoken."),
            ParameterDescription.optional(
                    RESPONSE_ENCODING,
                    Type.TEXT,
                    "Character encoding of an answer that does not declare its own, such as ISO-8859-1; by default UTF-8."));

    static final ParameterDescription READING = ParameterDescription.mandatory(
            PARSER,
            Type.FORMAT_CONFIGURATION,
            "Choose the format configuration that reads the verdict from the response.");

    static final List<ParameterDescription> RECOVERING = List.of(
            ParameterDescription.choice(
                    RECOVERY,
                    Recovery.DECISION.name(),
                    Stream.of(Recovery.values()).map(Recovery::name).toList(),
                    "What to do when the answer is lost: ASK the status URL, REPEAT with the same key if the web service"
                            + " then answers as before, or leave the DECISION to a person."),
            ParameterDescription.optional(
                    STATUS_URL,
                    Type.TEXT,
                    "Address to ask what became of a request, also after the answer that it is a duplicate; {key} stands for"
                            + " its idempotency key, {sha256} for its digest in hexadecimal digits, {documentNumber} for"
                            + " the document number."),
            ParameterDescription.optional(
                    DOCUMENT_NUMBER,
                    Type.TEXT,
                    "Number by which the web service knows the document, for {documentNumber} in the status URL."),
            ParameterDescription.withDefault(
                    KEY_HEADER,
                    Type.TEXT,
                    "Idempotency-Key",
                    "Header that carries the key, the same for every repetition of a request."));

    private static final String AUTHORIZATION = "Authorization";
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    /** Headers that the connection or another parameter sets. */
    private static final Set<String> RESERVED_HEADERS = Set.of(
            "host",
            "content-length",
            "content-type",
            "transfer-encoding",
            "connection",
            "te",
            "upgrade",
            "expect",
            "cookie",
            "soapaction");

    private CallParameters() {}

    /** Returns what is wrong with the parameters that all callers have. */
    static List<Finding> check(Action action, FeatureContent content, OutboundPolicy policy) {
        return check(action, content, policy, false);
    }

    /** @param statusRequest whether the question after a request is itself a request, which names the document */
    static List<Finding> check(Action action, FeatureContent content, OutboundPolicy policy, boolean statusRequest) {
        List<Finding> findings = new ArrayList<>();
        Set<String> route = Set.of();
        try {
            route = known(action, content, ROUTE)
                    .map(lines -> pairs(lines, '=').keySet())
                    .orElse(Set.of());
        } catch (IllegalArgumentException e) {
            findings.add(error(ROUTE, String.valueOf(e.getMessage()), "write one \"name=value\" a line"));
        }
        checkUrl(action, content, policy, URL, route, findings);
        checkStatus(action, content, policy, route, statusRequest, findings);
        checkTimeout(action, content, findings);
        checkLines(action, content, QUERY, '=', CallParameters::noRule, findings);
        checkLines(action, content, COOKIES, '=', CallParameters::requireCookie, findings);
        checkLines(action, content, HEADERS, ':', CallParameters::requireOwnHeader, findings);
        known(action, content, KEY_HEADER)
                .ifPresent(name -> explain(findings, KEY_HEADER, "name a header such as Idempotency-Key", () -> {
                    requireOwnHeader(name, "key");
                }));
        known(action, content, RESPONSE_ENCODING)
                .filter(name -> !name.isBlank())
                .ifPresent(name ->
                        explain(findings, RESPONSE_ENCODING, "name one such as ISO-8859-1", () -> charset(name)));
        return findings;
    }

    private static void checkStatus(
            Action action,
            FeatureContent content,
            OutboundPolicy policy,
            Set<String> route,
            boolean statusRequest,
            List<Finding> findings) {
        Optional<String> url = known(action, content, STATUS_URL);
        if (url.isPresent()) {
            Set<String> own = Stream.concat(route.stream(), Stream.of(KEY, SHA256, NUMBER))
                    .collect(Collectors.toSet());
            checkUrl(action, content, policy, STATUS_URL, own, findings);
            if (!statusRequest && !url.get().contains("{")) {
                findings.add(error(
                        STATUS_URL,
                        "the status URL does not name the request",
                        "put {key}, {sha256} or {documentNumber} where the web service expects it"));
            }
            if (url.get().contains("{" + NUMBER + "}") && !action.parameters().containsKey(DOCUMENT_NUMBER)) {
                findings.add(error(
                        DOCUMENT_NUMBER,
                        "the status URL asks by document number, which is not set",
                        "set it to the variable or output that holds the number"));
            }
        }
        if (known(action, content, RECOVERY).filter(Recovery.ASK.name()::equals).isPresent()
                && !action.parameters().containsKey(STATUS_URL)) {
            findings.add(error(STATUS_URL, "recovery ASK needs a status URL", "set it, or choose another recovery"));
        }
    }

    static void checkUrl(
            Action action,
            FeatureContent content,
            OutboundPolicy policy,
            String parameter,
            Set<String> own,
            List<Finding> findings) {
        Optional<String> text = known(action, content, parameter);
        if (text.isEmpty()) {
            return;
        }
        int before = findings.size();
        checkNames(action, content, parameter, text.get(), own, findings);
        if (findings.size() > before) {
            return;
        }
        String remedy = "give an https address of a host that the outbound policy allows, or extend the policy";
        explain(findings, parameter, remedy, () -> {
            TextTemplate template = TextTemplate.parse(text.get());
            if (!text.get().startsWith("{")) {
                requireAllowed(policy, Require.uri(parameter, template.fill(name -> "x")));
            }
        });
    }

    /** Finds names in a template that will have no value. */
    static void checkNames(
            Action action,
            FeatureContent content,
            String parameter,
            String text,
            Set<String> own,
            List<Finding> findings) {
        try {
            List<String> unknown = TextTemplate.parse(text).unknown(action, content).stream()
                    .filter(name -> !own.contains(name))
                    .toList();
            if (!unknown.isEmpty()) {
                findings.add(error(
                        parameter,
                        "there is no value for " + String.join(", ", unknown),
                        "name a variable, a feature parameter, Action/Output of an earlier action, or set "
                                + ROUTE.toLowerCase(Locale.ROOT)));
            }
        } catch (IllegalArgumentException e) {
            findings.add(error(parameter, String.valueOf(e.getMessage()), "correct the braces"));
        }
    }

    static void checkTimeout(Action action, FeatureContent content, List<Finding> findings) {
        known(action, content, TIMEOUT).ifPresent(text -> {
            Duration timeout = Duration.parse(text);
            if (timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
                findings.add(error(
                        TIMEOUT, "the timeout " + text + " is out of bounds", "choose at most PT10M, such as PT30S"));
            }
        });
    }

    /** A rule that a name and its value keep, or throw IllegalArgumentException. */
    @FunctionalInterface
    private interface PairRule {
        void check(String name, String value);
    }

    private static void checkLines(
            Action action,
            FeatureContent content,
            String parameter,
            char separator,
            PairRule rule,
            List<Finding> findings) {
        known(action, content, parameter).ifPresent(lines -> {
            String remedy = "write one \"" + (separator == ':' ? "Name: value" : "name=value") + "\" a line";
            int before = findings.size();
            explain(
                    findings,
                    parameter,
                    remedy,
                    () -> pairs(lines, separator)
                            .forEach((name, value) ->
                                    rule.check(name, TextTemplate.parse(value).fill(each -> "x"))));
            if (findings.size() == before) {
                pairs(lines, separator)
                        .values()
                        .forEach(value -> checkNames(action, content, parameter, value, Set.of(), findings));
            }
        });
    }

    static void explain(List<Finding> findings, String parameter, String remedy, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            findings.add(error(parameter, String.valueOf(e.getMessage()), remedy));
        }
    }

    static Finding error(String parameter, String message, String remedy) {
        return Finding.error("parameters." + parameter, message, remedy);
    }

    /** Returns the parameter's value if it is known before any document comes. */
    static Optional<String> known(Action action, FeatureContent content, String parameter) {
        ParameterValue value = action.parameters().get(parameter);
        if (value instanceof ParameterValue.Literal literal) {
            return Optional.of(literal.text());
        }
        if (value instanceof ParameterValue.FromVariable reference) {
            return content.pipelineOf(action)
                    .flatMap((FeatureSetup setup) -> setup.variable(reference.variable()))
                    .filter(variable -> variable.kind() == Variable.Kind.CONSTANT)
                    .flatMap(Variable::value);
        }
        return Optional.empty();
    }

    static void requireAllowed(OutboundPolicy policy, URI url) {
        policy.refusal(url).ifPresent(refusal -> {
            throw new IllegalArgumentException(refusal);
        });
    }

    /** Returns the address to call, with its route parameters, other values and query. */
    static URI url(ActionContext context) {
        String url = filledUrl(context, URL, name -> context.value(name));
        String query = pairs(context.optionalText(QUERY).orElse(""), '=').entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(filled(context, each.getValue())))
                .collect(Collectors.joining("&"));
        return Require.uri(URL, query.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + query);
    }

    /** Returns the address to ask about a request. */
    static URI statusUrl(ActionContext context, String idempotencyKey, String sha256) {
        return Require.uri(STATUS_URL, filledUrl(context, STATUS_URL, name -> switch (name) {
            case KEY -> idempotencyKey;
            case SHA256 -> sha256;
            case NUMBER -> context.text(DOCUMENT_NUMBER);
            default -> context.value(name);
        }));
    }

    static boolean hasStatusUrl(ActionContext context) {
        return isSet(context, STATUS_URL);
    }

    static boolean isSet(ActionContext context, String parameter) {
        return context.optionalText(parameter).filter(text -> !text.isBlank()).isPresent();
    }

    /** Values are encoded, but one at the very beginning, which is the beginning of the address itself. */
    static String filledUrl(ActionContext context, String parameter, UnaryOperator<String> value) {
        Map<String, String> route = pairs(context.optionalText(ROUTE).orElse(""), '=');
        String text = context.text(parameter);
        boolean[] isBase = {text.startsWith("{") && !text.startsWith("{{")};
        return TextTemplate.parse(text).fill(name -> {
            String filled = route.containsKey(name) ? filled(context, route.get(name)) : value.apply(name);
            boolean base = isBase[0];
            isBase[0] = false;
            return base ? filled : encoded(filled);
        });
    }

    static String filled(ActionContext context, String template) {
        return TextTemplate.parse(template).fill(context::value);
    }

    static Duration timeout(ActionContext context) {
        Duration timeout = context.duration(TIMEOUT);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout must be positive and at most PT10M, was " + timeout);
        }
        return timeout;
    }

    /** Returns with whom the connection is made, and as whom. */
    static OutboundTls tls(ActionContext context) {
        TlsVersion oldest = TlsVersion.parse(context.text(SECURITY_PROTOCOL));
        return isSet(context, CERTIFICATE)
                ? OutboundTls.identifiedBy(context.certificate(CERTIFICATE), oldest)
                : OutboundTls.anonymous(oldest);
    }

    /** Returns the headers to send, the authorization among them; may be added to. */
    static Map<String, String> headers(ActionContext context) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        pairs(context.optionalText(HEADERS).orElse(""), ':').forEach((name, template) -> {
            String value = filled(context, template);
            requireOwnHeader(name, value);
            if (headers.put(name, value) != null) {
                throw new IllegalArgumentException("header " + name + " is there twice");
            }
        });
        Map<String, String> cookies = pairs(context.optionalText(COOKIES).orElse(""), '=');
        if (!cookies.isEmpty()) {
            headers.put("Cookie", cookie(context, cookies));
        }
        if (isSet(context, SECRET)) {
            headers.put(AUTHORIZATION, "Bearer " + context.secret(SECRET).reveal());
        }
        return headers;
    }

    private static String cookie(ActionContext context, Map<String, String> cookies) {
        return cookies.entrySet().stream()
                .map(each -> {
                    String value = filled(context, each.getValue());
                    requireCookie(each.getKey(), value);
                    return each.getKey() + "=" + value;
                })
                .collect(Collectors.joining("; "));
    }

    private static void noRule(String name, String value) {}

    private static void requireCookie(String name, String value) {
        OutboundRequest.requireHeader(name, value);
        if (value.matches("(?s).*[\\s\",;\\\\].*")) {
            throw new IllegalArgumentException("the value of cookie " + name
                    + " may hold printable ASCII characters only, no blank, quote, comma, semicolon or backslash");
        }
    }

    private static void requireOwnHeader(String name, String value) {
        OutboundRequest.requireHeader(name, value);
        if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header " + name + " is set by the call itself");
        }
        if (name.equalsIgnoreCase(AUTHORIZATION)) {
            throw new IllegalArgumentException(
                    "header Authorization is a secret: keep it in the vault and set \"" + SECRET + "\"");
        }
    }

    /** Reads one pair a line; names keep their order. */
    private static Map<String, String> pairs(String lines, char separator) {
        Map<String, String> pairs = new LinkedHashMap<>();
        lines.lines().filter(line -> !line.isBlank()).forEach(line -> {
            int at = line.indexOf(separator);
            if (at < 1) {
                throw new IllegalArgumentException(
                        "a line must be \"" + (separator == ':' ? "Name: value" : "name=value") + "\"");
            }
            String name = line.substring(0, at).strip();
            if (pairs.put(name, line.substring(at + 1).strip()) != null) {
                throw new IllegalArgumentException("\"" + name + "\" is there twice");
            }
        });
        return pairs;
    }

    /** Returns the encoding of an answer that says nothing about its own. */
    static Charset responseEncoding(ActionContext context) {
        return isSet(context, RESPONSE_ENCODING) ? charset(context.text(RESPONSE_ENCODING)) : StandardCharsets.UTF_8;
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException("the character encoding \"" + name + "\" is not known", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
