package io.einvoicing.usage.planted;

/** Breaks a rule on purpose. */
public final class UsageThatReadsTheClock {
    private UsageThatReadsTheClock() {}

    static java.time.YearMonth month() {
        return java.time.YearMonth.now(java.time.ZoneOffset.UTC);
    }
}
