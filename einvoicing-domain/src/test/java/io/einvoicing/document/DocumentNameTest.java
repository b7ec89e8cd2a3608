package io.einvoicing.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b/c.xml", "2026/11/23/x_y-Z.json", "...a", ".a/b.", "a..b"})
    void takesSegmentsOfPlainCharacters(String name) {
        assertThat(DocumentName.require(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/..", "a/../b", "a/./b", "...", "a/....", "a\\b",
                "C:a", "a b", "ü", "a\n", "a\u0000", "a%2e", "a?b", "a#b"
            })
    void refusesWhatCouldLeaveTheContainerOrAnotherStorageCannotHold(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> DocumentName.require(name));
    }

    @Test
    void takes512CharactersAndRefusesMore() {
        assertThat(DocumentName.require("a".repeat(512))).hasSize(512);
        assertThatIllegalArgumentException().isThrownBy(() -> DocumentName.require("a".repeat(513)));
    }
}
