package io.einvoicing.http.client;

import static io.einvoicing.http.client.ApiConnection.encoded;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureReference;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.http.api.DeploymentView;
import io.einvoicing.http.api.FeatureDifferences;
import io.einvoicing.http.api.FeatureFile;
import io.einvoicing.http.api.FeatureVersionView;
import io.einvoicing.http.api.FeatureView;
import io.einvoicing.http.api.NewFeature;
import io.einvoicing.http.api.NewProvider;
import io.einvoicing.http.api.NewShare;
import io.einvoicing.http.api.NewVersion;
import io.einvoicing.http.api.ProviderView;
import io.einvoicing.http.api.Rebase;
import io.einvoicing.http.api.RebasePreview;
import io.einvoicing.http.api.SetupCopy;
import io.einvoicing.http.api.ShareView;
import io.einvoicing.http.api.SharedFeatureView;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls the service for what surrounds the versions of features: providers, bases, sharing, export and import. Creating, editing,
 * completing and deploying are with the {@link AdministrationClient}. Thread-safe.
 *
 * <p>Every method throws {@link ApiProblemException} if the service answered with a problem, and {@link ApiUnavailableException} if it
 * gave no answer.
 */
public final class FeaturesClient {
    private final ApiConnection api;

    /**
     * Connects to a service; nothing is sent yet.
     *
     * @param service address of the service, such as {@code https://einvoicing.example.com}
     * @param accessToken gives a bearer token that is valid now; asked for each request
     */
    public FeaturesClient(URI service, Supplier<String> accessToken) {
        this.api = new ApiConnection(service, accessToken);
    }

    public List<ProviderView> providers() {
        return api.page("/providers", ProviderView.class).items();
    }

    public ProviderView provider(ProviderId id) {
        return api.get("/providers/" + id, ProviderView.class);
    }

    /** Creates a configuration provider, which is not active. */
    public ProviderView createProvider(NewProvider provider) {
        return api.post("/providers", provider, ProviderView.class);
    }

    /** Changes the name and the address of a configuration provider. */
    public ProviderView editProvider(ProviderId id, long revision, NewProvider provider) {
        return api.put("/providers/" + id, revision, provider, ProviderView.class);
    }

    /** Makes a configuration provider the active one; repeatable. */
    public ProviderView activateProvider(ProviderId id) {
        return api.post("/providers/" + id + "/activation", null, ProviderView.class);
    }

    /** Creates a feature that is derived from another and returns its version 1, a draft with the base's content. */
    public FeatureVersionView derive(String name, FeatureReference base) {
        NewFeature.Base from = new NewFeature.Base(Optional.of(base.tenant()), base.feature(), base.version());
        return api.post("/features", new NewFeature(name, Optional.of(from)), FeatureVersionView.class);
    }

    public FeatureView feature(FeatureId feature) {
        return api.get(path(feature), FeatureView.class);
    }

    /** Deletes a feature that is neither deployed nor derived from. */
    public void deleteFeature(FeatureId feature) {
        api.delete(path(feature));
    }

    /** Creates the draft that follows the latest version, with the content of an older one. */
    public FeatureVersionView createVersion(FeatureId feature, int from) {
        return api.post(path(feature) + "/versions", new NewVersion(Optional.of(from)), FeatureVersionView.class);
    }

    /** Removes a draft. */
    public void deleteDraft(FeatureId feature, int number) {
        api.delete(path(feature, number));
    }

    /** Adds a copy of a feature setup to a draft. */
    public FeatureVersionView copySetup(FeatureId feature, int number, long revision, SetupCopy copy) {
        return api.post(path(feature, number) + "/setups", revision, copy, FeatureVersionView.class);
    }

    /** Returns what differs between two versions. */
    public FeatureDifferences differences(FeatureId feature, int from, int to) {
        return api.get(path(feature) + "/differences?from=" + from + "&to=" + to, FeatureDifferences.class);
    }

    /** Returns what merging a version of the base would change, and where it conflicts. */
    public RebasePreview previewRebase(FeatureId feature, int baseVersion) {
        return api.get(path(feature) + "/rebase?baseVersion=" + baseVersion, RebasePreview.class);
    }

    /** Creates the next draft with a version of the base merged into it. */
    public FeatureVersionView rebase(FeatureId feature, Rebase rebase) {
        return api.post(path(feature) + "/rebase", rebase, FeatureVersionView.class);
    }

    /** Returns all deployments of a feature, canceled ones included. */
    public List<DeploymentView> deployments(FeatureId feature) {
        return api.page(path(feature) + "/deployments", DeploymentView.class).items();
    }

    /** Returns the deployment of each feature that serves in an environment at an instant. */
    public List<DeploymentView> serving(EnvironmentId environment, Instant at) {
        return api.page("/environments/" + environment + "/serving?at=" + encoded(at), DeploymentView.class)
                .items();
    }

    public List<ShareView> shares(FeatureId feature) {
        return api.page(path(feature) + "/shares", ShareView.class).items();
    }

    /** Shares a feature with the organization of a domain. */
    public ShareView share(FeatureId feature, String domain) {
        return api.post(path(feature) + "/shares", new NewShare(domain), ShareView.class);
    }

    /** Withdraws a feature from the organization of a domain. */
    public void unshare(FeatureId feature, String domain) {
        api.delete(path(feature) + "/shares/" + encoded(domain));
    }

    /** Returns what other organizations share with the own one. */
    public List<SharedFeatureView> sharedFeatures() {
        return api.page("/shared-features", SharedFeatureView.class).items();
    }

    /** Returns a version that another organization shares. */
    public FeatureVersionView sharedVersion(FeatureReference reference) {
        return api.get(
                "/shared-features/" + reference.tenant() + "/" + reference.feature() + "/versions/"
                        + reference.version(),
                FeatureVersionView.class);
    }

    /** Returns a version as a file. */
    public FeatureFile export(FeatureId feature, int number) {
        return api.get(path(feature, number) + "/export", FeatureFile.class);
    }

    /**
     * Creates a feature from a file.
     *
     * @param name name of the new feature; empty = as it was exported
     */
    public FeatureVersionView importFeature(FeatureFile file, Optional<String> name) {
        String query = name.map(text -> "?name=" + encoded(text)).orElse("");
        return api.post("/features/imports" + query, file, FeatureVersionView.class);
    }

    private static String path(FeatureId feature) {
        return "/features/" + feature;
    }

    private static String path(FeatureId feature, int number) {
        return path(feature) + "/versions/" + number;
    }
}
