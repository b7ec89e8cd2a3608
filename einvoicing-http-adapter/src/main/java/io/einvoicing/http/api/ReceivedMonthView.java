package io.einvoicing.http.api;

import io.einvoicing.usage.MonthFigure;
import io.einvoicing.usage.MonthUsage;
import java.time.YearMonth;

/**
 * Received documents of one month.
 *
 * @param month calendar month in the tenant's billing zone
 * @param state whether the figure can still change
 * @param received documents that the ERP took over
 */
public record ReceivedMonthView(YearMonth month, MonthUsage.State state, long received) {
    /** Shows a month. */
    public static ReceivedMonthView of(MonthFigure figure) {
        return new ReceivedMonthView(figure.month(), figure.state(), figure.quantity());
    }
}
