package io.einvoicing.activation;

/**
 * Data-centre geography in which a tenant's service runs.
 *
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/e-invoicing-administration-components">
 *     Source: Electronic invoicing administration components, service endpoint, dated 2021-04-29</a>
 */
public enum Geography {
    UNITED_STATES,
    EUROPE,
    UNITED_KINGDOM,
    ASIA
}
