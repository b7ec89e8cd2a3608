package io.einvoicing.feature;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A text with places for values, each a name in braces, such as {@code https://authority.example/{documentNumber}}. Doubled braces
 * stand for themselves.
 *
 * <p>A name is that of a variable of the setup, of a feature parameter or of a {@link BuiltInValue}, or it is {@code Action/Output}
 * for what an earlier action left; an action type can have names of its own.
 */
public final class TextTemplate {
    /** Texts at even places, names at odd ones. */
    private final List<String> parts;

    private TextTemplate(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if a brace has no partner or holds no name
     */
    public static TextTemplate parse(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
            if (c != '{' && c != '}') {
                part.append(c);
                i++;
            } else if (doubled) {
                part.append(c);
                i += 2;
            } else {
                int end = c == '{' ? text.indexOf('}', i) : -1;
                if (end < 0 || text.substring(i + 1, end).isBlank()) {
                    throw new IllegalArgumentException(
                            "a single brace must be one of a pair around a name, such as {date}; double it to mean itself");
                }
                parts.add(part.toString());
                parts.add(text.substring(i + 1, end).strip());
                part.setLength(0);
                i = end + 1;
            }
        }
        parts.add(part.toString());
        return new TextTemplate(parts);
    }

    /** Returns the names in the template, in order. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i < parts.size(); i += 2) {
            names.add(parts.get(i));
        }
        return names;
    }

    /** Returns the text with each name replaced by its value. */
    public String fill(UnaryOperator<String> value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            text.append(i % 2 == 0 ? parts.get(i) : value.apply(parts.get(i)));
        }
        return text.toString();
    }

    /** Returns the output to which a name of the form {@code Action/Output} refers. */
    public static Optional<ParameterValue.FromAction> output(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 1 || slash == name.length() - 1
                ? Optional.empty()
                : Optional.of(new ParameterValue.FromAction(name.substring(0, slash), name.substring(slash + 1)));
    }

    /** Returns the names that the action, where it stands, will find no value for. */
    public List<String> unknown(Action action, FeatureContent content) {
        Optional<FeatureSetup> setup = content.pipelineOf(action);
        return names().stream()
                .filter(name -> !isKnown(name, action, setup, content))
                .toList();
    }

    private static boolean isKnown(String name, Action action, Optional<FeatureSetup> setup, FeatureContent content) {
        Optional<Variable> variable = setup.flatMap(each -> each.variable(name));
        if (variable.isPresent()) {
            return variable.get().kind() != Variable.Kind.TO_CLIENT;
        }
        return content.parameter(name).isPresent()
                || BuiltInValue.named(name).isPresent()
                || setup.isPresent()
                        && output(name)
                                .filter(reference -> isEarlier(reference.action(), action, setup.get()))
                                .isPresent();
    }

    private static boolean isEarlier(String name, Action action, FeatureSetup setup) {
        OptionalInt position = setup.indexOf(name);
        return position.isPresent() && position.getAsInt() < setup.actions().indexOf(action);
    }
}
