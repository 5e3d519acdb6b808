package dev.lockrace.servers.amqp;

import java.io.IOException;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.jspecify.annotations.Nullable;

/** Keeps what the broker reports to its listener alone: that it could not start. */
final class QpidFailure extends DefaultSystemLauncherListener {

    private volatile @Nullable RuntimeException failure;

    @Override
    public void errorOnStartup(RuntimeException e) {
        failure = e;
    }

    void rethrow() throws IOException {
        if (failure != null) {
            throw new IOException("the broker: " + failure.getMessage(), failure);
        }
    }
}
