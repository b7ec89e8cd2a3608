package io.einvoicing.service.command;

import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.einvoicing.access.Role;
import io.einvoicing.http.access.DevelopmentIssuer;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.service.ServiceConfiguration;
import io.einvoicing.service.Settings;
import io.einvoicing.service.demo.Demo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Prints a development token for the service that runs with {@code --dev} on the same data folder. */
public final class TokenCommand extends ConfiguredCommand<ServiceConfiguration> {
    private static final Duration LIFETIME = Duration.ofHours(12);

    private final Settings settings;

    public TokenCommand(Settings settings) {
        super("token", "Prints a development token");
        this.settings = settings;
    }

    @Override
    public void configure(Subparser parser) {
        super.configure(parser);
        parser.addArgument("--tenant").required(true).metavar("T").help("tenant id, a UUID");
        parser.addArgument("--user").required(true).metavar("U").help("object id, or a name from which one is made");
        parser.addArgument("--role")
                .required(true)
                .metavar("R,...")
                .help("configure, submit, usage, operate; separated by commas");
        parser.addArgument("--application")
                .metavar("A")
                .setDefault(Demo.ERP_APPLICATION.toString())
                .help("id of the client application, a UUID");
        Options.addData(parser);
    }

    @Override
    protected Argument addFileArgument(Subparser parser) {
        return Options.addConfiguration(parser);
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace options) throws Exception {
        Options.override(settings, options);
        settings.override("EINVOICING_LOG_LEVEL", "WARN");
        super.run(bootstrap, options);
    }

    @Override
    protected void run(Bootstrap<ServiceConfiguration> bootstrap, Namespace options, ServiceConfiguration configuration)
            throws Exception {
        Set<Role> roles = Arrays.stream(options.getString("role").split(","))
                .map(role -> Role.valueOf(role.strip().toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
        DevelopmentToken token = new DevelopmentToken(
                TenantId.parse(options.getString("tenant")),
                options.getString("user"),
                roles,
                UUID.fromString(options.getString("application")),
                LIFETIME);
        System.out.println(DevelopmentIssuer.inFolder(configuration.data(), InstantSource.system())
                .issue(token));
    }
}
