package dev.lockrace.lock.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Lua script, which Redis runs atomically. Redis caches a script by its digest once it has received the text. */
enum RedisScript {
    ACQUIRE("acquire.lua"),
    RENEW("renew.lua"),
    RELEASE("release.lua");

    private static final StringCodec CODEC = StringCodec.UTF8;

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
            StatefulRedisConnection<String, String> redis, boolean asking, String[] keys, String[] arguments) {
        return send(redis, asking, CommandType.EVALSHA, digest, keys, arguments);
    }

    /** Sends the whole text. */
    RedisFuture<@Nullable Long> sendText(
            StatefulRedisConnection<String, String> redis, boolean asking, String[] keys, String[] arguments) {
        return send(redis, asking, CommandType.EVAL, text, keys, arguments);
    }

    /**
     * @param asking whether to send {@code ASKING} immediately before the script. Only then does the node to which a slot
     *     is being moved execute it
     */
    private static RedisFuture<@Nullable Long> send(
            StatefulRedisConnection<String, String> redis,
            boolean asking,
            CommandType type,
            String script,
            String[] keys,
            String[] arguments) {
        AsyncCommand<String, String, Long> evaluation = new AsyncCommand<>(new Command<>(
                type,
                new IntegerOutput<>(CODEC),
                new CommandArgs<>(CODEC)
                        .add(script)
                        .add(keys.length)
                        .addKeys(keys)
                        .addValues(arguments)));
        if (asking) {
            redis.dispatch(List.of(
                    new AsyncCommand<>(
                            new Command<>(CommandType.ASKING, new StatusOutput<>(CODEC), new CommandArgs<>(CODEC))),
                    evaluation));
        } else {
            redis.dispatch(evaluation);
        }
        return evaluation;
    }
}
