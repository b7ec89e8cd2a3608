package io.einvoicing.http.api.internal;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Refuses query parameters that the operation does not know: a misspelt filter would answer everything, unsaid. */
@Provider
public final class KnownParameters implements DynamicFeature {
    private static final String API = "/api/v1";
    private static final int SHOWN = 60;

    KnownParameters() {}

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Path path = resource.getResourceClass().getAnnotation(Path.class);
        if (path != null && path.value().startsWith(API)) {
            context.register(filter(parameters(resource.getResourceMethod())), Priorities.USER);
        }
    }

    /** Returns the names of the operation's query parameters. */
    static SortedSet<String> parameters(Method operation) {
        return Arrays.stream(operation.getParameters())
                .flatMap(parameter -> parameter.isAnnotationPresent(BeanParam.class)
                        ? Arrays.stream(parameter.getType().getDeclaredFields())
                        : Stream.of(parameter))
                .flatMap(KnownParameters::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> name(AnnotatedElement parameter) {
        return Optional.ofNullable(parameter.getAnnotation(QueryParam.class)).map(QueryParam::value).stream();
    }

    private static ContainerRequestFilter filter(SortedSet<String> known) {
        return request -> {
            for (String given : request.getUriInfo().getQueryParameters().keySet()) {
                if (!known.contains(given)) {
                    throw unknown(given, known);
                }
            }
        };
    }

    private static ProblemException unknown(String given, SortedSet<String> known) {
        String name = given.length() <= SHOWN ? given : given.substring(0, SHOWN) + "…";
        return ProblemException.invalidValue(
                name,
                "there is no query parameter \"" + name + "\" here",
                known.isEmpty()
                        ? "leave it out: the operation has none"
                        : "leave it out, or use one of: " + String.join(", ", known));
    }
}
