package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageExportApiTest {
    private final ApiServer api = new ApiServer();

    @BeforeEach
    void publish() {
        api.publish();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void exportsMonthsAsCsvThatSpreadsheetsRead() throws Exception {
        HttpResponse<byte[]> file = export("months.csv?from=2026-10&to=2026-11");
        String text = new String(file.body(), StandardCharsets.UTF_8);

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).hasValue("text/csv;charset=utf-8");
        assertThat(file.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"usage-months_2026-10_2026-11.csv\"");
        assertThat(text)
                .isEqualTo(
                        "\uFEFFMonth,State,Free,Purchased,Acquired,Used,Balance,Deviation,Changed after close,Reserved,"
                                + "Available\r\n2026-10,CLOSED,100,0,100,0,100,0,false,0,100\r\n"
                                + "2026-11,RUNNING,100,0,100,0,100,0,false,0,100\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(1)", "＝1"})
    void makesFormulasHarmless(String record) throws Exception {
        feed(record);

        String csv = new String(export("documents.csv").body(), StandardCharsets.UTF_8);
        Row row = rows("documents.xlsx").get(1);

        assertThat(csv).contains(",'" + record + ",").doesNotContain("," + record + ",");
        assertThat(row.getCell(8).getType()).isEqualTo(CellType.STRING);
        assertThat(row.getCell(8).asString()).isEqualTo(record);
    }

    @Test
    void quotesWhatWouldBreakARow() throws Exception {
        feed("a,\\\"b\\\";c");

        assertThat(new String(export("documents.csv").body(), StandardCharsets.UTF_8))
                .contains(",\"a,\"\"b\"\";c\",");
    }

    @Test
    void exportsNumbersAsNumbersAndDatesAsDates() throws Exception {
        feed("A");

        Row month = rows("months.xlsx?from=2026-11&to=2026-11").get(1);
        Row document = rows("documents.xlsx").get(1);

        assertThat(month.getCell(0).asDate()).isEqualTo(LocalDateTime.parse("2026-11-01T00:00:00"));
        assertThat(month.getCell(5).getType()).isEqualTo(CellType.NUMBER);
        assertThat(month.getCellAsNumber(5).orElseThrow().longValue()).isEqualTo(1);
        assertThat(document.getCell(0).asDate()).isEqualTo(LocalDateTime.parse("2026-11-02T00:00:00"));
        assertThat(document.getCell(1).asDate()).isEqualTo(LocalDateTime.parse("2026-11-02T10:00:00"));
        assertThat(document.getCell(9).getType()).isEqualTo(CellType.BOOLEAN);
        assertThat(document.getCellCount()).isLessThanOrEqualTo(11);
    }

    @Test
    void exportsEveryPageOfTheDocuments() throws Exception {
        feed(IntStream.range(0, 10_000).mapToObj(i -> "R" + i).toArray(String[]::new));
        feed(IntStream.range(0, 2_500).mapToObj(i -> "S" + i).toArray(String[]::new));

        List<Row> rows = rows("documents.xlsx?from=2026-11-01&to=2026-11-30");

        assertThat(rows).hasSize(12_501);
        assertThat(rows.stream().skip(1).map(row -> row.getCellAsString(8).orElseThrow()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "months",
                "received",
                "features",
                "environments",
                "documents",
                "purchases",
                "deviations",
            })
    void exportsEveryTableInBothFormats(String table) throws Exception {
        feed("A");
        api.post("/api/v1/usage/purchases", "{\"acquiredOn\":\"2026-11-02\",\"packages\":1}");

        assertThat(export(table + ".csv").statusCode()).isEqualTo(200);
        assertThat(rows(table + ".xlsx").get(0).getCellCount()).isPositive();
        assertThat(api.get("/api/v1/usage/export/" + table + ".pdf").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/usage/export/secrets.csv").status()).isEqualTo(404);
    }

    @Test
    void leavesNoFileBehind() throws Exception {
        long before = leftOver();

        export("documents.csv");
        export("documents.xlsx");

        assertThat(leftOver()).isLessThanOrEqualTo(before);
    }

    private static long leftOver() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("einvoicing-export-"))
                    .count();
        }
    }

    private void feed(String... records) {
        String entries = Stream.of(records)
                .map(record -> "{\"document\":{\"erpApplication\":\"ERP\",\"legalEntity\":\"LE\",\"documentContext\":"
                        + "\"Customer invoice\",\"sourceRecord\":\"" + record
                        + "\"},\"environment\":\"Production\",\"feature\":\"Peppol BIS Billing 3\","
                        + "\"occurredAt\":\"2026-11-02T10:00:00Z\"}")
                .collect(Collectors.joining(","));
        ApiServer.Answer answer = api.post("/api/v1/usage/entries/batch", "{\"entries\":[" + entries + "]}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    }

    private List<Row> rows(String path) throws Exception {
        HttpResponse<byte[]> file = export(path);
        assertThat(file.statusCode()).isEqualTo(200);
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(file.body()))) {
            return workbook.getFirstSheet().read();
        }
    }

    private HttpResponse<byte[]> export(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        api.request("/api/v1/usage/export/" + path).GET().build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }
}
