package io.einvoicing.service.command;

import io.dropwizard.core.cli.Cli;
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
        parser.usage(Options.usage("token", "--tenant T", "--user U", "--role R,..."));
        parser.addArgument("--tenant")
                .required(true)
                .metavar("T")
                .type(Options.parsed(TenantId::parse))
                .help("required: tenant id, a UUID");
        parser.addArgument("--user")
                .required(true)
                .metavar("U")
                .help("required: object id, or a name that stands for one");
        parser.addArgument("--role")
                .required(true)
                .metavar("R,...")
                .type(Options.parsed(TokenCommand::roles))
                .help("required: configure, submit, usage, operate");
        parser.addArgument("--application")
                .metavar("A")
                .type(Options.parsed(UUID::fromString))
                .help("client application, a UUID (the demo's by default)");
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
    public void onError(Cli cli, Namespace options, Throwable error) {
        Options.tell(cli, error);
    }

    private static Set<Role> roles(String names) {
        return Arrays.stream(names.split(",")).map(TokenCommand::role).collect(Collectors.toUnmodifiableSet());
    }

    private static Role role(String name) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no role \"" + name.strip() + "\": choose from configure, submit, usage, operate"));
    }

    @Override
    protected void run(Bootstrap<ServiceConfiguration> bootstrap, Namespace options, ServiceConfiguration configuration)
            throws Exception {
        UUID application = options.get("application");
        DevelopmentToken token = new DevelopmentToken(
                options.<TenantId>get("tenant"),
                options.getString("user"),
                options.<Set<Role>>get("role"),
                application == null ? Demo.ERP_APPLICATION : application,
                LIFETIME);
        System.out.println(DevelopmentIssuer.inFolder(configuration.data(), InstantSource.system())
                .issue(token));
    }
}
