package io.einvoicing.service.command;

import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.einvoicing.service.GracefulStop;
import io.einvoicing.service.ServiceAssembly;
import io.einvoicing.service.ServiceConfiguration;
import io.einvoicing.service.Settings;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Starts the service alone. */
public final class ServeCommand extends ServerCommand<ServiceConfiguration> {
    private final Settings settings;

    public ServeCommand(Application<ServiceConfiguration> application, Settings settings) {
        super(application, "serve", "Starts the service");
        this.settings = settings;
    }

    @Override
    public void configure(Subparser parser) {
        super.configure(parser);
        parser.usage(Options.usage("serve"));
        parser.addArgument("--dev").action(Arguments.storeTrue()).help("take development tokens; unsafe");
        Options.addPort(parser, "port to listen on");
        Options.addData(parser);
    }

    @Override
    protected Argument addFileArgument(Subparser parser) {
        return Options.addConfiguration(parser);
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace options) throws Exception {
        Options.override(settings, options);
        if (Boolean.TRUE.equals(options.getBoolean("dev"))) {
            settings.override("EINVOICING_DEVELOPMENT_ISSUER", "true");
        }
        super.run(bootstrap, options);
    }

    @Override
    protected void run(Environment environment, Namespace options, ServiceConfiguration configuration)
            throws Exception {
        ServiceAssembly assembly =
                (ServiceAssembly) environment.getApplicationContext().getAttribute(ServiceAssembly.class.getName());
        environment
                .lifecycle()
                .addServerLifecycleListener(server -> GracefulStop.arrange(
                        server,
                        assembly,
                        configuration.flow().drainNotice(),
                        () -> configuration.getLoggingFactory().stop()));
        super.run(environment, options, configuration);
    }

    @Override
    public void onError(Cli cli, Namespace options, Throwable error) {
        Options.tell(cli, error);
    }
}
