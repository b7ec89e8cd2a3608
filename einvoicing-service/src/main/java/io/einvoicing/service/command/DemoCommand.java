package io.einvoicing.service.command;

import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.EnvironmentCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.einvoicing.service.EinvoicingApplication;
import io.einvoicing.service.ServiceAssembly;
import io.einvoicing.service.ServiceConfiguration;
import io.einvoicing.service.Settings;
import io.einvoicing.service.demo.Demo;
import io.einvoicing.service.demo.DemoReport;
import java.net.URI;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.eclipse.jetty.server.Server;

/** Runs the main job on real parts and prints what happened. */
public final class DemoCommand extends EnvironmentCommand<ServiceConfiguration> {
    private final Settings settings;

    public DemoCommand(Application<ServiceConfiguration> application, Settings settings) {
        super(application, "demo", "Runs the main job on real parts");
        this.settings = settings;
    }

    @Override
    public void configure(Subparser parser) {
        super.configure(parser);
        parser.usage(Options.usage("demo"));
        Options.addData(parser);
        Options.addPort(parser, "port to listen on; any free one by default");
        parser.addArgument("--serve").action(Arguments.storeTrue()).help("keep the service up");
        parser.addArgument("--json").action(Arguments.storeTrue()).help("print JSON as the last line");
    }

    @Override
    protected Argument addFileArgument(Subparser parser) {
        return Options.addConfiguration(parser);
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace options) throws Exception {
        settings.override("EINVOICING_PORT", "0");
        settings.override("EINVOICING_HOST", "127.0.0.1");
        settings.override("EINVOICING_DEVELOPMENT_ISSUER", "true");
        // The authority simulator listens on loopback, without TLS.
        settings.override("EINVOICING_OUTBOUND_PLAIN_TEXT_HOSTS", "127.0.0.1");
        settings.override("EINVOICING_OUTBOUND_PRIVATE_ENDPOINTS", "127.0.0.1");
        settings.override("EINVOICING_LOG_LEVEL", "WARN");
        Options.override(settings, options);
        super.run(bootstrap, options);
    }

    @Override
    public void onError(Cli cli, Namespace options, Throwable error) {
        Options.tell(cli, error);
    }

    @Override
    protected void run(Environment environment, Namespace options, ServiceConfiguration configuration)
            throws Exception {
        Server server = configuration.getServerFactory().build(environment);
        try {
            server.start();
            URI address = URI.create(EinvoicingApplication.address(server));
            System.out.println("einvoicing listens on " + address + ", data in " + configuration.data());
            ServiceAssembly assembly =
                    (ServiceAssembly) environment.getApplicationContext().getAttribute(ServiceAssembly.class.getName());
            System.out.println(
                    "Sets a tenant up, submits sample invoices over HTTP and waits for their flows to end ...");
            try (Demo demo = Demo.prepare(assembly, configuration.data(), address)) {
                DemoReport report = demo.run();
                System.out.println(report.table());
                boolean serve = Boolean.TRUE.equals(options.getBoolean("serve"));
                if (serve) {
                    System.out.printf("""
                            einvoicing still listens on %1$s; stop it with Ctrl+C. The usage dashboard:
                            %1$s/usage/#token=%2$s
                            The same token for another shell:
                            TOKEN=%2$s
                            curl -H "Authorization: Bearer $TOKEN" %1$s/api/v1/submissions
                            %n""", address, demo.token());
                }
                if (Boolean.TRUE.equals(options.getBoolean("json"))) {
                    System.out.println(report.json());
                }
                if (serve) {
                    server.join();
                }
            }
        } finally {
            server.stop();
            cleanup();
        }
    }
}
