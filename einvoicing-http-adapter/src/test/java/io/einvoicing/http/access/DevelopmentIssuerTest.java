package io.einvoicing.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentIssuerTest {
    private static final TenantId TENANT = TenantId.parse("9188040d-6c67-4c5b-b112-36a304b66dad");
    private static final UUID ERP = UUID.fromString("6e74172b-be56-4843-9ff4-e66a39bb12e3");

    private final TestClock clock = new TestClock();

    static DevelopmentToken token() {
        return new DevelopmentToken(TENANT, "ada", Set.of(Role.CONFIGURE, Role.SUBMIT), ERP, Duration.ofMinutes(30));
    }

    @Test
    void issuesWhatItsOwnVerifierReads() throws Exception {
        DevelopmentIssuer issuer = DevelopmentIssuer.inMemory(clock);

        Caller caller = issuer.verifier().verify(issuer.issue(token()));

        assertThat(caller)
                .isEqualTo(new Caller(
                        TENANT,
                        DevelopmentToken.principalOf("ada"),
                        Caller.Kind.USER,
                        "ada",
                        ERP,
                        Set.of(Role.CONFIGURE, Role.SUBMIT)));
    }

    @Test
    void itsTokensExpire() throws Exception {
        DevelopmentIssuer issuer = DevelopmentIssuer.inMemory(clock);
        String token = issuer.issue(token());

        clock.advance(Duration.ofMinutes(32));

        assertThatExceptionOfType(InvalidTokenException.class)
                .isThrownBy(() -> issuer.verifier().verify(token));
    }

    @Test
    void trustsNoOtherDevelopmentIssuer() {
        String token = DevelopmentIssuer.inMemory(clock).issue(token());

        assertThatExceptionOfType(InvalidTokenException.class)
                .isThrownBy(() -> DevelopmentIssuer.inMemory(clock).verifier().verify(token));
    }

    @Test
    void keepsItsKeyInTheFolderForTheOwnerOnly(@TempDir Path folder) throws Exception {
        String token = DevelopmentIssuer.inFolder(folder, clock).issue(token());

        DevelopmentIssuer.inFolder(folder, clock).verifier().verify(token);

        assertThat(Files.list(folder)).hasSize(1);
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX permissions here");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("development-issuer.jwk"))))
                .isEqualTo("rw-------");
    }

    @Test
    void saysWhatToDoAboutAFileThatIsNoKey(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("development-issuer.jwk"), "rubbish");

        assertThatIOException()
                .isThrownBy(() -> DevelopmentIssuer.inFolder(folder, clock))
                .withMessageContaining("delete it");
    }

    @Test
    void givesAUserNameAlwaysTheSameObjectId() {
        assertThat(DevelopmentToken.principalOf("ada")).isEqualTo(DevelopmentToken.principalOf("ada"));
        assertThat(DevelopmentToken.principalOf("ada")).isNotEqualTo(DevelopmentToken.principalOf("grace"));
        assertThat(DevelopmentToken.principalOf("00000000-0000-0000-66f3-3332eca7ea81"))
                .hasToString("00000000-0000-0000-66f3-3332eca7ea81");
    }
}
