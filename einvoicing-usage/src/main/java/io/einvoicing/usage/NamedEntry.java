package io.einvoicing.usage;

/**
 * An entry with the names of what it refers to.
 *
 * @param entry the entry
 * @param environmentName name of its environment, the id where none is known
 * @param featureName name of its feature, the id where none is known
 */
public record NamedEntry(UsageEntry entry, String environmentName, String featureName) {}
