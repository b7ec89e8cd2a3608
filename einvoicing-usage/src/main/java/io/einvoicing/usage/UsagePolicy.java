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

    /** Largest free volume and package size: thousands of the largest purchases still have a sum. */
    public static final long MAX_VOLUME = 1_000_000_000L;

    public UsagePolicy {
        if (freeVolume < 0 || freeVolume > MAX_VOLUME) {
            throw new IllegalArgumentException("freeVolume must be 0 to " + MAX_VOLUME + ", was " + freeVolume);
        }
        if (packageSize < 1 || packageSize > MAX_VOLUME) {
            throw new IllegalArgumentException("packageSize must be 1 to " + MAX_VOLUME + ", was " + packageSize);
        }
    }

    /**
     * Returns the documents in the packages.
     *
     * @throws ArithmeticException if they do not fit into a {@code long}
     */
    public long quantity(long packages) {
        return Math.multiplyExact(packages, packageSize);
    }

    /** Returns the packages that hold the documents beyond those already acquired. */
    public long packagesFor(long documents, long acquired) {
        long missing = Math.max(0, Math.subtractExact(documents, acquired));
        return missing / packageSize + (missing % packageSize == 0 ? 0 : 1);
    }
}
