package io.einvoicing.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A feature version's content as a tree of named parts, on which differences and merges work. The numbers of format configurations
 * are no part of it: they follow from the texts.
 */
sealed interface ContentTree {
    /** A value that is taken as a whole; its text is for people. */
    record Leaf(Object value, String text) implements ContentTree {
        /** Tells whether it says no more than if it were absent, as an empty text and a flag that is off do. */
        boolean isBlank() {
            return text.isEmpty() || value.equals(false);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Leaf leaf && value.equals(leaf.value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }
    }

    /** Named parts in their order. */
    record Branch(Sort sort, List<Child> children) implements ContentTree {
        public Branch {
            children = List.copyOf(children);
        }

        List<String> names() {
            return children.stream().map(Child::name).toList();
        }

        @Nullable
        ContentTree child(String name) {
            for (Child child : children) {
                if (child.name().equals(name)) {
                    return child.tree();
                }
            }
            return null;
        }

        /** Tells whether the parts are entries of a list, which come and go. */
        boolean hasEntries() {
            return sort == Sort.SET || sort == Sort.SEQUENCE;
        }

        /** Returns the path of a child of this branch, which is at the path. */
        String path(String parent, String name) {
            if (hasEntries()) {
                return parent + "[" + name.replaceAll("[\\\\\\[\\]]", "\\\\$0") + "]";
            }
            return parent.isEmpty() ? name : parent + "." + name;
        }
    }

    /** One part. */
    record Child(String name, ContentTree tree) {}

    /** How the parts of a branch belong together. */
    enum Sort {
        /** Always the same parts. */
        RECORD,
        /** Like a record, but the parts only make sense together: a merge takes one side's. */
        WHOLE,
        /** Any parts, told apart by name; their order means nothing. */
        SET,
        /** Any parts, told apart by name; they act in their order. */
        SEQUENCE
    }

    /** Returns the text that a person reads, also of a part that is absent: of several values, each with its place in a line. */
    static Optional<String> text(@Nullable ContentTree tree) {
        if (tree == null) {
            return Optional.empty();
        }
        if (tree instanceof Branch branch) {
            return Optional.of(lines("", branch).collect(Collectors.joining("\n")));
        }
        Leaf leaf = (Leaf) tree;
        return leaf.value().equals(Optional.empty()) ? Optional.empty() : Optional.of(leaf.text());
    }

    private static Stream<String> lines(String path, Branch branch) {
        return branch.children().stream().flatMap(child -> {
            String place = branch.path(path, child.name());
            if (child.tree() instanceof Branch inner) {
                return lines(place, inner);
            }
            Leaf leaf = (Leaf) child.tree();
            return leaf.isBlank() ? Stream.empty() : Stream.of(place + ": " + leaf.text());
        });
    }

    static Branch of(FeatureContent content) {
        return record(
                leaf("description", content.description()),
                set("parameters", content.parameters(), FeatureParameter::name, ContentTree::of),
                set("setups", content.setups(), FeatureSetup::name, ContentTree::of),
                set(
                        "formatConfigurations",
                        content.formatConfigurations(),
                        FormatConfiguration::name,
                        format -> record(leaf("description", format.description()), leaf("content", format.content()))),
                set("applicationSetups", content.applicationSetups(), ContentTree::nameOf, ContentTree::of));
    }

    private static ContentTree of(FeatureParameter parameter) {
        return record(leaf("value", parameter.value()), leaf("description", parameter.description()));
    }

    private static ContentTree of(FeatureSetup setup) {
        return record(
                leaf("type", setup.type()),
                leaf(
                        "applicability",
                        setup.applicability(),
                        setup.applicability().describe()),
                leaf("orderedBy", setup.orderedBy(), setup.orderedBy().orElse("")),
                set("variables", setup.variables(), Variable::name, ContentTree::of),
                new Child(
                        "actions", new Branch(Sort.SEQUENCE, children(setup.actions(), Action::name, ContentTree::of))),
                new Child(
                        "channelActions",
                        new Branch(Sort.SEQUENCE, children(setup.channelActions(), Action::name, ContentTree::of))));
    }

    private static ContentTree of(Variable variable) {
        return new Branch(
                Sort.WHOLE,
                List.of(
                        leaf("kind", variable.kind()),
                        leaf("dataType", variable.dataType()),
                        leaf("description", variable.description()),
                        leaf("value", variable.value(), variable.value().orElse("")),
                        leaf(
                                "source",
                                variable.source(),
                                variable.source().map(ParameterValue::describe).orElse(""))));
    }

    private static ContentTree of(Action action) {
        List<Child> parameters = new TreeMap<>(action.parameters())
                .entrySet().stream()
                        .map(each -> leaf(
                                each.getKey(), each.getValue(), each.getValue().describe()))
                        .toList();
        return record(
                leaf("type", action.type()),
                new Child("parameters", new Branch(Sort.SET, parameters)),
                leaf(
                        "retry",
                        action.retry(),
                        action.retry().map(RetryPolicy::describe).orElse("")),
                leaf("exportResults", action.exportResults()));
    }

    private static ContentTree of(ApplicationSetup setup) {
        return record(
                leaf("tableName", setup.tableName()),
                leaf("documentContext", setup.documentContext()),
                leaf("modelMapping", setup.modelMapping()),
                set(
                        "responseTypes",
                        setup.responseTypes(),
                        ResponseType::name,
                        type -> record(
                                leaf("description", type.description()),
                                leaf(
                                        "submissionStatus",
                                        type.submissionStatus(),
                                        type.submissionStatus().orElse("")),
                                leaf(
                                        "dataEntity",
                                        type.dataEntity(),
                                        type.dataEntity().orElse("")),
                                leaf(
                                        "modelMapping",
                                        type.modelMapping(),
                                        type.modelMapping().orElse("")))));
    }

    /** Returns a name that no other pair of table and context has. */
    private static String nameOf(ApplicationSetup setup) {
        return setup.tableName().replaceAll("[\\\\/]", "\\\\$0") + "/"
                + setup.documentContext().replaceAll("[\\\\/]", "\\\\$0");
    }

    /** Returns the content of which this is the tree; all format configurations have version 1. */
    static FeatureContent content(Branch tree) {
        return new FeatureContent(
                value(tree, "description"),
                all(
                        tree,
                        "parameters",
                        (name, each) -> new FeatureParameter(name, value(each, "value"), value(each, "description"))),
                all(tree, "setups", ContentTree::setup),
                all(
                        tree,
                        "formatConfigurations",
                        (name, each) ->
                                new FormatConfiguration(name, 1, value(each, "description"), value(each, "content"))),
                all(tree, "applicationSetups", (name, each) -> applicationSetup(each)));
    }

    private static FeatureSetup setup(String name, Branch tree) {
        return new FeatureSetup(
                name,
                value(tree, "type"),
                value(tree, "applicability"),
                all(
                        tree,
                        "variables",
                        (variable, each) -> new Variable(
                                variable,
                                value(each, "description"),
                                value(each, "kind"),
                                value(each, "dataType"),
                                value(each, "value"),
                                value(each, "source"))),
                all(tree, "actions", ContentTree::action),
                value(tree, "orderedBy"),
                all(tree, "channelActions", ContentTree::action));
    }

    private static Action action(String name, Branch tree) {
        return new Action(
                name,
                value(tree, "type"),
                branch(tree, "parameters").children().stream().collect(Collectors.toMap(Child::name, child ->
                        (ParameterValue) ((Leaf) child.tree()).value())),
                value(tree, "retry"),
                value(tree, "exportResults"));
    }

    private static ApplicationSetup applicationSetup(Branch tree) {
        return new ApplicationSetup(
                value(tree, "tableName"),
                value(tree, "documentContext"),
                value(tree, "modelMapping"),
                all(
                        tree,
                        "responseTypes",
                        (name, each) -> new ResponseType(
                                name,
                                value(each, "description"),
                                value(each, "submissionStatus"),
                                value(each, "dataEntity"),
                                value(each, "modelMapping"))));
    }

    /** Builds a value from its name and its parts. */
    interface Builder<T> {
        T build(String name, Branch parts);
    }

    private static <T> List<T> all(Branch tree, String name, Builder<T> builder) {
        return branch(tree, name).children().stream()
                .map(child -> builder.build(child.name(), (Branch) child.tree()))
                .toList();
    }

    private static Branch branch(Branch tree, String name) {
        if (tree.child(name) instanceof Branch branch) {
            return branch;
        }
        throw new IllegalStateException("the tree has no branch \"" + name + "\"");
    }

    /** Returns the value that {@link #of(FeatureContent)} put there, hence of the type that its place needs. */
    @SuppressWarnings("unchecked")
    private static <T> T value(Branch tree, String name) {
        if (tree.child(name) instanceof Leaf leaf) {
            return (T) leaf.value();
        }
        throw new IllegalStateException("the tree has no value \"" + name + "\"");
    }

    private static Branch record(Child... children) {
        return new Branch(Sort.RECORD, List.of(children));
    }

    private static <T> Child set(
            String name, List<T> elements, Function<T, String> nameOf, Function<T, ContentTree> treeOf) {
        return new Child(name, new Branch(Sort.SET, children(elements, nameOf, treeOf)));
    }

    private static <T> List<Child> children(
            List<T> elements, Function<T, String> nameOf, Function<T, ContentTree> treeOf) {
        List<Child> children = new ArrayList<>();
        elements.forEach(element -> children.add(new Child(nameOf.apply(element), treeOf.apply(element))));
        return children;
    }

    private static Child leaf(String name, Object value) {
        return leaf(name, value, value.toString());
    }

    private static Child leaf(String name, Object value, String text) {
        return new Child(name, new Leaf(value, text));
    }
}
