package io.einvoicing.testkit.memory;

import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.usage.UsageManagement;

/**
 * One store of record in memory: the adapters of all persistence ports on the same data, with one {@link Outage} for all of them.
 * Thread-safe; nothing survives it.
 */
public final class InMemoryStore implements ElectronicInvoicing.Stores {
    private final Outage outage = new Outage();
    private final InMemoryAuditTrail auditTrail = new InMemoryAuditTrail(outage);
    private final InMemoryTenantRepository tenants = new InMemoryTenantRepository(auditTrail, outage);
    private final InMemoryServiceParametersRepository serviceParameters =
            new InMemoryServiceParametersRepository(auditTrail, outage);
    private final InMemoryEnvironmentRepository environments =
            new InMemoryEnvironmentRepository(this, auditTrail, outage);
    private final InMemoryFeatureRepository features = new InMemoryFeatureRepository(environments, auditTrail, outage);
    private final InMemoryConnectedApplications connectedApplications =
            new InMemoryConnectedApplications(auditTrail, outage);
    private final InMemoryNumberSequences numberSequences = new InMemoryNumberSequences(auditTrail, outage);
    private final InMemoryProviderRepository providers = new InMemoryProviderRepository(auditTrail, outage);
    private final InMemoryReservations reservations = new InMemoryReservations(this, outage);
    private final InMemoryUsageLedger ledger = new InMemoryUsageLedger(tenants, reservations, outage);
    private final InMemoryUsagePolicies policies = new InMemoryUsagePolicies(auditTrail, outage);
    private final InMemoryUsageCommands commands = new InMemoryUsageCommands(outage);
    private final InMemoryUsageNames names = new InMemoryUsageNames(environments, features);
    private final InMemoryPurchaseRegister purchases = new InMemoryPurchaseRegister(outage);
    private final InMemoryNotifications notifications = new InMemoryNotifications(auditTrail, outage);
    private final InMemorySubmissions submissions =
            new InMemorySubmissions(ledger, environments, auditTrail, notifications, outage);
    private final InMemoryRedriveCommands redrives = new InMemoryRedriveCommands(submissions, auditTrail, outage);
    private final InMemoryFlowQueue queue = new InMemoryFlowQueue(outage);
    private final InMemoryVaultAccessLog vaultAccesses = new InMemoryVaultAccessLog(outage);
    private final InMemoryAddressClaims addressClaims = new InMemoryAddressClaims(auditTrail, outage);
    private final InMemoryHealthRecords healthRecords = new InMemoryHealthRecords(environments, notifications, outage);

    /** Returns a store of which no call gets an answer. */
    public static InMemoryStore unreachable() {
        InMemoryStore store = new InMemoryStore();
        store.outage().begin();
        return store;
    }

    public Outage outage() {
        return outage;
    }

    @Override
    public InMemoryAuditTrail auditTrail() {
        return auditTrail;
    }

    @Override
    public InMemoryTenantRepository tenants() {
        return tenants;
    }

    @Override
    public InMemoryServiceParametersRepository serviceParameters() {
        return serviceParameters;
    }

    @Override
    public InMemoryEnvironmentRepository environments() {
        return environments;
    }

    @Override
    public InMemoryFeatureRepository features() {
        return features;
    }

    @Override
    public InMemoryConnectedApplications connectedApplications() {
        return connectedApplications;
    }

    @Override
    public InMemoryNumberSequences numberSequences() {
        return numberSequences;
    }

    @Override
    public InMemoryNumberSequences numberDraws() {
        return numberSequences;
    }

    @Override
    public InMemoryFeatureRepository featureShares() {
        return features;
    }

    @Override
    public InMemoryProviderRepository providers() {
        return providers;
    }

    @Override
    public InMemorySubmissions submissions() {
        return submissions;
    }

    @Override
    public InMemorySubmissions progress() {
        return submissions;
    }

    @Override
    public InMemorySubmissions completions() {
        return submissions;
    }

    @Override
    public InMemoryRedriveCommands redrives() {
        return redrives;
    }

    @Override
    public InMemoryVaultAccessLog vaultAccesses() {
        return vaultAccesses;
    }

    @Override
    public InMemoryAddressClaims addressClaims() {
        return addressClaims;
    }

    @Override
    public InMemoryHealthRecords healthRecords() {
        return healthRecords;
    }

    public InMemoryFlowQueue queue() {
        return queue;
    }

    public InMemoryUsageLedger ledger() {
        return ledger;
    }

    public InMemoryPurchaseRegister purchases() {
        return purchases;
    }

    /** Returns the outbox, the subscriptions and the queue of deliveries. */
    public InMemoryNotifications notifications() {
        return notifications;
    }

    public InMemoryUsagePolicies policies() {
        return policies;
    }

    public InMemoryReservations reservations() {
        return reservations;
    }

    public InMemoryUsageCommands commands() {
        return commands;
    }

    public InMemoryUsageNames names() {
        return names;
    }

    /** Returns everything that usage needs. */
    public UsageManagement.Ports usagePorts() {
        return new UsageManagement.Ports(
                tenants, ledger, ledger, ledger, purchases, policies, reservations, commands, names, notifications);
    }
}
