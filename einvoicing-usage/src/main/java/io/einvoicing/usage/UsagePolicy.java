package io.einvoicing.usage;

/**
 * Volumes that the licence grants.
 *
 * @param freeVolume documents free in each month
 * @param packageSize documents in one purchased package
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/global/e-invoicing-usage-management-dashboard">
 *     Source: Usage management dashboard, calculation, dated 2021-05-07</a>
 */
public record UsagePolicy(long freeVolume, long packageSize) {
    /** 100 documents free, 1,000 in a package. */
    public static final UsagePolicy DEFAULT = new UsagePolicy(100, 1_000);

    public UsagePolicy {
        if (freeVolume < 0 || packageSize < 1) {
            throw new IllegalArgumentException(
                    "free volume must be >= 0 and package size >= 1, were " + freeVolume + " and " + packageSize);
        }
    }
}
