package io.tollgate.sip.auth;

/**
 * User name and password that a carrier gave us for a trunk.
 *
 * @param username sent in the clear
 * @param password never sent, never printed
 */
public record SipCredentials(String username, String password) {
    @Override
    public String toString() {
        return "SipCredentials[username=" + username + "]";
    }
}
