package io.einvoicing.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentConflictException;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentNotFoundException;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.document.port.DocumentStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link DocumentStore} does. A test leaves its files in the container, under names that no other run uses. */
public abstract class DocumentStoreContract {
    private static final int THREADS = 16;

    private final String folder = "contract/" + UUID.randomUUID();

    /** Returns the store. */
    protected abstract DocumentStore store();

    /** Returns a container that the store can write to and read from. */
    protected abstract Container container();

    /** Returns a second such container, or another address of a different folder in the same storage. */
    protected abstract Container otherContainer();

    /** Returns a container that refuses access for good, such as one whose SAS URL has expired. */
    protected abstract Container inaccessibleContainer();

    /** Returns a container whose storage gives no answer; nothing else is asked of the store afterwards. */
    protected abstract Container unreachableContainer();

    @Test
    void returnsWhatWasStored() {
        store().store(container(), name("invoice.xml"), xml("<Invoice/>"));

        assertThat(store().read(container(), name("invoice.xml"))).isEqualTo("<Invoice/>".getBytes(UTF_8));
    }

    @Test
    void keepsEveryByteOfUnicodeText() {
        String text = "Ærøskøbing · 株式会社 · \u0000 · 😀 · \r\n";

        store().store(container(), name("unicode.xml"), xml(text));

        assertThat(new String(store().read(container(), name("unicode.xml")), UTF_8))
                .isEqualTo(text);
    }

    @Test
    void keepsAnEmptyFile() {
        store().store(container(), name("empty"), xml(""));
        store().store(container(), name("empty"), xml(""));

        assertThat(store().read(container(), name("empty"))).isEmpty();
    }

    @Test
    void keepsTwentyMillionBytes() {
        byte[] bytes = new byte[20_000_000];
        new Random(20).nextBytes(bytes);

        store().store(container(), name("large"), new DocumentContent("application/octet-stream", bytes));
        store().store(container(), name("large"), new DocumentContent("application/octet-stream", bytes));

        assertThat(store().read(container(), name("large"))).isEqualTo(bytes);
    }

    @Test
    void storesEqualContentAgain() {
        store().store(container(), name("same.xml"), xml("<a/>"));
        store().store(container(), name("same.xml"), xml("<a/>"));
        store().store(container(), name("same.xml"), new DocumentContent("text/xml", "<a/>".getBytes(UTF_8)));

        assertThat(store().read(container(), name("same.xml"))).isEqualTo("<a/>".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b/>", "<a/>\n", "", "<a>a longer one</a>"})
    void refusesOtherContentUnderTheSameName(String other) {
        store().store(container(), name("taken.xml"), xml("<a/>"));

        assertThatThrownBy(() -> store().store(container(), name("taken.xml"), xml(other)))
                .isInstanceOfSatisfying(
                        DocumentConflictException.class,
                        conflict -> assertThat(conflict.name()).isEqualTo(name("taken.xml")));
        assertThat(store().read(container(), name("taken.xml"))).isEqualTo("<a/>".getBytes(UTF_8));
    }

    @Test
    void letsEveryThreadStoreTheSameContent() throws Exception {
        List<RunTogether.Outcome> outcomes = RunTogether.run(THREADS, thread -> () -> {
            store().store(container(), name("race.xml"), xml("<a/>"));
            return "stored";
        });

        assertThat(outcomes).allMatch(RunTogether.Outcome::succeeded);
        assertThat(store().read(container(), name("race.xml"))).isEqualTo("<a/>".getBytes(UTF_8));
    }

    @Test
    void letsExactlyOneThreadStoreWhenContentsDiffer() throws Exception {
        List<RunTogether.Outcome> outcomes = RunTogether.run(THREADS, thread -> () -> {
            store().store(container(), name("race.xml"), xml("<thread>" + thread + "</thread>"));
            return "stored";
        });

        List<Integer> winners = IntStream.range(0, THREADS)
                .filter(thread -> outcomes.get(thread).succeeded())
                .boxed()
                .toList();
        assertThat(winners).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.succeeded())
                .allSatisfy(outcome -> assertThat(outcome.failure()).isInstanceOf(DocumentConflictException.class));
        assertThat(new String(store().read(container(), name("race.xml")), UTF_8))
                .isEqualTo("<thread>" + winners.get(0) + "</thread>");
    }

    @Test
    void keepsContainersApart() {
        store().store(container(), name("apart.xml"), xml("<a/>"));

        assertThatThrownBy(() -> store().read(otherContainer(), name("apart.xml")))
                .isInstanceOf(DocumentNotFoundException.class);
        store().store(otherContainer(), name("apart.xml"), xml("<b/>"));
        assertThat(store().read(container(), name("apart.xml"))).isEqualTo("<a/>".getBytes(UTF_8));
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThatThrownBy(() -> store().read(container(), name("missing.xml")))
                .isInstanceOfSatisfying(
                        DocumentNotFoundException.class,
                        missing -> assertThat(missing.name()).isEqualTo(name("missing.xml")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "../escape",
                "a/../../escape",
                "a/..",
                ".",
                "a//b",
                "a/",
                "a\\b",
                "..\\escape",
                "C:x",
                "a b",
                "a?sig=x",
                "a#b",
                "a%2e%2e",
                "invoice\u0000.xml",
                "é.xml",
                "a\n"
            })
    void refusesAnIllegalName(String name) {
        assertThatThrownBy(() -> store().store(container(), name, xml("<a/>")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().read(container(), name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTheLongestNameAndRefusesALongerOne() {
        String longest = name("x/".repeat(230) + "end");
        longest = longest + "y".repeat(512 - longest.length());
        String tooLong = longest + "y";

        store().store(container(), longest, xml("<a/>"));

        assertThat(store().read(container(), longest)).isEqualTo("<a/>".getBytes(UTF_8));
        assertThatThrownBy(() -> store().store(container(), tooLong, xml("<a/>")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysUnavailableWhenAccessIsRefused() {
        Container refused = inaccessibleContainer();

        assertUnavailable(refused, catchThrowable(() -> store().read(refused, name("a.xml"))));
        assertUnavailable(refused, catchThrowable(() -> store().store(refused, name("a.xml"), xml("<a/>"))));
    }

    @Test
    void saysUnavailableAndNotMissingDuringAnOutage() {
        Container unreachable = unreachableContainer();

        assertUnavailable(unreachable, catchThrowable(() -> store().read(unreachable, name("a.xml"))));
        assertUnavailable(unreachable, catchThrowable(() -> store().store(unreachable, name("a.xml"), xml("<a/>"))));
    }

    private void assertUnavailable(Container container, Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        DocumentStoreUnavailableException.class,
                        unavailable -> assertThat(unavailable.name()).isEqualTo(name("a.xml")));
        assertHidesTheToken(container, failure);
        assertHidesTheToken(container, String.valueOf(store()));
        assertHidesTheToken(container, container.toString());
    }

    private static void assertHidesTheToken(Container container, Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        assertHidesTheToken(container, text.toString());
    }

    /** Whoever has the query of a SAS URL has the container. */
    private static void assertHidesTheToken(Container container, String text) {
        String url = container.url().reveal();
        for (String parameter : url.substring(url.indexOf('?') + 1).split("&", -1)) {
            if (parameter.startsWith("sig=")) {
                assertThat(text).doesNotContain(parameter.substring("sig=".length()));
            }
        }
        if (url.startsWith("https:") || url.startsWith("http:")) {
            assertThat(text).doesNotContain(url);
        }
    }

    private String name(String file) {
        return folder + "/" + file;
    }

    private static DocumentContent xml(String text) {
        return new DocumentContent("application/xml", text.getBytes(UTF_8));
    }
}
