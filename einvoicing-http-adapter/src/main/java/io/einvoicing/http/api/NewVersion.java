package io.einvoicing.http.api;

import java.util.Optional;

/**
 * Request to create the draft that follows the latest version.
 *
 * @param from number of the version whose content it takes over; absent = the latest
 */
public record NewVersion(Optional<Integer> from) {}
