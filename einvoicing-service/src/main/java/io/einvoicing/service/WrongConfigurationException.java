package io.einvoicing.service;

/** The service cannot work as it is configured; the message names the setting and says in a sentence what to change. */
public final class WrongConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongConfigurationException(String message) {
        super(message);
    }

    public WrongConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
