package io.einvoicing.service;

import io.dropwizard.testing.DropwizardTestSupport;
import java.nio.file.Path;
import java.util.Map;

/** The service as it runs in production, in this JVM on a free port, with development tokens; it may call web services on loopback. */
final class TestService extends DropwizardTestSupport<ServiceConfiguration> {
    private final Settings settings;

    private TestService(Settings settings) {
        super(EinvoicingApplication.class, EinvoicingApplication.BUILT_IN_CONFIGURATION);
        this.settings = settings;
    }

    /** @param data folder for database, vault and documents */
    static TestService start(Path data) throws Exception {
        TestService service = new TestService(new Settings(Map.of(
                "EINVOICING_DATA", data.toString(),
                "EINVOICING_PORT", "0",
                "EINVOICING_DEVELOPMENT_ISSUER", "true",
                "EINVOICING_OUTBOUND_PLAIN_TEXT_HOSTS", "127.0.0.1",
                "EINVOICING_OUTBOUND_PRIVATE_ENDPOINTS", "127.0.0.1",
                "EINVOICING_LOG_LEVEL", "WARN")));
        service.before();
        return service;
    }

    @Override
    public EinvoicingApplication newApplication() {
        return new EinvoicingApplication(settings);
    }
}
