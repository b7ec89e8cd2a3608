package io.einvoicing.http.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * What an ERP's administrator enters so that documents can be issued; anything can be missing until a request needs it.
 *
 * @param integrationEnabled whether the feature "Electronic Invoicing integration" is turned on
 * @param serviceEndpoint address of the service, such as {@code https://eu.einvoicing.example.com/}; empty until it is entered
 * @param environment name of the published service environment to which every request belongs; empty until it is entered
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/e-invoicing-administration-components">
 *     Source: Electronic invoicing administration components, Finance and Supply Chain Management, dated 2021-04-29</a>
 */
public record ErpSettings(boolean integrationEnabled, String serviceEndpoint, String environment) {
    /** Returns the settings of an ERP that issues documents through the environment. */
    public static ErpSettings of(URI serviceEndpoint, String environment) {
        return new ErpSettings(true, serviceEndpoint.toString(), environment);
    }

    /**
     * Returns the address of the service once everything is set.
     *
     * @throws ErpSettingsException naming the first setting that is missing or cannot be used
     */
    URI checkedEndpoint() {
        if (!integrationEnabled) {
            throw new ErpSettingsException(
                    "integrationEnabled",
                    "the feature \"Electronic Invoicing integration\" is turned off: turn it on in the workspace Feature"
                            + " management");
        }
        URI endpoint = endpoint();
        if (environment.isBlank()) {
            throw new ErpSettingsException(
                    "environment",
                    "the environment is not set: enter the name of a published service environment on the tab Submission"
                            + " services of the electronic document parameters");
        }
        return endpoint;
    }

    private URI endpoint() {
        if (serviceEndpoint.isBlank()) {
            throw new ErpSettingsException(
                    "serviceEndpoint",
                    "the service endpoint is not set: enter the Electronic invoicing URL of your geography on the tab"
                            + " Submission services of the electronic document parameters");
        }
        return address(serviceEndpoint.strip())
                .orElseThrow(
                        () -> new ErpSettingsException(
                                "serviceEndpoint",
                                "the service endpoint \"" + serviceEndpoint
                                        + "\" is no address of a service: enter one such as https://eu.einvoicing.example.com/"));
    }

    private static Optional<URI> address(String text) {
        try {
            URI address = new URI(text);
            boolean web = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            boolean plain = address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null;
            return web && plain && address.getHost() != null ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }
}
