package io.einvoicing.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.einvoicing.usage.Forecast;
import io.einvoicing.usage.UsageOutlook;
import java.time.YearMonth;
import java.util.Optional;

/**
 * What the running month will probably use.
 *
 * @param month the running month
 * @param used documents used so far
 * @param expected documents expected in the whole month
 * @param low lower end of the range
 * @param high upper end of the range
 * @param confidence probability with which the range holds the month's figure
 * @param acquired free and purchased volume of the month
 * @param daysElapsed days of the month that have begun
 * @param daysInMonth days of the month
 * @param sufficientHistory whether at least 14 complete days stand behind it
 * @param peak month of the last twelve that used most; null if nothing was used
 * @param packagesToBuy further packages with which the month stays compliant at the upper end of the range
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ForecastView(
        YearMonth month,
        long used,
        long expected,
        long low,
        long high,
        double confidence,
        long acquired,
        int daysElapsed,
        int daysInMonth,
        boolean sufficientHistory,
        Optional<Peak> peak,
        long packagesToBuy) {
    /**
     * The month that used most, the running one with its expected figure.
     *
     * @param month the month
     * @param used what it used
     * @param packagesNeeded packages that cover it besides the free volume
     */
    public record Peak(YearMonth month, long used, long packagesNeeded) {}

    /** Shows an outlook. */
    public static ForecastView of(UsageOutlook outlook) {
        Forecast forecast = outlook.forecast();
        return new ForecastView(
                forecast.month(),
                forecast.used(),
                forecast.expected(),
                forecast.low(),
                forecast.high(),
                Forecast.CONFIDENCE,
                outlook.acquired(),
                outlook.today().getDayOfMonth(),
                forecast.month().lengthOfMonth(),
                forecast.sufficientHistory(),
                outlook.peakUsed() == 0
                        ? Optional.empty()
                        : Optional.of(new Peak(outlook.peakMonth(), outlook.peakUsed(), outlook.peakPackages())),
                outlook.packagesToBuy());
    }
}
