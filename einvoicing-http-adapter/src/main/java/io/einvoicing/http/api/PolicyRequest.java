package io.einvoicing.http.api;

/**
 * Request to set the volumes that the licence grants.
 *
 * @param freeVolume documents free in each month, 0 to 1,000,000,000
 * @param packageSize documents in one purchased package, 1 to 1,000,000,000
 */
public record PolicyRequest(long freeVolume, long packageSize) {}
