package io.einvoicing.http.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Office Open XML workbooks with one sheet: numbers are numbers, days are dates, instants are dates with a time in UTC. */
final class XlsxFile {
    private static final int ROWS_IN_MEMORY = 1_000;

    private XlsxFile() {}

    static void write(Table table, OutputStream file) throws IOException {
        Workbook workbook = new Workbook(file, "einvoicing", "1.0");
        Worksheet sheet = workbook.newWorksheet(table.title());
        sheet.freezePane(0, 1);
        for (int column = 0; column < table.header().size(); column++) {
            sheet.inlineString(0, column, table.header().get(column));
            sheet.style(0, column).bold().set();
        }
        for (int row = 1; table.rows().hasNext(); row++) {
            List<Object> cells = table.rows().next();
            for (int column = 0; column < cells.size(); column++) {
                write(sheet, row, column, cells.get(column));
            }
            if (row % ROWS_IN_MEMORY == 0) {
                sheet.flush();
            }
        }
        workbook.finish();
    }

    private static void write(Worksheet sheet, int row, int column, Object value) {
        if (value instanceof String text) {
            // Not among the workbook's shared strings, all of which are held in memory.
            sheet.inlineString(row, column, text);
        } else if (value instanceof Number number) {
            sheet.value(row, column, number);
        } else if (value instanceof Boolean flag) {
            sheet.value(row, column, flag);
        } else if (value instanceof LocalDate day) {
            sheet.value(row, column, day);
            sheet.style(row, column).format("yyyy-mm-dd").set();
        } else if (value instanceof YearMonth month) {
            sheet.value(row, column, month.atDay(1));
            sheet.style(row, column).format("yyyy-mm").set();
        } else if (value instanceof Instant instant) {
            sheet.value(row, column, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
            sheet.style(row, column).format("yyyy-mm-dd hh:mm:ss").set();
        } else if (!value.equals(Table.EMPTY)) {
            throw new IllegalArgumentException("a cell must be of one of the known types, was " + value.getClass());
        }
    }
}
