package io.einvoicing.http.client;

/** Says that a setting of the ERP is missing or cannot be used, and what to do. Nothing was sent. */
public final class ErpSettingsException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String setting;

    ErpSettingsException(String setting, String message) {
        super(message);
        this.setting = setting;
    }

    /** Returns the name of the setting in {@link ErpSettings}, such as {@code serviceEndpoint}. */
    public String setting() {
        return setting;
    }
}
