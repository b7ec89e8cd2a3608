package io.einvoicing.environment;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
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
    private final Optional<String> container;
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
            Optional<String> container,
            PrincipalId creator,
            long revision) {
        this.tenant = tenant;
        this.id = id;
        this.name = Require.name("environment name", name);
        this.draft = draft;
        this.published = published;
        this.container = container;
        this.creator = creator;
        this.revision = revision;
    }

    /** Creates an environment that was never published. */
    public static ServiceEnvironment create(
            TenantId tenant, EnvironmentId id, String name, String description, PrincipalId creator) {
        return new ServiceEnvironment(
                tenant,
                id,
                name,
                EnvironmentSettings.EMPTY.describedAs(description),
                Optional.empty(),
                Optional.empty(),
                creator,
                1);
    }

    /** Rebuilds a stored environment; for adapters only. */
    public static ServiceEnvironment restore(
            TenantId tenant,
            EnvironmentId id,
            String name,
            EnvironmentSettings draft,
            Optional<PublishedEnvironment> published,
            Optional<String> container,
            PrincipalId creator,
            long revision) {
        return new ServiceEnvironment(tenant, id, name, draft, published, container, creator, revision);
    }

    /**
     * Returns this environment with another name.
     *
     * @throws IllegalStateException if it was published: ERP systems and reports refer to the name
     */
    public ServiceEnvironment rename(String newName) {
        if (published.isPresent()) {
            throw new IllegalStateException(this + " was published, its name is fixed");
        }
        return new ServiceEnvironment(tenant, id, newName, draft, published, container, creator, revision + 1);
    }

    /** Returns this environment with another draft; what is published keeps serving. */
    public ServiceEnvironment edit(EnvironmentSettings settings) {
        return new ServiceEnvironment(tenant, id, name, settings, published, container, creator, revision + 1);
    }

    /**
     * Returns this environment with its draft published as the next snapshot.
     *
     * @param stamp who publishes and when
     * @param address address of the container to which the settings lead, without its token
     */
    public ServiceEnvironment publish(AuditStamp stamp, Optional<String> address) {
        return publish(draft, stamp, address);
    }

    /** Returns this environment with the settings of a former snapshot as draft, published as the next snapshot. */
    public ServiceEnvironment rollBack(PublishedEnvironment former, AuditStamp stamp, Optional<String> address) {
        if (!former.environment().equals(id)) {
            throw new IllegalArgumentException("the snapshot must be one of " + this + ", was one of " + former.name());
        }
        return publish(former.settings(), stamp, address);
    }

    private ServiceEnvironment publish(EnvironmentSettings settings, AuditStamp stamp, Optional<String> address) {
        PublishedEnvironment snapshot = new PublishedEnvironment(
                tenant,
                id,
                name,
                published.map(PublishedEnvironment::number).orElse(0) + 1,
                stamp.at(),
                stamp.actor(),
                stamp.actorName(),
                settings);
        return new ServiceEnvironment(
                tenant, id, name, settings, Optional.of(snapshot), address, creator, revision + 1);
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

    /**
     * Returns the address, without token, of the container to which what is published leads; no other environment of the tenant
     * has it. Empty before the first publication.
     */
    public Optional<String> container() {
        return container;
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
                && container.equals(environment.container)
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
