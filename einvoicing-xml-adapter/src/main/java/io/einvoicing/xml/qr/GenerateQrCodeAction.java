package io.einvoicing.xml.qr;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterDescription.Type;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.TextTemplate;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.kernel.Finding;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws a QR code of a text built of values: the action type "Generate QR code". The text can be written as Base64 of tags, lengths
 * and values, as ZATCA and others ask for it.
 *
 * @since 0.1.0
 */
public final class GenerateQrCodeAction implements RepeatableActionType {
    /** Name of the action type. */
    public static final String TYPE = "Generate QR code";

    /** Output: the picture. */
    public static final String QR_CODE = "QR code";

    /** The parameter with the text; also the output that holds what the code says. */
    public static final String TEXT = "Text";

    /** The parameter that says how the text is to be understood. */
    public static final String ENCODING = "Encoding";

    /** The parameter with the format of the picture. */
    public static final String FORMAT = "Format";

    /** The parameter with the share of the code that may be damaged. */
    public static final String ERROR_CORRECTION = "Error correction";

    /** The parameter with the size of a module. */
    public static final String MODULE_SIZE = "Module size";

    private static final String TLV = "BASE64_TLV";
    private static final String PNG = "PNG";
    private static final int MAX_MODULE_SIZE = 32;
    private static final int MARGIN = 4;

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Draws a QR code of a text built of values.",
            ActionDescription.Kind.REPEATABLE,
            List.of(
                    ParameterDescription.mandatory(
                            TEXT,
                            Type.TEXT,
                            "What the code says, with values by their names in braces; in the encoding BASE64_TLV one"
                                    + " \"tag=value\" a line, the tag from 1 to 255."),
                    ParameterDescription.choice(
                            ENCODING,
                            "TEXT",
                            List.of("TEXT", TLV),
                            "The text itself, or Base64 of its lines as tag, length and value in UTF-8."),
                    ParameterDescription.choice(FORMAT, PNG, List.of(PNG, "SVG"), "Format of the picture."),
                    ParameterDescription.choice(
                            ERROR_CORRECTION,
                            "M",
                            List.of("L", "M", "Q", "H"),
                            "Share of the code that may be damaged: 7, 15, 25 or 30 percent."),
                    ParameterDescription.withDefault(
                            MODULE_SIZE,
                            Type.NUMBER,
                            "4",
                            "Width of a module in pixels, 1 to " + MAX_MODULE_SIZE + ".")),
            List.of(QR_CODE, TEXT));

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Finding> check(Action action, FeatureContent content) {
        List<Finding> findings = new ArrayList<>();
        if (action.parameters().get(TEXT) instanceof ParameterValue.Literal literal) {
            boolean tlv = action.parameters().get(ENCODING) instanceof ParameterValue.Literal encoding
                    && encoding.text().equals(TLV);
            try {
                TextTemplate template = TextTemplate.parse(literal.text());
                List<String> unknown = template.unknown(action, content);
                if (!unknown.isEmpty()) {
                    findings.add(error(
                            TEXT,
                            "there is no value for " + String.join(", ", unknown),
                            "name a variable, a feature parameter or Action/Output of an earlier action"));
                }
                if (tlv) {
                    tlv(literal.text(), each -> "x");
                }
            } catch (IllegalArgumentException e) {
                findings.add(error(TEXT, String.valueOf(e.getMessage()), "correct the text"));
            }
        }
        if (action.parameters().get(MODULE_SIZE) instanceof ParameterValue.Literal literal) {
            try {
                moduleSize(literal.text());
            } catch (IllegalArgumentException e) {
                findings.add(error(MODULE_SIZE, String.valueOf(e.getMessage()), "choose 4 for a small picture"));
            }
        }
        return findings;
    }

    private static Finding error(String parameter, String message, String remedy) {
        return Finding.error("parameters." + parameter, message, remedy);
    }

    private static int moduleSize(String text) {
        if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_MODULE_SIZE) {
            throw new IllegalArgumentException("the module size must be 1 to " + MAX_MODULE_SIZE + ", was " + text);
        }
        return Integer.parseInt(text);
    }

    @Override
    public ActionOutcome execute(ActionContext context) {
        String text =
                context.text(ENCODING).equals(TLV) ? tlv(context.text(TEXT), context::value) : context.filled(TEXT);
        int size = moduleSize(context.text(MODULE_SIZE));
        BitMatrix modules;
        try {
            modules = new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.CHARACTER_SET,
                                    StandardCharsets.UTF_8.name(),
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.valueOf(context.text(ERROR_CORRECTION)),
                                    EncodeHintType.MARGIN,
                                    MARGIN));
        } catch (WriterException | IllegalArgumentException e) {
            return ActionOutcome.failed("no QR code holds the text, which has "
                    + text.getBytes(StandardCharsets.UTF_8).length
                    + " bytes: shorten it, or choose less error correction");
        }
        DocumentContent picture = context.text(FORMAT).equals(PNG) ? png(modules, size) : svg(modules, size);
        return ActionOutcome.completed(new ActionOutput.File(QR_CODE, picture), new ActionOutput.Value(TEXT, text));
    }

    private static String tlv(String lines, UnaryOperator<String> value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        lines.lines().filter(line -> !line.isBlank()).forEach(line -> {
            int at = line.indexOf('=');
            String tag = at < 0 ? "" : line.substring(0, at).strip();
            if (!tag.matches("[0-9]{1,3}") || Integer.parseInt(tag) < 1 || Integer.parseInt(tag) > 255) {
                throw new IllegalArgumentException("a line must be \"tag=value\" with a tag from 1 to 255");
            }
            byte[] filled = TextTemplate.parse(line.substring(at + 1).strip())
                    .fill(value)
                    .getBytes(StandardCharsets.UTF_8);
            if (filled.length > 255) {
                throw new IllegalArgumentException(
                        "the value of tag " + tag + " has " + filled.length + " bytes, at most 255 fit");
            }
            bytes.write(Integer.parseInt(tag));
            bytes.write(filled.length);
            bytes.writeBytes(filled);
        });
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static DocumentContent png(BitMatrix modules, int size) {
        BufferedImage image = new BufferedImage(
                modules.getWidth() * size, modules.getHeight() * size, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, modules.get(x / size, y / size) ? 0x000000 : 0xffffff);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, PNG, out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return new DocumentContent("image/png", bytes.toByteArray());
    }

    private static DocumentContent svg(BitMatrix modules, int size) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + modules.getWidth() * size + "\" height=\""
                + modules.getHeight() * size + "\" viewBox=\"0 0 " + modules.getWidth() + " " + modules.getHeight()
                + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + modules.getWidth() + "v"
                + modules.getHeight() + "H0z\"/><path d=\"" + path + "\"/></svg>";
        return new DocumentContent("image/svg+xml", svg.getBytes(StandardCharsets.UTF_8));
    }
}
