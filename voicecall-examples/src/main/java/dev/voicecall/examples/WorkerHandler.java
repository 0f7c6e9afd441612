package dev.voicecall.examples;

import dev.voicecall.CarrierException;
import dev.voicecall.ProviderException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** Answers requests on threads that may be blocked, a bounded number of them at once. Safe for use by many threads. */
final class WorkerHandler implements HttpHandler {
    private final Executor worker;
    private final Semaphore free;
    private final Work work;

    /** What answers a request. */
    interface Work {
        /**
         * Answers; may block.
         *
         * @throws BadRequestException if the request is wrong: 400
         * @throws CarrierException if the carrier refuses or fails, as {@link ProviderException} for other providers: 502
         * @throws VoiceCallException if something else does not work now: 503
         */
        HttpResponse answer(HttpRequest request) throws InterruptedException;
    }

    /** @param atOnce how many requests; another one gets 429 */
    WorkerHandler(Executor worker, int atOnce, Work work) {
        this.worker = worker;
        this.free = new Semaphore(atOnce);
        this.work = work;
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        if (!free.tryAcquire()) {
            return CompletableFuture.completedFuture(Json.error(429, "Too many requests of this kind at once."));
        }
        return CompletableFuture.supplyAsync(() -> answer(request), worker)
                .whenComplete((response, failure) -> free.release());
    }

    private HttpResponse answer(HttpRequest request) {
        try {
            return work.answer(request);
        } catch (BadRequestException e) {
            return Json.error(400, String.valueOf(e.getMessage()));
        } catch (CarrierException | ProviderException e) {
            return Json.error(502, String.valueOf(e.getMessage()));
        } catch (VoiceCallException e) {
            return Json.error(503, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Json.error(503, "The service is stopping.");
        }
    }
}
