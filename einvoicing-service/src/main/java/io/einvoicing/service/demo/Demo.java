package io.einvoicing.service.demo;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.service.ServiceAssembly;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * The main job from nothing to the month's balance: sets a tenant up through the use cases, then plays its ERP over HTTP. Everything it
 * stores stays; a later run on the same data adds to it, with document keys of its own.
 */
public final class Demo implements AutoCloseable {
    /** Client id of the demonstration's ERP instance. */
    public static final UUID ERP_APPLICATION = named("ERP application");

    static final TenantId TENANT = new TenantId(named("tenant"));
    static final String USER = "demo@example.com";
    static final Duration PATIENCE_OF_CALLS = Duration.ofMillis(800);

    private static final Duration LATE_ANSWER = PATIENCE_OF_CALLS.multipliedBy(2);
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    private final AuthoritySimulator authority;
    private final String token;
    private final DemoRun run;

    private Demo(AuthoritySimulator authority, String token, DemoRun run) {
        this.authority = authority;
        this.token = token;
        this.run = run;
    }

    /**
     * Starts the authority and sets up tenant, environment and feature.
     *
     * @param service the running service
     * @param data its data folder
     * @param address where it listens
     */
    public static Demo prepare(ServiceAssembly service, Path data, URI address) throws IOException {
        AuthoritySimulator authority =
                AuthoritySimulator.start(new XmlParser(XmlEngine.create(), XmlLimits.DEFAULT), LATE_ANSWER);
        DevelopmentToken identity =
                new DevelopmentToken(TENANT, USER, Set.of(Role.values()), ERP_APPLICATION, TOKEN_LIFETIME);
        Caller administrator = new Caller(
                TENANT, identity.principal(), Caller.Kind.USER, USER, ERP_APPLICATION, Set.of(Role.values()));
        DemoSetup setup = new DemoSetup(service.invoicing(), administrator, ServiceAssembly.localFolder(data));
        setup.activate();
        setup.setServiceParameters();
        setup.publishEnvironment();
        setup.deployFeature(authority);
        String token = service.developmentIssuer().orElseThrow().issue(identity);
        return new Demo(authority, token, new DemoRun(address, token));
    }

    /** Submits every document, waits until each has ended or needs a person, and tells what happened. */
    public DemoReport run() throws IOException, InterruptedException {
        return run.submitAll();
    }

    /** Returns a token with every role for curl. */
    public String token() {
        return token;
    }

    @Override
    public void close() {
        authority.close();
    }

    private static UUID named(String what) {
        return UUID.nameUUIDFromBytes(("einvoicing demo " + what).getBytes(StandardCharsets.UTF_8));
    }
}
