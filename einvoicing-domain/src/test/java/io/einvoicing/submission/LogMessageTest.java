package io.einvoicing.submission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogMessageTest {
    @Test
    void keepsTextOf4000Characters() {
        assertThat(LogMessage.info("c", "x".repeat(4_000)).text()).isEqualTo("x".repeat(4_000));
    }

    @Test
    void cutsLongerTextAndShowsIt() {
        assertThat(LogMessage.info("c", "x".repeat(4_001)).text()).isEqualTo("x".repeat(3_999) + "…");
    }

    @Test
    void doesNotCutACharacterInTwo() {
        String text =
                LogMessage.info("c", "x".repeat(3_998) + "🧾" + "y".repeat(10)).text();

        assertThat(text).isEqualTo("x".repeat(3_998) + "…");
    }
}
