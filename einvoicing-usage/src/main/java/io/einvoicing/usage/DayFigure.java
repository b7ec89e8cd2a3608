package io.einvoicing.usage;

import java.time.LocalDate;

/**
 * How many documents were counted on a day.
 *
 * @param day day in the billing zone
 * @param quantity documents
 */
public record DayFigure(LocalDate day, long quantity) {}
