package io.tollgate.overlay.peer.io;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what a call's media told. */
final class MediaDiary implements PeerMediaEvents {
    private final CompletableFuture<String> secured = new CompletableFuture<>();
    private final CompletableFuture<String> broken = new CompletableFuture<>();

    @Override
    public void onSecured(String how) {
        secured.complete(how);
    }

    @Override
    public void onDigit(char digit) {}

    @Override
    public void onBroken(String why) {
        broken.complete(why);
        secured.completeExceptionally(new AssertionError(why));
    }

    String secured() throws Exception {
        return secured.get(20, TimeUnit.SECONDS);
    }

    String broken() throws Exception {
        return broken.get(20, TimeUnit.SECONDS);
    }

    /** Lets the media run for so long; it must not break meanwhile. */
    void awaitSeconds(int seconds) throws Exception {
        CountDownLatch early = new CountDownLatch(1);
        var unused = broken.whenComplete((why, failure) -> early.countDown());
        if (early.await(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("the media broke: " + broken.join() + unused);
        }
    }
}
