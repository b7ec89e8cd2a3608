package io.einvoicing.service;

import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.EOFException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of answers that broke off: a caller that hung up is no fault of the service. Jersey's own logger, which tells a stack trace of
 * either, is off in the built-in configuration.
 */
final class BrokenAnswers implements WriterInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenAnswers.class);

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        try {
            context.proceed();
        } catch (EOFException e) {
            LOG.debug("the caller hung up: {}", e.getMessage());
            throw e;
        } catch (IOException e) {
            LOG.error("an answer broke off", e);
            throw e;
        }
    }
}
