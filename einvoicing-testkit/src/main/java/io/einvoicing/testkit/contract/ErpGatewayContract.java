package io.einvoicing.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.einvoicing.connectedapp.ErpException;
import io.einvoicing.connectedapp.ErpException.Problem;
import io.einvoicing.connectedapp.port.ErpGateway;
import io.einvoicing.connectedapp.port.ErpGateway.Connection;
import io.einvoicing.connectedapp.port.ErpGateway.Current;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.ResponseType;
import io.einvoicing.kernel.Finding;
import io.einvoicing.vault.SecretValue;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every {@link ErpGateway} does, with one ERP instance that the test controls. */
public abstract class ErpGatewayContract {
    private static final ApplicationSetup SETUP = setup("Invoice customer mapping Ω 🧾");

    protected abstract ErpGateway createGateway() throws Exception;

    /** Returns how the instance is reached, with the right credentials. */
    protected abstract Connection connection();

    /** Returns an address that the gateway must not call. */
    protected abstract URI forbiddenUrl();

    /** Sets a setup as an administrator of the ERP does. */
    protected abstract void putInErp(ApplicationSetup setup);

    /** Makes the instance act so that calls with right credentials end with this problem. */
    protected abstract void makeErpFail(Problem problem);

    @Test
    void readsNothingWhereTheErpHasNoSetup() throws Exception {
        assertThat(createGateway().read(connection(), SETUP.key())).isEmpty();
    }

    @Test
    void readsBackTheWholeSetupThatItWrote() throws Exception {
        ErpGateway gateway = createGateway();

        gateway.write(connection(), SETUP, Optional.empty());

        assertThat(gateway.read(connection(), SETUP.key()).map(Current::setup)).contains(SETUP);
        assertThat(gateway.read(connection(), new ApplicationSetup.Key("Other", SETUP.documentContext())))
                .isEmpty();
    }

    @Test
    void replacesTheSetupThatItRead() throws Exception {
        ErpGateway gateway = createGateway();
        putInErp(SETUP);
        Optional<Current> seen = gateway.read(connection(), SETUP.key());

        gateway.write(connection(), setup("Second"), seen);

        assertThat(gateway.read(connection(), SETUP.key()).map(Current::setup)).contains(setup("Second"));
    }

    @Test
    void doesNotOverwriteWhatSomebodyChangedMeanwhile() throws Exception {
        ErpGateway gateway = createGateway();
        assertProblem(Problem.CHANGED_MEANWHILE, () -> {
            putInErp(SETUP);
            gateway.write(connection(), setup("Mine"), Optional.empty());
        });
        Optional<Current> seen = gateway.read(connection(), SETUP.key());
        putInErp(setup("Theirs"));

        assertProblem(Problem.CHANGED_MEANWHILE, () -> gateway.write(connection(), setup("Mine"), seen));

        assertThat(gateway.read(connection(), SETUP.key()).map(Current::setup)).contains(setup("Theirs"));
    }

    @Test
    void checkPassesWithTheRightCredentials() throws Exception {
        ErpGateway gateway = createGateway();
        assertThatCode(() -> gateway.check(connection())).doesNotThrowAnyException();
    }

    @Test
    void tellsAWrongTenantFromAWrongClientAndAWrongSecret() throws Exception {
        ErpGateway gateway = createGateway();
        Connection right = connection();

        assertProblem(
                Problem.WRONG_TENANT,
                () -> gateway.check(new Connection(
                        right.applicationUrl(), "nobody.onmicrosoft.example", right.clientId(), right.secret())));
        assertProblem(
                Problem.WRONG_CREDENTIALS,
                () -> gateway.check(new Connection(
                        right.applicationUrl(),
                        right.directoryTenant(),
                        "00000000-0000-0000-0000-000000000001",
                        right.secret())));
        ErpException wrongSecret = assertProblem(
                Problem.WRONG_CREDENTIALS,
                () -> gateway.check(new Connection(
                        right.applicationUrl(),
                        right.directoryTenant(),
                        right.clientId(),
                        new SecretValue("hunter2-is-wrong"))));
        assertThat(wrongSecret).hasMessageNotContaining("hunter2");
        assertThat(wrongSecret.finding().field()).isEqualTo("credentials");
    }

    @Test
    void tellsEveryFaultOfTheErpApart() throws Exception {
        ErpGateway gateway = createGateway();
        for (Problem problem : List.of(
                Problem.NO_PERMISSION,
                Problem.TOKEN_NOT_ACCEPTED,
                Problem.NOT_FOUND,
                Problem.INVALID_ANSWER,
                Problem.UNREACHABLE)) {
            makeErpFail(problem);
            assertProblem(problem, () -> gateway.check(connection()));
            assertProblem(problem, () -> gateway.read(connection(), SETUP.key()));
            assertProblem(problem, () -> gateway.write(connection(), SETUP, Optional.empty()));
        }
    }

    @Test
    void refusesAnAddressThatItMustNotCall() throws Exception {
        assertThat(createGateway().refusal(forbiddenUrl()).map(Finding::field)).contains("applicationUrl");
        assertThat(createGateway().refusal(connection().applicationUrl())).isEmpty();
    }

    private static ErpException assertProblem(Problem problem, ThrowingCallable call) {
        ErpException[] thrown = new ErpException[1];
        assertThatExceptionOfType(ErpException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem);
            assertThat(e.finding().remedy()).isNotBlank();
            thrown[0] = e;
        });
        return thrown[0];
    }

    private static ApplicationSetup setup(String mapping) {
        return new ApplicationSetup(
                "CustInvoiceJour",
                "Customer invoice / context ü",
                mapping,
                List.of(
                        new ResponseType(
                                "ResponseData",
                                "What the authority says",
                                Optional.of("Pending"),
                                Optional.of("Electronic invoices"),
                                Optional.of("Response mapping")),
                        new ResponseType("Bare", "", Optional.empty(), Optional.empty(), Optional.empty())));
    }
}
