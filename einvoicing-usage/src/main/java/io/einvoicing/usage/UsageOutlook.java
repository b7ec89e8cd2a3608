package io.einvoicing.usage;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * What the running month will probably need, and what the peak needed.
 *
 * @param today the day that runs, in the billing zone
 * @param forecast what the running month will probably use
 * @param acquired free and purchased volume of the running month
 * @param packagesToBuy further packages with which the running month stays compliant at the upper end of the range
 * @param peakMonth month of the last twelve, the running one with its expected figure, that used most
 * @param peakUsed what it used
 * @param peakPackages packages that cover it besides the free volume
 */
public record UsageOutlook(
        LocalDate today,
        Forecast forecast,
        long acquired,
        long packagesToBuy,
        YearMonth peakMonth,
        long peakUsed,
        long peakPackages) {}
