package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import com.google.common.collect.AbstractIterator;
import io.einvoicing.access.Caller;
import io.einvoicing.flow.Direction;
import io.einvoicing.http.api.DeviationView;
import io.einvoicing.http.api.PurchaseView;
import io.einvoicing.http.api.ReceivedMonthView;
import io.einvoicing.http.api.UsageDocumentView;
import io.einvoicing.http.api.UsageMonthView;
import io.einvoicing.http.export.Table;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.NamedEntry;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.UsageIndicators;
import io.einvoicing.usage.UsageRanking;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows usage as tables for spreadsheets. */
final class UsageTables {
    private UsageTables() {}

    static Table months(List<UsageMonthView> months) {
        return table(
                "Usage per month",
                List.of(
                        "Month",
                        "State",
                        "Free",
                        "Purchased",
                        "Acquired",
                        "Used",
                        "Balance",
                        "Deviation",
                        "Changed after close",
                        "Reserved",
                        "Available"),
                months,
                month -> List.of(
                        month.month(),
                        month.state().name(),
                        cell(month.free()),
                        cell(month.purchased()),
                        cell(month.acquired()),
                        month.used(),
                        cell(month.balance()),
                        cell(month.deviation()),
                        cell(month.changedAfterClose()),
                        cell(month.reserved()),
                        cell(month.available())));
    }

    static Table received(List<ReceivedMonthView> months) {
        return table(
                "Received per month",
                List.of("Month", "State", "Received"),
                months,
                month -> List.of(month.month(), month.state().name(), month.received()));
    }

    static Table ranking(String title, String what, UsageRanking ranking) {
        return table(
                title,
                List.of(what, "Id", "Documents"),
                ranking.items(),
                item -> List.of(item.name(), item.id().toString(), item.quantity()));
    }

    static Table deviations(List<DeviationView> months) {
        return table(
                "Deviations",
                List.of("Month", "Acquired", "Used", "Deviation"),
                months,
                month -> List.of(month.month(), month.acquired(), month.used(), month.deviation()));
    }

    static Table purchases(List<PurchaseView> purchases) {
        return table(
                "Purchases",
                List.of(
                        "Acquired on",
                        "Packages",
                        "Documents",
                        "Recorded by",
                        "Recorded at (UTC)",
                        "After close",
                        "Id",
                        "Reverses",
                        "Reversed by"),
                purchases,
                purchase -> List.of(
                        purchase.acquiredOn(),
                        purchase.packages(),
                        purchase.quantity(),
                        purchase.recordedBy().name(),
                        purchase.recordedAt(),
                        purchase.afterClose(),
                        purchase.id().toString(),
                        cell(purchase.reverses().map(Object::toString)),
                        cell(purchase.reversedBy().map(Object::toString))));
    }

    /** Returns a table that reads page after page while it is written. */
    static Table documents(
            UsageIndicators indicators, Caller caller, Direction direction, DayPeriod period, UsageFilter filter) {
        return new Table(
                "Documents",
                List.of(
                        "Day",
                        "Occurred at (UTC)",
                        "Direction",
                        "Environment",
                        "Feature",
                        "ERP application",
                        "Legal entity",
                        "Document context",
                        "Source record",
                        "Late",
                        "Submission"),
                new Entries(after -> orRefuse(
                        indicators.documents(caller, direction, period, filter, after, UsageIndicators.MAX_PAGE))));
    }

    private static List<Object> row(UsageDocumentView entry) {
        return List.of(
                entry.billingDay(),
                entry.occurredAt(),
                entry.direction().name(),
                entry.environment().name(),
                entry.feature().name(),
                entry.document().erpApplication(),
                entry.document().legalEntity(),
                entry.document().documentContext(),
                entry.document().sourceRecord(),
                entry.late(),
                cell(entry.submission().map(Object::toString)));
    }

    private static <T> Table table(String title, List<String> header, List<T> items, Function<T, List<Object>> row) {
        return new Table(title, header, items.stream().map(row).iterator());
    }

    private static Object cell(Optional<?> value) {
        return value.<Object>map(each -> each).orElse(Table.EMPTY);
    }

    /** Rows of all pages; one page is in memory at a time. */
    private static final class Entries extends AbstractIterator<List<Object>> {
        private final Function<Optional<UsageEntry.Cursor>, List<NamedEntry>> pages;
        private Iterator<NamedEntry> page = Collections.emptyIterator();
        private Optional<UsageEntry.Cursor> after = Optional.empty();
        private boolean last;

        Entries(Function<Optional<UsageEntry.Cursor>, List<NamedEntry>> pages) {
            this.pages = pages;
        }

        @Override
        protected @Nullable List<Object> computeNext() {
            if (!page.hasNext() && !last) {
                List<NamedEntry> next = pages.apply(after);
                last = next.size() < UsageIndicators.MAX_PAGE;
                page = next.iterator();
            }
            if (!page.hasNext()) {
                return endOfData();
            }
            NamedEntry entry = page.next();
            after = Optional.of(new UsageEntry.Cursor(
                    entry.entry().billingDay(), entry.entry().key()));
            return row(UsageDocumentView.of(entry));
        }
    }
}
