package io.einvoicing.jdbc;

import java.util.Map;

/** Who may read tables of tenants across tenants, and why: all else carries its tenant. */
final class AcrossTenants {
    private static final String WORK =
            "looks for due work, of whichever tenant; where the schema is distributed, each node of the database is asked";
    private static final String DIRECTORY =
            "looks a tenant up by what is unique among all; where the schema is distributed, the table is reference data";
    private static final String OPERATOR = "answers an operator, who sees all tenants";

    static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("LaneLook.look(Handle, Instant)", WORK),
            Map.entry("JdbcFlowProgress.claim(Function, Instant, Instant)", WORK),
            Map.entry("JdbcFlowProgress.recover(Instant, int, int)", WORK),
            Map.entry("JdbcDeliveryQueue.claim(Instant, Instant, int)", WORK),
            Map.entry("JdbcHealthRecords.claim(Instant, Instant, Instant)", WORK),
            Map.entry("JdbcRedriveCommands.advance(Instant, int)", WORK),
            Map.entry("JdbcUsageRollUp.unfolded(int)", WORK),
            Map.entry("FlowBacklog.read(Instant)", OPERATOR),
            Map.entry("JdbcHealthRecords.all()", OPERATOR),
            Map.entry("JdbcHealthRecords.counts()", OPERATOR),
            Map.entry("JdbcTenantRepository.list(Optional, int)", OPERATOR),
            Map.entry("JdbcTenantRepository.findByDomain(String)", DIRECTORY),
            Map.entry("JdbcAddressClaims.find(String)", DIRECTORY),
            Map.entry("JdbcAddressClaims.claim(AddressClaim)", DIRECTORY),
            Map.entry(
                    "JdbcFeatureShares.sharedWith(String)",
                    "finds who shares with an organization, which does not know the owners"));

    private AcrossTenants() {}

    static boolean allows(String name) {
        return REASONS.containsKey(name);
    }
}
