package io.einvoicing.usage;

import java.time.YearMonth;

/**
 * How many documents were counted in a month.
 *
 * @param month calendar month in the billing zone
 * @param state whether the figure can still change
 * @param quantity documents
 */
public record MonthFigure(YearMonth month, MonthUsage.State state, long quantity) {}
