package io.einvoicing.flow;

/** Whether a document is issued through the service or received by it; counted apart. */
public enum Direction {
    EXPORT,
    IMPORT
}
