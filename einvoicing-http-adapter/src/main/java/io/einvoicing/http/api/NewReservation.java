package io.einvoicing.http.api;

/**
 * Request to hold documents of the running month's balance.
 *
 * @param documents how many, 1 to 1,000,000,000
 */
public record NewReservation(long documents) {}
