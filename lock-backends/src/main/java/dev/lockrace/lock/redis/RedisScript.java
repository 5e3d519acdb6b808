package dev.lockrace.lock.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A script that Redis runs as one step. It is known there by its digest, once it was sent whole. */
enum RedisScript {
    ACQUIRE("acquire.lua"),
    RENEW("renew.lua"),
    RELEASE("release.lua");

    private final String text;
    private final String digest;

    RedisScript(String file) {
        this.text = read(file);
        this.digest = Base16.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String file) {
        try (InputStream in = RedisScript.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing beside " + RedisScript.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends its digest; a server that does not know it answers so, and has done nothing. */
    RedisFuture<@Nullable Long> send(
            RedisScriptingAsyncCommands<String, String> redis, String[] keys, String[] arguments) {
        return redis.evalsha(digest, ScriptOutputType.INTEGER, keys, arguments);
    }

    /** Sends all of it. */
    RedisFuture<@Nullable Long> sendWhole(
            RedisScriptingAsyncCommands<String, String> redis, String[] keys, String[] arguments) {
        return redis.eval(text, ScriptOutputType.INTEGER, keys, arguments);
    }
}
