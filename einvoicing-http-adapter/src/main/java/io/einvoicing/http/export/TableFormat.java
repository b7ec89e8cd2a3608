package io.einvoicing.http.export;

import java.io.IOException;
import java.io.OutputStream;

/** A kind of file in which tables are written. */
public enum TableFormat {
    /** Comma-separated values in UTF-8 with a byte order mark, by which spreadsheets know the encoding. */
    CSV("csv", "text/csv;charset=utf-8", 5_000_000) {
        @Override
        public void write(Table table, OutputStream file) throws IOException {
            CsvFile.write(table, file);
        }
    },
    /** Office Open XML workbook with one sheet. */
    XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 1_048_575) {
        @Override
        public void write(Table table, OutputStream file) throws IOException {
            XlsxFile.write(table, file);
        }
    };

    private final String extension;
    private final String mediaType;
    private final long maxRows;

    TableFormat(String extension, String mediaType, long maxRows) {
        this.extension = extension;
        this.mediaType = mediaType;
        this.maxRows = maxRows;
    }

    /**
     * Writes the table; needs memory for some rows only. Does not close the stream.
     *
     * @throws IOException if the stream does not take it; what it took is no whole file
     */
    public abstract void write(Table table, OutputStream file) throws IOException;

    /** Returns the end of the file's name. */
    public String extension() {
        return extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Returns the most rows in one file, besides the header. */
    public long maxRows() {
        return maxRows;
    }
}
