package io.tradex.benchmarks.fix;

import io.tradex.fix.FixAdapter;
import io.tradex.fix.FixVenueConfiguration;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;

/** The adapter as the server has it: a record in, a record out. */
final class AdapterEnd implements RoundTripEnd {
    private final AtomicLong filled = new AtomicLong();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderRecord order = new OrderRecord();
    private final FixAdapter adapter;
    private long sent;

    AdapterEnd(final int index, final BareVenue venue, final boolean storeInFiles, final Path directory) {
        adapter = new FixAdapter(
                List.of(new FixVenueConfiguration(
                        1, "127.0.0.1", venue.port(), FixSettings.ADAPTER, FixSettings.venue(index), directory)),
                this::onInput,
                venueId -> 0L,
                Throwable::printStackTrace,
                storeInFiles);
        adapter.start();
    }

    @Override
    public void awaitUp() {
        Waiting.until(() -> adapter.isUp(1));
    }

    @Override
    public boolean send() {
        order.encode(1, sent + 1);
        if (!adapter.onVenueRequest(order.buffer(), 0, order.length())) {
            return false;
        }
        sent++;
        return true;
    }

    @Override
    public long filled() {
        return filled.get();
    }

    @Override
    public void close() {
        adapter.close();
    }

    /** The session's thread alone brings reports. */
    private boolean onInput(final DirectBuffer buffer, final int offset, final int length) {
        if (header.wrap(buffer, offset).templateId() == VenueExecutionReportDecoder.TEMPLATE_ID) {
            filled.lazySet(filled.get() + 1);
        }
        return true;
    }
}
