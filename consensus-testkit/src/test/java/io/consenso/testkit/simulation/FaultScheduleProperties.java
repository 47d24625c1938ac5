/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PerProperty;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.Store;

class FaultScheduleProperties {
    private static final int RUNS_MAX = 400;
    private static final Store<Integer> RUNS = Store.create("runs", Lifespan.PROPERTY, () -> 0);

    @Property(tries = 200)
    void textIsReadBackAsItWas(@ForAll("schedules") FaultSchedule schedule) {
        assertThat(FaultSchedule.parse(schedule.text())).isEqualTo(schedule);
    }

    @Property(tries = 50)
    void whatIsSimplerIsSmallerAndReadBackToo(@ForAll("schedules") FaultSchedule schedule) {
        FaultSchedule few = new FaultSchedule(schedule.faults().subList(0, Math.min(4, schedule.size())));
        SimplerSchedules.than(few).forEach(simpler -> {
            assertThat(new ShrinkableSchedule(simpler).distance()).isLessThan(new ShrinkableSchedule(few).distance());
            assertThat(FaultSchedule.parse(simpler.text())).isEqualTo(simpler);
        });
    }

    @Property(tries = 1_000)
    @PerProperty(ShrinksToTwoSteps.class)
    void aPropertyThatIsFalsifiedShrinks(@ForAll("schedules") FaultSchedule schedule) {
        RUNS.update(runs -> runs + 1);
        assertThat(schedule).matches(one -> !FaultSchedulesTest.aCrashFollowsAnIsolation(one));
    }

    @Provide
    Arbitrary<FaultSchedule> schedules() {
        return FaultSchedules.arbitrary(FaultOptions.everything(2), 5, Duration.ofSeconds(60));
    }

    /** The property is there to fail: what counts is with what. */
    static final class ShrinksToTwoSteps implements PerProperty.Lifecycle {
        @Override
        public PropertyExecutionResult onFailure(PropertyExecutionResult result) {
            List<Object> sample = result.falsifiedParameters().orElseThrow();
            assertThat(((FaultSchedule) sample.get(0)).text())
                    .matches("0s isolate (n1|leader) 0s; 0s crash (n1|leader) 0s");
            assertThat(RUNS.get()).isLessThan(RUNS_MAX);
            return result.mapToSuccessful();
        }
    }
}
