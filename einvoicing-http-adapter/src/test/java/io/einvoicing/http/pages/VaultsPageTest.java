package io.einvoicing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.Container;
import io.einvoicing.http.api.ApiServer;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryErp;
import io.einvoicing.vault.SecretValue;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Key vaults, in Chromium over the real API. */
class VaultsPageTest extends PageTest {
    private static final String READY =
            "document.querySelector('h1') !== null && document.querySelector('[aria-busy=true]') === null && document.fonts.status === 'loaded'";
    private static final String CHECK = "button[aria-label='Check Production now']";
    private static final String ADDRESS = "https://contoso.blob.core.windows.net/invoices";

    private AdministrationServer server;
    private ApiServer api;

    @BeforeEach
    void serve() {
        server = new AdministrationServer();
        api = server.api;
    }

    @Override
    void endServing() {
        server.close();
    }

    private void open(String address) {
        browser.open(server.page(address));
        browser.await("the page", READY);
    }

    @Test
    void showsHowVaultsAndContainersAreAndWhatEndsWhen() {
        api.publish();
        Container container = new Container(new SecretValue(ADDRESS + "?sig=secret"));
        api.vault.putSecret(
                EnvironmentBuilder.VAULT,
                EnvironmentBuilder.STORAGE_SECRET,
                container.url().reveal(),
                Optional.of(TestData.NOW.minus(Duration.ofDays(300))),
                Optional.of(TestData.NOW.plus(Duration.ofDays(12))));
        open("/vaults/");
        browser.awaitText("vaults-page", "not checked yet");
        browser.click(CHECK);
        browser.awaitText("vaults-page", "reachable");
        browser.awaitText("vaults-page", ADDRESS);
        browser.awaitText("vaults-page tbody", "expires soon");
        browser.awaitText("vaults-page tbody", "12 days left");
        assertThat(browser.text("vaults-page")).doesNotContain("sig=");
        browser.assertAccessible();
        browser.screenshot("vaults");

        browser.media("screen", "dark");
        browser.assertAccessible();
        browser.screenshot("vaults-dark");
        browser.size(360, 780);
        assertFits();
        browser.screenshot("vaults-phone-dark");
    }

    @Test
    void showsAVaultThatIsDownAndEveryAccessToIt() {
        String environment = api.publish().environment().id().toString();
        api.vault.goDown();
        open("/vaults/");
        browser.click(CHECK);
        browser.awaitText("vaults-page", "not reachable");
        browser.assertAccessible();
        browser.screenshot("vaults-down");
        api.vault.comeUp();
        api.clock.advance(Duration.ofSeconds(1));
        browser.click(CHECK);
        browser.awaitText("vaults-page", "healthy");

        browser.click(".tabs a:nth-child(2)");
        browser.awaitText("vaults-page tbody", "storage-sas");
        browser.awaitText("vaults-page tbody td[data-label=Object]", "in " + EnvironmentBuilder.VAULT);
        browser.awaitText("vaults-page tbody td[data-label=For]", "Production");
        browser.assertAccessible();
        browser.screenshot("vault-accesses");
        browser.run(
                "const outcome = document.querySelector('#outcome'); outcome.value = 'UNAVAILABLE'; outcome.dispatchEvent(new Event('change'))");
        browser.await(
                "the failed ones",
                "document.querySelector('vaults-page tbody')?.innerText.includes('storage-sas') === false");
        browser.awaitText("vaults-page tbody", "no answer");
        assertThat(browser.address()).contains("tab=accesses").contains("outcome=UNAVAILABLE");
        browser.type("#object", "nothing-of-this-name");
        browser.press(Keys.ENTER);
        browser.awaitText("vaults-page", "No access matches");

        browser.size(360, 780);
        open("/vaults/?tab=accesses&environment=" + environment);
        browser.awaitText("vaults-page tbody", "storage-sas");
        assertFits();
        browser.assertAccessible();
        browser.screenshot("vault-accesses-phone");
    }

    @Test
    void tellsForWhichConnectedApplicationASecretWasRead() {
        api.vault.putSecret(EnvironmentBuilder.VAULT, "erp-client", InMemoryErp.SECRET);
        String application = api.post("/api/v1/connected-applications", """
                        {"name": "ERP test", "type": "DYNAMICS_365_FINANCE", "applicationUrl": "%s", "tenant": "%s",
                         "credentials": {"clientId": "%s", "vault": "%s", "secret": "erp-client"}}""".formatted(
                                InMemoryErp.URL, InMemoryErp.DIRECTORY, InMemoryErp.CLIENT, EnvironmentBuilder.VAULT))
                .text("id");
        api.post("/api/v1/connected-applications/" + application + "/checks", "");
        open("/vaults/?tab=accesses");
        browser.awaitText("vaults-page tbody td[data-label=For]", "Connected application ERP test");
        browser.assertAccessible();
        browser.media("screen", "dark");
        browser.size(360, 780);
        assertFits();
        browser.screenshot("vault-accesses-application-phone-dark");
        browser.click("vaults-page tbody td[data-label=For] a");
        browser.awaitText("h1", "ERP test");
    }

    private static void assertFits() {
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
    }
}
