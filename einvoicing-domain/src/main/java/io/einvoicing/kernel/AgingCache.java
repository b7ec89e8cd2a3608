package io.einvoicing.kernel;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Makes caches whose entries age by a clock port. */
public final class AgingCache {
    private AgingCache() {}

    /**
     * Returns an empty cache.
     *
     * @param age for how long an entry is kept after it was written; zero keeps none
     * @param most at most so many entries
     */
    public static <K, V> Cache<K, V> of(Duration age, int most, InstantSource clock) {
        return CacheBuilder.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(age)
                .ticker(new Ticker() {
                    @Override
                    public long read() {
                        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
                    }
                })
                .build();
    }
}
