package io.tradex.simulation.world;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.pipeline.JournalPort;
import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.state.OrderDeltaEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;
import io.tradex.simulation.venue.CoreDoor;
import java.util.EnumSet;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Whether the audit sees what it is there to see: each test plants one bug. */
class PlantedBugsTest {
    private static final long SEED = 3;
    private static final long INPUTS = 20_000;
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private static String firstViolation(final Sabotage sabotage) {
        final World world = new World(SEED, WorldSettings.USUAL.without(EnumSet.of(Fault.DROP_COPY)), sabotage);
        assertFalse(world.run(INPUTS), "the audit has seen nothing");
        return world.audit().violations().get(0);
    }

    private static void assertFound(final String expected, final Sabotage sabotage) {
        final String found = firstViolation(sabotage);
        assertTrue(found.contains(expected), found);
    }

    @Test
    void shouldCatchLeavesReducedOnACancelRequest() {
        assertFound("LeavesQty 0, OrderQty less CumQty is", changing(OrderDeltaEncoder.TEMPLATE_ID, delta -> {
            if (delta.getByte(HEADER + OrderDeltaEncoder.execTypeEncodingOffset()) == ExecType.PENDING_CANCEL.value()) {
                delta.putLong(HEADER + OrderDeltaEncoder.leavesQtyLotsEncodingOffset(), 0, LITTLE_ENDIAN);
            }
        }));
    }

    @Test
    void shouldCatchAFillThatIsAppliedTwice() {
        assertFound("that its venue never made", atTheDoor((report, core) -> {
            final int length = report.capacity();
            core.offer(report, 0, length);
            final byte[] again = new byte[length];
            report.getBytes(0, again);
            // With another ExecID the core takes it for another execution, as if its memory of the first were gone.
            final UnsafeBuffer other = new UnsafeBuffer(again);
            other.putByte(HEADER + VenueExecutionReportEncoder.execIdEncodingOffset(), (byte) 'X');
            core.offer(other, 0, length);
        }));
    }

    @Test
    void shouldCatchALostLateFill() {
        assertFound("lots booked of venue", atTheDoor((report, core) -> {
            final byte status = report.getByte(HEADER + VenueExecutionReportEncoder.ordStatusEncodingOffset());
            if (status != OrdStatus.CANCELED.value()) {
                core.offer(report, 0, report.capacity());
            }
        }));
    }

    @Test
    void shouldCatchExposureOfPartsThatIsForgotten() {
        assertFound("but may be filled up to", withoutExposure(-1));
    }

    @Test
    void shouldCatchExposureAtAVenueThatIsForgotten() {
        assertFound("lots exposed, and should have", withoutExposure(1));
    }

    @Test
    void shouldCatchAReservationThatIsNotReleased() {
        final long[] kept = {0};
        assertFound("reserved are", new Sabotage() {
            @Override
            public OutputTap outputs(final OutputTap audit) {
                return changing(ExecutionReportEncoder.TEMPLATE_ID, report -> {
                            final int execType = HEADER + ExecutionReportEncoder.execTypeEncodingOffset();
                            if (report.getByte(execType) == ExecType.CANCELED.value()) {
                                kept[0] = 1;
                            }
                            final int reason = HEADER + ExecutionReportEncoder.rejectReasonEncodingOffset();
                            final int limit = HEADER + ExecutionReportEncoder.rejectLimitEncodingOffset();
                            if ((report.getShort(reason, LITTLE_ENDIAN) & 0xFFFF)
                                    == RejectReason.INSUFFICIENT_POSITION.value()) {
                                report.putLong(limit, report.getLong(limit, LITTLE_ENDIAN) - kept[0], LITTLE_ENDIAN);
                            }
                        })
                        .outputs(audit);
            }
        });
    }

    @Test
    void shouldCatchAnAdmissionThatIsNotJournalled() {
        assertFound("the journal says it was admitted", new Sabotage() {
            @Override
            public JournalPort journal(final JournalPort journal) {
                return new AdmittingJournal(journal);
            }
        });
    }

    // ---- how bugs are planted

    /** Rows say that nothing is exposed of orders that go to several venues (-1) or to one (1). */
    private static Sabotage withoutExposure(final int destination) {
        return changing(OrderDeltaEncoder.TEMPLATE_ID, delta -> {
            final int named = delta.getInt(HEADER + OrderDeltaEncoder.destinationEncodingOffset(), LITTLE_ENDIAN);
            if (Integer.signum(named) == destination) {
                delta.putLong(HEADER + OrderDeltaEncoder.exposureLotsEncodingOffset(), 0, LITTLE_ENDIAN);
            }
        });
    }

    private interface Change {
        void on(UnsafeBuffer message);
    }

    private interface Report {
        void on(UnsafeBuffer report, CoreDoor core);
    }

    /** Changes messages of a template before the audit sees them. */
    private static Sabotage changing(final int template, final Change change) {
        return new Sabotage() {
            @Override
            public OutputTap outputs(final OutputTap audit) {
                return new OutputTap() {
                    @Override
                    public void onOutput(
                            final int templateId, final DirectBuffer buffer, final int offset, final int length) {
                        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
                        copy.putBytes(0, buffer, offset, length);
                        if (templateId == template) {
                            change.on(copy);
                        }
                        audit.onOutput(templateId, copy, 0, length);
                    }

                    @Override
                    public void onInputRefused(
                            final long inputSeq, final int refTemplateId, final RejectReason reason, final long value) {
                        audit.onInputRefused(inputSeq, refTemplateId, reason, value);
                    }

                    @Override
                    public void onAlarm(
                            final long inputSeq, final AlarmKind kind, final long orderId, final long value) {
                        audit.onAlarm(inputSeq, kind, orderId, value);
                    }
                };
            }
        };
    }

    /** Does what it likes with the trades that venues report; everything else passes. */
    private static Sabotage atTheDoor(final Report trade) {
        return new Sabotage() {
            @Override
            public CoreDoor door(final CoreDoor core) {
                return new CoreDoor() {
                    @Override
                    public void offer(final DirectBuffer buffer, final int offset, final int length) {
                        final int template = buffer.getShort(
                                offset + MessageHeaderDecoder.templateIdEncodingOffset(), LITTLE_ENDIAN);
                        final int execType = offset + HEADER + VenueExecutionReportEncoder.execTypeEncodingOffset();
                        if (template == VenueExecutionReportDecoder.TEMPLATE_ID
                                && buffer.getByte(execType) == ExecType.TRADE.value()) {
                            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
                            copy.putBytes(0, buffer, offset, length);
                            trade.on(copy, core);
                        } else {
                            core.offer(buffer, offset, length);
                        }
                    }

                    @Override
                    public boolean isRunning() {
                        return core.isRunning();
                    }
                };
            }
        };
    }

    /** Writes down that every order was admitted, whatever the sequencer has decided. */
    private static final class AdmittingJournal implements JournalPort {
        private final JournalPort journal;

        AdmittingJournal(final JournalPort journal) {
            this.journal = journal;
        }

        @Override
        public void append(
                final long sequence,
                final long timestampNs,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, buffer, offset, length);
            if (copy.getShort(MessageHeaderDecoder.templateIdEncodingOffset(), LITTLE_ENDIAN)
                    == NewOrderEncoder.TEMPLATE_ID) {
                copy.putByte(HEADER + NewOrderEncoder.admissionEncodingOffset(), (byte) Admission.ADMITTED.value());
            }
            journal.append(sequence, timestampNs, copy, 0, length);
        }

        @Override
        public void endOfBatch() {
            journal.endOfBatch();
        }

        @Override
        public int onDutyCycle(final long nowNs) {
            return journal.onDutyCycle(nowNs);
        }

        @Override
        public long durableSequence() {
            return journal.durableSequence();
        }
    }
}
