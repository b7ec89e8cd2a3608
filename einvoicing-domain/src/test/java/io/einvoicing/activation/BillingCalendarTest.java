package io.einvoicing.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.activation.BillingCalendar.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingCalendarTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId KIRITIMATI = ZoneId.of("Pacific/Kiritimati");
    private static final ZoneId PAGO_PAGO = ZoneId.of("Pacific/Pago_Pago");

    @ParameterizedTest
    @CsvSource({
        "UTC,                2026-10-31T23:59:59.999Z, 2026-10",
        "UTC,                2026-11-01T00:00:00Z,     2026-11",
        "Europe/Berlin,      2026-10-31T22:59:59.999Z, 2026-10",
        "Europe/Berlin,      2026-10-31T23:00:00Z,     2026-11",
        "Europe/Berlin,      2026-10-31T23:30:00Z,     2026-11",
        "Europe/Berlin,      2026-07-31T21:59:59.999Z, 2026-07",
        "Europe/Berlin,      2026-07-31T22:00:00Z,     2026-08",
        "America/New_York,   2026-11-01T03:59:59.999Z, 2026-10",
        "America/New_York,   2026-11-01T04:00:00Z,     2026-11",
        "Asia/Kolkata,       2026-10-31T18:29:59.999Z, 2026-10",
        "Asia/Kolkata,       2026-10-31T18:30:00Z,     2026-11",
        "Pacific/Kiritimati, 2026-10-31T10:00:00Z,     2026-11",
        "Pacific/Pago_Pago,  2026-11-01T10:59:59.999Z, 2026-10",
        "+14:00,             2026-10-31T09:59:59.999Z, 2026-10",
        "+14:00,             2026-10-31T10:00:00Z,     2026-11",
        "-14:00,             2026-11-01T13:59:59.999Z, 2026-10",
        "-14:00,             2026-11-01T14:00:00Z,     2026-11",
        "+02:00,             2026-10-31T21:59:59.999Z, 2026-10",
        "+02:00,             2026-10-31T22:00:00Z,     2026-11",
        "-09:30,             2026-11-01T09:29:59.999Z, 2026-10",
        "-09:30,             2026-11-01T09:30:00Z,     2026-11",
        "UTC+02:00,          2026-10-31T22:00:00Z,     2026-11",
        "Etc/GMT+5,          2026-11-01T04:59:59.999Z, 2026-10",
        "UTC,                2024-02-29T23:59:59.999Z, 2024-02",
        "UTC,                2025-03-01T00:00:00Z,     2025-03",
        "UTC,                2026-12-31T23:59:59.999Z, 2026-12",
        "UTC,                2027-01-01T00:00:00Z,     2027-01"
    })
    void anInstantBelongsToTheMonthInTheZone(ZoneId zone, Instant instant, YearMonth month) {
        BillingCalendar calendar = BillingCalendar.of(zone);

        assertThat(calendar.month(instant)).isEqualTo(month);
        assertThat(instant).isAfterOrEqualTo(calendar.start(month)).isBefore(calendar.end(month));
        assertThat(calendar.zone(month)).isEqualTo(zone);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,    2026-03-29, 23", // forward at 2:00
        "Europe/Berlin,    2026-10-25, 25", // back at 3:00
        "Europe/Berlin,    2026-10-26, 24",
        "America/New_York, 2026-03-08, 23",
        "America/New_York, 2026-11-01, 25",
        "Africa/Cairo,     2026-04-24, 23", // forward at midnight: the day begins at 1:00
        "America/Havana,   2026-11-01, 25" // back at 1:00 to midnight: 0:30 comes twice
    })
    void aDayIsAsLongAsItIsInItsZone(ZoneId zone, LocalDate day, long hours) {
        BillingCalendar calendar = BillingCalendar.of(zone);
        Instant start = calendar.start(day);
        Instant end = calendar.start(day.plusDays(1));

        assertThat(Duration.between(start, end)).isEqualTo(Duration.ofHours(hours));
        for (Instant at = start; at.isBefore(end); at = at.plusSeconds(600)) {
            assertThat(calendar.day(at)).isEqualTo(day);
        }
        assertThat(calendar.day(start.minusNanos(1))).isEqualTo(day.minusDays(1));
        assertThat(calendar.day(end)).isEqualTo(day.plusDays(1));
    }

    @Test
    void aMonthClosesAnHourAfterItsEnd() {
        BillingCalendar calendar = BillingCalendar.of(BERLIN);
        YearMonth november = YearMonth.of(2026, 11);

        assertThat(calendar.end(november)).isEqualTo("2026-11-30T23:00:00Z");
        assertThat(calendar.close(november)).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(calendar.isClosed(november, Instant.parse("2026-11-30T23:59:59.999999999Z")))
                .isFalse();
        assertThat(calendar.isClosed(november, Instant.parse("2026-12-01T00:00:00Z")))
                .isTrue();
    }

    @Test
    void aMoveEastMakesTheLastMonthEndWhereItAlwaysWouldHave() {
        BillingCalendar calendar = BillingCalendar.of(PAGO_PAGO).change(KIRITIMATI, DECEMBER, NOW);

        assertThat(calendar.start(DECEMBER)).isEqualTo("2026-12-01T11:00:00Z");
        assertThat(calendar.day(Instant.parse("2026-12-01T10:59:59Z"))).isEqualTo("2026-11-30");
        assertThat(calendar.day(Instant.parse("2026-12-01T11:00:00Z")))
                .as("it is 2 December in the new zone already")
                .isEqualTo("2026-12-02");
        assertThat(calendar.start(LocalDate.of(2026, 12, 2)))
                .as("not before the month")
                .isEqualTo(calendar.start(DECEMBER));
        assertThat(calendar.zone(DECEMBER.minusMonths(1))).isEqualTo(PAGO_PAGO);
        assertThat(calendar.zone(DECEMBER)).isEqualTo(KIRITIMATI);
        assertNoGapAndNoOverlap(calendar);
    }

    @Test
    void aMoveWestLengthensTheFirstDay() {
        BillingCalendar calendar = BillingCalendar.of(KIRITIMATI).change(PAGO_PAGO, DECEMBER, NOW);

        assertThat(calendar.start(DECEMBER)).isEqualTo("2026-11-30T10:00:00Z");
        assertThat(calendar.day(Instant.parse("2026-11-30T09:59:59Z"))).isEqualTo("2026-11-30");
        assertThat(calendar.day(Instant.parse("2026-11-30T10:00:00Z")))
                .as("it is 29 November in the new zone still")
                .isEqualTo("2026-12-01");
        assertThat(calendar.day(Instant.parse("2026-12-02T10:59:59Z"))).isEqualTo("2026-12-01");
        assertThat(calendar.day(Instant.parse("2026-12-02T11:00:00Z"))).isEqualTo("2026-12-02");
        assertNoGapAndNoOverlap(calendar);
    }

    @Test
    void monthsOfOneZoneAfterTheOtherTouchEachOther() {
        BillingCalendar calendar = BillingCalendar.of(ZoneOffset.ofHours(14))
                .change(ZoneOffset.ofHours(-14), DECEMBER, NOW)
                .change(ZoneOffset.ofHours(14), DECEMBER.plusMonths(1), NOW)
                .change(BERLIN, DECEMBER.plusMonths(2), NOW);

        assertThat(calendar.periods()).hasSize(4);
        assertNoGapAndNoOverlap(calendar);
    }

    @Test
    void aChangeReplacesThosePlannedForThatMonthAndLater() {
        BillingCalendar planned = BillingCalendar.of(ZoneOffset.UTC)
                .change(BERLIN, DECEMBER, NOW)
                .change(KIRITIMATI, DECEMBER.plusMonths(1), NOW)
                .change(PAGO_PAGO, DECEMBER.plusMonths(2), NOW);

        assertThat(planned.change(BERLIN.getRules().getOffset(NOW), DECEMBER.plusMonths(1), NOW)
                        .periods())
                .containsExactly(
                        new Period(ZoneOffset.UTC, Optional.empty()),
                        new Period(BERLIN, Optional.of(DECEMBER)),
                        new Period(ZoneOffset.ofHours(1), Optional.of(DECEMBER.plusMonths(1))));
        assertThat(planned.change(ZoneOffset.UTC, DECEMBER, NOW))
                .as("the zone that holds before: the plans are dropped")
                .isEqualTo(BillingCalendar.of(ZoneOffset.UTC));
    }

    @Test
    void aMonthThatBeginsWithinAnHourKeepsItsZone() {
        BillingCalendar calendar = BillingCalendar.of(ZoneOffset.UTC);
        Instant start = Instant.parse("2026-12-01T00:00:00Z");

        assertThat(calendar.change(BERLIN, DECEMBER, start.minusSeconds(3_601)).zone(DECEMBER))
                .isEqualTo(BERLIN);
        for (Instant tooLate : List.of(start.minusSeconds(3_600), start, start.plusSeconds(86_400 * 40))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> calendar.change(BERLIN, DECEMBER, tooLate))
                    .withMessageContaining("2026-12");
        }
    }

    @Test
    void theRefusalNamesTheFirstMonthThatIsPossible() {
        BillingCalendar calendar = BillingCalendar.of(ZoneOffset.UTC);
        Instant lastHour = Instant.parse("2026-11-30T23:30:00Z");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> calendar.change(BERLIN, DECEMBER, lastHour))
                .withMessageContaining("choose 2027-01");
        assertThat(calendar.change(BERLIN, YearMonth.of(2027, 1), lastHour).zone(YearMonth.of(2027, 1)))
                .isEqualTo(BERLIN);
    }

    @Test
    void aChangeIsNotPlannedForADistantCentury() {
        BillingCalendar calendar = BillingCalendar.of(ZoneOffset.UTC);

        assertThat(calendar.change(BERLIN, YearMonth.of(2199, 12), NOW).periods())
                .hasSize(2);
        assertThatIllegalArgumentException().isThrownBy(() -> calendar.change(BERLIN, YearMonth.of(2200, 1), NOW));
    }

    @Test
    void zonesBeginOneAfterTheOther() {
        Period first = new Period(ZoneOffset.UTC, Optional.empty());
        Period december = new Period(BERLIN, Optional.of(DECEMBER));

        assertThatIllegalArgumentException().isThrownBy(() -> new BillingCalendar(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new BillingCalendar(List.of(december)));
        assertThatIllegalArgumentException().isThrownBy(() -> new BillingCalendar(List.of(first, first)));
        assertThatIllegalArgumentException().isThrownBy(() -> new BillingCalendar(List.of(first, december, december)));
    }

    private static void assertNoGapAndNoOverlap(BillingCalendar calendar) {
        LocalDate before = calendar.day(Instant.parse("2026-11-20T00:00:00Z"));
        for (Instant at = Instant.parse("2026-11-20T00:00:00Z");
                at.isBefore(Instant.parse("2027-03-01T00:00:00Z"));
                at = at.plusSeconds(1_800)) {
            LocalDate day = calendar.day(at);
            assertThat(day).isAfterOrEqualTo(before);
            YearMonth month = calendar.month(at);
            assertThat(at).isAfterOrEqualTo(calendar.start(month)).isBefore(calendar.end(month));
            assertThat(at).isAfterOrEqualTo(calendar.start(day)).isBefore(calendar.start(day.plusDays(1)));
            before = day;
        }
        for (YearMonth month = YearMonth.of(2026, 10);
                month.isBefore(YearMonth.of(2027, 6));
                month = month.plusMonths(1)) {
            assertThat(calendar.month(calendar.start(month))).isEqualTo(month);
            assertThat(calendar.month(calendar.end(month).minusNanos(1))).isEqualTo(month);
            assertThat(calendar.start(month.plusMonths(1))).isEqualTo(calendar.end(month));
        }
    }
}
