package dev.lockrace.lock.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Lua script, which Redis runs atomically. Redis caches a script by its digest once it has received the text. */
enum RedisScript {
    ACQUIRE("acquire.lua"),
    RENEW("renew.lua"),
    RELEASE("release.lua");

    private static final Pattern COMMAND = Pattern.compile("call\\('(\\w+)'");

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

    /** Returns the Redis command on a line of the script. Lines are counted from 1. */
    Optional<String> command(int line) {
        return text.lines()
                .skip(line - 1L)
                .findFirst()
                .map(COMMAND::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1));
    }

    /** Sends the digest only. A server without the script answers NOSCRIPT and does nothing. */
    RedisFuture<@Nullable Long> sendDigest(
            RedisScriptingAsyncCommands<String, String> redis, String[] keys, String[] arguments) {
        return redis.evalsha(digest, ScriptOutputType.INTEGER, keys, arguments);
    }

    /** Sends the whole text. */
    RedisFuture<@Nullable Long> sendText(
            RedisScriptingAsyncCommands<String, String> redis, String[] keys, String[] arguments) {
        return redis.eval(text, ScriptOutputType.INTEGER, keys, arguments);
    }
}
