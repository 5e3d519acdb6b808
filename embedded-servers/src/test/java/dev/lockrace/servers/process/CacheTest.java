package dev.lockrace.servers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheTest {

    private static final int THREADS = 4;
    private static final int LIMIT_SECONDS = 20;

    private final Path folder = TestDirectories.unused("cache");
    private final Cache cache = new Cache(folder);

    @AfterEach
    void delete() throws IOException {
        Directories.delete(folder);
    }

    @Test
    void makes_a_folder_once() throws Exception {
        Path made = cache.folder("it", empty -> Files.writeString(empty.resolve("file"), "first"));
        Path again = cache.folder("it", empty -> Files.writeString(empty.resolve("file"), "second"));

        assertThat(again).isEqualTo(made);
        assertThat(made.resolve("file")).hasContent("first");
    }

    @Test
    void has_one_whole_folder_when_several_make_it() throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        Callable<Path> making = () -> cache.folder("it", empty -> {
            await(together);
            Files.createDirectories(empty.resolve("a/b"));
        });
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Path>> made =
                    threads.invokeAll(List.of(making, making, making, making), LIMIT_SECONDS, TimeUnit.SECONDS);
            for (Future<Path> path : made) {
                assertThat(path.get().resolve("a/b")).isDirectory();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(folder).isDirectoryContaining("glob:**/it").isDirectoryNotContaining("glob:**.making-*");
    }

    @Test
    void keeps_nothing_of_a_making_that_failed() {
        assertThatIOException()
                .isThrownBy(() -> cache.folder("it", empty -> {
                    Files.writeString(empty.resolve("half"), "made");
                    throw new IOException("the other half is missing");
                }))
                .withMessage("the other half is missing");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void deletes_what_a_process_that_is_no_more_left_half_made() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        assertThat(gone.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        Path dead = folder.resolve("it.making-%d-0a".formatted(gone.pid()));
        Path alive = folder.resolve(
                "it.making-%d-0b".formatted(ProcessHandle.current().pid()));
        Files.createDirectories(dead.resolve("inside"));
        Files.createDirectories(alive);

        cache.folder("it", empty -> {});

        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
    }

    private static void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
