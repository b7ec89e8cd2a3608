package io.einvoicing.http.api;

import java.util.Optional;

/**
 * Where a submission is driven on.
 *
 * @param from name of the action to start from; absent = where it stopped
 */
public record RedriveStart(Optional<String> from) {}
