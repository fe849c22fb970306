package io.tollgate.sip.trunk;

/** How a trunk's messages travel. TCP and TLS come with their own guard before their own parser. */
public enum Transport {
    UDP
}
