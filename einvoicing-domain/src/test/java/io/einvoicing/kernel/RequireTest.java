package io.einvoicing.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequireTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "İstanbul Ω 🧾", "a  b", "'; drop table x; --"})
    void takesAName(String name) {
        assertThat(Require.name("thing name", name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003", " a", "a ", "a\tb", "a\nb", "a\u0000", "a\u0085b"})
    void refusesANameAndSaysWhichField(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.name("thing name", name))
                .withMessageStartingWith("thing name must not");
    }

    @Test
    void takes128CharactersOfANameAndRefusesMore() {
        assertThat(Require.name("n", "x".repeat(128))).hasSize(128);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.name("n", "x".repeat(129)))
                .withMessage("n must have at most 128 characters, has 129");
    }

    @Test
    void takesAnyTextThatFitsButNotTheNullCharacter() {
        assertThat(Require.text("t", "", 0)).isEmpty();
        assertThat(Require.text("t", " \n\t🧾", 5)).isEqualTo(" \n\t🧾");
        assertThatIllegalArgumentException().isThrownBy(() -> Require.text("t", "abc", 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.text("t", "a\0b", 9))
                .withMessageContaining("U+0000");
    }

    @Test
    void readsAUuidInItsUsualFormOnly() {
        UUID id = UUID.fromString("f81d4fae-7dec-41d0-a765-00a0c91e6bf6");
        assertThat(Require.uuid("id", id.toString())).isEqualTo(id);
        assertThat(Require.uuid("id", "F81D4FAE-7DEC-41D0-A765-00A0C91E6BF6")).isEqualTo(id);
        for (String text : List.of(
                "",
                "1-1-1-1-1",
                "f81d4fae7dec41d0a76500a0c91e6bf6",
                "{f81d4fae-7dec-41d0-a765-00a0c91e6bf6}",
                "g81d4fae-7dec-41d0-a765-00a0c91e6bf6",
                "f81d4fae-7dec-41d0-a765-00a0c91e6bf6 ")) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> Require.uuid("tenant id", text))
                    .withMessageStartingWith("tenant id must be a UUID");
        }
    }

    @Test
    void takesWholeSurrogatePairsOnly() {
        assertThat(Require.text("name", "a\uD83D\uDE00b", 10)).isEqualTo("a\uD83D\uDE00b");
        for (String half : List.of("\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Require.text("name", half, 10))
                    .withMessage("name must not contain half of a surrogate pair");
        }
    }

    @Test
    void doesNotRepeatALongWrongTextWhole() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.uuid("id", "x".repeat(1_000_000)))
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void namesTheElementThatIsThereTwice() {
        assertThatCode(() -> Require.distinct("names", List.of("a", "A"))).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.distinct("names", List.of("a", "b", "a")))
                .withMessage("names[2] must be unique, \"a\" is there twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.distinct("words", "length", List.of("a", "b"), String::length))
                .withMessage("words[1].length must be unique, \"1\" is there twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ada:planted@contoso.example/",
                "https://ada:planted@contoso_1/",
                "https://contoso.example/?sig=planted",
                "https://contoso.example/#planted",
                "https:planted@contoso.example",
                "https:///planted",
                "https://contoso.example:65536/planted",
                "https://contoso.example:0/planted",
                "https://[fe80::1%25planted]/",
                "file://ada:planted@host/",
                "file:/folder?sig=planted",
                "mailto:planted",
                "planted"
            })
    void takesAddressesAloneAndNeverRepeatsThem(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.address("uri", URI.create(text), 100))
                .withMessageStartingWith("uri must ")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("planted"));
    }

    @Test
    void takesAddressesOfFoldersAndOfTheWeb() {
        for (String text :
                List.of("file:/folder", "file:///folder", "https://contoso.example:8443/a", "HTTP://[::1]")) {
            assertThat(Require.address("uri", URI.create(text), 100)).hasToString(text);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.webAddress("uri", URI.create("file:/folder"), 100));
        assertThatCode(() -> Require.callableAddress("uri", URI.create("https://contoso.example/?code=1"), 100))
                .doesNotThrowAnyException();
    }
}
