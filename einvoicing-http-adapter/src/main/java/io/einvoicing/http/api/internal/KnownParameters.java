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
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Refuses query parameters that the operation does not know, and a second value where it takes one: a misspelt filter would answer
 * everything, and one of two would be left out, unsaid. Refuses bytes that are no UTF-8 as well.
 */
@Provider
public final class KnownParameters implements DynamicFeature {
    private static final String API = "/api/v1";
    private static final int SHOWN = 60;

    /** Stands for bytes that are no UTF-8 once they are decoded. */
    private static final char UNDECODABLE = '\uFFFD';

    KnownParameters() {}

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Path path = resource.getResourceClass().getAnnotation(Path.class);
        if (path != null && path.value().startsWith(API)) {
            context.register(filter(parameters(resource.getResourceMethod())), Priorities.USER);
        }
    }

    /** Returns the operation's query parameters by name, each with whether it takes several values. */
    private static SortedMap<String, Boolean> parameters(Method operation) {
        SortedMap<String, Boolean> known = new TreeMap<>();
        for (Parameter parameter : operation.getParameters()) {
            add(known, parameter, parameter.getType());
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Field field : parameter.getType().getDeclaredFields()) {
                    add(known, field, field.getType());
                }
            }
        }
        return known;
    }

    private static void add(Map<String, Boolean> known, AnnotatedElement parameter, Class<?> type) {
        QueryParam query = parameter.getAnnotation(QueryParam.class);
        if (query != null) {
            known.put(query.value(), Collection.class.isAssignableFrom(type));
        }
    }

    private static ContainerRequestFilter filter(SortedMap<String, Boolean> known) {
        return request -> request.getUriInfo().getQueryParameters().forEach((given, values) -> {
            Boolean repeatable = known.get(given);
            if (repeatable == null) {
                throw unknown(given, known.keySet());
            }
            if (values.size() > 1 && !repeatable) {
                throw ProblemException.invalidValue(
                        given, "must be given once, was " + values.size() + " times", "leave the others out");
            }
            if (values.stream().anyMatch(value -> value.indexOf(UNDECODABLE) >= 0)) {
                throw ProblemException.invalidValue(
                        given, "must be in UTF-8, percent-encoded", "encode it so and repeat");
            }
        });
    }

    private static ProblemException unknown(String given, Set<String> known) {
        String name = given.length() <= SHOWN ? given : given.substring(0, SHOWN) + "…";
        return ProblemException.invalidValue(
                name,
                "there is no query parameter \"" + name + "\" here",
                known.isEmpty()
                        ? "leave it out: the operation has none"
                        : "leave it out, or use one of: " + String.join(", ", known));
    }
}
