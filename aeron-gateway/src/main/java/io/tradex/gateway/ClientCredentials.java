package io.tradex.gateway;

/** Knows who may log on. Called on the ingress thread at a logon: it must not block. */
@FunctionalInterface
public interface ClientCredentials {
    /**
     * @param clientId as claimed in a LogonRequest.
     * @return what is known of the client, or null if there is no such client.
     */
    ClientCredential find(long clientId);
}
