package dev.lockrace.lock.memcached;

import java.nio.charset.StandardCharsets;
import net.spy.memcached.CachedData;
import net.spy.memcached.transcoders.Transcoder;

/**
 * A transcoder of owner ids that reads and writes plain text only. The driver's own transcoder would deserialize
 * foreign objects, and so could execute arbitrary code.
 */
final class OwnerTranscoder implements Transcoder<String> {

    @Override
    public boolean asyncDecode(CachedData data) {
        return false;
    }

    @Override
    public CachedData encode(String owner) {
        return new CachedData(0, owner.getBytes(StandardCharsets.UTF_8), getMaxSize());
    }

    @Override
    public String decode(CachedData data) {
        return new String(data.getData(), StandardCharsets.UTF_8);
    }

    @Override
    public int getMaxSize() {
        return CachedData.MAX_SIZE;
    }
}
