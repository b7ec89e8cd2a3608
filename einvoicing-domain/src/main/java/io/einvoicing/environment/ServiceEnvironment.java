package io.einvoicing.environment;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A logical partition that holds secrets and access rights for running features. Immutable; every edit returns the next
 * revision, and takes effect by publication only.
 *
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/e-invoicing-administration-components">
 *     Source: Electronic invoicing administration components, service environments, dated 2021-04-29</a>
 */
public final class ServiceEnvironment {
    private final TenantId tenant;
    private final EnvironmentId id;
    private final String name;
    private final EnvironmentSettings draft;
    private final Optional<PublishedEnvironment> published;
    private final PrincipalId creator;
    private final long revision;

    /** Where the environment stands between configuration and run side. */
    public enum Status {
        /** Created, but never published. */
        NOT_PUBLISHED,
        /** The draft is what is published. */
        PUBLISHED,
        /** The draft differs from what is published; the snapshot keeps serving. */
        CHANGED
    }

    private ServiceEnvironment(
            TenantId tenant,
            EnvironmentId id,
            String name,
            EnvironmentSettings draft,
            Optional<PublishedEnvironment> published,
            PrincipalId creator,
            long revision) {
        this.tenant = tenant;
        this.id = id;
        this.name = Require.name("environment name", name);
        this.draft = draft;
        this.published = published;
        this.creator = creator;
        this.revision = revision;
    }

    /** Creates an environment that was never published. */
    public static ServiceEnvironment create(TenantId tenant, EnvironmentId id, String name, PrincipalId creator) {
        return new ServiceEnvironment(tenant, id, name, EnvironmentSettings.EMPTY, Optional.empty(), creator, 1);
    }

    /** Rebuilds a stored environment; for adapters only. */
    public static ServiceEnvironment restore(
            TenantId tenant,
            EnvironmentId id,
            String name,
            EnvironmentSettings draft,
            Optional<PublishedEnvironment> published,
            PrincipalId creator,
            long revision) {
        return new ServiceEnvironment(tenant, id, name, draft, published, creator, revision);
    }

    /** Returns this environment with another draft; what is published keeps serving. */
    public ServiceEnvironment edit(EnvironmentSettings settings) {
        return new ServiceEnvironment(tenant, id, name, settings, published, creator, revision + 1);
    }

    /** Returns this environment with its draft published as the next snapshot. */
    public ServiceEnvironment publish(Instant at, PrincipalId by) {
        int number = published.map(PublishedEnvironment::number).orElse(0) + 1;
        PublishedEnvironment snapshot = new PublishedEnvironment(tenant, id, name, number, at, by, draft);
        return new ServiceEnvironment(tenant, id, name, draft, Optional.of(snapshot), creator, revision + 1);
    }

    public TenantId tenant() {
        return tenant;
    }

    public EnvironmentId id() {
        return id;
    }

    /** Returns the name, unique in the tenant, to which the ERP's parameter "Environment" refers. */
    public String name() {
        return name;
    }

    public EnvironmentSettings draft() {
        return draft;
    }

    /** Returns the latest snapshot; empty before the first publication. */
    public Optional<PublishedEnvironment> published() {
        return published;
    }

    /** Returns who created the environment and so may deploy features to it. */
    public PrincipalId creator() {
        return creator;
    }

    public long revision() {
        return revision;
    }

    public Status status() {
        return published
                .map(snapshot -> snapshot.settings().equals(draft) ? Status.PUBLISHED : Status.CHANGED)
                .orElse(Status.NOT_PUBLISHED);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServiceEnvironment environment
                && tenant.equals(environment.tenant)
                && id.equals(environment.id)
                && name.equals(environment.name)
                && draft.equals(environment.draft)
                && published.equals(environment.published)
                && creator.equals(environment.creator)
                && revision == environment.revision;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "environment \"" + name + "\" " + id + " revision " + revision + " " + status();
    }
}
