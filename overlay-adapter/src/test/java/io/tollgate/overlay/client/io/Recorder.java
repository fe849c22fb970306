package io.tollgate.overlay.client.io;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that keeps what it heard and lets a test wait for more. */
final class Recorder implements OverlayListener {

    private static final long PATIENCE_S = 10;

    final LinkedBlockingQueue<Delivery> mail = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<OverlayState> states = new LinkedBlockingQueue<>();

    @Override
    public void onDeliver(Delivery delivery) {
        mail.add(delivery);
    }

    @Override
    public void onState(OverlayState state) {
        states.add(state);
    }

    Delivery awaitMail() throws InterruptedException {
        Delivery delivery = mail.poll(PATIENCE_S, TimeUnit.SECONDS);
        return delivery == null ? fail("no mail came") : delivery;
    }

    <S extends OverlayState> S awaitState(Class<S> wanted) throws InterruptedException {
        List<OverlayState> heard = new ArrayList<>();
        for (OverlayState state = states.poll(PATIENCE_S, TimeUnit.SECONDS);
                state != null;
                state = states.poll(PATIENCE_S, TimeUnit.SECONDS)) {
            if (wanted.isInstance(state)) {
                return wanted.cast(state);
            }
            heard.add(state);
        }
        return fail("no " + wanted.getSimpleName() + " after " + heard);
    }
}
