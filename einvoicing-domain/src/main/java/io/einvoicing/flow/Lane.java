package io.einvoicing.flow;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.kernel.TenantId;

/**
 * The work of one service environment, as the nodes share it out.
 *
 * @param tenant owner of the environment
 * @param environment to which the work was submitted
 * @param waiting whether work is due
 * @param executing how many submissions workers of all nodes have in hand
 */
public record Lane(TenantId tenant, EnvironmentId environment, boolean waiting, int executing) {
    /** How much of a lane's due work a node takes, the longest due first. */
    public record Share(TenantId tenant, EnvironmentId environment, int most) {
        public Share {
            if (most < 1) {
                throw new IllegalArgumentException("a share must be at least 1, was " + most);
            }
        }
    }
}
