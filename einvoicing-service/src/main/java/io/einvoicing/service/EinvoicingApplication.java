package io.einvoicing.service;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.ResourceConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.einvoicing.service.command.DemoCommand;
import io.einvoicing.service.command.ServeCommand;
import io.einvoicing.service.command.TokenCommand;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reference service: the core with every adapter behind the REST API. */
public final class EinvoicingApplication extends Application<ServiceConfiguration> {
    /** Stands for the configuration that comes with the service. */
    public static final String BUILT_IN_CONFIGURATION = "built-in";

    private static final String BUILT_IN_RESOURCE = "io/einvoicing/service/einvoicing.yml";
    private static final String VAULTS = "vaults";
    private static final Logger LOG = LoggerFactory.getLogger(EinvoicingApplication.class);

    private final Settings settings;
    private final Surroundings surroundings;
    private @Nullable ServiceAssembly assembly;
    private int exitCode;

    public EinvoicingApplication(Settings settings) {
        this(settings, Surroundings.REAL);
    }

    public EinvoicingApplication(Settings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    @Override
    public String getName() {
        return "einvoicing";
    }

    @Override
    public void initialize(Bootstrap<ServiceConfiguration> bootstrap) {
        ConfigurationSourceProvider builtIn = new ResourceConfigurationSourceProvider();
        ConfigurationSourceProvider file = new FileConfigurationSourceProvider();
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                path -> path.equals(BUILT_IN_CONFIGURATION) ? builtIn.open(BUILT_IN_RESOURCE) : file.open(path),
                settings.substitutor()));
        bootstrap.addCommand(new ServeCommand(this, settings));
        bootstrap.addCommand(new DemoCommand(this, settings));
        bootstrap.addCommand(new TokenCommand(settings));
    }

    @Override
    public void run(ServiceConfiguration configuration, Environment environment) {
        ServiceAssembly assembly = ServiceAssembly.start(configuration, surroundings);
        this.assembly = assembly;
        environment.lifecycle().manage(assembly);
        environment.getApplicationContext().setAttribute(ServiceAssembly.class.getName(), assembly);
        environment.healthChecks().register("database", check(assembly::databaseProblem));
        environment.healthChecks().register("dispatcher", check(assembly::dispatcherProblem));
        environment.healthChecks().register("clock", check(assembly::clockProblem));
        environment.healthChecks().register("validation", check(assembly::validationProblem));
        environment.healthChecks().register(VAULTS, check(assembly::vaultsProblem));
        assembly.api().components().forEach(environment.jersey()::register);
        environment.jersey().register(new BrokenAnswers());
        environment
                .jersey()
                .register(new RightClockFilter(() -> assembly.clockProblem().isEmpty()));
        environment.jersey().register(new HealthResource(environment.healthChecks(), Set.of(VAULTS)));
        environment
                .jersey()
                .register(new MetricsResource(assembly.metrics(), environment.metrics(), assembly::vaultHealth));
        ServerProblems problems = new ServerProblems();
        environment.getApplicationContext().setErrorHandler(problems);
        environment.lifecycle().addServerLifecycleListener(server -> {
            server.setErrorHandler(problems);
            LOG.info("einvoicing listens on {} since {}", address(server), Instant.now());
            if (assembly.developmentIssuer().isPresent()) {
                LOG.info(
                        "The usage dashboard is at {}/usage/; the command token gives a token for it", address(server));
            }
        });
    }

    /** Returns with what the process has to exit: 0 unless the command failed, 2 if the command line is wrong. */
    int exitCode() {
        return exitCode;
    }

    /** Stops what runs: a server that never started stops nothing. */
    @Override
    protected void onFatalError(Throwable failure) {
        exitCode = failure instanceof ArgumentParserException ? 2 : 1;
        try {
            if (assembly != null) {
                assembly.stop();
            }
        } catch (Exception e) {
            LOG.warn("What was started does not stop", e);
        }
    }

    /** Returns the address on which a started server listens. */
    public static String address(Server server) {
        NetworkConnector connector = (NetworkConnector) server.getConnectors()[0];
        String host = connector.getHost() == null ? "localhost" : connector.getHost();
        return "http://" + host + ":" + connector.getLocalPort();
    }

    private static HealthCheck check(Problem problem) {
        return new HealthCheck() {
            @Override
            protected Result check() {
                return problem.find().map(Result::unhealthy).orElseGet(Result::healthy);
            }
        };
    }

    /** Tells what is wrong; empty if nothing is. */
    @FunctionalInterface
    private interface Problem {
        Optional<String> find();
    }
}
