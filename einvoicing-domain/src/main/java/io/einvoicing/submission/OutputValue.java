package io.einvoicing.submission;

import io.einvoicing.document.StoredFile;

/** What an action left for later actions under a name: a file in the customer's storage, or a value. */
public sealed interface OutputValue {
    /** A file in the customer's storage. */
    record File(StoredFile file) implements OutputValue {}

    /** A value. */
    record Text(String text) implements OutputValue {}
}
