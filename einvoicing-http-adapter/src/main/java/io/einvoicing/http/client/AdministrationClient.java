package io.einvoicing.http.client;

import static io.einvoicing.http.client.ApiConnection.encoded;

import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.TenantDetails;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.http.api.ActivationRequest;
import io.einvoicing.http.api.DeploymentView;
import io.einvoicing.http.api.DifferencesView;
import io.einvoicing.http.api.EndpointCheckView;
import io.einvoicing.http.api.EndpointsView;
import io.einvoicing.http.api.EnvironmentName;
import io.einvoicing.http.api.EnvironmentView;
import io.einvoicing.http.api.FeatureVersionEdit;
import io.einvoicing.http.api.FeatureVersionSummary;
import io.einvoicing.http.api.FeatureVersionView;
import io.einvoicing.http.api.FeatureView;
import io.einvoicing.http.api.Findings;
import io.einvoicing.http.api.NewDeployment;
import io.einvoicing.http.api.NewEnvironment;
import io.einvoicing.http.api.NewFeature;
import io.einvoicing.http.api.NewTenant;
import io.einvoicing.http.api.OwnTenantView;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.PublicationView;
import io.einvoicing.http.api.ServiceParametersEdit;
import io.einvoicing.http.api.ServiceParametersView;
import io.einvoicing.http.api.SnapshotSummary;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.AddressClaim;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Calls the service as an administrator does: tenants, environments, features, deployments. Thread-safe.
 *
 * <p>Every method throws {@link ApiProblemException} if the service answered with a problem, and {@link ApiUnavailableException} if it
 * gave no answer. Changes name the revision that the caller read.
 */
public final class AdministrationClient {
    private final ApiConnection api;

    /**
     * Connects to a service; nothing is sent yet.
     *
     * @param service address of the service, such as {@code https://einvoicing.example.com}
     * @param accessToken gives a bearer token that is valid now; asked for each request
     */
    public AdministrationClient(URI service, Supplier<String> accessToken) {
        this.api = new ApiConnection(service, accessToken);
    }

    public Tenant createTenant(NewTenant tenant) {
        return api.post("/tenants", tenant, Tenant.class);
    }

    /**
     * Returns one page of tenants.
     *
     * @param after the {@code next} of the page before; empty for the first page
     * @param limit at most so many, 1 to 500
     */
    public Page<Tenant> tenants(Optional<String> after, int limit) {
        return api.page(
                "/tenants?limit=" + limit
                        + after.map(cursor -> "&after=" + encoded(cursor)).orElse(""),
                Tenant.class);
    }

    /** Changes name, domain and first configurator of a tenant. */
    public Tenant editTenant(TenantId tenant, long revision, TenantDetails details) {
        return api.put("/tenants/" + tenant, revision, details, Tenant.class);
    }

    /** Records a deployment project of any tier, or changes it; repeatable. */
    public Tenant saveProject(TenantId tenant, DeploymentProject project) {
        return api.put(
                "/tenants/" + tenant + "/projects/" + encoded(project.name()),
                ActivationRequest.of(project),
                Tenant.class);
    }

    /** Returns the key vaults and containers that belong to a tenant. */
    public List<AddressClaim> addresses(TenantId tenant) {
        return api.page("/tenants/" + tenant + "/addresses", AddressClaim.class).items();
    }

    /** Takes a key vault or container from a tenant that claimed it by mistake. */
    public void releaseAddress(TenantId tenant, String address) {
        api.delete("/tenants/" + tenant + "/addresses?address=" + encoded(address));
    }

    /** Returns the own tenant. */
    public OwnTenantView ownTenant() {
        return api.get("/tenant", OwnTenantView.class);
    }

    /** Returns which service serves which geography. */
    public EndpointsView endpoints() {
        return api.get("/endpoints", EndpointsView.class);
    }

    public ServiceParametersView serviceParameters() {
        return api.get("/service-parameters", ServiceParametersView.class);
    }

    /** Sets which service the own tenant configures. */
    public ServiceParametersView setServiceParameters(long revision, Geography geography, URI endpoint) {
        return api.put(
                "/service-parameters",
                revision,
                new ServiceParametersEdit(geography, endpoint),
                ServiceParametersView.class);
    }

    /** Has the service ask the endpoint whether it serves the geography. */
    public EndpointCheckView checkServiceParameters() {
        return api.post("/service-parameters/checks", null, EndpointCheckView.class);
    }

    public Tenant tenant(TenantId tenant) {
        return api.get("/tenants/" + tenant, Tenant.class);
    }

    /** Enables the service for an ERP instance; repeatable. */
    public Tenant activate(TenantId tenant, DeploymentProject project) {
        return api.put(activation(tenant, project.name()), ActivationRequest.of(project), Tenant.class);
    }

    /** Enables the service for a deployment project that was recorded before; repeatable. */
    public Tenant activate(TenantId tenant, String project) {
        return api.put(activation(tenant, project), null, Tenant.class);
    }

    /** Disables the service for an ERP instance; repeatable. */
    public Tenant deactivate(TenantId tenant, String project) {
        return api.delete(activation(tenant, project), Tenant.class);
    }

    public EnvironmentView createEnvironment(String name) {
        return createEnvironment(new NewEnvironment(name, Optional.empty()));
    }

    public EnvironmentView createEnvironment(NewEnvironment environment) {
        return api.post("/environments", environment, EnvironmentView.class);
    }

    /** Returns all environments by name, page by page. */
    public List<EnvironmentView> environments() {
        return api.all("/environments", EnvironmentView.class);
    }

    /**
     * Returns a page of environments, by name; it may end early, so follow {@link Page#next()} until it is empty.
     *
     * @param after {@link Page#next()} of the page before
     * @param limit at most so many, 1 to 500
     */
    public Page<EnvironmentView> environments(Optional<String> after, int limit) {
        return api.page(
                "/environments?limit=" + limit
                        + after.map(cursor -> "&after=" + encoded(cursor)).orElse(""),
                EnvironmentView.class);
    }

    public EnvironmentView environment(EnvironmentId id) {
        return api.get(path(id), EnvironmentView.class);
    }

    /** Replaces the draft of an environment. */
    public EnvironmentView editEnvironment(EnvironmentId id, long revision, EnvironmentSettings settings) {
        return api.put(path(id) + "/draft", revision, settings, EnvironmentView.class);
    }

    /** Publishes the draft of an environment. */
    public PublicationView publishEnvironment(EnvironmentId id, long revision) {
        return api.post(path(id) + "/publications", revision, PublicationView.class);
    }

    /** Gives another name to an environment that was never published. */
    public EnvironmentView renameEnvironment(EnvironmentId id, long revision, String name) {
        return api.put(path(id) + "/name", revision, new EnvironmentName(name), EnvironmentView.class);
    }

    /** Returns everything that a publication of the draft would find now. */
    public List<Finding> checkEnvironment(EnvironmentId id) {
        return api.get(path(id) + "/findings", Findings.class).findings();
    }

    /** Deletes an environment for ever; its name stays taken. */
    public void deleteEnvironment(EnvironmentId id, long revision) {
        api.delete(path(id), revision);
    }

    /** Returns one page of what was published, the newest first. */
    public Page<SnapshotSummary> snapshots(EnvironmentId id, Optional<String> after) {
        return api.page(
                path(id) + "/snapshots"
                        + after.map(cursor -> "?after=" + encoded(cursor)).orElse(""),
                SnapshotSummary.class);
    }

    /** Returns what was published under the number. */
    public EnvironmentView.Snapshot snapshot(EnvironmentId id, int number) {
        return api.get(path(id) + "/snapshots/" + number, EnvironmentView.Snapshot.class);
    }

    /**
     * Returns how a snapshot differs from another.
     *
     * @param to number of the other; empty for the draft
     */
    public DifferencesView differences(EnvironmentId id, int from, Optional<Integer> to) {
        return api.get(
                path(id) + "/differences?from=" + from
                        + to.map(number -> "&to=" + number).orElse(""),
                DifferencesView.class);
    }

    /** Publishes a former snapshot again, as a new one and as the draft. */
    public PublicationView rollBackEnvironment(EnvironmentId id, int number, long revision) {
        return api.post(path(id) + "/snapshots/" + number + "/rollback", revision, PublicationView.class);
    }

    /** Creates a feature and returns its version 1, an empty draft. */
    public FeatureVersionView createFeature(String name) {
        return api.post("/features", new NewFeature(name), FeatureVersionView.class);
    }

    public List<FeatureView> features() {
        return api.page("/features", FeatureView.class).items();
    }

    public List<FeatureVersionSummary> versions(FeatureId feature) {
        return api.page("/features/" + feature + "/versions", FeatureVersionSummary.class)
                .items();
    }

    /** Creates the draft that follows the latest version. */
    public FeatureVersionView createVersion(FeatureId feature) {
        return api.post("/features/" + feature + "/versions", null, FeatureVersionView.class);
    }

    public FeatureVersionView version(FeatureId feature, int number) {
        return api.get(path(feature, number), FeatureVersionView.class);
    }

    /** Replaces the content of a draft. */
    public FeatureVersionView editVersion(FeatureId feature, int number, long revision, FeatureVersionEdit edit) {
        return api.put(path(feature, number), revision, edit, FeatureVersionView.class);
    }

    /** Returns everything that is wrong with a version. */
    public List<Finding> validateVersion(FeatureId feature, int number) {
        return api.get(path(feature, number) + "/findings", Findings.class).findings();
    }

    /** Freezes a draft. */
    public FeatureVersionView completeVersion(FeatureId feature, int number, long revision) {
        return api.post(path(feature, number) + "/completion", revision, FeatureVersionView.class);
    }

    /** Deploys a completed version to an environment. */
    public DeploymentView deploy(EnvironmentId environment, NewDeployment deployment) {
        return api.post(path(environment) + "/deployments", deployment, DeploymentView.class);
    }

    public List<DeploymentView> deployments(EnvironmentId environment) {
        return api.page(path(environment) + "/deployments", DeploymentView.class)
                .items();
    }

    /** Cancels a deployment; repeatable. */
    public DeploymentView cancelDeployment(EnvironmentId environment, UUID deployment) {
        return api.delete(path(environment) + "/deployments/" + deployment, DeploymentView.class);
    }

    public List<ActionDescription> actionTypes() {
        return api.page("/action-types", ActionDescription.class).items();
    }

    private static String activation(TenantId tenant, String project) {
        return "/tenants/" + tenant + "/activations/" + encoded(project);
    }

    private static String path(EnvironmentId environment) {
        return "/environments/" + environment;
    }

    private static String path(FeatureId feature, int number) {
        return "/features/" + feature + "/versions/" + number;
    }
}
