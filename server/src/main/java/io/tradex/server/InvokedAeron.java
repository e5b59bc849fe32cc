package io.tradex.server;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;

/** Media driver and Aeron client in the duty cycle of the thread that uses them: no hand-over, no thread of their own. */
final class InvokedAeron implements Agent {
    private final AgentInvoker driver;
    private final AgentInvoker conductor;

    InvokedAeron(final AgentInvoker driver, final AgentInvoker conductor) {
        this.driver = driver;
        this.conductor = conductor;
    }

    @Override
    public int doWork() {
        return driver.invoke() + conductor.invoke();
    }

    @Override
    public String roleName() {
        return "aeron";
    }
}
