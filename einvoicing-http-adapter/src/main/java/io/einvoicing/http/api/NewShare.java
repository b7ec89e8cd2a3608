package io.einvoicing.http.api;

/**
 * Request to share a feature with another organization.
 *
 * @param domain the organization's internet domain, such as {@code contoso.com}
 */
public record NewShare(String domain) {}
