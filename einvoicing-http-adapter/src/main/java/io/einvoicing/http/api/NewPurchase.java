package io.einvoicing.http.api;

import java.time.LocalDate;

/**
 * Request to register purchased packages.
 *
 * @param acquiredOn local date of acquisition; they count in its month only
 * @param packages number of packages, 1 to 1,000,000
 */
public record NewPurchase(LocalDate acquiredOn, long packages) {}
