package io.einvoicing.xml.qr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.testkit.memory.InMemoryPipeline;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateQrCodeActionTest {
    private static final DocumentContent INVOICE = new DocumentContent("application/xml", "<Invoice/>".getBytes(UTF_8));

    @ParameterizedTest
    @CsvSource({"L, 1", "M, 4", "H, 7"})
    void drawsWhatAReaderReadsBack(String correction, String size) throws Exception {
        InMemoryPipeline pipeline = pipeline(Map.of(
                "Text", "https://authority.example/check?id={sourceRecord}&name={Seller}",
                "Error correction", correction,
                "Module size", size));
        Submission submission = run(pipeline, "Bäckerei 面包");

        DocumentContent picture = pipeline.file(submission, "qr", "QR code");
        assertThat(picture.mediaType()).isEqualTo("image/png");
        assertThat(read(picture, Integer.parseInt(size)))
                .isEqualTo("https://authority.example/check?id=R-1&name=Bäckerei 面包")
                .isEqualTo(pipeline.text(submission, "qr", "Text"));
    }

    @Test
    void writesTagsLengthsAndValuesAsZatcaAsks() {
        InMemoryPipeline pipeline = pipeline(Map.of("Text", "1={Seller}\n2=310122393500003", "Encoding", "BASE64_TLV"));
        Submission submission = run(pipeline, "Añb\n2=injected");
        byte[] tlv = Base64.getDecoder().decode(pipeline.text(submission, "qr", "Text"));
        byte[] seller = "Añb\n2=injected".getBytes(UTF_8);
        assertThat(tlv).startsWith(1, seller.length).hasSize(2 + seller.length + 2 + 15);
        assertThat(new String(tlv, 2, seller.length, UTF_8)).isEqualTo("Añb\n2=injected");
        assertThat(new String(tlv, 4 + seller.length, 15, UTF_8)).isEqualTo("310122393500003");
    }

    @Test
    void drawsSvgOfTheSameModules() {
        InMemoryPipeline pipeline = pipeline(Map.of("Text", "x", "Format", "SVG"));
        DocumentContent picture = pipeline.file(run(pipeline, "s"), "qr", "QR code");
        assertThat(picture.mediaType()).isEqualTo("image/svg+xml");
        assertThat(new String(picture.bytes(), UTF_8))
                .startsWith("<svg ")
                .contains("viewBox=\"0 0 29 29\"")
                .contains("M4 4h1v1h-1z");
    }

    @Test
    void saysThatATextIsTooLong() {
        InMemoryPipeline pipeline = pipeline(Map.of("Text", "x".repeat(3_000), "Error correction", "H"));
        Submission submission = run(pipeline, "s");
        assertThat(submission.status()).isEqualTo(SubmissionStatus.FAILED);
        assertThat(submission.failure()).contains("no QR code holds the text, which has 3000 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "Text, {nothing}, there is no value for nothing",
        "Text, {, a single brace",
        "Module size, 0, must be 1 to 32",
        "Module size, 1.5, must be 1 to 32"
    })
    void findsFaultsWhenTheFeatureIsCompleted(String parameter, String value, String message) {
        assertThat(new GenerateQrCodeAction()
                        .check(
                                Action.of(
                                        "qr",
                                        GenerateQrCodeAction.TYPE,
                                        Map.of(parameter, ParameterValue.literal(value))),
                                new FeatureContent("", List.of(), List.of())))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.field()).isEqualTo("parameters." + parameter);
                    assertThat(finding.message()).contains(message);
                });
    }

    @Test
    void findsALineThatIsNoTagAndValue() {
        assertThat(new GenerateQrCodeAction()
                        .check(
                                Action.of(
                                        "qr",
                                        GenerateQrCodeAction.TYPE,
                                        Map.of(
                                                "Text", ParameterValue.literal("300=x"),
                                                "Encoding", ParameterValue.literal("BASE64_TLV"))),
                                new FeatureContent("", List.of(), List.of())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("tag from 1 to 255"));
    }

    private static String read(DocumentContent png, int size) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.bytes()));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(
                                new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels))),
                        Map.of(
                                DecodeHintType.PURE_BARCODE,
                                true,
                                DecodeHintType.CHARACTER_SET,
                                "UTF-8",
                                DecodeHintType.POSSIBLE_FORMATS,
                                List.of(BarcodeFormat.QR_CODE)))
                .getText();
    }

    private static Submission run(InMemoryPipeline pipeline, String seller) {
        return pipeline.run(pipeline.submit(INVOICE, Map.of("Seller", seller)));
    }

    private static InMemoryPipeline pipeline(Map<String, String> parameters) {
        Map<String, ParameterValue> all = new HashMap<>();
        parameters.forEach((name, value) -> all.put(name, ParameterValue.literal(value)));
        return new InMemoryPipeline(
                List.of(new GenerateQrCodeAction()),
                List.of(),
                List.of(new Variable(
                        "Seller", "", Variable.Kind.FROM_CLIENT, DataType.STRING, Optional.empty(), Optional.empty())),
                List.of(),
                Action.of("qr", GenerateQrCodeAction.TYPE, all));
    }
}
