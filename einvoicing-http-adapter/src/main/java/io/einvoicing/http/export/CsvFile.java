package io.einvoicing.http.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Comma-separated values by RFC 4180. */
final class CsvFile {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** What a spreadsheet takes for the beginning of a formula, with the wide forms of East Asian keyboards. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private CsvFile() {}

    static void write(Table table, OutputStream file) throws IOException {
        Writer text = new OutputStreamWriter(file, StandardCharsets.UTF_8);
        text.write(BYTE_ORDER_MARK);
        CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180);
        csv.printRecord(table.header());
        while (table.rows().hasNext()) {
            List<Object> row = table.rows().next();
            csv.printRecord(row.stream().map(CsvFile::cell).toList());
        }
        csv.flush();
    }

    private static Object cell(Object value) {
        if (value instanceof Optional<?> empty) {
            return empty.<Object>map(each -> each).orElse("");
        }
        return value instanceof String text ? harmless(text) : value;
    }

    /** Returns the text, with an apostrophe before it where a spreadsheet would calculate it. */
    private static String harmless(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
