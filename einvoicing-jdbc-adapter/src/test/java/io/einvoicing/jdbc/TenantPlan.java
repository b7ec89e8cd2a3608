package io.einvoicing.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PostgreSQL's plan of a statement ({@code explain (verbose, format json)}) tells of tenants: whether every table is read for
 * given tenants only. A table is, if a condition sets its tenant_id equal to a value, or to that of something which is.
 */
final class TenantPlan {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMN = "tenant_id";
    private static final Pattern TENANT_OF = Pattern.compile("\"?(\\w+)\"?\\." + COLUMN);
    private static final Pattern EQUALITY = Pattern.compile("(.+?) = (.+)");
    private static final Pattern PARTITION = Pattern.compile("(\\w+)_\\d+");
    private static final Set<String> CONDITIONS = Set.of(
            "Index Cond", "Recheck Cond", "Filter", "Hash Cond", "Merge Cond", "Join Filter", "TID Cond", "Cache Key");

    /** The tables that are read, by the names that the plan gives them. */
    private final Map<String, String> tables = new TreeMap<>();

    private final Set<String> given = new HashSet<>();
    /** Whose tenant follows from whose. */
    private final Map<String, Set<String>> followers = new HashMap<>();

    private TenantPlan() {}

    /** Returns the tables that the statement reads across tenants. */
    static List<String> acrossTenants(String plan, Set<String> tablesOfTenants) {
        TenantPlan read = new TenantPlan();
        try {
            for (JsonNode root : JSON.readTree(plan)) {
                read.collectTables(root.get("Plan"));
                read.collectConditions(root.get("Plan"));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no plan: " + plan, e);
        }
        return read.unconstrained(tablesOfTenants);
    }

    private List<String> unconstrained(Set<String> tablesOfTenants) {
        Set<String> constrained = new HashSet<>();
        given.forEach(each -> follow(each, constrained));
        followers.keySet().stream()
                // What a function, a common table expression or a sub-query gives was read by a node of its own.
                .filter(name -> !tables.containsKey(name) && !isParent(name))
                .forEach(each -> follow(each, constrained));
        List<String> across = new ArrayList<>();
        tables.forEach((name, table) -> {
            if (tablesOfTenants.contains(table) && !constrained.contains(name)) {
                across.add(table);
            }
        });
        return across.stream().distinct().toList();
    }

    /** Tells whether the name is that of a table of which the plan reads the partitions. */
    private boolean isParent(String name) {
        return tables.keySet().stream().anyMatch(each -> parent(each).equals(Optional.of(name)));
    }

    private Optional<String> parent(String name) {
        Matcher partition = PARTITION.matcher(name);
        boolean ofPartition = tables.getOrDefault(name, "").matches(".*_\\d\\d");
        return ofPartition && partition.matches() ? Optional.of(partition.group(1)) : Optional.empty();
    }

    private void follow(String name, Set<String> constrained) {
        if (constrained.add(name)) {
            followers.getOrDefault(name, Set.of()).forEach(next -> follow(next, constrained));
        }
    }

    private void collectTables(JsonNode node) {
        if (node.has("Relation Name") && !node.get("Node Type").asText().equals("ModifyTable")) {
            String name = node.get("Alias").asText();
            tables.put(name, node.get("Relation Name").asText());
            parent(name).ifPresent(whole -> follows(name, whole));
        }
        node.path("Plans").forEach(this::collectTables);
    }

    private void collectConditions(JsonNode node) {
        for (String kind : CONDITIONS) {
            if (node.has(kind)) {
                for (String condition : conjuncts(node.get(kind).asText())) {
                    add(node, condition);
                }
            }
        }
        node.path("Plans").forEach(this::collectConditions);
    }

    private void add(JsonNode node, String condition) {
        Matcher equality = EQUALITY.matcher(condition);
        if (!equality.matches()) {
            return;
        }
        Matcher left = TENANT_OF.matcher(equality.group(1));
        Matcher right = TENANT_OF.matcher(equality.group(2));
        if (left.matches() && right.matches()) {
            link(node, left.group(1), right.group(1));
        } else if (left.matches() && isValue(equality.group(2))) {
            given.add(left.group(1));
        } else if (right.matches() && isValue(equality.group(1))) {
            given.add(right.group(1));
        }
    }

    /** Tells whether the text is no column of a table that is read. */
    private boolean isValue(String text) {
        Matcher column = Pattern.compile("\"?(\\w+)\"?\\.\\w+").matcher(text);
        return !column.matches() || !tables.containsKey(column.group(1));
    }

    /** An outer join keeps rows of its outer side whatever the other side is: there, nothing follows for the outer side. */
    private void link(JsonNode node, String one, String other) {
        if (node.has("Relation Name")) {
            String read = node.get("Alias").asText();
            follows(read, read.equals(one) ? other : one);
            return;
        }
        String type = node.path("Join Type").asText("Inner");
        Set<String> inner = new HashSet<>();
        for (JsonNode child : node.path("Plans")) {
            if (child.path("Parent Relationship").asText().equals("Inner")) {
                names(child, inner);
            }
        }
        String inside = inner.contains(one) ? one : other;
        String outside = inner.contains(one) ? other : one;
        if (!type.equals("Full") && !type.startsWith("Right")) {
            follows(inside, outside);
        }
        if (type.equals("Inner") || type.equals("Semi") || type.startsWith("Right")) {
            follows(outside, inside);
        }
    }

    private void names(JsonNode node, Set<String> found) {
        if (node.has("Alias")) {
            String name = node.get("Alias").asText();
            found.add(name);
            parent(name).ifPresent(found::add);
        }
        node.path("Plans").forEach(child -> names(child, found));
    }

    private void follows(String follower, String leader) {
        followers.computeIfAbsent(leader, name -> new HashSet<>()).add(follower);
    }

    /** Takes a condition apart at AND; what stays together with OR or NOT is no condition for sure. */
    static List<String> conjuncts(String condition) {
        String bare = unwrapped(condition.strip());
        List<String> parts = split(bare, " AND ");
        if (parts.size() > 1) {
            return parts.stream().flatMap(part -> conjuncts(part).stream()).toList();
        }
        return split(bare, " OR ").size() > 1 || bare.startsWith("NOT ") ? List.of() : List.of(bare);
    }

    private static String unwrapped(String text) {
        return text.startsWith("(") && closing(text) == text.length() - 1
                ? unwrapped(text.substring(1, text.length() - 1))
                : text;
    }

    private static int closing(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            if (!quoted) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static List<String> split(String text, String word) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            if (!quoted) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth == 0 && text.startsWith(word, i)) {
                    parts.add(text.substring(start, i));
                    start = i + word.length();
                }
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
