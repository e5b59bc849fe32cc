package io.tradex.core.engine;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.KillSwitchScope;
import java.util.ArrayList;
import java.util.List;

/**
 * The kill switches that are on, in the order in which they were thrown, with when and by whom: what an operator is shown. What
 * they stop is marked where it is checked, at accounts, sessions, instruments and the engine itself.
 */
final class KillSwitches {
    private final List<KillSwitch> on = new ArrayList<>();

    /**
     * A switch that is on.
     *
     * @param scope      what it stops.
     * @param id         account, session or instrument; 0 for all.
     * @param sinceNs    time of the input that threw it.
     * @param sinceSeq   sequence of that input.
     * @param byClientId the operator who threw it; 0 if it was none.
     */
    record KillSwitch(KillSwitchScope scope, long id, long sinceNs, long sinceSeq, long byClientId) {
        private boolean isOf(final KillSwitchScope ofScope, final long ofId) {
            return scope == ofScope && id == ofId;
        }

        private long hash() {
            return StateHash.mix(StateHash.mix(StateHash.mix(scope.value(), id), sinceSeq), sinceNs ^ byClientId);
        }
    }

    int size() {
        return on.size();
    }

    KillSwitch get(final int index) {
        return on.get(index);
    }

    /** Notes one that is thrown; who throws it again does not change since when it is on. */
    void add(final KillSwitch thrown) {
        for (int i = 0; i < on.size(); i++) {
            if (on.get(i).isOf(thrown.scope, thrown.id)) {
                return;
            }
        }
        on.add(thrown);
    }

    /** Forgets one that is released, or whose session has ended. */
    void remove(final KillSwitchScope scope, final long id) {
        for (int i = on.size() - 1; i >= 0; i--) {
            if (on.get(i).isOf(scope, id)) {
                on.remove(i);
            }
        }
    }

    /** 0 if none is on. */
    long hash() {
        long h = 0;
        for (int i = 0; i < on.size(); i++) {
            h = StateHash.mix(h, on.get(i).hash());
        }
        return h;
    }

    void writeTo(final SnapshotRecordWriter record, final int type, final Runnable flush) {
        for (final KillSwitch thrown : on) {
            record.begin(type)
                    .put(thrown.scope.value())
                    .put(thrown.id)
                    .put(thrown.sinceNs)
                    .put(thrown.sinceSeq)
                    .put(thrown.byClientId);
            flush.run();
        }
    }

    void readFrom(final SnapshotRecordReader record) {
        on.add(new KillSwitch(
                KillSwitchScope.get((short) record.next()),
                record.next(),
                record.next(),
                record.next(),
                record.next()));
    }
}
