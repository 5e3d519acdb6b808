package dev.lockrace.lock.redis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error answer.
 *
 * @param message Redis' message, which starts with an error code
 */
record RedisError(String message) {

    /** The codes with which Redis rejects a request before it executes any of it. */
    private static final Pattern REJECTED = Pattern.compile(
            "(NOPERM|NOAUTH|OOM|READONLY|MISCONF|NOREPLICAS|LOADING|BUSY"
                    + "|MASTERDOWN|CLUSTERDOWN|MOVED|ASK|TRYAGAIN|CROSSSLOT|WRONGTYPE|NOSCRIPT|ERR unknown command)\\b.*");

    /** Before version 7, Redis puts the error of a script's command at the end of its own. */
    private static final Pattern REPLICA = Pattern.compile("(^|: -)(READONLY|MASTERDOWN)\\b");

    private static final Pattern REDIRECTION = Pattern.compile("(MOVED|ASK) \\d+ (.*):(\\d+)");

    private static final Pattern LINE_OF_SCRIPT = Pattern.compile("@user_script: ?(\\d+)");

    private static final Pattern PERMISSION = Pattern.compile("NOPERM|ACL failure|The user executing the script");

    /**
     * Returns whether the request certainly changed nothing. A script fails only before the write that matters. Any
     * other error may come from a proxy that lost Redis' answer.
     */
    boolean changedNothing() {
        return REJECTED.matcher(message).lookingAt()
                || LINE_OF_SCRIPT.matcher(message).find();
    }

    /** Returns whether the server is a replica, which rejects every write. */
    boolean isFromReplica() {
        return REPLICA.matcher(message).find();
    }

    /** Returns the node to which a node of a cluster redirects the request. */
    Optional<Redirection> redirection() {
        Matcher matcher = REDIRECTION.matcher(message);
        return matcher.lookingAt()
                ? Optional.of(new Redirection(
                        matcher.group(1).equals("ASK"), matcher.group(2), Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** Returns whether the node of a cluster serves no slot, because it is not connected to most of the others. */
    boolean isClusterDown() {
        return message.startsWith("CLUSTERDOWN");
    }

    /**
     * Another node of a cluster.
     *
     * @param once whether only this request belongs there, because the slot is being moved
     * @param host empty for the host of the node that answered
     */
    record Redirection(boolean once, String host, int port) {}

    /** Returns the message, the command of the script that failed, and the remedy if one is known. */
    String explanation(RedisScript script) {
        String failed = message
                + command(script).map(" (at the command '%s')"::formatted).orElse("");
        if (isFromReplica()) {
            return failed + ". The server is a replica. Check that its address leads to the primary.";
        }
        return PERMISSION.matcher(message).find()
                ? failed + ". Grant the user what it lacks: ACL SETUSER <user> " + RedisLockBackend.ACL
                : failed;
    }

    private Optional<String> command(RedisScript script) {
        Matcher line = LINE_OF_SCRIPT.matcher(message);
        return line.find() ? script.command(Integer.parseInt(line.group(1))) : Optional.empty();
    }
}
