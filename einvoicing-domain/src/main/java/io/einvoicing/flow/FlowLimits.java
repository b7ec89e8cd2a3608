package io.einvoicing.flow;

/**
 * How many submissions are run at once, by all nodes together.
 *
 * @param perTenant at most so many of one tenant
 * @param perEnvironment at most so many of one environment
 */
public record FlowLimits(int perTenant, int perEnvironment) {
    public FlowLimits {
        if (perTenant < 1 || perEnvironment < 1) {
            throw new IllegalArgumentException("limits must be at least 1, were " + perTenant + " per tenant, "
                    + perEnvironment + " per environment");
        }
    }
}
