package io.einvoicing.flow;

import io.einvoicing.document.DocumentContent;

/** What an action hands to the engine under a name; files go to the customer's storage. */
public sealed interface ActionOutput {
    String name();

    /** A file. */
    record File(String name, DocumentContent content) implements ActionOutput {}

    /** A value. */
    record Value(String name, String text) implements ActionOutput {}
}
