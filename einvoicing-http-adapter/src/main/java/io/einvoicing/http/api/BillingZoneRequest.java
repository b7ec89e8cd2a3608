package io.einvoicing.http.api;

import java.time.YearMonth;
import java.time.ZoneId;

/**
 * Request to count days and months in another zone.
 *
 * @param zone the zone, such as {@code Europe/Berlin}
 * @param from first month that is counted in it; must begin in more than an hour
 */
public record BillingZoneRequest(ZoneId zone, YearMonth from) {}
