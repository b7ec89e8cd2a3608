package io.einvoicing.http.api;

import java.util.UUID;

/**
 * Something that has a name, with its id.
 *
 * @param id its id
 * @param name its name, also after its deletion; its id where no name is known
 */
public record Named(UUID id, String name) {}
